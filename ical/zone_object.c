#include "ical/zone_object.h"

#include "ical/object.h"
#include "ical/recur.h"
#include "ical/text.h"
#include "ical/time.h"
#include "ical/zone_object_private.h"
#include "ical/zone_private.h"

#include <stdlib.h>
#include <string.h>

/* Work that the VTIMEZONEs of one object may cause; an ordinary one takes
 * some hundred steps. */
#define ZONES_BUDGET 60000

#define CHANGE_LIMIT 8192
#define OBSERVANCE_LIMIT 512

/* The years in which a VTIMEZONE without an end is followed. */
#define FIRST_YEAR 1970
#define LAST_YEAR 2100

/* One VTIMEZONE of the object, read when it is first asked for. */
struct definition {
	const char *tzid; /* unescaped */
	const struct cal_component *timezone;
	const struct cal_zone *zone;
	bool tried;
};

struct cal_zones {
	struct operation *op;
	const struct cal_zone *floating;
	struct definition *definitions; /* by name */
	size_t count;
	int64_t *budget; /* of all of them together */
	bool guess;      /* what nobody knows is floating */
};

/* A zone being put together from observances. */
struct draft {
	struct operation *op;
	struct zone_change *changes;
	size_t count, room;
	struct buf names;
	int64_t *budget;
};

/* What one STANDARD or DAYLIGHT says. */
struct observance {
	const struct cal_component *component;
	struct wall start;
	int32_t from;
	struct zone_change change; /* but its `at` */
};

/* "+0530", "-0500", "+001730". */
static bool offset_read(struct slice value, int32_t *offset)
{
	int32_t parts[3] = { 0 };
	int32_t sign = 1;

	value = slice_trim(value);
	if (value.len != 5 && value.len != 7)
		return false;
	if (value.at[0] == '-')
		sign = -1;
	else if (value.at[0] != '+')
		return false;
	for (size_t i = 1; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return false;
		parts[(i - 1) / 2] =
			parts[(i - 1) / 2] * 10 + value.at[i] - '0';
	}
	*offset = sign * (parts[0] * 3600 + parts[1] * 60 + parts[2]);
	return parts[0] < 24 && parts[1] < 60 && parts[2] < 60;
}

static bool offset_of(const struct cal_component *component, const char *name,
		      int32_t *offset)
{
	const struct cal_line *line = cal_line_find(component, name);

	return line && offset_read(line->value, offset);
}

/* A local time as the clock before an onset shows it. */
static bool local_read(const struct cal_line *line, struct slice value,
		       struct wall *wall)
{
	struct cal_zones none = { .floating = cal_zone_utc() };
	struct cal_line bare = { .name = line->name };
	struct cal_time time;

	/* RFC 5545 3.6.5: no TZID here, and none is heeded */
	if (!cal_time_read(&bare, value, &none, &time))
		return false;
	*wall = time.wall;
	return true;
}

static bool change_add(struct draft *draft, const struct observance *observance,
		       struct wall wall)
{
	struct zone_change change = observance->change;

	if (draft->count == CHANGE_LIMIT || --*draft->budget < 0)
		return false;
	change.at = wall_utc(wall).s - observance->from;
	draft->changes =
		arena_grow(draft->op->arena, draft->changes, draft->count,
			   &draft->room, sizeof(struct zone_change));
	draft->changes[draft->count++] = change;
	return true;
}

/* The onsets that an RRULE gives, in local time. */
static bool rule_add(struct draft *draft, const struct observance *observance,
		     struct slice value)
{
	struct cal_time start = {
		.wall = observance->start,
		.zone = cal_zone_utc(),
		.instant = wall_utc(observance->start),
	};
	struct cal_rule rule;
	struct cal_walk walk;
	struct wall wall;
	struct instant at;
	bool fine = true;

