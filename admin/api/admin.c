#include "admin/api/admin.h"

#include "admin/api/body.h"
#include "admin/api/frame.h"
#include "admin/api/problem.h"
#include "admin/api/repeat.h"
#include "admin/api/unmet.h"
#include "admin/api/route.h"
#include "base/log.h"
#include "base/str.h"

#include <string.h>

/* Does a segment fit "word", "{id}" or "{id}.pdf"? What stands for the
 * braces goes into *word. */
static bool segment_fits(struct arena *arena, struct slice pattern,
			 const char *segment, const char **word)
{
	struct slice end = pattern;
	size_t len = strlen(segment);

	if (!pattern.len || *pattern.at != '{') {
		*word = NULL;
		return slice_equal(pattern, slice_of(segment));
	}
	slice_cut(&end, '}');
	if (len <= end.len ||
	    memcmp(segment + len - end.len, end.at, end.len) != 0)
		return false;
	*word = arena_strndup(arena, segment, len - end.len);
	return true;
}

/* Does the path fit the pattern? Its words go into call->words. */
static bool path_fits(struct call *call, const char *pattern)
{
	const struct http_path *path = &call->request->path;
	struct slice rest = slice_of(pattern + 1);
	size_t at = 0, count = 0;

	if (path->slash)
		return false;
	while (rest.at) {
		struct slice segment = slice_cut(&rest, '/');
		const char *word;

		if (at == path->count ||
		    !segment_fits(call->op->arena, segment, path->segments[at],
				  &word))
			return false;
		if (word)
			call->words[count++] = word;
		at++;
	}
	return at == path->count;
}

/* Find the row; ERR_NOT_FOUND, or ERR_METHOD with Allow set. */
static enum err route_find(struct call *call)
{
	struct buf allow;
	const struct route *row;

	buf_init(&allow, call->op->arena);
	for (size_t i = 0; (row = route_row(i)); i++) {
		if (!path_fits(call, row->pattern))
			continue;
		if (str_equal(row->method, call->request->method)) {
			call->route = row;
			return OK;
		}
		buf_listed(&allow, row->method);
	}
	if (!allow.len)
		return fail(call->op, ERR_NOT_FOUND,
			    "There is nothing at this address; "
			    "/api/openapi.json lists what there is.");
	http_response_add(call->response, "Allow", allow.at);
	return fail(call->op, ERR_METHOD, "%s is not taken here; %s %s.",
		    call->request->method, allow.at,
		    strchr(allow.at, ',') ? "are" : "is");
}

/* In the read of the login, where that is still open. */
static enum err practice_read(struct call *call, bool reading)
{
	enum err err =
		reading ? OK : store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = store_practice_load(call->reader, &call->practice);
	store_reader_end(call->reader);
	call->digits = err ? 2 : currency_digits(call->practice.currency);
	return err;
}

/* "https://" and the host that was asked, or where people reach us. */
static bool is_own_origin(const struct call *call, const char *origin)
{
	const char *host = http_header(call->request, "Host");
	const char *url = call->practice.public_url;

	if (url && str_same(url, origin))
		return true;
	return !str_empty(host) &&
	       (str_same(origin,
			 arena_printf(call->op->arena, "http://%s", host)) ||
		str_same(origin,
			 arena_printf(call->op->arena, "https://%s", host)));
}

/* Browsers send a known login along with what other sites make them ask. */
static bool is_foreign(const struct call *call)
{
	const char *site = http_header(call->request, "Sec-Fetch-Site");
	const char *origin = http_header(call->request, "Origin");

	if (str_equal(call->request->method, "GET"))
		return false;
	return (origin && !is_own_origin(call, origin)) ||
	       str_equal(site, "cross-site") || str_equal(site, "same-site");
}

/* Forms of other sites cannot send JSON: so that nothing else is one. */
static bool is_json(const struct call *call)
{
	const char *type = http_header(call->request, "Content-Type");

	if (!type)
		return !call->request->body_len;
	return slice_is(http_media(type), "application/json");
}

/* RFC 9110 15.5.16 */
static enum err coding_check(struct call *call)
{
	const char *coding = http_coding(call->request);

	if (!coding)
		return OK;
	http_response_add(call->response, "Accept-Encoding", "identity");
	return fail(call->op, ERR_MEDIA_TYPE,
		    "Bodies are sent as they are, not in the coding '%s'.",
		    coding);
}

static enum err prepare(struct call *call)
{
	enum err err = route_find(call);

	if (err)
		return err;
	if (!actor_is(&call->op->actor, call->route->roles))
		return fail(call->op, ERR_FORBIDDEN,
			    "This is not for your role.");
	if (is_foreign(call))
		return fail(call->op, ERR_FORBIDDEN,
			    "This was asked for by another site.");
	err = coding_check(call);
	if (err)
		return err;
	if (!is_json(call))
		return fail(call->op, ERR_MEDIA_TYPE,
			    "Bodies are JSON: please send them with "
			    "Content-Type: application/json.");
	if (!http_query_ok(call->op->arena, call->request))
		return fail_field(call->op, "query", "query-unreadable",
				  "A value behind the '?' cannot be read: it "
				  "is percent-encoded UTF-8.");
	return body_read(call);
}

static void answer_failure(struct call *call, enum err err)
{
	struct operation *op = call->op;

	failure_log(op, err, "api-failed");
	problem_json(op, err, call->current, call->response);
}

bool admin_owns(const struct http_path *path)
{
	return path->count > 0 && str_equal(path->segments[0], "api");
}

size_t admin_body_limit(const struct http_path *path)
{
	return path->count == 2 && str_equal(path->segments[1], "imports")
		       ? ADMIN_FILES_LIMIT
		       : ADMIN_BODY_LIMIT;
}

/* The office asks for reports over years, and exports. */
static void bound(struct operation *op)
{
	bool office = actor_is(&op->actor, ROLE_ADMIN | ROLE_STAFF);

	operation_bound(op, office ? ADMIN_WORK_OFFICE : ADMIN_WORK,
			office ? ADMIN_MEMORY_OFFICE : ADMIN_MEMORY);
}

static enum err run(struct call *call)
{
	enum err err = frame_run(call);

	if (call->op->judge_only && !call->wrong.field_count) {
		err = unmet_let_in(call, err);
		if (!err)
			err = frame_run(call);
	}
	return call->op->judge_only ? body_judged(call) : err;
}

void admin_handle(struct admin *admin)
{
	struct call call = { .op = admin->op,
			     .store = admin->store,
			     .reader = admin->reader,
			     .request = admin->request,
			     .response = admin->response,
			     .trial = admin->trial,
			     .trial_context = admin->trial_context };
	struct claim claim = { .key = NULL };
	bool answered = false;
	enum err err;

	bound(call.op);
	err = practice_read(&call, admin->reading);
	admin->reading = false;
	if (!err)
		err = prepare(&call);
	if (!err && !call.op->judge_only)
		err = repeat_begin(&call, &claim, &answered);
	if (!err && !answered) {
		err = run(&call);
		err = repeat_again(&call, &claim, err);
	}
	if (err)
		answer_failure(&call, err);
	http_response_add(admin->response, "Cache-Control", "no-store");
	if (!answered)
		repeat_end(&call, &claim);
	admin->op->claim = NULL; /* it lives here */
	/* A page asks several routes in one operation. */
	admin->op->judge_only = false;
}

void admin_fail(const struct operation *op, enum err err,
		struct http_response *response)
{
	problem_json(op, err, NULL, response);
}
