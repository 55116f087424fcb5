#include "practice/calendar/view_feed.h"
#include "practice/calendar/facts_list.h"

#include "ical/write.h"
#include "practice/access.h"
#include "practice/calendar/session_known.h"
#include "practice/calendar/view_title.h"
#include "practice/calendar/view_write.h"
#include "store/session_list.h"

#include <stdlib.h>
#include <string.h>

/* Seconds that a feed reaches back. */
#define FEED_BACK ((int64_t)366 * 24 * 3600)

struct writing {
	struct operation *op;
	struct reader *reader;
	struct person person;
	struct practice practice;
	enum feed_level level;
	struct span span;
	struct buf buf;
	struct buf event; /* what is shown of one, without its stamps */
	struct feed_item *shown;
	size_t shown_count;
	struct feed_view *view;
	size_t room;
};

static struct viewer viewer_of(const struct writing *writing,
			       const struct session *session)
{
	struct viewer viewer = { .kind = VIEW_CLIENT,
				 .person = writing->person };

	if (ids_has(&session->terms.practitioners, writing->person.id))
		viewer.kind = VIEW_PRACTITIONER;
	/* A client's own feed names the service at the highest level only: it
	 * tells what they come for. */
	viewer.brief = writing->level != FEED_FULL;
	viewer.person.calendar_names =
		viewer.brief ? NAMES_INITIALS : NAMES_FULL;
	return viewer;
}

static const char *title_of(const struct writing *writing,
			    const struct session_known *known)
{
	if (writing->level == FEED_BUSY)
		return "Busy";
	return view_title_plain(writing->op->arena, known);
}

static int by_uid(const void *uid, const void *item)
{
	return strcmp(uid, ((const struct feed_item *)item)->uid);
}

/* The item that stands for these bytes: the kept one when they are the same,
 * else one that is to be kept. */
static struct feed_item item_of(struct writing *writing, const char *uid,
				const struct buf *bytes)
{
	struct feed_view *view = writing->view;
	struct feed_item item = {
		.uid = uid,
		.digest = digest_sha256(bytes->at, bytes->len),
		.changed = writing->op->now,
	};
	const struct feed_item *old = NULL;

	if (writing->shown_count)
		old = bsearch(uid, writing->shown, writing->shown_count,
			      sizeof(*old), by_uid);
	if (old && digest_equal(&old->digest, &item.digest))
		return *old;
	if (old)
		item.sequence = old->sequence + 1;
	view->items = arena_grow(writing->op->arena, view->items, view->count,
				 &writing->room, sizeof(*view->items));
	view->items[view->count++] = item;
	return item;
}

/* What was written of an event, with its stamps. */
static void write_event(struct writing *writing, const char *uid)
{
	struct feed_item item = item_of(writing, uid, &writing->event);
	struct buf *buf = &writing->buf;

	cal_write(buf, "BEGIN", "VEVENT");
	cal_write(buf, "UID", uid);
	cal_write_instant(buf, "DTSTAMP", item.changed);
	cal_write_instant(buf, "LAST-MODIFIED", item.changed);
	cal_write_int(buf, "SEQUENCE", item.sequence);
	buf_add(buf, writing->event.at, writing->event.len);
	cal_write(buf, "END", "VEVENT");
	writing->event.len = 0;
}

/* Times are UTC, so that no zones need to be told. */
static void write_session(struct writing *writing,
			  const struct session_known *known)
{
	struct buf *buf = &writing->event;

	cal_write_instant(buf, "DTSTART", known->start_utc);
	cal_write_instant(buf, "DTEND", known->end_utc);
	cal_write_text(buf, "SUMMARY", title_of(writing, known));
	cal_write(buf, "STATUS",
		  known->status == SESSION_DRAFT ? "TENTATIVE" : "CONFIRMED");
	cal_write(buf, "TRANSP", "OPAQUE");
	cal_write(buf, "CLASS", "PRIVATE");
	view_texts_write(buf, known);
	write_event(writing, known->uid);
}

static enum err add_session(struct writing *writing, int64_t id)
{
	struct session_facts facts;
	struct session_known known;
	struct viewer viewer;
	enum err err = practice_facts_load(writing->reader, id, &facts);

