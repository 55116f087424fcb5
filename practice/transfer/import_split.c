#include "practice/transfer/import_split_private.h"

#include "base/digest.h"
#include "base/unicode.h"
#include "ical/text.h"

#include <stdlib.h>
#include <string.h>

#define ZONE_LIMIT 2000 /* a file */

/* Reads line by line; a component is known by its BEGIN and END alone. */
struct splitter {
	struct import *import;
	struct ics_file *file;
	const struct cal_zone *floating;
	struct slice ics;
	size_t at, line; /* of the next line */
	struct ics_calendar *calendar;
	bool in_calendar, seen_calendar;
	size_t zones;
	/* The component that is open; its name's `at` is NULL when none is. */
	struct slice open;
	size_t open_at, open_line;
};

static const char before[] = "BEGIN:VCALENDAR\r\n"; /* one line */
static const char behind[] = "\r\nEND:VCALENDAR\r\n";

static enum err component_parse(struct operation *op, struct slice bytes,
				struct cal_component **component)
{
	struct cal_component *calendar;
	struct buf buf;
	enum err err;

	if (bytes.len > CAL_OBJECT_LIMIT)
		return fail(op, ERR_RESOURCE_SIZE, "it is over %d KiB",
			    CAL_OBJECT_LIMIT / 1024);
	buf_init_sized(&buf, op->arena,
		       bytes.len + sizeof(before) + sizeof(behind));
	buf_puts(&buf, before);
	buf_slice(&buf, bytes);
	buf_puts(&buf, behind);
	err = cal_parse(op, buf.at, buf.len, &calendar);
	if (err)
		return err;
	if (calendar->child_count != 1)
		return fail(op, ERR_CALENDAR_DATA, "it holds no event");
	*component = calendar->children[0];
	return OK;
}

/* The parser's "line 3: reason" counts from BEGIN:VCALENDAR on. */
static const char *reason_of(const char *message, size_t first, size_t *line)
{
	static const char start[] = "line ";
	char *end;
	unsigned long number;

	*line = first;
	if (!str_starts(message, start))
		return message;
	number = strtoul(message + strlen(start), &end, 10);
	if (number < 2 || !str_starts(end, ": "))
		return message;
	*line = first + number - 2;
	return end + 2;
}

/* Programs that give no UID say the same again but for the stamp. */
static char *uid_make(struct operation *op, const struct cal_component *event)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < event->line_count; i++) {
		const struct cal_line *line = &event->lines[i];

		if (!slice_is(line->name, "DTSTAMP") &&
		    !slice_is(line->name, "UID"))
			buf_slice(&buf, cal_line_bytes(event, line));
	}
	return digest_tag(op->arena, buf.at, buf.len);
}

static void uid_ensure(struct operation *op, struct cal_component *event)
{
	struct cal_line line = { .name = slice_of("UID") };
	struct cal_line *lines;

	if (!str_empty(cal_text_of(op->arena, event, "UID")))
		return;
	line.value = slice_of(uid_make(op, event));
	lines = arena_array(op->arena, event->line_count + 1, sizeof(*lines));
	/* It stands first, before an empty one that is there. */
	lines[0] = line;
	for (size_t i = 0; i < event->line_count; i++) {
		lines[i + 1] = event->lines[i];
		if (slice_is(lines[i + 1].name, "UID"))
			lines[i + 1].name = slice_of("X-UID");
	}
	event->lines = lines;
	event->line_count++;
}

bool import_event_parse(struct import *import, const struct ics_event *event,
			struct cal_component **component)
{
	struct operation *op = &import->one;
	const char *reason;
	size_t line;

	if (!component_parse(op, event->bytes, component)) {
		uid_ensure(op, *component);
		return true;
	}
	reason = reason_of(op->failure.message, event->line, &line);
	import_refuse(import, line,
		      "The event that begins in line %zu cannot be read: %s.",
		      event->line, reason);
	operation_recover(op);
	return false;
}

enum err import_object(struct import *import,
		       const struct ics_calendar *calendar,
		       struct cal_component *const *events, size_t count,
		       struct cal_object *object)
{
	struct operation *op = &import->one;
	struct cal_component *whole = arena_alloc(op->arena, sizeof(*whole));
	struct cal_line *lines = arena_array(op->arena, 2, sizeof(*lines));

	lines[0].name = slice_of("VERSION");
	lines[0].value = slice_of("2.0");
	lines[1].name = slice_of("PRODID");
	lines[1].value = slice_of("-//Daybook//Import//EN");
	whole->name = slice_of("VCALENDAR");
	whole->lines = lines;
	whole->line_count = 2;
	whole->child_count = calendar->zone_count + count;
	whole->children = arena_array(op->arena, whole->child_count,
				      sizeof(struct cal_component *));
	for (size_t i = 0; i < calendar->zone_count; i++)
		whole->children[i] = calendar->zones[i];
	for (size_t i = 0; i < count; i++)
		whole->children[calendar->zone_count + i] = events[i];
	return cal_object_check_guess(op, whole, calendar->floating, object);
}

