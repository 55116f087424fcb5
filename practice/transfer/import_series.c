#include "practice/transfer/import_series_private.h"

#include "base/digest.h"
#include "ical/text.h"
#include "ical/zone_object.h"
#include "practice/session/session.h"
#include "practice/transfer/export_ics_private.h"
#include "practice/transfer/import_dates_private.h"

#include <string.h>

/* Events of one UID that are read; no program changes so many dates. */
#define PART_LIMIT 2000
#define TITLE_LIMIT 255 /* bytes of a closure's title */

/* One VEVENT: the master or a changed date. */
struct part {
	const struct ics_event *event;
	struct cal_component *component;
	bool is_override;
	struct instant recurrence;
	bool skip; /* what there is to tell has been told */
	bool cancelled;
	struct import_version version;
	bool read;
	bool untold; /* what is lost of its dates, or text, has been told */
	struct event_content content;
	struct remarks remarks;
};

struct series {
	struct import *import;
	struct operation *op;
	const struct names *names;
	struct part *parts;
	size_t count;
	const struct part *master; /* or NULL */
	struct cal_object object;
	struct ics_wishes *wishes;
};

char *import_when(struct arena *arena, const struct names *names,
		  struct instant instant)
{
	return wall_text(arena, cal_zone_wall(names->zone, instant));
}

static void part_refuse(struct series *series, struct part *part,
			const char *reason)
{
	part->skip = true;
	import_refuse(series->import, part->event->line, "%s", reason);
}

static bool zone_is_told(const struct import *import, const char *tzid)
{
	for (size_t i = 0; i < import->zone_count; i++) {
		if (str_equal(import->zones_told[i], tzid))
			return true;
	}
	return false;
}

/* One that a program made up, "Customized Time Zone"; told once a file. */
static void zone_tell(struct series *series, const struct part *part,
		      const struct cal_zones *zones)
{
	struct import *import = series->import;
	struct arena *arena = import->op->arena;
	const struct cal_line *line = cal_line_find(part->component, "DTSTART");
	const struct cal_param *param = cal_param_find(line, "TZID");
	const char *tzid;

	if (!param || cal_zones_find(zones, param->value))
		return;
	tzid = slice_dup(arena, param->value);
	if (zone_is_told(import, tzid))
		return;
	import->zones_told =
		arena_grow(arena, import->zones_told, import->zone_count,
			   &import->zone_room, sizeof(*import->zones_told));
	import->zones_told[import->zone_count++] = tzid;
	import_tell(import, part->event->line,
		    "Nobody knows the time zone '%s', nor does the file say "
		    "what it is: its times were read in %s.",
		    tzid, cal_zone_name(part->event->calendar->floating));
}

/* Judge the event by itself, so that it does not take the others with it. */
static bool part_check(struct series *series, struct part *part)
{
	const struct ics_event *event = part->event;
	struct cal_object object;
	struct cal_time time;
	const struct cal_line *line;

	if (!cal_line_find(part->component, "DTSTART")) {
		part_refuse(series, part,
			    "This event has no start (DTSTART) and was left "
			    "out.");
		return false;
	}
	if (import_object(series->import, event->calendar, &part->component, 1,
			  &object)) {
		import_refuse(series->import, event->line,
			      "This event was left out: %s.",
			      series->op->failure.message);
		operation_recover(series->op);
		return false;
	}
	zone_tell(series, part, object.zones);
	part->version = import_version_read(part->component, object.zones);
	line = cal_line_find(part->component, "RECURRENCE-ID");
	part->is_override = line != NULL;
	if (line && cal_time_read(line, line->value, object.zones, &time))
		part->recurrence = time.instant;
	return true;
}

static bool same_bytes(const struct part *a, const struct part *b)
{
	return slice_equal(slice_trim(a->event->bytes),
			   slice_trim(b->event->bytes));
}

/* The one of the parts so far that this one would come to lie upon. */
static struct part *part_twin(const struct series *series,
			      const struct part *part)
{
	for (size_t i = 0; i < series->count; i++) {
		struct part *other = &series->parts[i];

		if (other->is_override == part->is_override &&
		    (!part->is_override ||
		     other->recurrence.s == part->recurrence.s))
			return other;
	}
	return NULL;
}

