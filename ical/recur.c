#include "ical/recur.h"

#include "base/clock.h"
#include "ical/recur_sets.h"

#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS INT64_C(86400)

enum { HOUR, MINUTE, SECOND };

/* Seconds of one HOUR, MINUTE, SECOND, and how many of it the next holds. */
static const int64_t unit_seconds[3] = { 3600, 60, 1 };
static const int unit_room[3] = { 24, 60, 60 };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static bool spend(struct cal_walk *walk, int64_t steps)
{
	if (walk->budget < steps) {
		walk->budget = 0;
		walk->exhausted = true;
		walk->done = true;
		return false;
	}
	walk->budget -= steps;
	return true;
}

/* The unit that a frequency below DAILY steps by. */
static int unit_of(const struct cal_walk *walk)
{
	switch (walk->rule->frequency) {
	case CAL_SECONDLY:
		return SECOND;
	case CAL_MINUTELY:
		return MINUTE;
	case CAL_HOURLY:
	case CAL_DAILY:
	case CAL_WEEKLY:
	case CAL_MONTHLY:
	case CAL_YEARLY:
		break;
	}
	return HOUR;
}

static int64_t period_of(const struct cal_walk *walk, struct wall wall)
{
	int32_t day = wall_day(wall).n;

	switch (walk->rule->frequency) {
	case CAL_YEARLY:
		return cal_days_year(&walk->filter, day);
	case CAL_MONTHLY:
		return (int64_t)wall.year * 12 + wall.month - 1;
	case CAL_WEEKLY:
		return cal_week_of(&walk->filter, day);
	case CAL_DAILY:
		return day;
	case CAL_SECONDLY:
	case CAL_MINUTELY:
	case CAL_HOURLY:
		break;
	}
	return floor_div(wall_utc(wall).s, unit_seconds[unit_of(walk)]);
}

/* The last period that the rule's own end lets matter. */
static int64_t find_last_period(const struct cal_walk *walk)
{
	const struct cal_rule *rule = walk->rule;
	struct wall last = { 9999, 12, 31, 23, 59, 59 };
	struct instant until;

	if (rule->has_until && rule->until.year < 9999) {
		/* A day more: until may be in UTC, the last day is whole. */
		until = wall_utc(rule->until);
		until.s += 2 * DAY_SECONDS;
		last = instant_wall(until);
	}
	return period_of(walk, last);
}

static void set_own(struct cal_walk *walk, int unit, int16_t value)
{
	walk->own[unit] = value;
	walk->times[unit] = &walk->own[unit];
	walk->time_counts[unit] = 1;
}

/* The hours, minutes or seconds of one unit: the start's own, or the rule's
 * list, which limits a frequency of that unit or below and else expands. */
static void set_unit(struct cal_walk *walk, int unit, const int16_t *list,
		     size_t count)
{
	bool limiting =
		walk->rule->frequency < CAL_DAILY && unit <= unit_of(walk);
	size_t i;

	/* RFC 5545 3.3.10: with a DATE start these parts MUST be ignored. */
	if (!count || walk->start.date)
		return;
	if (!limiting) {
		/* Who has no leap seconds takes 60 for 59 (3.3.12). */
		if (count > 1 && list[count - 1] == 60 && list[count - 2] == 59)
			count--;
		walk->times[unit] = list;
		walk->time_counts[unit] = count;
		return;
	}
	for (i = 0; i < count; i++)
		walk->limits[unit] |= UINT64_C(1)
				      << (list[i] == 60 ? 59 : list[i]);
}

static void set_times(struct cal_walk *walk)
{
	const struct cal_rule *rule = walk->rule;
	struct wall wall = walk->start.wall;

	set_own(walk, HOUR, wall.hour);
	set_own(walk, MINUTE, wall.minute);
	set_own(walk, SECOND, wall.second == 60 ? 59 : wall.second);
	set_unit(walk, HOUR, rule->by_hour, rule->by_hour_count);
	set_unit(walk, MINUTE, rule->by_minute, rule->by_minute_count);
	set_unit(walk, SECOND, rule->by_second, rule->by_second_count);
}

void cal_walk_init(struct cal_walk *walk, struct arena *arena,
		   const struct cal_rule *rule, const struct cal_time *start,
		   int64_t budget)
{
	memset(walk, 0, sizeof(*walk));
	walk->rule = rule;
	walk->start = *start;
	walk->budget = budget;
	walk->arena = arena;
	walk->from = INSTANT_MIN;
	cal_days_init(&walk->filter, rule, start->wall);
	walk->first_period = period_of(walk, start->wall);
	walk->period = walk->first_period;
	walk->last_period = find_last_period(walk);
	set_times(walk);
	walk->days = arena_array(arena, cal_days_most(rule->frequency),
				 sizeof(*walk->days));
	if (rule->by_position_count)
		walk->positions = arena_array(arena, rule->by_position_count,
					      sizeof(*walk->positions));
}