static bool is_floating(const struct cal_component *event)
{
	const struct cal_line *line = cal_line_find(event, "DTSTART");
	struct slice value;

	if (!line || cal_param_find(line, "TZID"))
		return false;
	value = slice_trim(line->value);
	/* 20270113T100000 */
	return value.len > 8 && (value.at[value.len - 1] | 0x20) != 'z';
}

static void event_add(struct splitter *splitter, struct slice bytes)
{
	struct import *import = splitter->import;
	struct ics_file *file = splitter->file;
	struct ics_event event = {
		.calendar = splitter->calendar,
		.bytes = bytes,
		.line = splitter->open_line,
	};
	struct cal_component *component;

	if (file->count == ICS_EVENT_LIMIT) {
		import_refuse(import, event.line,
			      "The file holds more than %d events; this one "
			      "and what follows was not taken.",
			      ICS_EVENT_LIMIT);
		splitter->at = splitter->ics.len;
		return;
	}
	import_next(import);
	if (!import_event_parse(import, &event, &component))
		return;
	event.uid = cal_text_of(import->op->arena, component, "UID");
	if (!event.calendar->first_floating && is_floating(component))
		splitter->calendar->first_floating = event.line;
	file->events = arena_grow(import->op->arena, file->events, file->count,
				  &file->room, sizeof(event));
	file->events[file->count++] = event;
}

/* A zone that cannot be read is missed by the events that need it only. */
static void zone_add(struct splitter *splitter, struct slice bytes)
{
	struct operation *op = splitter->import->op;
	struct ics_calendar *calendar = splitter->calendar;
	struct cal_component *zone;

	if (splitter->zones == ZONE_LIMIT)
		return;
	splitter->zones++;
	if (component_parse(op, bytes, &zone)) {
		import_tell(splitter->import, splitter->open_line,
			    "This time zone cannot be read: %s.",
			    op->failure.message);
		operation_recover(op);
		return;
	}
	calendar->zones = arena_grow(op->arena, calendar->zones,
				     calendar->zone_count, &calendar->zone_room,
				     sizeof(struct cal_component *));
	calendar->zones[calendar->zone_count++] = zone;
}

