#include "practice/session/schedule_plan.h"

#include "base/str.h"
#include "practice/checks.h"
#include "practice/session/schedule_plan_private.h"
#include "practice/session/schedule_private.h"
#include "practice/session/session_rules.h"
#include "store/closure.h"

#define WEEK 7
#define ALL_DAYS 0x7fu
#define MINUTES_MOST (24 * 60)
#define LAST_NTH 5 /* a fifth weekday is taken for the last */

/* Dates looked at for want of open ones, so that a closure without an end
 * costs little, and the latest start from which that many months are dates. */
#define DATES_MOST (10 * PRACTICE_SCHEDULE_CAP)
#define YEAR_MOST 9600

/* The dates of one chosen weekday, one after another. */
struct series {
	struct day next;
	int nth;
};

struct walker {
	struct series series[WEEK];
	size_t count;
	enum repeat repeat;
};

struct planning {
	struct operation *op;
	const struct schedule *schedule;
	const struct plan_range *range;
	const struct cal_zone *zone;     /* of its wall times */
	const struct cal_zone *practice; /* of its last date */
	struct closure *closures;
	size_t closure_count;
	struct schedule_plan plan;
	size_t room;
};

static enum err end_check(struct operation *op, const struct schedule *schedule)
{
	bool has_until = schedule->until.n != 0;

	if (schedule->count == 0 && !has_until) {
		(void)fail_field(op, "count", "count-or-until",
				 "A schedule has a number of sessions or a "
				 "last date.");
		return fail_field(op, "until", "count-or-until",
				  "Without a number of sessions there is a "
				  "last date.");
	}
	if (schedule->count != 0 && has_until) {
		(void)fail_field(op, "count", "count-or-until",
				 "A schedule has a number of sessions or a "
				 "last date, not both.");
		return fail_field(op, "until", "count-or-until",
				  "With a number of sessions there is no last "
				  "date.");
	}
	if (!has_until &&
	    (schedule->count < 1 || schedule->count > PRACTICE_SCHEDULE_CAP))
		return fail_field(op, "count", "count-range",
				  "A schedule makes 1 to %d sessions.",
				  PRACTICE_SCHEDULE_CAP);
	return OK;
}

int64_t practice_schedule_minutes(int64_t seconds)
{
	return seconds > 0 ? (seconds + 59) / 60 : 0;
}

enum err practice_schedule_check(struct operation *op,
				 const struct schedule *schedule)
{
	enum err err = end_check(op, schedule);

	if (schedule->days == 0 || (schedule->days & ~ALL_DAYS))
		err = fail_field(op, "days", "days-missing",
				 "A schedule has one weekday or more.");
	if (schedule->repeat != REPEAT_WEEKLY &&
	    schedule->repeat != REPEAT_MONTHLY)
		err = fail_field(op, "repeat", "unknown-word",
				 "A schedule repeats weekly or monthly.");
	if (!wall_valid(schedule->start) || schedule->start.year > YEAR_MOST)
		err = fail_field(op, "start", "start-range",
				 "The start is no date of a schedule.");
	if (schedule->minutes < 1 || schedule->minutes > MINUTES_MOST)
		err = fail_field(op, "end", "end-before-start",
				 "A session ends after its start, within 24 "
				 "hours.");
	if (str_empty(schedule->zone) || !cal_zone_iana(schedule->zone))
		err = fail_field(op, "tzid", "zone-unknown",
				 "'%s' is not the IANA name of a time zone.",
				 schedule->zone ? schedule->zone : "");
	return err;
}

static struct day nth_weekday(int32_t year, int32_t month, enum weekday weekday,
			      int nth)
{
	struct day first = day_of(year, month, 1);
	int offset = ((int)weekday - (int)day_weekday(first) + WEEK) % WEEK;
	struct day day = { first.n + offset + WEEK * (nth - 1) };

	/* Only a fifth one may not be there. */
	if (day.n >= day_of(year, month + 1, 1).n)
		day.n -= WEEK;
	return day;
}

/* Each chosen day's first date lies in the seven days from the start. */
static void walker_init(struct walker *walker, const struct schedule *schedule,
			struct day start)
{
	*walker = (struct walker){ .repeat = schedule->repeat };
	for (int i = 0; i < WEEK; i++) {
		struct day day = { start.n + i };

		if (!(schedule->days & (1u << day_weekday(day))))
			continue;
		walker->series[walker->count++] = (struct series){
			.next = day,
			.nth = (day_wall(day).day - 1) / WEEK + 1,
		};
	}
}

static struct day following(const struct walker *walker,
			    const struct series *series)
{
	struct wall wall = day_wall(series->next);
	struct wall next;

	if (walker->repeat == REPEAT_WEEKLY)
		return (struct day){ series->next.n + WEEK };
	/* The next month may be the next year's first. */
	next = day_wall(day_of(wall.year, wall.month + 1, 1));
	return nth_weekday(next.year, next.month, day_weekday(series->next),
			   series->nth);
}

/* The next date of all series. */
static struct day walk(struct walker *walker)
{
	struct series *first = &walker->series[0];
	struct day day;