	if (err)
		return err;
	viewer = viewer_of(writing, &facts.session);
	session_known_seen(writing->op->arena, &facts, &viewer, &known);
	if (!session_known_canceled(&known))
		write_session(writing, &known);
	return OK;
}

/* Those of whom the person is a practitioner, then the others where they are
 * a client. */
static enum err add_sessions(struct writing *writing, bool as_client)
{
	int64_t person = writing->person.id;
	struct session_filter filter = { .span = writing->span };
	struct session *list;
	size_t count;
	enum err err;

	if (as_client)
		filter.client = person;
	else
		filter.practitioner = person;
	err = store_session_list(writing->reader, &filter, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (as_client && ids_has(&list[i].terms.practitioners, person))
			continue;
		err = add_session(writing, list[i].id);
	}
	return err;
}

static void write_closure(struct writing *writing,
			  const struct closure *closure)
{
	struct buf *buf = &writing->event;

	if (closure->all_day) {
		cal_write_day(buf, "DTSTART", closure->from);
		cal_write_day(buf, "DTEND", (struct day){ closure->to.n + 1 });
	} else {
		cal_write_instant(buf, "DTSTART", closure->span.start);
		cal_write_instant(buf, "DTEND", closure->span.end);
	}
	cal_write_text(buf, "SUMMARY", closure->title);
	cal_write(buf, "TRANSP", "OPAQUE");
	write_event(writing, closure->uid);
}

static enum err add_closures(struct writing *writing)
{
	struct closure *list;
	size_t count;
	enum err err = store_closure_list(writing->reader, writing->span, &list,
					  &count);

	for (size_t i = 0; !err && i < count; i++)
		write_closure(writing, &list[i]);
	return err;
}

static void write_head(struct writing *writing, const struct feed *feed)
{
	const char *name = feed->label ? feed->label : writing->practice.name;
	struct buf *buf = &writing->buf;

	cal_write(buf, "BEGIN", "VCALENDAR");
	cal_write(buf, "VERSION", "2.0");
	cal_write(buf, "PRODID", VIEW_PRODUCT);
	cal_write(buf, "CALSCALE", "GREGORIAN");
	cal_write(buf, "METHOD", "PUBLISH");
	cal_write_text(buf, "NAME", name);
	cal_write_text(buf, "X-WR-CALNAME", name);
	cal_write(buf, "X-WR-TIMEZONE", writing->practice.zone);
	cal_write(buf, "REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
	cal_write(buf, "X-PUBLISHED-TTL", "PT15M");
}

static enum err load(struct writing *writing, const struct feed *feed)
{
	struct reader *reader = writing->reader;
	enum err err =
		store_person_load(reader, feed->person, &writing->person);

	if (!err)
		err = store_practice_load(reader, &writing->practice);
	if (!err)
		err = store_feed_item_list(reader, feed->id, &writing->shown,
					   &writing->shown_count);
	return err;
}

enum err practice_feed_render(struct reader *reader, const struct feed *feed,
			      struct feed_view *view)
{
	struct operation *op = store_reader_operation(reader);
	struct feed_view made = { 0 };
	struct writing writing = {
		.op = op,
		.reader = reader,
		.level = feed->level,
		.span = { { op->now.s - FEED_BACK }, INSTANT_MAX },
		.view = &made,
	};
	enum err err = load(&writing, feed);

	if (err)
		return err;
	buf_init_sized(&writing.buf, op->arena, (size_t)64 * 1024);
	buf_init(&writing.event, op->arena);
	write_head(&writing, feed);
	err = add_sessions(&writing, false);
	if (!err)
		err = add_sessions(&writing, true);
	if (!err)
		err = add_closures(&writing);
	cal_write(&writing.buf, "END", "VCALENDAR");
	if (err)
		return err;
	made.changed = item_of(&writing, "", &writing.buf).changed;
	if (made.changed.s > op->now.s)
		made.changed = op->now; /* the clock was set back */
	made.bytes = buf_view(&writing.buf);
	*view = made;
	return OK;
}
