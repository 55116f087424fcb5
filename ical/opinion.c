#include "ical/opinion.h"

#include "base/compiler.h"
#include "ical/instance.h"
#include "ical/rule.h"

#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS INT64_C(86400)

/* Windows are of UTC and of spans, what is said is of walls and starts. */
#define EDGE (3 * DAY_SECONDS)

/* What is asked of a rule, beside when it starts. */
struct asked {
	const struct cal_component *master;
	struct cal_rule rule;
	struct cal_time start;
};

typedef bool holds(const struct asked *asked);

static bool below_daily(const struct asked *asked)
{
	const struct cal_rule *rule = &asked->rule;

	return rule->frequency < CAL_DAILY &&
	       (rule->by_hour_count || rule->by_minute_count ||
		rule->by_second_count || rule->by_day_count ||
		rule->by_month_day_count || rule->by_year_day_count);
}

/* From a time that clocks skip libical goes on from where it was moved to. */
static bool by_the_hour_in_a_zone(const struct asked *asked)
{
	return asked->rule.frequency < CAL_DAILY && asked->start.zone &&
	       !asked->start.floating;
}

static bool from_the_end(const struct asked *asked)
{
	const struct cal_rule *rule = &asked->rule;

	return (rule->by_month_day_count && rule->by_month_day[0] < 0) ||
	       (rule->by_year_day_count && rule->by_year_day[0] < 0);
}

static bool has_positions(const struct asked *asked)
{
	return asked->rule.by_position_count;
}

static bool has_weeks(const struct asked *asked)
{
	return asked->rule.by_week_count;
}

static bool skips(const struct asked *asked)
{
	return asked->rule.skip != CAL_SKIP_OMIT;
}

static bool has_year_days(const struct asked *asked)
{
	const struct cal_rule *rule = &asked->rule;

	return rule->by_year_day_count &&
	       (rule->by_month_count || rule->by_month_day_count ||
		rule->by_day_count);
}

static bool yearly_on_month_days(const struct asked *asked)
{
	const struct cal_rule *rule = &asked->rule;

	return rule->frequency == CAL_YEARLY && rule->by_month_day_count;
}

static bool other_week_start(const struct asked *asked)
{
	const struct cal_rule *rule = &asked->rule;

	return rule->frequency == CAL_WEEKLY && rule->interval > 1 &&
	       rule->by_day_count;
}

static bool several_rules(const struct asked *asked)
{
	const struct cal_line *line = cal_line_find(asked->master, "RRULE");

	return line && cal_line_next(asked->master, line, "RRULE");
}

/* Does any value of the exceptions lack a time of day? */
static bool excepts_days(const struct asked *asked)
{
	const struct cal_line *line = cal_line_find(asked->master, "EXDATE");

	for (; line && !asked->start.date;
	     line = cal_line_next(asked->master, line, "EXDATE")) {
		if (!memchr(line->value.at, 'T', line->value.len))
			return true;
	}
	return false;
}

static bool ends_on_a_day(const struct asked *asked)
{
	const struct cal_rule *rule = &asked->rule;

	return rule->has_until && !asked->start.date &&
	       (rule->until_date || !rule->until_utc);
}

static bool is_counted(const struct asked *asked)
{
	return asked->rule.count;
}