void cal_walk_stop(struct cal_walk *walk, struct instant end)
{
	int64_t last;

	/* Two days more: clocks are at most so far from UTC. */
	if (end.s > INSTANT_MAX.s - 2 * DAY_SECONDS)
		return;
	end.s += 2 * DAY_SECONDS;
	last = period_of(walk, instant_wall(end));
	if (last < walk->last_period)
		walk->last_period = last;
}

/* The first period of the rule at or behind `least`. */
static int64_t align_up(const struct cal_walk *walk, int64_t least)
{
	int64_t interval = walk->rule->interval;
	int64_t ahead = least - walk->first_period;

	if (ahead <= 0)
		return walk->first_period;
	return walk->first_period +
	       (ahead + interval - 1) / interval * interval;
}

/* The last period of the rule at or before `most`. */
static int64_t align_down(const struct cal_walk *walk, int64_t most)
{
	int64_t interval = walk->rule->interval;

	if (most <= walk->first_period)
		return walk->first_period;
	return most - (most - walk->first_period) % interval;
}

/* The first value above `value` that the bits allow, or -1. */
static int next_bit(uint64_t bits, int value)
{
	uint64_t above = value >= 63 ? 0 : bits >> (value + 1);

	return above ? value + 1 + __builtin_ctzll(above) : -1;
}

/* Where a limit of hours, minutes or seconds forbids this second, the first
 * later one that it may allow; else the same. */
static int64_t pass_limits(const struct cal_walk *walk, int64_t s)
{
	int unit, last = unit_of(walk);

	for (unit = HOUR; unit <= SECOND && unit <= last; unit++) {
		int64_t step = unit_seconds[unit];
		int64_t outer = step * unit_room[unit];
		int64_t base = floor_div(s, outer) * outer;
		int value = (int)((s - base) / step);
		int next;

		if (!walk->limits[unit] || (walk->limits[unit] >> value & 1))
			continue;
		next = next_bit(walk->limits[unit], value);
		return next < 0 || next >= unit_room[unit] ? base + outer
							   : base + next * step;
	}
	return s;
}

/* The first day at or behind this one on which the rule takes place; a day
 * behind the last period when there is none, or the budget ends. */
static int64_t find_day(struct cal_walk *walk, int64_t day)
{
	int64_t per_day = DAY_SECONDS / unit_seconds[unit_of(walk)];

	while (!cal_days_match(&walk->filter, (int32_t)day)) {
		day++;
		if (!spend(walk, 2) || day * per_day > walk->last_period)
			break;
	}
	return day;
}

/* Moves walk->period to the next hour, minute or second that day and time
 * limits allow. False when there is none or the budget is spent. */
static bool find_moment(struct cal_walk *walk)
{
	int64_t step = unit_seconds[unit_of(walk)];
	int64_t s, next, day;

	while (walk->period <= walk->last_period && spend(walk, 1)) {
		s = walk->period * step;
		day = floor_div(s, DAY_SECONDS);
		next = find_day(walk, day) * DAY_SECONDS;
		if (next == day * DAY_SECONDS)
			next = pass_limits(walk, s);
		if (next == s && !walk->done)
			return true;
		walk->period = align_up(walk, (next + step - 1) / step);
		if (!spend(walk, cal_days_barren(walk->rule->frequency)))
			break;
	}
	return false;
}

/* Fixes the day and time that an HOURLY rule or one below is at. */
static void set_moment(struct cal_walk *walk)
{
	struct wall wall = instant_wall(
		(struct instant){ walk->period * unit_seconds[unit_of(walk)] });
	int16_t at[3] = { wall.hour, wall.minute, wall.second };
	int unit, last = unit_of(walk);

	walk->days[0] = wall_day(wall).n;
	walk->day_count = 1;
	for (unit = HOUR; unit <= SECOND && unit <= last; unit++)
		set_own(walk, unit, walk->start.date ? 0 : at[unit]);
}

