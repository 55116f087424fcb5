#include "ical/availability.h"

#include "ical/instance.h"
#include "ical/object.h"
#include "ical/rule.h"
#include "ical/text.h"
#include "ical/time.h"
#include "ical/write.h"

#include <stdlib.h>
#include <string.h>

#define INSTANCES_MOST 10000

static const struct {
	const char *word;
	enum cal_busy busy;
} busy_types[] = {
	{ "BUSY", CAL_BUSY },
	{ "BUSY-TENTATIVE", CAL_BUSY_TENTATIVE },
	{ "BUSY-UNAVAILABLE", CAL_BUSY_UNAVAILABLE },
};

/* What stands there once at most, and what must (3.1). */
static const struct {
	const char *name;
	bool whole, part; /* of VAVAILABILITY, of AVAILABLE */
	bool needed, needed_part;
} once[] = {
	{ "DTSTAMP", true, true, true, true },
	{ "UID", true, true, true, true },
	{ "DTSTART", true, true, false, true },
	{ "DTEND", true, true, false, false },
	{ "DURATION", true, true, false, false },
	{ "BUSYTYPE", true, false, false, false },
	{ "PRIORITY", true, false, false, false },
	{ "RECURRENCE-ID", false, true, false, false },
	{ "CLASS", true, false, false, false },
	{ "SEQUENCE", true, false, false, false },
	{ "SUMMARY", true, true, false, false },
	{ "ORGANIZER", true, false, false, false },
};

static enum err refuse(struct operation *op, const struct cal_component *of,
		       const char *name, const char *reason)
{
	(void)fail(op, ERR_CALENDAR_DATA, "%s %s", name, reason);
	return cal_fail_at(op, of, cal_line_find(of, name));
}

static enum err once_check(struct operation *op, const struct cal_component *of,
			   bool part)
{
	for (size_t i = 0; i < ARRAY_SIZE(once); i++) {
		const char *name = once[i].name;
		const struct cal_line *line = cal_line_find(of, name);
		bool needed = part ? once[i].needed_part : once[i].needed;

		if (needed && !line)
			return refuse(op, of, name, "is missing");
		if ((part ? once[i].part : once[i].whole) && line &&
		    cal_line_next(of, line, name))
			return refuse(op, of, name, "stands there twice");
	}
	return OK;
}

/* 3.1: an instant, by UTC or a zone. */
static enum err time_check(struct operation *op, const struct cal_component *of,
			   const char *name, const struct cal_zones *zones,
			   struct cal_time *time)
{
	const struct cal_line *line = cal_line_find(of, name);
	enum err err = cal_line_time(op, line, zones, time);

	if (err)
		return cal_fail_at(op, of, line);
	if (time->date || time->floating)
		return refuse(op, of, name,
			      "is a time in UTC or in a time zone");
	return OK;
}

static enum err end_check(struct operation *op, const struct cal_component *of,
			  const struct cal_zones *zones,
			  const struct cal_time *start)
{
	const struct cal_line *end = cal_line_find(of, "DTEND");
	const struct cal_line *duration = cal_line_find(of, "DURATION");
	struct cal_duration length = { 0 };
	struct cal_time time;
	enum err err;

	if (end && duration)
		return refuse(op, of, "DURATION", "stands beside DTEND");
	if (duration && !start)
		return refuse(op, of, "DURATION",
			      "stands there without "
			      "DTSTART");
	if (duration) {
		err = cal_duration_parse(op, duration->value, &length);
		if (!err && length.days <= 0 && length.seconds <= 0)
			err = refuse(op, of, "DURATION", "is not positive");
		return err;
	}
	if (!end)
		return OK;
	err = time_check(op, of, "DTEND", zones, &time);
	if (!err && start && time.instant.s <= start->instant.s)
		err = refuse(op, of, "DTEND", "is not after DTSTART");
	return err;
}

static enum err rules_check(struct operation *op,
			    const struct cal_component *of)
{
	const struct cal_line *line = NULL;
	struct cal_rule rule;
	size_t count = 0;
	enum err err;

	while ((line = cal_line_filled(of, line, "RRULE"))) {
		err = cal_rule_parse(op, line->value, &rule);
		if (!err && rule.frequency < CAL_DAILY)
			err = fail(op, ERR_MAX_INSTANCES,
				   "AVAILABLE repeats by the day at most");
		if (!err && ++count > 1)
			err = fail(op, ERR_CALENDAR_DATA,
				   "RRULE stands there twice");
		if (err)
			return cal_fail_at(op, of, line);
	}
	return OK;
}