static void part_add(struct series *series, const struct ics_event *event)
{
	struct part part = { .event = event,
			     .remarks = { .arena = series->op->arena } };
	struct part *twin;

	if (!import_event_parse(series->import, event, &part.component) ||
	    !part_check(series, &part))
		return;
	twin = part_twin(series, &part);
	if (twin && same_bytes(twin, &part)) {
		series->import->report->unchanged++;
		return;
	}
	if (!twin) {
		series->parts[series->count++] = part;
		return;
	}
	if (import_version_compare(&twin->version, &part.version) < 0) {
		struct part older = *twin;

		*twin = part;
		part = older;
	}
	import_refuse(series->import, part.event->line,
		      "The event in line %zu has the same UID%s; only that one "
		      "was taken.",
		      twin->event->line,
		      import_version_compare(&twin->version, &part.version)
			      ? " and is newer"
			      : "");
}

static void parts_add(struct series *series,
		      const struct ics_event *const *events, size_t count)
{
	size_t most = count < PART_LIMIT ? count : PART_LIMIT;

	series->parts =
		arena_array(series->op->arena, most, sizeof(*series->parts));
	for (size_t i = 0; i < most; i++)
		part_add(series, events[i]);
	for (size_t i = most; i < count; i++)
		import_refuse(series->import, events[i]->line,
			      "More than %d events have the same UID; this one "
			      "was not taken.",
			      PART_LIMIT);
	for (size_t i = 0; i < series->count; i++) {
		struct part *part = &series->parts[i];

		if (!part->is_override)
			series->master = part;
		part->cancelled =
			import_event_is(part->component, "STATUS", "CANCELLED");
		if (part->cancelled)
			part_refuse(series, part,
				    "This event is cancelled there and was "
				    "left out.");
	}
}

/* The object was made of the parts: each of its dates is of one of them. */
static struct part *part_of(struct series *series,
			    const struct cal_component *component)
{
	struct part *part = series->parts;

	while (part->component != component)
		part++;
	return part;
}

/* The first date keeps the UID; the others' are made from it and from when
 * they would be, so that importing again finds them. */
static const char *instance_uid(const struct series *series,
				const struct cal_instance *instance)
{
	struct arena *arena = series->op->arena;
	const struct cal_object *object = &series->object;
	struct cal_time start;
	const struct cal_line *line;
	char *key;

	if (!object->recurring)
		return object->uid;
	line = object->master ? cal_line_find(object->master, "DTSTART") : NULL;
	if (line && cal_time_read(line, line->value, object->zones, &start) &&
	    start.instant.s == instance->recurrence.instant.s)
		return object->uid;
	if (instance->recurrence.date)
		key = day_text(arena, wall_day(instance->recurrence.wall));
	else
		key = instant_basic(arena, instance->recurrence.instant);
	key = arena_printf(arena, "%s\n%s", object->uid, key);
	return digest_tag(arena, key, strlen(key));
}

/* UIDs of others may hold anything; addresses may not. */
static char *name_of(struct arena *arena, const char *uid)
{
	return arena_printf(arena, "%s.ics",
			    digest_tag(arena, uid, strlen(uid)));
}

/* A zone that the file defines itself, or UTC, says nothing about where the
 * session is held. */
static const char *zone_of(const struct series *series,
			   const struct cal_component *event)
{
	const struct cal_line *line = cal_line_find(event, "DTSTART");
	const struct cal_zone *floating =
		cal_zones_floating(series->object.zones);
	struct cal_time time;

	if (cal_param_find(line, "TZID") &&
	    cal_time_read(line, line->value, series->object.zones, &time) &&
	    cal_zone_iana(cal_zone_name(time.zone)))
		return cal_zone_name(time.zone);
	return cal_zone_name(floating);
}

static const char *title_of(struct series *series, const struct part *part)
{
	const char *title =
		cal_text_of(series->op->arena, part->component, "SUMMARY");

	title = import_line_text(series->op->arena, title ? title : "",
				 TITLE_LIMIT);
	return *title ? title : "Closed";
}

static void closure_take(struct series *series, struct part *part,
			 const struct cal_instance *instance,
			 struct closure *closure)
{
	const struct cal_zone *zone = cal_zones_floating(series->object.zones);
	struct instant last = { instance->span.end.s - 1 };