	if (cal_rule_parse(draft->op, value, &rule)) {
		operation_recover(draft->op);
		return false;
	}
	if (rule.has_until && rule.until_utc) {
		/* UNTIL is UTC here, the walk is local */
		at = wall_utc(rule.until);
		at.s += observance->from;
		rule.until = instant_wall(at);
		rule.until_utc = false;
	}
	cal_walk_init(&walk, draft->op->arena, &rule, &start, *draft->budget);
	if (start.wall.year < FIRST_YEAR - 1 && !rule.count)
		cal_walk_skip(&walk,
			      wall_utc((struct wall){ .year = FIRST_YEAR - 1,
						      .month = 1,
						      .day = 1 }));
	while (fine && cal_walk_next(&walk, &wall, &at) &&
	       wall.year <= LAST_YEAR)
		fine = change_add(draft, observance, wall);
	*draft->budget =
		walk.budget < *draft->budget ? walk.budget : *draft->budget;
	return fine && !walk.exhausted;
}

static bool dates_add(struct draft *draft, const struct observance *observance,
		      const struct cal_line *line)
{
	struct slice rest = line->value;

	while (rest.at) {
		struct slice value = slice_cut(&rest, ',');
		struct wall wall;

		if (!local_read(line, value, &wall) ||
		    !change_add(draft, observance, wall))
			return false;
	}
	return true;
}

static bool repetitions_add(struct draft *draft,
			    const struct observance *observance)
{
	const struct cal_component *component = observance->component;

	for (size_t i = 0; i < component->line_count; i++) {
		const struct cal_line *line = &component->lines[i];
		bool fine = true;

		if (slice_is(line->name, "RRULE"))
			fine = rule_add(draft, observance, line->value);
		else if (slice_is(line->name, "RDATE"))
			fine = dates_add(draft, observance, line);
		if (!fine)
			return false;
	}
	return true;
}

static uint16_t name_add(struct draft *draft,
			 const struct cal_component *component)
{
	char *name = cal_text_of(draft->op->arena, component, "TZNAME");
	size_t at = draft->names.len;

	if (!name || at + strlen(name) >= UINT16_MAX)
		return 0; /* the empty name, which comes first */
	buf_add(&draft->names, name, strlen(name) + 1);
	return (uint16_t)at;
}

static bool observance_add(struct draft *draft,
			   const struct cal_component *component)
{
	struct observance observance = { .component = component };
	const struct cal_line *start = cal_line_find(component, "DTSTART");

	if (!start || !local_read(start, start->value, &observance.start) ||
	    !offset_of(component, "TZOFFSETFROM", &observance.from) ||
	    !offset_of(component, "TZOFFSETTO", &observance.change.offset))
		return false;
	observance.change.is_dst = slice_is(component->name, "DAYLIGHT");
	observance.change.name = name_add(draft, component);
	if (draft->count == 0) {
		/* Room for what holds before the first onset. */
		change_add(draft, &observance, observance.start);
		draft->changes[0].at = INT64_MIN;
	}
	return change_add(draft, &observance, observance.start) &&
	       repetitions_add(draft, &observance);
}

static int change_compare(const void *a, const void *b)
{
	const struct zone_change *left = a;
	const struct zone_change *right = b;

	return (left->at > right->at) - (left->at < right->at);
}

/* The offset before the first onset is that onset's TZOFFSETFROM. */
static bool first_offset(const struct cal_component *timezone, int32_t *offset)
{
	int64_t earliest = INT64_MAX;

	for (size_t i = 0; i < timezone->child_count; i++) {
		const struct cal_component *child = timezone->children[i];
		const struct cal_line *line = cal_line_find(child, "DTSTART");
		struct wall wall;
		int32_t from;

		if (!line || !local_read(line, line->value, &wall) ||
		    !offset_of(child, "TZOFFSETFROM", &from) ||
		    wall_utc(wall).s - from >= earliest)
			continue;
		earliest = wall_utc(wall).s - from;
		*offset = from;
	}
	return earliest < INT64_MAX;
}

