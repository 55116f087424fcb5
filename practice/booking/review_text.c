#include "practice/booking/review_text_private.h"

#include "base/unicode.h"
#include "ical/object.h"
#include "practice/booking/series_private.h"
#include "practice/calendar/collection_zone.h"
#include "practice/wall_time.h"
#include "store/closure.h"

#include <string.h>

/* How many of a group are named. */
#define NAMED 3
/* Bytes of what a program sent. */
#define QUOTED 400
/* How far back the same item is looked for. */
#define RECENT 50

static const struct {
	const char *method, *verb;
} verbs[] = {
	{ "DELETE", "remove" },
	{ "MOVE", "move" },
	{ "COPY", "copy" },
};

static const char *verb_of(const struct booking *booking, const char *method)
{
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (str_equal(method, verbs[i].method))
			return verbs[i].verb;
	}
	return booking->current.id ? "change" : "add";
}

static void add_day(struct buf *buf, struct wall wall)
{
	buf_printf(buf, "%s, %d %s %d",
		   weekday_names[day_weekday(wall_day(wall))], wall.day,
		   month_names[wall.month - 1], wall.year);
}

static enum err add_when(struct booking *booking, struct instant at,
			 bool whole_day, struct buf *buf)
{
	struct practice practice;
	struct wall wall;
	enum err err = store_practice_load(booking->reader, &practice);

	if (err)
		return err;
	wall = practice_instant_wall(practice.zone, at);
	buf_puts(buf, " on ");
	add_day(buf, wall);
	if (!whole_day)
		buf_printf(buf, " at %02d:%02d", wall.hour, wall.minute);
	return OK;
}

/* Codes, never names: the office knows who they are. */
static enum err add_clients(struct booking *booking, const struct ids *clients,
			    struct buf *buf)
{
	size_t named = clients->count > NAMED ? NAMED : clients->count;

	for (size_t i = 0; i < named; i++) {
		struct person client;
		enum err err = store_person_find(booking->reader,
						 clients->at[i], &client);

		if (err)
			return err;
		buf_printf(buf, "%s%s", i ? ", " : " with ",
			   client.code ? client.code : "a client");
	}
	buf_more(buf, clients->count - named);
	return OK;
}

static enum err add_session(struct booking *booking, int64_t id,
			    struct buf *buf)
{
	struct session session;
	enum err err = store_session_find(booking->reader, id, &session);

	if (err)
		return err;
	buf_puts(buf,
		 session.state == SESSION_DRAFT ? "the draft" : "the session");
	err = add_clients(booking, &session.terms.clients, buf);
	return err ? err : add_when(booking, session.span.start, false, buf);
}

static enum err add_closure(struct booking *booking, int64_t id,
			    struct buf *buf)
{
	struct closure closure;
	enum err err = store_closure_find(booking->reader, id, &closure);

	if (err)
		return err;
	buf_puts(buf, "the closure");
	return add_when(booking, closure.span.start, closure.all_day, buf);
}

/* The start of a new event as far as it can be read. */
static bool start_sent(struct booking *booking, const struct cal_zone *floating,
		       struct instant *start)
{
	struct operation *op = booking->op;
	struct cal_component *calendar;
	struct cal_object object;
	struct cal_time time;
	const struct cal_line *line = NULL;
	bool found;

	found = booking->bytes.at && booking->bytes.len <= CAL_OBJECT_LIMIT &&
		!cal_parse(op, booking->bytes.at, booking->bytes.len,
			   &calendar) &&
		!cal_object_read(op, calendar, floating, &object) &&
		object.master;
	if (found)
		line = cal_line_find(object.master, "DTSTART");
	found = line && cal_time_read(line, line->value, object.zones, &time);
	operation_recover(op);
	if (found)
		*start = time.instant;
	return found;
}

static enum err add_new(struct booking *booking, struct buf *buf)
{
	const struct cal_zone *floating;
	struct instant start;
	enum err err = practice_collection_zone(
		booking->reader, &booking->collection, &floating);

	if (err)
		return err;
	buf_puts(buf, booking->collection.kind == COLLECTION_CLOSURES
			      ? "a closure"
			      : "a session");
	return start_sent(booking, floating, &start)
		       ? add_when(booking, start, false, buf)
		       : OK;
}

