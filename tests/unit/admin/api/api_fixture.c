#include "tests/unit/admin/api/api_fixture.h"

#include "admin/api/admin.h"

#include <stdlib.h>

const struct http_response *api_send(struct clinic *clinic, int64_t person,
				     const char *method, const char *target,
				     const char *body)
{
	static const struct http_header json[] = { { "Content-Type",
						     "application/json" } };
	struct arena *arena = clinic->op->arena;
	struct http_response *response = arena_alloc(arena, sizeof(*response));
	struct http_request request = { .method = method,
					.target = target,
					.headers = json,
					.header_count = body ? 1 : 0,
					.body = body ? body : "",
					.body_len = body ? strlen(body) : 0,
					.remote = "127.0.0.1" };
	struct operation op;
	struct admin admin = { .op = &op,
			       .store = clinic->store,
			       .reader = clinic->place->reader,
			       .request = &request,
			       .response = response };

	operation_init(&op, arena, clinic->op->now);
	clinic_as(clinic, person);
	store_reader_end(clinic->place->reader);
	op.actor = clinic->op->actor;
	assert_true(
		http_path_parse(arena, target, &request.path, &request.query));
	http_response_init(response, arena);
	admin_handle(&admin);
	clinic->op->statements = op.statements;
	return response;
}

static const char *text_of(struct clinic *clinic,
			   const struct http_response *response)
{
	if (!response->body)
		return "";
	return arena_strndup(clinic->op->arena, response->body,
			     response->body_len);
}

const char *api_done(struct clinic *clinic, int64_t person, const char *method,
		     const char *target, const char *body)
{
	const struct http_response *response =
		api_send(clinic, person, method, target, body);
	const char *text = text_of(clinic, response);

	if (response->status / 100 != 2)
		print_error("%s %s: %d %s\n", method, target, response->status,
			    text);
	assert_int_equal(response->status / 100, 2);
	return text;
}

const char *api_got(struct clinic *clinic, int64_t person, const char *target)
{
	return api_done(clinic, person, "GET", target, NULL);
}

void api_wrong(struct clinic *clinic, int64_t person, const char *method,
	       const char *target, const char *body, const char *field,
	       const char *code)
{
	const struct http_response *response =
		api_send(clinic, person, method, target, body);
	const char *text = text_of(clinic, response);
	const char *wanted =
		arena_printf(clinic->op->arena,
			     "{\"field\":\"%s\",\"code\":\"%s\"", field, code);

	if (response->status != 422 || !strstr(text, wanted))
		print_error("%s %s: %d %s\n", method, target, response->status,
			    text);
	assert_int_equal(response->status, 422);
	assert_holds(text, wanted);
}

void api_refused(struct clinic *clinic, int64_t person, const char *method,
		 const char *target, const char *body, int status)
{
	const struct http_response *response =
		api_send(clinic, person, method, target, body);

	if (response->status != status)
		print_error("%s %s: %d %s\n", method, target, response->status,
			    text_of(clinic, response));
	assert_int_equal(response->status, status);
	if (status >= 400)
		assert_holds(text_of(clinic, response), "\"error\":{\"code\":");
}

const char *api_path(struct clinic *clinic, const char *pattern, int64_t id)
{
	struct buf buf;
	struct slice rest = slice_of(pattern);
	struct slice before = slice_cut(&rest, '#');

	buf_init(&buf, clinic->op->arena);
	buf_printf(&buf, "%.*s%lld%s", (int)before.len, before.at,
		   (long long)id, rest.at ? rest.at : "");
	return buf.at;
}

int64_t api_id(const char *answer)
{
	const char *at = strstr(answer, "\"id\":\"");

	assert_non_null(at);
	return strtoll(at + 6, NULL, 10);
}