static enum err part_check(struct operation *op, const struct cal_component *of,
			   const struct cal_zones *zones)
{
	struct cal_time start;
	enum err err = once_check(op, of, true);

	if (!err)
		err = time_check(op, of, "DTSTART", zones, &start);
	if (!err)
		err = end_check(op, of, zones, &start);
	if (!err)
		err = rules_check(op, of);
	if (!err && cal_line_find(of, "RECURRENCE-ID"))
		err = time_check(op, of, "RECURRENCE-ID", zones, &start);
	return err;
}

static bool busy_of(const struct cal_component *of, enum cal_busy *busy)
{
	const struct cal_line *line = cal_line_find(of, "BUSYTYPE");

	*busy = CAL_BUSY_UNAVAILABLE;
	if (!line)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(busy_types); i++) {
		if (!slice_is(slice_trim(line->value), busy_types[i].word))
			continue;
		*busy = busy_types[i].busy;
		return true;
	}
	/* 3.2: what is not known is the default. */
	return slice_starts(line->value, "X-");
}

/* From 1, the highest, to 9; 0 and none are the lowest. */
static bool priority_of(const struct cal_component *of, int *priority)
{
	const struct cal_line *line = cal_line_find(of, "PRIORITY");
	struct slice text = { "0", 1 };

	if (line)
		text = slice_trim(line->value);
	*priority = 10;
	if (text.len != 1 || text.at[0] < '0' || text.at[0] > '9')
		return false;
	if (text.at[0] != '0')
		*priority = text.at[0] - '0';
	return true;
}

enum err cal_availability_check(struct operation *op,
				const struct cal_availability *availability)
{
	const struct cal_component *of = availability->component;
	struct cal_time start;
	enum cal_busy busy;
	bool has_start = cal_line_find(of, "DTSTART") != NULL;
	int priority;
	enum err err = once_check(op, of, false);

	if (!err && has_start)
		err = time_check(op, of, "DTSTART", availability->zones,
				 &start);
	if (!err)
		err = end_check(op, of, availability->zones,
				has_start ? &start : NULL);
	if (!err && !busy_of(of, &busy))
		err = refuse(op, of, "BUSYTYPE",
			     "is BUSY, BUSY-UNAVAILABLE or BUSY-TENTATIVE");
	if (!err && !priority_of(of, &priority))
		err = refuse(op, of, "PRIORITY", "is 0 to 9");
	if (!err && of->child_count > CAL_AVAILABLE_LIMIT)
		err = fail(op, ERR_MAX_INSTANCES,
			   "more than %d parts of one VAVAILABILITY",
			   CAL_AVAILABLE_LIMIT);
	for (size_t i = 0; !err && i < of->child_count; i++)
		if (slice_is(of->children[i]->name, "AVAILABLE"))
			err = part_check(op, of->children[i],
					 availability->zones);
	return err;
}

static enum err beside(struct operation *op, const struct cal_component *child)
{
	(void)fail(op, ERR_CALENDAR_OBJECT,
		   "there is nothing beside VAVAILABILITY");
	return cal_fail_at(op, child, NULL);
}

enum err cal_availability_read(struct operation *op, struct slice bytes,
			       const struct cal_zone *floating,
			       struct cal_availability **list, size_t *count)
{
	struct cal_component *calendar;
	struct cal_availability *found;
	struct cal_zones *zones;
	size_t some = 0;
	enum err err = cal_parse(op, bytes.at, bytes.len, &calendar);

	if (!err)
		err = cal_calendar_check(op, calendar);
	if (!err)
		err = cal_zones_load(op, calendar, floating, &zones);
	if (err)
		return err;
	found = arena_array(op->arena, calendar->child_count + 1,
			    sizeof(*found));
	for (size_t i = 0; !err && i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];