static int compare_positions(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* RFC 5545 3.3.10: BYSETPOS picks from all instances of one period. */
static int64_t set_positions(struct cal_walk *walk, int64_t total)
{
	const struct cal_rule *rule = walk->rule;
	int64_t *positions = walk->positions;
	int64_t count = 0, kept = 0, i;
	size_t k;

	for (k = 0; k < rule->by_position_count; k++) {
		int64_t n = rule->by_position[k];
		int64_t at = n < 0 ? total + n : n - 1;

		if (at >= 0 && at < total)
			positions[count++] = at;
	}
	qsort(positions, (size_t)count, sizeof(*positions), compare_positions);
	for (i = 0; i < count; i++) {
		if (!kept || positions[kept - 1] != positions[i])
			positions[kept++] = positions[i];
	}
	return kept;
}

static void set_days(struct cal_walk *walk)
{
	const struct cal_day_filter *filter = &walk->filter;
	int64_t period = walk->period;

	switch (walk->rule->frequency) {
	case CAL_YEARLY:
		walk->day_count =
			cal_days_of_year(filter, (int32_t)period, walk->days);
		break;
	case CAL_MONTHLY:
		walk->day_count = cal_days_of_month(filter, period, walk->days);
		break;
	case CAL_WEEKLY:
		walk->day_count = cal_days_of_week(filter, period, walk->days);
		break;
	case CAL_DAILY:
		walk->days[0] = (int32_t)period;
		walk->day_count = cal_days_match(filter, (int32_t)period);
		break;
	case CAL_SECONDLY:
	case CAL_MINUTELY:
	case CAL_HOURLY:
		set_moment(walk);
		break;
	}
}

/* Makes the first period that has any instance, from walk->period on. */
static bool fill(struct cal_walk *walk)
{
	bool moments = walk->rule->frequency < CAL_DAILY;

	for (;;) {
		if (walk->done || walk->period > walk->last_period ||
		    (moments ? !find_moment(walk) : !spend(walk, 1)))
			break;
		set_days(walk);
		walk->item_next = 0;
		walk->item_count =
			(int64_t)(walk->day_count * walk->time_counts[HOUR] *
				  walk->time_counts[MINUTE] *
				  walk->time_counts[SECOND]);
		if (walk->positions)
			walk->item_count =
				set_positions(walk, walk->item_count);
		if (walk->item_count)
			return true;
		walk->period += walk->rule->interval;
		if (!spend(walk, cal_days_barren(walk->rule->frequency)))
			break;
	}
	walk->done = true;
	return false;
}

static struct wall item_at(const struct cal_walk *walk, int64_t item)
{
	int64_t at = walk->positions ? walk->positions[item] : item;
	int8_t values[3];
	struct wall wall;
	int unit;

	for (unit = SECOND; unit >= HOUR; unit--) {
		int64_t count = (int64_t)walk->time_counts[unit];

		values[unit] = (int8_t)walk->times[unit][at % count];
		at /= count;
	}
	wall = day_wall((struct day){ walk->days[at] });
	wall.hour = values[HOUR];
	wall.minute = values[MINUTE];
	/* RFC 5545 3.3.12: who has no leap seconds takes 60 for 59. */
	wall.second = values[SECOND] == 60 ? 59 : values[SECOND];
	return wall;
}

/* The first item of the period that is later than (or at) the time. */
static void seek(struct cal_walk *walk, int64_t utc, bool later)
{
	int64_t low = walk->item_next, high = walk->item_count;

	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		int64_t at = wall_utc(item_at(walk, middle)).s;

		if (at < utc || (later && at == utc))
			low = middle + 1;
		else
			high = middle;
	}
	walk->item_next = low;
}

/* Makes the start's own period, up to behind the start. */
static bool open_first(struct cal_walk *walk)
{
	if (walk->opened)
		return !walk->done;
	walk->opened = true;
	if (!fill(walk))
		return false;
	seek(walk, wall_utc(walk->start.wall).s, true);
	return true;
}

static struct instant instant_of(const struct cal_walk *walk, struct wall wall)
{
	if (!walk->start.zone)
		return wall_utc(wall);
	return cal_zone_instant(walk->start.zone, wall);
}

static bool past_until(const struct cal_walk *walk, struct wall wall,
		       struct instant instant)
{
	const struct cal_rule *rule = walk->rule;

	if (!rule->has_until)
		return false;
	/* A start and an UNTIL of different kinds are compared by day. */
	if (rule->until_date || walk->start.date)
		return wall_day(wall).n > wall_day(rule->until).n;
	if (rule->until_utc)
		return instant.s > wall_utc(rule->until).s;
	return wall_utc(wall).s > wall_utc(rule->until).s;
}

static bool counted_out(const struct cal_walk *walk)
{
	return walk->rule->count && walk->given >= walk->rule->count;
}