static enum err add_object(struct booking *booking, struct buf *buf)
{
	if (booking->current.session)
		return add_session(booking, booking->current.session, buf);
	if (booking->current.closure)
		return add_closure(booking, booking->current.closure, buf);
	return add_new(booking, buf);
}

static enum err add_person(struct booking *booking, struct buf *buf)
{
	struct person person;
	enum err err = store_person_find(booking->reader,
					 booking->op->actor.person, &person);

	if (!err)
		buf_puts(buf, person.name);
	return err;
}

/* What was sent may be quoted: as UTF-8, and no novel. */
static struct slice readable(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);
	size_t len = strlen(copy);

	if (!utf8_valid(copy, len, NULL)) {
		for (char *at = copy; *at; at++) {
			if ((unsigned char)*at >= 0x80)
				*at = '?';
		}
	}
	if (len > QUOTED) {
		len = QUOTED;
		while (len > 0 && ((unsigned char)copy[len] & 0xc0) == 0x80)
			len--;
	}
	return (struct slice){ copy, len };
}

/* Reasons speak to whoever asked. */
static void add_reason(struct buf *buf, enum err refused, const char *message)
{
	struct slice reason;

	if (refused == ERR_MAX_INSTANCES)
		message = BOOKING_TOO_MANY;
	reason = readable(buf->arena,
			  str_empty(message) ? "no reason was noted" : message);
	if (refused == ERR_CALENDAR_DATA || refused == ERR_CALENDAR_OBJECT)
		buf_puts(buf, "what the calendar program sent cannot be "
			      "understood: ");
	if (slice_starts(reason, "you ")) {
		buf_puts(buf, "they");
		reason.at += strlen("you");
		reason.len -= strlen("you");
	}
	if (reason.len && reason.at[reason.len - 1] == '.')
		reason.len--;
	buf_slice(buf, reason);
	buf_putc(buf, '.');
}

enum err booking_refusal_text(struct booking *booking, const char *method,
			      enum err refused, const char *message,
			      const char **text)
{
	struct buf buf;
	enum err err;

	buf_init(&buf, booking->op->arena);
	err = add_person(booking, &buf);
	buf_printf(&buf, " wanted to %s ", verb_of(booking, method));
	if (!err)
		err = add_object(booking, &buf);
	if (err)
		return err;
	buf_puts(&buf, " from a calendar. That was refused, and nothing was "
		       "changed: ");
	add_reason(&buf, refused, message);
	*text = buf.at;
	return OK;
}

static enum err tag_text(struct booking *booking, const char *tag,
			 int64_t session, const char **text)
{
	struct slice typed = readable(booking->op->arena, tag);
	struct buf buf;
	enum err err;

	buf_init(&buf, booking->op->arena);
	err = add_person(booking, &buf);
	buf_printf(&buf, " wrote '%.*s' into the title of ", (int)typed.len,
		   typed.at);
	if (!err)
		err = add_session(booking, session, &buf);
	if (err)
		return err;
	buf_puts(&buf, " in a calendar. No way to end a session is called "
		       "that, so the title was put back and nothing else "
		       "came of it.");
	*text = buf.at;
	return OK;
}

enum err booking_review_add(struct booking *booking, struct review *review)
{
	struct review *list;
	size_t count;
	enum err err = store_review_list(booking->reader, REVIEW_WAITING, 0,
					 RECENT, &list, &count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if (list[i].session == review->session &&
		    list[i].person == review->person &&
		    str_equal(list[i].kind, review->kind) &&
		    str_equal(list[i].text, review->text))
			return OK;
	}
	return store_review_add(booking->tx, review);
}

enum err booking_note_unknown(struct booking *booking, const char *tag,
			      int64_t session)
{
	struct review review = {
		.kind = "unknown-tag",
		.session = session,
		.person = booking->op->actor.person,
	};
	enum err err;

	if (!tag)
		return OK;
	err = tag_text(booking, tag, session, &review.text);
	return err ? err : booking_review_add(booking, &review);
}