	closure->title = title_of(series, part);
	closure->uid = instance_uid(series, instance);
	closure->name = name_of(series->op->arena, closure->uid);
	closure->all_day = instance->whole_day;
	if (closure->all_day) {
		closure->from = cal_zone_day(zone, instance->span.start);
		closure->to = cal_zone_day(zone, last);
	} else {
		closure->span = instance->span;
		closure->zone = zone_of(series, part->component);
	}
	if (!part->untold && cal_line_find(part->component, "DESCRIPTION"))
		remark(&part->remarks,
		       "A closure has a title only; the text below it was left "
		       "out.");
	part->untold = true;
}

/* S8: an all-day event never bills. It is a draft without a client, whose note
 * has what the event is called. */
static void draft_take(struct series *series, struct part *part,
		       struct session *session)
{
	struct arena *arena = series->op->arena;
	struct session_terms *terms = &session->terms;
	const char *title = cal_text_of(arena, part->component, "SUMMARY");
	int64_t last = session->span.start.s + PRACTICE_SESSION_LONGEST;
	bool longer = session->span.end.s > last;

	if (longer)
		session->span.end.s = last;
	terms->clients.count = 0;
	session->typed = str_empty(title) ? NULL : title;
	if (!str_empty(title) && (str_empty(terms->private_note) ||
				  !strstr(terms->private_note, title)))
		terms->private_note = arena_printf(
			arena, "%s%s%s", title, terms->private_note ? "\n" : "",
			terms->private_note ? terms->private_note : "");
	if (part->untold)
		return;
	part->untold = true;
	remark(&part->remarks,
	       "An all-day event bills nothing: it is a draft%s. If the "
	       "practice is closed then, import it with --all-day closure, or "
	       "give the event the category CLOSURE.",
	       longer ? " of its first 24 hours" : "");
}

/* As a calendar program's event without an end is taken. */
static void end_take(struct part *part, struct session *session)
{
	if (session->span.end.s > session->span.start.s)
		return;
	session->span.end.s = session->span.start.s + PRACTICE_SESSION_UNTOLD;
	if (!part->untold)
		remark(&part->remarks,
		       "It has no end, or ends as it starts: it was taken for "
		       "an hour.");
	part->untold = true;
}

static void content_read(struct series *series, struct part *part)
{
	if (!part->read)
		import_event_read(series->import, series->names,
				  part->component, &part->content,
				  &part->remarks);
	part->read = true;
}

static void session_take(struct series *series, struct part *part,
			 const struct cal_instance *instance,
			 struct session *session)
{
	session->uid = instance_uid(series, instance);
	session->name = name_of(series->op->arena, session->uid);
	session->span = instance->span;
	session->zone = zone_of(series, part->component);
	session->terms = part->content.terms;
	if (instance->whole_day)
		draft_take(series, part, session);
	else
		end_take(part, session);
}

/* A day of somebody's who is named is not the practice's. */
static bool is_closure(struct series *series, struct part *part,
		       const struct cal_instance *instance)
{
	if (import_event_in(series->op->arena, part->component, "CLOSURE"))
		return true;
	content_read(series, part);
	return instance->whole_day &&
	       series->import->options->all_day == IMPORT_ALL_DAY_CLOSURE &&
	       part->content.terms.clients.count == 0;
}

/* NULL, or why it cannot be a session. */
static const char *session_objection(const struct series *series,
				     const struct part *part,
				     const struct cal_instance *instance)
{
	int64_t length = instance->span.end.s - instance->span.start.s;

	if (part->content.declined)
		return "The practitioner declined this event; it was left out.";
	if (instance->whole_day)
		return series->import->options->all_day == IMPORT_ALL_DAY_SKIP
			       ? "This all-day event was left out, as it was "
				 "asked."
			       : NULL;
	if (length > PRACTICE_SESSION_LONGEST)
		return "This event lasts more than 24 hours and was left out.";
	return NULL;
}

/* It is there, but for a reason that may pass it was not taken. */
static void held_add(struct series *series, const struct cal_instance *instance)
{
	struct ics_wishes *wishes = series->wishes;

	wishes->held[wishes->held_count++] = instance_uid(series, instance);
}

static int64_t revision_of(const struct series *series, const struct part *part)
{
	const char *text = cal_text_of(series->op->arena, part->component,
				       "X-PRACTICE-REVISION");
	int64_t revision;

	return text && str_to_int64(text, &revision) ? revision : 0;
}

