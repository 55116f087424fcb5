#include "server/notice_door.h"

#include "base/markup.h"
#include "practice/notice/send.h"
#include "practice/notice/stop.h"
#include "server/gateway.h"

#include <string.h>

#define BODY_LIMIT ((size_t)16 * 1024)

static bool is_at(const struct http_path *path, const char *what)
{
	return path->count == 3 && str_equal(path->segments[1], what);
}

bool notice_door_owns(const struct http_path *path)
{
	return path->count > 1 && str_equal(path->segments[0], "notices") &&
	       (is_at(path, "stop") || is_at(path, "status"));
}

bool notice_door_open(const struct http_request *request,
		      struct http_response *response, size_t *body_limit)
{
	bool post = str_equal(request->method, "POST");
	bool get = str_equal(request->method, "GET") ||
		   str_equal(request->method, "HEAD");
	bool stop = is_at(&request->path, "stop");

	*body_limit = BODY_LIMIT;
	if (post || (get && stop))
		return false;
	http_response_add(response, "Allow", stop ? "GET, HEAD, POST" : "POST");
	http_response_text(response, 405, "This is not done here.\n");
	return true;
}

/* A page of one heading, one sentence, and perhaps a button. */
static void page(struct operation *op, struct http_response *response,
		 const char *head, const char *sentence, const char *button)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		       "<meta charset=\"utf-8\">\n"
		       "<meta name=\"viewport\" content=\"width=device-width\">"
		       "\n<title>");
	markup_text(&buf, head);
	buf_puts(&buf, "</title>\n</head>\n<body>\n<main>\n<h1>");
	markup_text(&buf, head);
	buf_puts(&buf, "</h1>\n<p>");
	markup_text(&buf, sentence);
	buf_puts(&buf, "</p>\n");
	if (button) {
		buf_puts(&buf, "<form method=\"post\"><button>");
		markup_text(&buf, button);
		buf_puts(&buf, "</button></form>\n");
	}
	buf_puts(&buf, "</main>\n</body>\n</html>\n");
	http_response_add(response, "Content-Security-Policy",
			  "default-src 'none'; form-action 'self'; "
			  "frame-ancestors 'none'; base-uri 'none'");
	http_response_add(response, "Cache-Control", "no-store");
	http_response_add(response, "Referrer-Policy", "no-referrer");
	http_response_add(response, "X-Content-Type-Options", "nosniff");
	http_response_body(response, "text/html; charset=utf-8", buf.at,
			   buf.len);
}

static void no_page(struct operation *op, struct http_response *response,
		    enum err err)
{
	response->status = err == ERR_NOT_FOUND ? 404 : 503;
	page(op, response, "This link does not work",
	     err == ERR_NOT_FOUND
		     ? "It is not, or no more, valid. Please call the practice."
		     : "Please try again in a minute.",
	     NULL);
}

static const char *way(const struct outbox *row)
{
	return row->channel == NOTICE_BY_EMAIL ? "mail" : "text messages";
}

static void ask(struct operation *op, struct reader *reader, const char *key,
		struct http_response *response)
{
	struct practice practice;
	struct outbox row;
	enum err err = store_reader_begin(reader, op);

	if (!err) {
		err = practice_stop_find(reader, key, &practice, &row);
		store_reader_end(reader);
	}
	if (err) {
		no_page(op, response, err);
		return;
	}
	response->status = 200;
	page(op, response, arena_printf(op->arena, "No more %s?", way(&row)),
	     arena_printf(op->arena,
			  "%s will send no more %s to %s: no cancellations, "
			  "no changes and no reminders.",
			  practice.name, way(&row), row.address),
	     arena_printf(op->arena, "No more %s", way(&row)));
}

static void stop(struct operation *op, struct store *store, const char *key,
		 struct http_response *response)
{
	struct outbox row;
	enum err err = practice_stop(op, store, key, &row);

	if (err) {
		no_page(op, response, err);
		return;
	}
	response->status = 200;
	page(op, response, arena_printf(op->arena, "No more %s", way(&row)),
	     arena_printf(op->arena,
			  "Nothing more is sent to %s. If that was a mistake, "
			  "please tell the practice.",
			  row.address),
	     NULL);
}

static void status(struct operation *op, struct store *store,
		   const struct http_request *request, const char *key,
		   struct http_response *response)
{
	struct slice body = { request->body, request->body_len };
	const char *reason = NULL;
	bool delivered = false;
	enum err err = OK;

	if (gateway_report(op->arena, http_header(request, "Content-Type"),
			   body, &delivered, &reason))
		err = practice_notice_reported(op, store, key, delivered,
					       reason);
	if (err)
		http_response_text(response, err == ERR_NOT_FOUND ? 404 : 503,
				   "This cannot be noted.\n");
	else
		response->status = 204;
}

void notice_door_handle(struct operation *op, struct store *store,
			struct reader *reader,
			const struct http_request *request,
			struct http_response *response)
{
	const char *key = request->path.segments[2];

	if (is_at(&request->path, "status"))
		status(op, store, request, key, response);
	else if (str_equal(request->method, "POST"))
		stop(op, store, key, response);
	else
		ask(op, reader, key, response);
}