/* The narrow ones first: one explains. */
static const struct {
	holds *holds;
	const char *text;
} known[] = {
	{ below_daily,
	  "3.3.10: BY-parts limit HOURLY and shorter, and libical loses "
	  "instances there" },
	{ by_the_hour_in_a_zone,
	  "3.3.10: a rule below the day counts on from its own times, not from "
	  "one that the clocks moved" },
	{ from_the_end,
	  "3.3.10: negative days count from the end of month or year" },
	{ has_positions,
	  "3.3.10: BYSETPOS picks among all instances of any period" },
	{ has_weeks,
	  "3.3.10: BYWEEKNO counts weeks by WKST, as ISO 8601 does" },
	{ has_year_days, "3.3.10: BYYEARDAY is limited by other parts" },
	{ skips, "RFC 7529 4.1: SKIP moves days that a month does not have" },
	{ yearly_on_month_days,
	  "3.3.10: BYMONTHDAY expands a YEARLY rule over all months" },
	{ other_week_start,
	  "3.3.10: WKST decides in which week an INTERVAL begins" },
	{ excepts_days,
	  "3.8.5.1: an EXDATE of a date is meant for that day's instance" },
	{ ends_on_a_day,
	  "3.3.10: an UNTIL that is no UTC time is read in the start's zone" },
	{ several_rules, "3.8.5.3: the instances of all rules together" },
	{ is_counted,
	  "3.8.5.3: the start is the first that COUNT counts, whether it fits "
	  "the rule or not" },
};

static bool ask(struct operation *op, const struct cal_object *object,
		struct asked *asked)
{
	const struct cal_line *start, *rule;
	bool read;

	*asked = (struct asked){ .master = object->master };
	if (!object->master)
		return false;
	start = cal_line_find(object->master, "DTSTART");
	rule = cal_line_find(object->master, "RRULE");
	if (start &&
	    !cal_time_read(start, start->value, object->zones, &asked->start))
		return false;
	if (!rule)
		return true;
	read = cal_rule_parse(op, rule->value, &asked->rule) == OK;
	if (!read)
		operation_recover(op);
	return read;
}

static const char *explain(const struct asked *asked)
{
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (known[i].holds(asked))
			return known[i].text;
	}
	return NULL;
}

static int compare(const void *a, const void *b)
{
	const struct cal_said *x = a, *y = b;

	if (x->wall != y->wall)
		return x->wall < y->wall ? -1 : 1;
	return (x->utc > y->utc) - (x->utc < y->utc);
}

static struct cal_said say(const struct cal_time *time)
{
	struct cal_said said = { wall_utc(time->wall).s, time->instant.s };

	if (time->floating || time->date)
		said.utc = said.wall;
	return said;
}

/* Behind the first instance that changes all that follow there is nothing to
 * compare: libical does not do that (RFC 5545 3.2.13). */
static void stop_at_changes(const struct cal_object *object,
			    struct cal_own_saying *own)
{
	for (size_t i = 0; i < object->override_count; i++) {
		const struct cal_line *line =
			cal_line_find(object->overrides[i], "RECURRENCE-ID");
		struct cal_time time;

		if (!line || !cal_param_find(line, "RANGE") ||
		    !cal_time_read(line, line->value, object->zones, &time))
			continue;
		if (say(&time).wall < own->known.end.s)
			own->known.end.s = say(&time).wall;
	}
}

enum err cal_opinion_own(struct operation *op, const struct cal_object *object,
			 struct span window, size_t max,
			 struct cal_own_saying *own)
{
	struct cal_instances found;
	enum err err;

	if (!object->master)
		return fail(op, ERR_CALENDAR_DATA,
			    "the object has overrides only");
	err = cal_object_instances(op, object, window, max, &found);
	if (err)
		return err;
	own->known = (struct span){ { window.start.s + EDGE },
				    { window.end.s - EDGE } };
	own->said = arena_array(op->arena, found.count, sizeof(*own->said));
	own->count = 0;
	for (size_t i = 0; i < found.count; i++) {
		if (found.items[i].component == object->master)
			own->said[own->count++] =
				say(&found.items[i].recurrence);
	}
	if (own->count > 1)
		qsort(own->said, own->count, sizeof(*own->said), compare);
	if (!found.complete && own->count)
		own->known.end.s = own->said[own->count - 1].wall - EDGE;
	stop_at_changes(object, own);
	return OK;
}

/* Both expansions while they are compared. */
struct comparison {
	const struct cal_zone *zone; /* of the start; NULL: none changes */
	struct cal_opinion *opinion;
	size_t near; /* differences where clocks change */
};