		if (slice_is(child->name, "VTIMEZONE"))
			continue;
		if (!slice_is(child->name, "VAVAILABILITY"))
			return beside(op, child);
		found[some] = (struct cal_availability){ child, zones };
		err = cal_availability_check(op, &found[some++]);
	}
	if (!err && (some == 0 || some > CAL_AVAILABILITY_LIMIT))
		err = fail(op, ERR_CALENDAR_OBJECT,
			   "the calendar holds 1 to %d VAVAILABILITYs",
			   CAL_AVAILABILITY_LIMIT);
	if (err)
		return err;
	*list = found;
	*count = some;
	return OK;
}

/* A list of slots that grows. */
struct slots {
	struct arena *arena;
	struct cal_slot *at;
	size_t count, room;
};

static void slot_add(struct slots *slots, struct instant start,
		     struct instant end, enum cal_busy busy)
{
	struct cal_slot *last =
		slots->count ? &slots->at[slots->count - 1] : NULL;

	if (end.s <= start.s)
		return;
	if (last && last->busy == busy && last->span.end.s == start.s) {
		last->span.end = end;
		return;
	}
	slots->at = arena_grow(slots->arena, slots->at, slots->count,
			       &slots->room, sizeof(*slots->at));
	slots->at[slots->count++] = (struct cal_slot){ { start, end }, busy };
}

static struct span within(struct span span, struct span limit)
{
	if (span.start.s < limit.start.s)
		span.start = limit.start;
	if (span.end.s > limit.end.s)
		span.end = limit.end;
	return span;
}

bool cal_availability_span(const struct cal_availability *availability,
			   struct span *span)
{
	const struct cal_component *of = availability->component;
	const struct cal_line *line = cal_line_find(of, "DTSTART");
	const struct cal_line *end = cal_line_find(of, "DTEND");
	const struct cal_line *duration = cal_line_find(of, "DURATION");
	struct cal_duration length;
	struct cal_time start, time;

	*span = WHOLE_TIME;
	if (line) {
		if (!cal_time_read(line, line->value, availability->zones,
				   &start))
			return false;
		span->start = start.instant;
	}
	if (end) {
		if (!cal_time_read(end, end->value, availability->zones, &time))
			return false;
		span->end = time.instant;
	} else if (line && duration) {
		if (!cal_duration_read(duration->value, &length))
			return false;
		span->end = cal_duration_add(&start, length);
	}
	return span->end.s > span->start.s;
}

/* The parts of one UID as an object that can be expanded; `first` is the first
 * of them. */
static struct cal_object part_object(struct arena *arena,
				     const struct cal_availability *whole,
				     size_t first, const char *uid)
{
	const struct cal_component *of = whole->component;
	struct cal_object object = { .kind = CAL_VEVENT,
				     .uid = uid,
				     .calendar = of };

	object.zones = (struct cal_zones *)(uintptr_t)whole->zones;
	object.overrides = arena_array(arena, of->child_count,
				       sizeof(struct cal_component *));
	for (size_t i = first; i < of->child_count; i++) {
		const struct cal_component *part = of->children[i];

		if (!slice_is(part->name, "AVAILABLE") ||
		    !str_equal(cal_text_of(arena, part, "UID"), uid))
			continue;
		if (cal_line_find(part, "RECURRENCE-ID"))
			object.overrides[object.override_count++] = part;
		else if (!object.master)
			object.master = part;
	}
	object.recurring = !object.master ||
			   cal_line_filled(object.master, NULL, "RRULE") ||
			   cal_line_filled(object.master, NULL, "RDATE");
	return object;
}

static bool is_first_of_uid(struct arena *arena, const struct cal_component *of,
			    size_t at, const char *uid)
{
	for (size_t i = 0; i < at; i++)
		if (slice_is(of->children[i]->name, "AVAILABLE") &&
		    str_equal(cal_text_of(arena, of->children[i], "UID"), uid))
			return false;
	return true;
}

static int by_start(const void *a, const void *b)
{
	const struct cal_slot *left = a, *right = b;

	return (left->span.start.s > right->span.start.s) -
	       (left->span.start.s < right->span.start.s);
}

/* When somebody is to be had in the range, in order, maybe overlapping. */
static enum err parts_of(struct operation *op,
			 const struct cal_availability *whole,
			 struct span range, struct slots *free_ones)
{
	const struct cal_component *of = whole->component;