	for (size_t i = 1; i < walker->count; i++) {
		if (walker->series[i].next.n < first->next.n)
			first = &walker->series[i];
	}
	day = first->next;
	first->next = following(walker, first);
	return day;
}

struct wall practice_wall_on(struct day day, struct wall time)
{
	struct wall wall = day_wall(day);

	wall.hour = time.hour;
	wall.minute = time.minute;
	wall.second = time.second;
	return wall;
}

/* S15: the wall time holds, and the length is elapsed time. */
static struct planned planned_on(const struct planning *planning,
				 struct day day)
{
	const struct schedule *schedule = planning->schedule;
	struct instant start = cal_zone_instant(
		planning->zone, practice_wall_on(day, schedule->start));
	struct planned planned = {
		.span = { start, { start.s + schedule->minutes * 60 } },
	};

	for (size_t i = 0; i < planning->closure_count && !planned.closure; i++)
		if (span_overlaps(planned.span, planning->closures[i].span))
			planned.closure = planning->closures[i].uid;
	return planned;
}

static bool behind_until(const struct planning *planning,
			 const struct planned *planned)
{
	if (planning->schedule->count)
		return false;
	return cal_zone_day(planning->practice, planned->span.start).n >
	       planning->schedule->until.n;
}

static void add_planned(struct planning *planning, struct planned planned)
{
	struct schedule_plan *plan = &planning->plan;

	plan->items = arena_grow(planning->op->arena, plan->items, plan->count,
				 &planning->room, sizeof(*plan->items));
	plan->items[plan->count++] = planned;
}

static bool is_among(const struct day *days, size_t count, struct day day)
{
	for (size_t i = 0; i < count; i++) {
		if (days[i].n == day.n)
			return true;
	}
	return false;
}

static enum err all_closed(struct operation *op)
{
	return fail_field(op, "skip_closures", "all-closed",
			  "Too many of the dates are on closures.");
}

/* S10, S16: to the number of sessions, or the last date. */
static enum err fill(struct planning *planning, struct walker *walker)
{
	const struct plan_range *range = planning->range;
	struct schedule_plan *plan = &planning->plan;
	bool counted = planning->schedule->count != 0;
	size_t passed = 0;
	int dates = 0;

	while (!counted || plan->count + passed < range->most) {
		struct day day = walk(walker);
		struct planned planned = planned_on(planning, day);

		if (behind_until(planning, &planned))
			break;
		if (day.n < range->first.n ||
		    is_among(range->taken, range->taken_count, day))
			continue;
		if (++dates > DATES_MOST)
			return all_closed(planning->op);
		if (planned.closure && planning->schedule->skip_closures)
			continue;
		if (is_among(range->empty, range->empty_count, day)) {
			passed++;
			continue;
		}
		if (plan->count == range->most)
			return fail_field(planning->op, "until",
					  "until-too-late",
					  "A schedule makes at most %d "
					  "sessions.",
					  PRACTICE_SCHEDULE_CAP);
		add_planned(planning, planned);
	}
	return OK;
}

/* Those from the first date on. */
static enum err load_closures(struct reader *reader, struct planning *planning)
{
	struct day first = planning->range->first;
	struct span onwards = { cal_zone_day_span(planning->zone, first).start,
				INSTANT_MAX };

	return store_closure_list(reader, onwards, &planning->closures,
				  &planning->closure_count);
}

enum err practice_schedule_dates(struct reader *reader,
				 const struct schedule *schedule,
				 const struct plan_range *range,
				 struct schedule_plan *plan)
{
	struct planning planning = {
		.op = store_reader_operation(reader),
		.schedule = schedule,
		.range = range,
		.zone = cal_zone_iana(schedule->zone),
	};
	struct walker walker;
	enum err err = practice_zone_load(reader, &planning.practice);

	if (!err)
		err = load_closures(reader, &planning);
	if (err)
		return err;
	walker_init(&walker, schedule, range->series);
	planning.plan.start =
		practice_wall_on(walker.series[0].next, schedule->start);
	planning.plan.moved = walker.series[0].next.n != range->series.n;
	err = fill(&planning, &walker);
	if (!err)
		*plan = planning.plan;
	return err;
}

enum err practice_schedule_plan(struct reader *reader,
				const struct schedule *schedule,
				struct schedule_plan *plan)
{
	struct operation *op = store_reader_operation(reader);
	struct plan_range range = { .most = PRACTICE_SCHEDULE_CAP };
	struct session pattern = practice_schedule_pattern(schedule);
	struct schedule_plan made;
	enum err err = practice_session_may_add(op, &pattern);

	if (!err)
		err = practice_schedule_check(op, schedule);

	if (err)
		return err;
	range.series = range.first = wall_day(schedule->start);
	if (schedule->count)
		range.most = (size_t)schedule->count;
	err = practice_schedule_dates(reader, schedule, &range, &made);
	if (err)
		return err;
	if (made.count == 0 && schedule->skip_closures)
		return all_closed(op);
	if (made.count == 0)
		return fail_field(op, "until", "until-before-start",
				  "The last date lies before the first "
				  "session.");
	*plan = made;
	return OK;
}
