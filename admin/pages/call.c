#include "admin/pages/call.h"

#include "admin/api/admin.h"

#include <assert.h>
#include <string.h>

static const struct http_header json_header[] = {
	{ "Content-Type", "application/json" },
};

/* The error that a route's status means; its failure is in op. What there is
 * no room for is told apart by that. */
static enum err error_of(const struct operation *op,
			 const struct http_response *response)
{
	if (response->status < 300)
		return OK;
	switch (response->status) {
	case 403:
		return ERR_FORBIDDEN;
	case 404:
		return ERR_NOT_FOUND;
	case 409:
		return ERR_CONFLICT;
	case 400:
	case 415:
	case 422:
		return ERR_INVALID;
	case 429:
		return ERR_BUSY;
	case 503:
		return ERR_UNAVAILABLE;
	case 507:
		return op->failure.code;
	default:
		return ERR_STORAGE;
	}
}

/* The words for people are the answer's: a failure may have none. */
static void take_message(struct page *page, const json_t *answer)
{
	const json_t *error = json_object_get(answer, "error");
	const char *message =
		json_string_value(json_object_get(error, "message"));

	if (message)
		page->op->failure.message = message;
	page->current = json_object_get(error, "current");
}

static enum err ask(struct page *page, const char *method, const char *url,
		    const char *body, struct http_response *response)
{
	struct http_request request = {
		.method = method,
		.target = url,
		.headers = json_header,
		.header_count = *body ? 1 : 0,
		.body = body,
		.body_len = strlen(body),
		.remote = page->door->request->remote,
	};
	struct admin admin = { .op = page->op,
			       .store = page->door->store,
			       .reader = page->reader,
			       .request = &request,
			       .response = response,
			       .trial = page->door->trial,
			       .trial_context = page->door->trial_context };
	enum err err;

	http_response_init(response, page->op->arena);
	if (!http_path_parse(page->op->arena, url, &request.path,
			     &request.query))
		return fail(page->op, ERR_NOT_FOUND,
			    "There is nothing like that.");
	operation_recover(page->op);
	admin_handle(&admin);
	page->answer = json_read(page->op->arena,
				 arena_strndup(page->op->arena, response->body,
					       response->body_len));
	err = error_of(page->op, response);
	page->logged = err != OK;
	page->current = NULL;
	if (err)
		take_message(page, page->answer);
	return err;
}

/* A route begins and ends the reader itself. */
static enum err ask_between(struct page *page, const char *url,
			    struct http_response *response)
{
	bool begun = store_reader_operation(page->reader) != NULL;
	enum err err, again = OK;

	if (begun)
		store_reader_end(page->reader);
	err = ask(page, "GET", url, "", response);
	if (begun)
		again = store_reader_begin(page->reader, page->op);
	return again ? again : err;
}

enum err page_get(struct page *page, const char *url, json_t **json)
{
	struct http_response response;
	enum err err = ask_between(page, url, &response);

	if (!err)
		*json = page->answer;
	return err;
}

/* The route of that method whose pattern is this one. */
static const struct route *route_of(const char *method, const char *pattern)
{
	const struct route *row;

	for (size_t i = 0; (row = route_row(i)); i++)
		if (str_equal(row->method, method) &&
		    str_equal(row->pattern, pattern))
			return row;
	return NULL;
}

json_t *page_form(struct page *page, const char *method, const char *pattern,
		  const char *boxes)
{
	const struct route *route = route_of(method, pattern);
	struct form_way way = { .boxes = boxes };

	assert(route);
	way.fields = route->body;
	way.change = !str_equal(method, "POST");
	return form_json(page->op->arena, &page->form, &way);
}

enum err page_send(struct page *page, const char *method, const char *url,
		   json_t *body)
{
	struct http_response response;

	return ask(page, method, url,
		   body ? json_text(page->op->arena, body) : "", &response);
}

/* Does a segment fit that of a pattern? Braces stand for any. */
static bool fits(const char *pattern, const char *url)
{
	struct slice rest = slice_of(pattern), path = slice_of(url);

	path = slice_cut(&path, '?');
	while (rest.at && path.at) {
		struct slice want = slice_cut(&rest, '/');
		struct slice have = slice_cut(&path, '/');

		if (!slice_starts(want, "{") && !slice_equal(want, have))
			return false;
	}
	return !rest.at && !path.at;
}

enum err page_send_form(struct page *page, const char *method, const char *url,
			const char *boxes)
{
	const struct route *found = NULL;
	const struct route *row;

	for (size_t i = 0; !found && (row = route_row(i)); i++)
		if (str_equal(row->method, method) && fits(row->pattern, url))
			found = row;
	assert(found); /* the page names a route that there is */
	return page_send(page, method, url,
			 page_form(page, method, found->pattern, boxes));
}

void page_undo_add(struct page *page, const char *method, const char *url,
		   json_t *body)
{
	json_t *step = json_new(page->op->arena);

	if (!page->undo)
		page->undo = json_new_list(page->op->arena);
	json_put_text(step, "method", method);
	json_put_text(step, "url", url);
	json_put(step, "body", body);
	json_add(page->undo, step);
}

enum err page_pass(struct page *page, const char *url)
{
	struct http_response response;
	struct http_response *out = page->door->response;
	enum err err = ask_between(page, url, &response);

	if (err)
		return err;
	out->status = response.status;
	for (size_t i = 0; i < response.header_count; i++)
		if (!str_same(response.headers[i].name, "Cache-Control"))
			http_response_add(out, response.headers[i].name,
					  response.headers[i].value);
	out->body = response.body;
	out->body_len = response.body_len;
	page->answered = true;
	return OK;
}

enum err page_again(struct page *page, enum err (*show)(struct page *page))
{
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = show(page);
	store_reader_end(page->reader);
	return err;
}