/* Sorted, without doubles (DTSTART is also the rule's first). */
static void changes_order(struct draft *draft)
{
	size_t kept = 1;

	qsort(draft->changes, draft->count, sizeof(*draft->changes),
	      change_compare);
	for (size_t i = 1; i < draft->count; i++) {
		if (draft->changes[i].at != draft->changes[kept - 1].at)
			draft->changes[kept++] = draft->changes[i];
	}
	draft->count = kept;
}

static struct cal_zone *draft_finish(struct draft *draft,
				     const struct cal_component *timezone)
{
	char *tzid = cal_text_of(draft->op->arena, timezone, "TZID");
	struct cal_zone *zone;

	if (draft->count == 0 ||
	    !first_offset(timezone, &draft->changes[0].offset))
		return NULL;
	draft->changes[0].is_dst = false;
	changes_order(draft);
	zone = arena_alloc(draft->op->arena, sizeof(*zone));
	zone->name = tzid ? tzid : "";
	zone->changes = draft->changes;
	zone->count = draft->count;
	zone->rule_from = draft->count;
	zone->abbreviations = draft->names.at;
	return zone;
}

const struct cal_zone *zone_component_read(struct operation *op,
					   const struct cal_component *timezone,
					   int64_t *budget)
{
	struct draft draft = { .op = op };

	draft.budget = budget;
	buf_init(&draft.names, op->arena);
	buf_putc(&draft.names, '\0');
	if (timezone->child_count > OBSERVANCE_LIMIT)
		return NULL;
	for (size_t i = 0; i < timezone->child_count; i++) {
		const struct cal_component *child = timezone->children[i];

		if (!slice_is(child->name, "STANDARD") &&
		    !slice_is(child->name, "DAYLIGHT"))
			continue;
		if (!observance_add(&draft, child))
			return NULL;
	}
	return draft_finish(&draft, timezone);
}

/* By name; of one name the first in the object first. */
static int compare_definitions(const void *a, const void *b)
{
	const struct definition *x = a, *y = b;
	int order = strcmp(x->tzid, y->tzid);

	if (order)
		return order;
	return (x->timezone->begin > y->timezone->begin) -
	       (x->timezone->begin < y->timezone->begin);
}

enum err cal_zones_load(struct operation *op,
			const struct cal_component *calendar,
			const struct cal_zone *floating,
			struct cal_zones **zones)
{
	struct cal_zones *result = arena_alloc(op->arena, sizeof(*result));
	size_t room = 0;

	result->op = op;
	result->floating = floating ? floating : cal_zone_utc();
	result->budget = arena_alloc(op->arena, sizeof(*result->budget));
	*result->budget = ZONES_BUDGET;
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];
		char *tzid;

		if (!slice_is(child->name, "VTIMEZONE"))
			continue;
		tzid = cal_text_of(op->arena, child, "TZID");
		if (!tzid)
			continue;
		result->definitions = arena_grow(op->arena, result->definitions,
						 result->count, &room,
						 sizeof(struct definition));
		result->definitions[result->count++] = (struct definition){
			.tzid = tzid,
			.timezone = child,
		};
	}
	if (result->count > 1)
		qsort(result->definitions, result->count,
		      sizeof(*result->definitions), compare_definitions);
	*zones = result;
	return OK;
}

/* The first of that name. */
static struct definition *definition_find(const struct cal_zones *zones,
					  const char *tzid)
{
	size_t low = 0, high = zones->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(zones->definitions[middle].tzid, tzid) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zones->count ||
	    !str_equal(zones->definitions[low].tzid, tzid))
		return NULL;
	return &zones->definitions[low];
}

const struct cal_zone *cal_zones_find(const struct cal_zones *zones,
				      struct slice tzid)
{
	const struct cal_zone *zone = zone_find(tzid);
	struct definition *definition;
	const char *name;

	if (zone)
		return zone;
	/* RFC 5545 3.2.19, 3.8.3.1: the property is TEXT, in which a comma is
	 * escaped, the parameter is not; some programs escape both. */
	name = cal_text(zones->op->arena, tzid);
	definition = definition_find(zones, name);
	if (!definition)
		return zone_find_shown(tzid);
	if (!definition->tried) {
		definition->tried = true;
		definition->zone = zone_component_read(
			zones->op, definition->timezone, zones->budget);
	}
	return definition->zone;
}

