#include "admin/api/problem.h"

#include "base/request_id.h"
#include "base/str.h"
#include "practice/refusal.h"

#include <string.h>

struct problem {
	int status;
	const char *code;
	const char *message; /* where the failure has none */
};

static const struct problem other = { 500, "internal",
				      "Something failed on our side. Nothing "
				      "was changed." };

static const struct problem problems[ERR_COUNT] = {
	[ERR_SYNTAX] = { 400, "syntax", "The request cannot be read." },
	[ERR_INVALID] = { 422, "invalid", "A value is wrong." },
	[ERR_UNAUTHENTICATED] = { 401, "unauthenticated", "Please sign in." },
	[ERR_FORBIDDEN] = { 403, "forbidden", "This is not for your role." },
	[ERR_NEED_PRIVILEGES] = { 403, "forbidden",
				  "This is not for your role." },
	[ERR_NOT_FOUND] = { 404, "not-found", "There is nothing like that." },
	[ERR_PARENT] = { 404, "not-found", "There is nothing like that." },
	[ERR_METHOD] = { 405, "method", "This method is not taken here." },
	[ERR_CONFLICT] = { 409, "conflict", "The state does not allow it." },
	[ERR_EXISTS] = { 409, "duplicate", "There is one already." },
	[ERR_UID_CONFLICT] = { 409, "duplicate", "There is one already." },
	[ERR_GONE] = { 410, "gone", "It is not there any more." },
	[ERR_PRECONDITION] = { 412, "precondition", "It has changed since." },
	[ERR_TOO_LARGE] = { 413, "too-large", "The body is too large." },
	[ERR_RESOURCE_SIZE] = { 413, "too-large", "The body is too large." },
	[ERR_MEDIA_TYPE] = { 415, "media-type", "Bodies are JSON." },
	[ERR_BUSY] = { 429, "busy", "Too many tries; later." },
	[ERR_FULL] = { 507, "disk-full",
		       "The disk of the server is full. Nothing was changed." },
	[ERR_QUOTA] = { 507, "quota-full", "There is no room for more." },
	[ERR_MATCHES_LIMIT] = { 507, "too-much", "Ask for less at once." },
	[ERR_UNAVAILABLE] = { 503, "unavailable", "Try again in a minute." },
	[ERR_MAX_INSTANCES] = { 422, "too-many", "Too many sessions." },
	[ERR_TIMEZONE] = { 422, "zone-unknown", "The zone is not known." },
};

/* The code is the refusal's word where none stands here. */
static const struct problem refusals[REFUSAL_COUNT] = {
	[REFUSAL_SESSION_SAVED] = { 403, NULL, "It is saved." },
	[REFUSAL_OVERRIDE_DENIED] = { 403, NULL,
				      "Amounts are decided by the office." },
	[REFUSAL_NOT_PERMITTED] = { 403, NULL, "You may not do this." },
	[REFUSAL_PAST_OPEN] = { 403, NULL, "Please save it instead." },
	[REFUSAL_READ_ONLY] = { 403, NULL, "This cannot be changed." },
	[REFUSAL_UNKNOWN_STATUS] = { 422, "unknown-type",
				     "There is no such way to end." },
};

static json_t *fields_json(struct arena *arena, const struct failure *failure)
{
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < failure->field_count; i++) {
		json_t *one = json_new(arena);

		json_put_text(one, "field", failure->fields[i].field);
		json_put_text(one, "code", failure->fields[i].code);
		json_put_text(one, "message", failure->fields[i].message);
		json_add(list, one);
	}
	return list;
}

void problem_json(const struct operation *op, enum err err, json_t *current,
		  struct http_response *response)
{
	const struct failure *failure = &op->failure;
	const struct problem *problem = &other;
	enum refusal refusal = refusal_of(op, err);
	const char *code, *message;
	json_t *error = json_new(op->arena);
	json_t *root = json_new(op->arena);
	const char *text;

	if (err > OK && err < ERR_COUNT && problems[err].status)
		problem = &problems[err];
	if (refusal < REFUSAL_COUNT)
		problem = &refusals[refusal];
	code = problem->code ? problem->code : refusal_words[refusal];
	if (failure->reason)
		code = failure->reason;
	if (err == ERR_INVALID && failure->field_count)
		code = failure->fields[0].code;
	message = failure->message && problem != &other ? failure->message
							: problem->message;
	json_put_text(error, "code", code);
	json_put_text(error, "message", message);
	if (failure->field_count) {
		json_put_text(error, "field", failure->fields[0].field);
		json_put(error, "fields", fields_json(op->arena, failure));
	}
	/* By which the log tells more. */
	if (problem->status >= 500)
		json_put_text(error, "request", request_id(op->arena, op->id));
	if (current)
		json_put(error, "current", current);
	json_put(root, "error", error);
	text = json_text(response->arena, root);
	response->status = problem->status;
	if (failure->wait)
		http_response_add(response, "Retry-After",
				  arena_printf(op->arena, "%lld",
					       (long long)failure->wait));
	http_response_body(response, "application/json", text, strlen(text));
}
