#include "practice/booking/wish.h"

#include "ical/object_span.h"
#include "ical/text.h"
#include "ical/time.h"
#include "ical/zone_object.h"
#include "practice/booking/event_private.h"
#include "practice/booking/own_private.h"
#include "practice/booking/wish_people_private.h"
#include "practice/booking/wish_status_private.h"
#include "practice/calendar/view_lines.h"
#include "practice/refusal.h"

#include <string.h>

/* A canceled session is served without alarms: that they are not sent back
 * says nothing. */
static enum err wish_own(const struct wish_context *context,
			 const struct cal_component *component,
			 struct wish *wish)
{
	struct operation *op = store_reader_operation(context->reader);
	struct view_ending ending =
		view_ending_of(context->facts, context->viewer);
	const char *kept = context->own ? context->own : "";
	char *own = booking_own_lines(op->arena, component);
	struct slice lines, alarms;
	enum err err;

	if (ending.saved && ending.map == MAP_CANCELED &&
	    component->child_count == 0) {
		view_own_split(kept, &lines, &alarms);
		own = arena_printf(op->arena, "%s%.*s", own, (int)alarms.len,
				   alarms.len ? alarms.at : "");
	}
	err = booking_own_check(op, own);
	if (err)
		return err;
	wish->own = own;
	wish->own_changed = !str_equal(own, kept);
	return OK;
}

/* Programs trim, and write line ends as they like. */
static char *plain_text(struct arena *arena, const char *text)
{
	struct slice rest = slice_of(text);
	struct buf buf;

	buf_init(&buf, arena);
	while (rest.at)
		buf_slice(&buf, slice_cut(&rest, '\r'));
	return slice_dup(arena, slice_trim(buf_view(&buf)));
}

static void wish_texts(const struct wish_context *context,
		       const struct cal_component *event, struct wish *wish)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	unsigned parts = booking_texts_parts();
	struct session_terms served = context->facts->session.terms;
	struct session_terms sent;

	booking_texts_read(arena, event, &sent);
	for (const struct terms_text *text = terms_texts; text->name; text++) {
		char *now, *before;

		if (!(parts & text->part))
			continue;
		now = plain_text(arena, *terms_text_of(text, &sent));
		before = plain_text(arena, *terms_text_of(text, &served));
		if (str_equal(now, before))
			continue;
		*terms_text_of(text, &wish->terms) = *now ? now : NULL;
		wish->parts |= text->part;
	}
}

/* A wall clock's zone where it is one that every program knows. */
static const char *zone_of(const struct cal_object *object,
			   const struct cal_component *event, const char *kept)
{
	const struct cal_line *line = cal_line_find(event, "DTSTART");
	struct cal_time time;
	const char *name;

	if (!line || !cal_time_read(line, line->value, object->zones, &time))
		return kept;
	if (booking_is_all_day(event))
		name = cal_zone_name(cal_zones_floating(object->zones));
	else if (cal_param_find(line, "TZID"))
		name = cal_zone_name(time.zone);
	else
		return kept;
	return name && cal_zone_iana(name) ? name : kept;
}

static void wish_time(const struct wish_context *context,
		      const struct cal_object *object, struct wish *wish)
{
	const struct session *session = &context->facts->session;
	const struct cal_component *event = object->master;
	struct span span;

	if (!cal_component_span(event, object->zones, &span))
		return;
	span = booking_span_served(event, booking_first_day(event, span),
				   session->span, session->zone);
	if (span.start.s == session->span.start.s &&
	    span.end.s == session->span.end.s)
		return;
	wish->parts |= PART_TIME;
	wish->span = span;
	wish->zone = zone_of(object, event, session->zone);
}

/* Others than the office may not choose the service: theirs is dropped, as
 * the server's own properties are. */
static enum err wish_service(const struct wish_context *context,
			     const struct cal_component *event,
			     struct wish *wish)
{
	struct operation *op = store_reader_operation(context->reader);
	const struct service *served = context->facts->service;
	const char *name = cal_text_of(op->arena, event, "X-PRACTICE-SERVICE");
	struct service service;
	enum err err;

	if (!actor_is_office(&op->actor) || !name)
		return OK;
	name = plain_text(op->arena, name);
	if (!*name || (served && str_equal(name, served->name)))
		return OK;
	err = store_service_find_name(context->reader, name, &service);
	if (err == ERR_NOT_FOUND || (!err && !service.active))
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "there is no service of that name");
	if (err)
		return err;
	wish->parts |= PART_SERVICE;
	wish->terms.service = service.id;
	return OK;
}

enum err practice_wish_event(const struct wish_context *context,
			     const struct cal_object *object, struct wish *wish)
{
	const struct cal_component *event = object->master;
	struct wish found = { .status = NULL };
	enum err err = wish_status(context, event, &found);

	if (!err)
		err = wish_clients(context, event, &found);
	if (!err)
		err = wish_money(context, event, &found);
	if (!err)
		err = wish_service(context, event, &found);
	if (!err)
		err = wish_own(context, event, &found);
	if (err)
		return err;
	wish_time(context, object, &found);
	wish_texts(context, event, &found);
	*wish = found;
	return OK;
}

static bool text_is(const char *text, const char *word)
{
	return text && str_same(text, word);
}

/* What a task says of how its session ended, which is served as NEEDS-ACTION
 * or COMPLETED; NULL: what it was served. STATUS speaks before COMPLETED and
 * PERCENT-COMPLETE, which programs leave behind; any of them alone ticks. */
static const char *task_status(struct arena *arena,
			       const struct session_facts *facts,
			       const struct cal_component *task)
{
	const char *status = cal_text_of(arena, task, "STATUS");
	const char *percent = cal_text_of(arena, task, "PERCENT-COMPLETE");
	bool done = text_is(status, "COMPLETED") || text_is(percent, "100") ||
		    cal_line_find(task, "COMPLETED");

	if (text_is(status, "CANCELLED")) {
		bool so = facts->saved && facts->completion.map == MAP_CANCELED;

		return so ? NULL : "canceled";
	}
	if (text_is(status, "NEEDS-ACTION") && facts->saved)
		return "open";
	if (done)
		return facts->saved ? NULL : "completed";
	/* Work that is begun is no ending, and no way back either. */
	if (!facts->saved || text_is(status, "IN-PROCESS"))
		return NULL;
	return "open";
}

enum err practice_wish_task(const struct wish_context *context,
			    const struct cal_object *object, struct wish *wish)
{
	struct arena *arena = store_reader_operation(context->reader)->arena;
	const struct session_facts *facts = context->facts;
	const struct cal_component *task = object->master;
	struct wish found = { .status = NULL };
	enum err err = wish_status(context, task, &found);

	if (!err)
		err = wish_own(context, task, &found);
	if (err)
		return err;
	if (!found.status)
		found.status = task_status(arena, facts, task);
	*wish = found;
	return OK;
}

enum err practice_wish_ending(const struct wish_context *context,
			      const struct cal_component *event,
			      struct wish *wish)
{
	struct wish found = { .status = NULL };
	enum err err = wish_status(context, event, &found);

	if (!err)
		err = wish_clients(context, event, &found);
	/* Of other endings the amounts come from the prices. */
	if (!err && str_equal(found.status, "override"))
		err = wish_money(context, event, &found);
	if (!err)
		*wish = found;
	return err;
}

bool practice_wish_any(const struct wish *wish)
{
	return wish->parts || wish->status;
}