void zones_guess(struct cal_zones *zones)
{
	zones->guess = true;
}

const struct cal_zone *zones_of_nobody(const struct cal_zones *zones)
{
	return zones->guess ? zones->floating : NULL;
}

const struct cal_zone *cal_zones_floating(const struct cal_zones *zones)
{
	return zones->floating;
}

/* A wall time of a known zone, or one of UTC; lists and dates are neither. */
static bool says_zone(const struct cal_line *line)
{
	const struct cal_param *tzid = cal_param_find(line, "TZID");
	struct slice value = slice_trim(line->value);

	if (value.len == sizeof("20260608T160000Z") - 1)
		return true;
	return value.len == sizeof("20260608T160000") - 1 && tzid &&
	       zone_find(tzid->value);
}

static bool event_says_zones(const struct cal_component *event)
{
	static const char *const others[] = { "DUE", "EXDATE", "RDATE", "RRULE",
					      "EXRULE" };
	static const char *const times[] = { "DTSTART", "DTEND",
					     "RECURRENCE-ID" };

	for (size_t i = 0; i < event->line_count; i++) {
		const struct cal_line *line = &event->lines[i];

		for (size_t j = 0; j < ARRAY_SIZE(others); j++) {
			if (slice_is(line->name, others[j]))
				return false;
		}
		for (size_t j = 0; j < ARRAY_SIZE(times); j++) {
			if (slice_is(line->name, times[j]) && !says_zone(line))
				return false;
		}
	}
	return cal_line_find(event, "DTSTART") != NULL;
}

bool cal_zones_all_said(const struct cal_component *calendar)
{
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];

		if (!slice_is(child->name, "VTIMEZONE") &&
		    (!slice_is(child->name, "VEVENT") ||
		     !event_says_zones(child)))
			return false;
	}
	return true;
}

enum err cal_zone_of_timezone(struct operation *op, const char *bytes,
			      size_t len, const struct cal_zone **zone)
{
	int64_t budget = ZONES_BUDGET;
	const struct cal_zone *found = NULL;
	struct cal_component *calendar;
	const struct cal_component *timezone = NULL;
	char *name;
	enum err err = cal_parse(op, bytes, len, &calendar);

	if (err)
		return fail(op, ERR_TIMEZONE, "%s", op->failure.message);
	for (size_t i = 0; i < calendar->child_count; i++) {
		if (timezone ||
		    !slice_is(calendar->children[i]->name, "VTIMEZONE"))
			return fail(op, ERR_TIMEZONE,
				    "a calendar's time zone is one VTIMEZONE "
				    "and nothing else");
		timezone = calendar->children[i];
	}
	name = timezone ? cal_text_of(op->arena, timezone, "TZID") : NULL;
	if (!name)
		return fail(op, ERR_TIMEZONE, "no VTIMEZONE with a TZID");
	found = cal_zone_find(name);
	name = cal_text_of(op->arena, timezone, "X-LIC-LOCATION");
	if (!found && name)
		found = cal_zone_find(name);
	if (!found)
		found = zone_component_read(op, timezone, &budget);
	if (!found)
		found = zone_find_shown(cal_line_find(timezone, "TZID")->value);
	if (!found)
		return fail(op, ERR_TIMEZONE,
			    "the VTIMEZONE cannot be understood");
	*zone = found;
	return OK;
}

enum err cal_zone_of_sent(struct operation *op, struct slice text,
			  const struct cal_zone **zone)
{
	struct cal_component *calendar;
	enum err err;

	text = slice_trim(text);
	err = cal_parse(op, text.at, text.len, &calendar);
	if (!err)
		err = cal_calendar_check(op, calendar);
	if (!err)
		err = cal_zone_of_timezone(op, text.at, text.len, zone);
	if (!err)
		return OK;
	return fail(op, ERR_CALENDAR_DATA, "%s", op->failure.message);
}