/* The next wall time behind the last, start included; counted. */
static bool step(struct cal_walk *walk, struct wall *wall)
{
	if (walk->done || counted_out(walk)) {
		walk->done = true;
		return false;
	}
	if (!walk->begun) {
		walk->begun = true;
		walk->given = 1;
		*wall = walk->start.wall;
		return spend(walk, 1);
	}
	if (!open_first(walk))
		return false;
	for (;;) {
		if (walk->item_next >= walk->item_count) {
			walk->period += walk->rule->interval;
			if (!fill(walk))
				return false;
		}
		if (!spend(walk, 1))
			return false;
		*wall = item_at(walk, walk->item_next++);
		if (wall_utc(*wall).s > wall_utc(walk->last).s)
			break;
	}
	walk->given++;
	return true;
}

bool cal_walk_next(struct cal_walk *walk, struct wall *wall,
		   struct instant *instant)
{
	struct wall next;
	struct instant at;
	bool first;

	do {
		first = !walk->begun;
		if (!step(walk, &next))
			return false;
		at = first ? walk->start.instant : instant_of(walk, next);
		if ((!first && past_until(walk, next, at)) ||
		    at.s > INSTANT_MAX.s) {
			walk->done = true;
			return false;
		}
		walk->last = next;
	} while (at.s < walk->from.s);
	*wall = next;
	*instant = at;
	return true;
}

/* The first wall time that can mean `from` or later: what clocks show then,
 * less the gap if they went forward in the day before. */
static struct wall wall_from(const struct cal_walk *walk, struct instant from)
{
	const struct cal_zone *zone = walk->start.zone;
	struct instant before = { from.s - DAY_SECONDS };
	int64_t gap;
	struct wall wall;

	if (!zone)
		return instant_wall(from);
	wall = cal_zone_wall(zone, from);
	gap = cal_zone_offset(zone, from) - cal_zone_offset(zone, before);
	if (gap > 0)
		wall = instant_wall((struct instant){ wall_utc(wall).s - gap });
	return wall;
}

/* Does every period hold as many instances as any other? */
static bool uniform(const struct cal_walk *walk)
{
	const struct cal_day_filter *filter = &walk->filter;

	if (walk->start.date && walk->rule->frequency < CAL_DAILY)
		return false;
	if (filter->months || filter->has_month_days || filter->has_year_days)
		return false;
	if (walk->limits[HOUR] || walk->limits[MINUTE] || walk->limits[SECOND])
		return false;
	return walk->rule->frequency == CAL_WEEKLY ||
	       (walk->rule->frequency < CAL_WEEKLY && !filter->has_weekdays);
}

/* Counts what lies before the target period and goes there. False when the
 * walk ends on the way. */
static bool count_up(struct cal_walk *walk, int64_t target)
{
	int64_t interval = walk->rule->interval;

	if (!open_first(walk))
		return false;
	walk->given += walk->item_count - walk->item_next;
	if (uniform(walk) && walk->period < target) {
		walk->given += ((target - walk->period) / interval - 1) *
			       walk->item_count;
		walk->period = target - interval;
	}
	while (walk->period < target && !counted_out(walk)) {
		walk->period += interval;
		if (!fill(walk))
			return false;
		walk->given += walk->item_count;
	}
	/* Those of the period at hand are not passed yet. */
	if (walk->period >= target) {
		walk->given -= walk->item_count - walk->item_next;
		return true;
	}
	walk->done = true;
	return false;
}

/* Makes the target period, or the first behind it that has an instance. Days
 * that are moved may be in two periods, so those are counted one by one. */
static bool jump(struct cal_walk *walk, int64_t target)
{
	if (target <= walk->period ||
	    (walk->rule->count && walk->rule->skip != CAL_SKIP_OMIT))
		return open_first(walk);
	if (walk->rule->count)
		return count_up(walk, target);
	walk->opened = true;
	walk->period = target;
	return fill(walk);
}

void cal_walk_skip(struct cal_walk *walk, struct instant from)
{
	struct wall wall;
	int64_t passed;

	if (from.s <= walk->from.s || walk->done)
		return;
	walk->from = from;
	if (from.s <= walk->start.instant.s)
		return;
	if (from.s > INSTANT_MAX.s) {
		walk->done = true;
		return;
	}
	if (!walk->begun) {
		walk->begun = true;
		walk->given = 1;
		walk->last = walk->start.wall;
	}
	/* A day that goes forward is of the month before. */
	if (walk->rule->skip == CAL_SKIP_FORWARD)
		from.s -= DAY_SECONDS;
	wall = wall_from(walk, from);
	if (!jump(walk, align_down(walk, period_of(walk, wall))))
		return;
	passed = walk->item_next;
	seek(walk, wall_utc(wall).s, false);
	walk->given += walk->item_next - passed;
}