static void instance_take(struct series *series,
			  const struct cal_instance *instance)
{
	struct part *part = part_of(series, instance->component);
	struct ics_wishes *wishes = series->wishes;
	struct ics_wish wish = { 0 };
	const char *objection;

	if (part->skip) {
		if (!part->cancelled)
			held_add(series, instance);
		return;
	}
	wish.line = part->event->line;
	wish.recurrence = instance->recurrence.instant;
	wish.version = part->version;
	if (series->master &&
	    import_version_compare(&wish.version, &series->master->version) < 0)
		wish.version = series->master->version;
	wish.revision = revision_of(series, part);
	wish.is_closure = is_closure(series, part, instance);
	objection = wish.is_closure ? NULL
				    : session_objection(series, part, instance);
	if (objection) {
		part_refuse(series, part, objection);
		held_add(series, instance);
		return;
	}
	if (wish.is_closure)
		closure_take(series, part, instance, &wish.closure);
	else
		session_take(series, part, instance, &wish.session);
	wish.remarks = &part->remarks;
	wish.own = import_event_is(part->component, EXPORT_MARK, "1");
	/* It stands alone there, whatever made it (S14). */
	if (wish.own)
		wishes->covered = (struct span){ INSTANT_MIN, INSTANT_MIN };
	wish.ended = part->content.ended ? part->component : NULL;
	wishes->items[wishes->count++] = wish;
}

static enum err dates_take(struct series *series)
{
	struct cal_instances found = { 0 };
	enum err err =
		import_dates_find(series->op, series->names, &series->object,
				  series->wishes, &found);

	if (err) {
		if (import_is_fatal(err))
			return err;
		import_refuse(series->import, series->wishes->line,
			      "The dates of this event cannot be told: %s.",
			      series->op->failure.message);
		operation_recover(series->op);
		return OK;
	}
	if (found.count == 0)
		import_refuse(series->import, series->wishes->line,
			      "This event has no date and was left out.");
	series->wishes->items = arena_array(series->op->arena, found.count,
					    sizeof(*series->wishes->items));
	series->wishes->held =
		arena_array(series->op->arena, found.count, sizeof(char *));
	for (size_t i = 0; i < found.count; i++)
		instance_take(series, &found.items[i]);
	series->wishes->source = series->object.uid;
	return OK;
}

/* Changed dates alone say nothing of the others. */
static void nothing_covered(struct series *series)
{
	struct ics_wishes *wishes = series->wishes;

	wishes->covered = (struct span){ INSTANT_MIN, INSTANT_MIN };
	wishes->cancelled = arena_array(series->op->arena, series->count,
					sizeof(*wishes->cancelled));
	for (size_t i = 0; i < series->count; i++) {
		const struct part *part = &series->parts[i];

		if (part->cancelled)
			wishes->cancelled[wishes->cancelled_count++] =
				part->recurrence;
		if (import_version_compare(&wishes->version, &part->version) <
		    0)
			wishes->version = part->version;
	}
}

static enum err object_make(struct series *series)
{
	const struct part *first = &series->parts[0];
	struct cal_component **components = arena_array(
		series->op->arena, series->count, sizeof(*components));

	for (size_t i = 0; i < series->count; i++)
		components[i] = series->parts[i].component;
	return import_object(series->import, first->event->calendar, components,
			     series->count, &series->object);
}

enum err import_series_read(struct import *import, const struct names *names,
			    const struct ics_event *const *events, size_t count,
			    struct ics_wishes *wishes)
{
	struct series series = {
		.import = import,
		.op = &import->one,
		.names = names,
		.wishes = wishes,
	};
	enum err err;

	*wishes = (struct ics_wishes){ .covered = WHOLE_TIME };
	parts_add(&series, events, count);
	if (series.count == 0)
		return OK;
	wishes->line = series.master ? series.master->event->line
				     : series.parts[0].event->line;
	if (series.master)
		wishes->version = series.master->version;
	if (series.master && series.master->cancelled) {
		wishes->source = events[0]->uid;
		return OK;
	}
	if (object_make(&series)) {
		import_refuse(import, wishes->line,
			      "This event was left out: %s.",
			      import->one.failure.message);
		operation_recover(&import->one);
		return OK;
	}
	err = dates_take(&series);
	if (!err && !series.master)
		nothing_covered(&series);
	return err;
}
