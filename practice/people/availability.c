#include "practice/people/availability.h"

#include "base/word.h"
#include "ical/write.h"
#include "ical/zone.h"
#include "ical/zone_write.h"
#include "practice/checks.h"
#include "practice/people/hours.h"
#include "store/closure.h"
#include "store/practice.h"
#include "store/schedule.h"

#define DAY_SECONDS INT64_C(86400)
#define BACK (INT64_C(366) * DAY_SECONDS)
#define AHEAD (INT64_C(731) * DAY_SECONDS)
#define DAY_MINUTES (24 * 60)

/* A Monday from which all weeks are counted. */
#define FIRST_YEAR 2001

/* What is being written. */
struct plan {
	struct operation *op;
	struct buf *out;
	const struct practice *practice;
	const struct cal_zone *zone;
	struct closure *closures;
	size_t count;
	size_t pieces; /* parts of days that are left, so far */
};

static void write_head(struct plan *plan, const char *name, const char *id)
{
	cal_write(plan->out, "BEGIN", name);
	cal_write(plan->out, "UID",
		  arena_printf(plan->op->arena, "urn:daybook:hours:%s", id));
	cal_write_instant(plan->out, "DTSTAMP",
			  plan->practice->created.s > 0
				  ? plan->practice->created
				  : (struct instant){ 0 });
}

/* Minutes of a day on the wall. */
static struct instant moment(const struct plan *plan, struct day day,
			     int minutes)
{
	struct wall wall = day_wall(day);

	if (minutes == DAY_MINUTES)
		return cal_zone_instant(plan->zone,
					day_wall((struct day){ day.n + 1 }));
	wall.hour = (int8_t)(minutes / 60);
	wall.minute = (int8_t)(minutes % 60);
	return cal_zone_instant(plan->zone, wall);
}

static struct span span_on(const struct plan *plan, struct day day,
			   const struct work_span *work)
{
	return (struct span){ moment(plan, day, work->from),
			      moment(plan, day, work->to) };
}

static void write_times(struct plan *plan, struct span span)
{
	cal_write_wall(plan->out, "DTSTART", plan->zone, span.start);
	cal_write_wall(plan->out, "DTEND", plan->zone, span.end);
}

static bool is_cut(const struct closure *closure, struct span span)
{
	return closure->span.start.s < span.end.s &&
	       closure->span.end.s > span.start.s;
}

static bool is_shut(const struct plan *plan, struct span span)
{
	for (size_t i = 0; i < plan->count; i++)
		if (is_cut(&plan->closures[i], span))
			return true;
	return false;
}

/* What closures leave of a span: they are in the order of their starts. */
static void write_pieces(struct plan *plan, struct span span)
{
	struct instant at = span.start;

	for (size_t i = 0; i <= plan->count; i++) {
		bool last = i == plan->count;
		struct span piece = { at, span.end };

		if (!last && !is_cut(&plan->closures[i], span))
			continue;
		if (!last)
			piece.end = plan->closures[i].span.start;
		if (piece.end.s > piece.start.s) {
			write_head(plan, "AVAILABLE",
				   arena_printf(plan->op->arena, "piece-%zu",
						++plan->pieces));
			write_times(plan, piece);
			cal_write(plan->out, "END", "AVAILABLE");
		}
		if (!last && plan->closures[i].span.end.s > at.s)
			at = plan->closures[i].span.end;
	}
}

/* Run over the days of this weekday on which a closure may lie. */
static void cut_days(struct plan *plan, enum weekday day,
		     const struct work_span *work, bool pieces)
{
	int32_t known = -1;

	for (size_t i = 0; i < plan->count; i++) {
		struct day first =
			cal_zone_day(plan->zone, plan->closures[i].span.start);
		struct day last =
			cal_zone_day(plan->zone, plan->closures[i].span.end);

		for (; first.n <= last.n; first.n++) {
			struct span span = span_on(plan, first, work);

			if (day_weekday(first) != day || first.n <= known ||
			    !is_shut(plan, span))
				continue;
			known = first.n;
			if (pieces)
				write_pieces(plan, span);
			else
				cal_write_wall(plan->out, "EXDATE", plan->zone,
					       span.start);
		}
	}
}

static void write_hours(struct plan *plan, enum weekday day,
			const struct work_span *work, size_t number)
{
	struct day first = day_of(FIRST_YEAR, 1, 1); /* a Monday */

	while (day_weekday(first) != day)
		first.n++;
	write_head(plan, "AVAILABLE",
		   arena_printf(plan->op->arena, "%s-%zu", weekday_words[day],
				number + 1));
	write_times(plan, span_on(plan, first, work));
	cal_write(plan->out, "RRULE", "FREQ=WEEKLY");
	cut_days(plan, day, work, false);
	cal_write(plan->out, "END", "AVAILABLE");
	cut_days(plan, day, work, true);
}

static void write_all(struct plan *plan, bool hours)
{
	const struct work_span whole = { 0, DAY_MINUTES };
	struct wall first = { .year = FIRST_YEAR, .month = 1, .day = 1 };

	cal_write(plan->out, "BEGIN", "VCALENDAR");
	cal_write(plan->out, "VERSION", "2.0");
	cal_write(plan->out, "PRODID", "-//Daybook//Daybook//EN");
	cal_zone_write(plan->out, plan->zone, wall_utc(first));
	write_head(plan, "VAVAILABILITY", "all");
	cal_write_text(plan->out, "SUMMARY", plan->practice->name);
	cal_write(plan->out, "BUSYTYPE", "BUSY-UNAVAILABLE");
	for (unsigned day = 0; weekday_words[day]; day++) {
		struct work_span spans[WORK_SPANS_MOST];
		size_t count = hours ? practice_hours_of(
					       plan->op->arena, plan->practice,
					       (enum weekday)day, spans)
				     : 1;

		for (size_t i = 0; i < count; i++)
			write_hours(plan, (enum weekday)day,
				    hours ? &spans[i] : &whole, i);
	}
	cal_write(plan->out, "END", "VAVAILABILITY");
	cal_write(plan->out, "END", "VCALENDAR");
}

enum err practice_availability(struct reader *reader, struct buf *ics,
			       bool *hours)
{
	struct operation *op = store_reader_operation(reader);
	struct span window = { { op->now.s - BACK }, { op->now.s + AHEAD } };
	struct practice practice;
	struct plan plan = { .op = op, .out = ics, .practice = &practice };
	enum err err = store_practice_load(reader, &practice);

	if (!err)
		err = practice_zone_load(reader, &plan.zone);
	if (!err)
		err = store_closure_list(reader, window, &plan.closures,
					 &plan.count);
	if (err)
		return err;
	*hours = !str_empty(practice.hours);
	if (!*hours && plan.count == 0)
		return ERR_NOT_FOUND;
	write_all(&plan, *hours);
	return OK;
}