/* libical moves the day after a skipped hour as well. */
static bool is_near_change(const struct comparison *comparison,
			   struct cal_said at)
{
	struct instant before = { at.utc - 2 * DAY_SECONDS };
	struct instant behind = { at.utc + DAY_SECONDS };

	return comparison->zone &&
	       cal_zone_offset(comparison->zone, before) !=
		       cal_zone_offset(comparison->zone, behind);
}

/* The first difference is told; one elsewhere before one near a change. */
static void differ(struct comparison *comparison,
		   enum cal_difference difference, struct cal_said at)
{
	struct cal_opinion *opinion = comparison->opinion;
	bool near = is_near_change(comparison, at);

	if (!opinion->count || (!near && comparison->near == opinion->count)) {
		opinion->difference = difference;
		opinion->at = at;
	}
	opinion->count++;
	comparison->near += near;
}

static size_t first_known(const struct cal_said *said, size_t count,
			  struct span within)
{
	size_t i = 0;

	while (i < count && said[i].wall < within.start.s)
		i++;
	return i;
}

static void compare_all(struct comparison *comparison,
			const struct cal_own_saying *own,
			const struct cal_said *theirs, size_t count)
{
	const struct cal_said end = { own->known.end.s, 0 };
	size_t i = first_known(own->said, own->count, own->known);
	size_t j = first_known(theirs, count, own->known);

	for (;;) {
		struct cal_said mine = i < own->count ? own->said[i] : end;
		struct cal_said other = j < count ? theirs[j] : end;

		if (mine.wall >= end.wall && other.wall >= end.wall)
			break;
		if (mine.wall < other.wall)
			differ(comparison, CAL_ONLY_OURS, mine);
		else if (mine.wall > other.wall)
			differ(comparison, CAL_ONLY_THEIRS, other);
		else if (mine.utc != other.utc)
			differ(comparison, CAL_OTHER_ZONE, mine);
		i += mine.wall <= other.wall;
		j += other.wall <= mine.wall;
	}
}

void cal_opinion_compare(struct operation *op, const struct cal_object *object,
			 const struct cal_own_saying *own,
			 const struct cal_said *theirs, size_t count,
			 struct cal_opinion *opinion)
{
	struct comparison comparison = { .opinion = opinion };
	struct asked asked;
	bool readable = ask(op, object, &asked);

	*opinion = (struct cal_opinion){ .difference = CAL_SAME };
	if (readable && !asked.start.date && !asked.start.floating)
		comparison.zone = asked.start.zone;
	compare_all(&comparison, own, theirs, count);
	if (!opinion->count)
		return;
	if (comparison.near == opinion->count)
		opinion->explained =
			"3.3.5: a time that clocks skip is read with the "
			"offset "
			"before, one that comes twice is the first";
	else if (opinion->difference == CAL_OTHER_ZONE)
		opinion->explained =
			"3.8.3.1: the TZID names a zone of the tz database, "
			"which holds; the VTIMEZONE in the object says "
			"otherwise";
	else if (readable)
		opinion->explained = explain(&asked);
}

static bool may_be_barren(const struct cal_rule *rule)
{
	return rule->frequency < CAL_DAILY || rule->by_month_day_count ||
	       rule->by_year_day_count || rule->by_week_count;
}

const char *cal_opinion_silence(struct operation *op,
				const struct cal_object *object)
{
	const struct cal_line *line;

	if (!object->master)
		return NULL;
	for (line = cal_line_find(object->master, "RRULE"); line;
	     line = cal_line_next(object->master, line, "RRULE")) {
		struct cal_rule rule;

		if (cal_rule_parse(op, line->value, &rule))
			operation_recover(op);
		else if (may_be_barren(&rule))
			return "3.3.10: dates that do not exist are passed "
			       "over; libical searches for them without end";
	}
	return NULL;
}