static void other_tell(const struct splitter *splitter)
{
	static const struct {
		const char *name, *what;
	} others[] = {
		{ "VTODO", "A task" },
		{ "VJOURNAL", "A journal entry" },
		{ "VFREEBUSY", "A list of busy times" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		if (slice_is(splitter->open, others[i].name))
			import_refuse(splitter->import, splitter->open_line,
				      "%s (%s) is no session and was left "
				      "out.",
				      others[i].what, others[i].name);
	}
}

static void component_close(struct splitter *splitter)
{
	struct slice bytes = { splitter->ics.at + splitter->open_at,
			       splitter->at - splitter->open_at };

	if (slice_is(splitter->open, "VEVENT"))
		event_add(splitter, bytes);
	else if (slice_is(splitter->open, "VTIMEZONE"))
		zone_add(splitter, bytes);
	else
		other_tell(splitter);
	splitter->open.at = NULL;
}

/* Another component begins, or all ends, within the one that is open. */
static void component_break(struct splitter *splitter)
{
	int len = (int)splitter->open.len;

	if (!splitter->open.at)
		return;
	import_refuse(splitter->import, splitter->open_line,
		      "What begins here has no end (no END:%.*s) and was left "
		      "out.",
		      len, splitter->open.at);
	splitter->open.at = NULL;
}

/* Wall times of no zone mean the reader's own, who is elsewhere perhaps. */
static void floating_tell(const struct splitter *splitter)
{
	const struct ics_calendar *calendar = splitter->calendar;

	if (!calendar || !calendar->first_floating)
		return;
	if (calendar->told_zone && !cal_zone_find(calendar->told_zone))
		import_tell(splitter->import, calendar->first_floating,
			    "The time of this event has no zone, and the "
			    "calendar's X-WR-TIMEZONE '%s' is not known: all "
			    "such times in it were read in %s.",
			    calendar->told_zone,
			    cal_zone_name(calendar->floating));
	else
		import_tell(splitter->import, calendar->first_floating,
			    "The time of this event has no zone: all such "
			    "times in the calendar were read in %s, the zone "
			    "of %s.",
			    cal_zone_name(calendar->floating),
			    calendar->told_zone ? "its X-WR-TIMEZONE"
						: "the practice");
}

static void calendar_begin(struct splitter *splitter)
{
	struct arena *arena = splitter->import->op->arena;

	floating_tell(splitter);
	splitter->calendar = arena_alloc(arena, sizeof(*splitter->calendar));
	splitter->calendar->floating = splitter->floating;
}

/* Those that stand in VCALENDAR only. */
static bool is_outer(struct slice name)
{
	static const char *const outer[] = {
		"VCALENDAR", "VEVENT",    "VTODO",
		"VJOURNAL",  "VFREEBUSY", "VTIMEZONE",
	};

	for (size_t i = 0; i < ARRAY_SIZE(outer); i++) {
		if (slice_is(name, outer[i]))
			return true;
	}
	return false;
}

static void take_begin(struct splitter *splitter, struct slice name,
		       size_t begin, size_t line)
{
	if (splitter->open.at && !is_outer(name))
		return;
	component_break(splitter);
	if (slice_is(name, "VCALENDAR")) {
		calendar_begin(splitter);
		splitter->in_calendar = splitter->seen_calendar = true;
		return;
	}
	splitter->open = name;
	splitter->open_at = begin;
	splitter->open_line = line;
}

static void take_end(struct splitter *splitter, struct slice name)
{
	if (slice_is(name, "VCALENDAR")) {
		component_break(splitter);
		splitter->in_calendar = false;
		return;
	}
	if (splitter->open.at && name.len == splitter->open.len &&
	    !strncasecmp(name.at, splitter->open.at, name.len))
		component_close(splitter);
}

/* What stands behind "BEGIN:" or its kin; false for another line. */
static bool is_marked(struct slice line, const char *word, struct slice *rest)
{
	size_t len = strlen(word);

	if (line.len < len || !slice_is((struct slice){ line.at, len }, word))
		return false;
	*rest = slice_trim((struct slice){ line.at + len, line.len - len });
	return true;
}

/* Some say what kind of value it is: X-WR-TIMEZONE;VALUE=TEXT:… */
static bool zone_line_read(struct slice line, struct slice *zone)
{
	struct slice rest;

	if (!is_marked(line, "X-WR-TIMEZONE", &rest) || !rest.len ||
	    (*rest.at != ':' && *rest.at != ';'))
		return false;
	slice_cut(&rest, ':');
	if (!rest.at)
		return false;
	*zone = slice_trim(rest);
	return true;
}

static void line_take(struct splitter *splitter, struct slice line,
		      size_t begin, size_t number)
{
	struct slice rest;

	if (is_marked(line, "BEGIN:", &rest)) {
		take_begin(splitter, rest, begin, number);
	} else if (is_marked(line, "END:", &rest)) {
		take_end(splitter, rest);
	} else if (!splitter->open.at && zone_line_read(line, &rest)) {
		struct ics_calendar *calendar = splitter->calendar;
		const struct cal_zone *zone;

		calendar->told_zone =
			slice_dup(splitter->import->op->arena, rest);
		zone = cal_zone_find(calendar->told_zone);
		if (zone)
			calendar->floating = zone;
	}
}

static void lines_take(struct splitter *splitter)
{
	while (splitter->at < splitter->ics.len) {
		size_t begin = splitter->at;
		const char *start = splitter->ics.at + begin;
		size_t rest = splitter->ics.len - begin;
		const char *end = memchr(start, '\n', rest);
		size_t len = end ? (size_t)(end - start) + 1 : rest;

		splitter->at += len;
		/* A file may be several that were put together. */
		if (slice_starts((struct slice){ start, len }, UTF8_MARK)) {
			start += strlen(UTF8_MARK);
			begin += strlen(UTF8_MARK);
			len -= strlen(UTF8_MARK);
		}
		line_take(splitter, (struct slice){ start, len }, begin,
			  splitter->line++);
	}
}

/* Calendars of old programs end their lines in a CR alone. */
static struct slice lines_of(struct import *import, struct slice ics)
{
	char *copy;

	ics = import_text(import, ics);
	if (!ics.len || memchr(ics.at, '\n', ics.len) ||
	    !memchr(ics.at, '\r', ics.len))
		return ics;
	copy = arena_strndup(import->op->arena, ics.at, ics.len);
	for (size_t i = 0; i < ics.len; i++)
		copy[i] = ics.at[i] == '\r' ? '\n' : ics.at[i];
	return (struct slice){ copy, ics.len };
}

void import_split(struct import *import, struct slice ics,
		  const struct cal_zone *floating, struct ics_file *file)
{
	struct splitter splitter = {
		.import = import,
		.file = file,
		.floating = floating,
		.ics = lines_of(import, ics),
		.line = 1,
	};

	calendar_begin(&splitter);
	lines_take(&splitter);
	component_break(&splitter);
	floating_tell(&splitter);
	if (splitter.in_calendar)
		import_tell(import, splitter.line,
			    "The file ends before its calendar does (no "
			    "END:VCALENDAR); it may have been cut off.");
	if (!splitter.seen_calendar && file->count == 0)
		import_refuse(import, 0,
			      "The file holds no calendar (no "
			      "BEGIN:VCALENDAR).");
}