	for (size_t i = 0; i < of->child_count && i < CAL_AVAILABLE_LIMIT;
	     i++) {
		const char *uid =
			cal_text_of(op->arena, of->children[i], "UID");
		struct cal_instances found;
		struct cal_object object;

		if (!slice_is(of->children[i]->name, "AVAILABLE") || !uid ||
		    !is_first_of_uid(op->arena, of, i, uid))
			continue;
		object = part_object(op->arena, whole, i, uid);
		if (cal_object_instances(op, &object, range, INSTANCES_MOST,
					 &found)) {
			operation_recover(op);
			continue;
		}
		if (!found.complete)
			return fail(op, ERR_MATCHES_LIMIT,
				    "'%s' is available more than %d times in "
				    "the range, or they take too long to find",
				    uid, INSTANCES_MOST);
		for (size_t j = 0; j < found.count; j++) {
			struct span span = within(found.items[j].span, range);

			slot_add(free_ones, span.start, span.end, CAL_FREE);
		}
	}
	if (free_ones->count > 1)
		qsort(free_ones->at, free_ones->count, sizeof(*free_ones->at),
		      by_start);
	return operation_check(op);
}

/* Lay one component over what those of lower priority say. */
static enum err lay(struct operation *op,
		    const struct cal_availability *availability,
		    struct span range, struct slots *slots)
{
	struct slots free_ones = { .arena = op->arena };
	struct slots after = { .arena = op->arena };
	struct span span;
	enum cal_busy busy;
	struct instant at;
	enum err err;

	if (!cal_availability_span(availability, &span))
		return OK;
	span = within(span, range);
	if (span.end.s <= span.start.s)
		return OK;
	(void)busy_of(availability->component, &busy);
	err = parts_of(op, availability, span, &free_ones);
	if (err)
		return err;
	for (size_t i = 0; i < slots->count; i++)
		slot_add(&after, slots->at[i].span.start,
			 within(slots->at[i].span,
				(struct span){ INSTANT_MIN, span.start })
				 .end,
			 slots->at[i].busy);
	at = span.start;
	for (size_t i = 0; i < free_ones.count; i++) {
		struct span one = free_ones.at[i].span;

		slot_add(&after, at, one.start, busy);
		if (one.start.s < at.s)
			one.start = at;
		slot_add(&after, one.start, one.end, CAL_FREE);
		if (one.end.s > at.s)
			at = one.end;
	}
	slot_add(&after, at, span.end, busy);
	for (size_t i = 0; i < slots->count; i++)
		slot_add(&after,
			 within(slots->at[i].span,
				(struct span){ span.end, INSTANT_MAX })
				 .start,
			 slots->at[i].span.end, slots->at[i].busy);
	*slots = after;
	return OK;
}

static int by_priority(const void *a, const void *b)
{
	const struct cal_availability *left = a, *right = b;
	int first, second;

	(void)priority_of(left->component, &first);
	(void)priority_of(right->component, &second);
	if (first != second)
		return first < second ? 1 : -1; /* the lowest first */
	return (left->component > right->component) -
	       (left->component < right->component);
}

enum err cal_availability_slots(struct operation *op,
				const struct cal_availability *list,
				size_t count, struct span range,
				struct cal_slot **slots, size_t *slot_count)
{
	struct slots found = { .arena = op->arena };
	struct cal_availability *ordered;
	enum err err = OK;

	if (count > CAL_AVAILABILITY_LIMIT)
		return fail(op, ERR_MATCHES_LIMIT,
			    "more than %d VAVAILABILITYs",
			    CAL_AVAILABILITY_LIMIT);
	slot_add(&found, range.start, range.end, CAL_FREE);
	ordered = arena_array(op->arena, count + 1, sizeof(*ordered));
	if (count > 0) {
		memcpy(ordered, list, count * sizeof(*ordered));
		qsort(ordered, count, sizeof(*ordered), by_priority);
	}
	for (size_t i = 0; !err && i < count; i++)
		err = lay(op, &ordered[i], range, &found);
	if (err)
		return err;
	*slots = found.at;
	*slot_count = found.count;
	return OK;
}
