#include "server/feed.h"

#include "base/digest.h"
#include "base/log.h"
#include "practice/people/feed.h"
#include "practice/calendar/view_feed.h"
#include "server/feed_memory.h"
#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#define SUFFIX ".ics"
#define DAY_SECONDS (24 * 3600)
/* What one fetch may cost (base/operation.h). */
#define FEED_WORK INT64_C(1000000000)
#define FEED_MEMORY ((size_t)32 * 1024 * 1024)

#define NOTE_SECONDS 60 /* a fetch so soon after another is not noted */

bool feed_owns(const struct http_path *path)
{
	return path->count > 0 && str_equal(path->segments[0], "feeds");
}

/* Programs try whether they may write: the answer must not ask for a login. */
bool feed_answer_open(const struct http_request *request,
		      struct http_response *response)
{
	if (str_equal(request->method, "GET") ||
	    str_equal(request->method, "HEAD"))
		return false;
	http_response_add(response, "Allow", "GET, HEAD");
	http_response_text(response, 405, "A feed can be read, not written.\n");
	return true;
}

static enum err token_of(struct operation *op, const struct http_path *path,
			 struct digest *digest)
{
	size_t len;

	if (path->count != 2 || path->slash ||
	    !str_ends(path->segments[1], SUFFIX))
		return fail(op, ERR_NOT_FOUND, "There is no such feed.");
	len = strlen(path->segments[1]) - strlen(SUFFIX);
	*digest = digest_sha256(path->segments[1], len);
	return OK;
}

static enum err find(struct operation *op, struct reader *reader,
		     const struct http_path *path, struct feed *feed,
		     struct feed_shown *shown)
{
	struct person person;
	enum err err = token_of(op, path, &shown->feed);

	if (!err)
		err = store_feed_find(reader, &shown->feed, feed);
	if (!err)
		err = store_person_load(reader, feed->person, &person);
	if (err)
		return err;
	if (feed->revoked || feed->expires.s <= op->now.s || !person.active)
		return fail(op, ERR_GONE, "This feed has ended.");
	return OK;
}

/* RFC 9110 13.2.2: an entity tag speaks, a date only without one. */
static bool is_fresh(const struct http_request *request, const char *etag,
		     struct instant changed)
{
	const char *tags = http_header(request, "If-None-Match");
	const char *since = http_header(request, "If-Modified-Since");
	struct instant seen;

	if (tags)
		return http_etags_match(tags, etag);
	return since && instant_http_parse(since, &seen) && changed.s <= seen.s;
}

static void answer(struct operation *op, const struct http_request *request,
		   struct slice bytes, const struct feed_shown *shown,
		   struct http_response *response)
{
	http_response_add(response, "ETag",
			  arena_printf(op->arena, "\"%s\"", shown->tag));
	http_response_add(response, "Last-Modified",
			  instant_http(op->arena, shown->changed));
	http_response_add(response, "Cache-Control", "private, max-age=300");
	if (is_fresh(request, shown->tag, shown->changed)) {
		response->status = 304;
		return;
	}
	response->status = 200;
	http_response_body(response, "text/calendar; charset=utf-8", bytes.at,
			   bytes.len);
}

static enum err render(struct operation *op, struct reader *reader,
		       const struct feed *feed, struct feed_view *view,
		       struct feed_shown *shown)
{
	enum err err = practice_feed_render(reader, feed, view);

	if (err)
		return err;
	snprintf(shown->tag, sizeof(shown->tag), "%s",
		 digest_tag(op->arena, view->bytes.at, view->bytes.len));
	shown->changed = view->changed;
	return OK;
}

/* *known: what it shows is what it showed, and the program has that. */
static enum err read_feed(struct operation *op, struct reader *reader,
			  const struct http_request *request, struct feed *feed,
			  struct feed_view *view, struct feed_shown *shown,
			  bool *known)
{
	enum err err = store_reader_begin(reader, op);

	if (err)
		return err;
	err = find(op, reader, &request->path, feed, shown);
	if (!err)
		err = store_audit_newest(reader, &shown->audit);
	shown->day = op->now.s / DAY_SECONDS;
	*known = !err && feed_memory_find(shown) &&
		 is_fresh(request, shown->tag, shown->changed);
	if (!err && !*known)
		err = render(op, reader, feed, view, shown);
	store_reader_end(reader);
	return err;
}

static void answer_failure(struct operation *op, enum err err,
			   struct http_response *response)
{
	if (err == ERR_NOT_FOUND) {
		http_response_text(response, 404, "There is no such feed.\n");
	} else if (err == ERR_GONE) {
		http_response_text(response, 410, "This feed has ended.\n");
	} else if (err == ERR_MATCHES_LIMIT) {
		http_response_text(response, 507,
				   "This feed has become too long.\n");
	} else {
		failure_log(op, err, "feed-failed");
		http_response_text(response, 500,
				   "Something failed on our side.\n");
	}
}

/* Worth a note, never worth failing a request for. */
static void note(struct operation *op, struct store *store,
		 const struct feed *feed, const char *program)
{
	if (op->now.s - feed->last_fetch.s < NOTE_SECONDS &&
	    str_equal(feed->program, program))
		return;
	if (practice_feed_used(op, store, feed->id, program))
		operation_recover(op);
}

void feed_handle(struct operation *op, struct store *store,
		 struct reader *reader, const struct http_request *request,
		 struct http_response *response)
{
	struct feed_view view = { 0 };
	struct feed_shown shown = { .audit = 0 };
	struct feed feed;
	bool known = false;
	enum err err;

	operation_bound(op, FEED_WORK, FEED_MEMORY);
	err = read_feed(op, reader, request, &feed, &view, &shown, &known);
	http_response_add(response, "X-Robots-Tag", "noindex, nofollow");
	http_response_add(response, "X-Content-Type-Options", "nosniff");
	if (err) {
		answer_failure(op, err, response);
		return;
	}
	answer(op, request, view.bytes, &shown, response);
	/* Who only reads does not wait for a lock that others hold. */
	if (store_is_held_up(store))
		return;
	if (practice_feed_keep(op, store, feed.id, &view))
		operation_recover(op);
	else if (!known)
		feed_memory_put(&shown);
	note(op, store, &feed, http_header(request, "User-Agent"));
}
