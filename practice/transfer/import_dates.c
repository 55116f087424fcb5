#include "practice/transfer/import_dates_private.h"

#include "practice/session/schedule.h"

/* Dates of a rule that are looked at before those from now on are. */
#define SEARCH_LIMIT 20000

struct dates {
	struct operation *op;
	const struct names *names;
	const struct cal_object *object;
	struct ics_wishes *wishes;
};

static struct instant year_after(const struct cal_zone *zone,
				 struct instant instant)
{
	struct wall wall = cal_zone_wall(zone, instant);
	struct wall later =
		day_wall(day_of(wall.year + 1, wall.month, wall.day));

	later.hour = wall.hour;
	later.minute = wall.minute;
	later.second = wall.second;
	return cal_zone_instant(zone, later);
}

static size_t first_to_come(const struct dates *dates,
			    const struct cal_instances *found)
{
	size_t at = 0;

	while (at < found->count &&
	       found->items[at].span.end.s <= dates->op->now.s)
		at++;
	return at;
}

/* Of more dates than are taken those to come go first, then the latest. */
static void dates_cut(struct dates *dates, struct cal_instances *found)
{
	size_t over = found->count - PRACTICE_SCHEDULE_CAP;
	size_t from = first_to_come(dates, found);
	struct arena *arena = dates->op->arena;

	from = from < over ? from : over;
	found->items += from;
	found->count = PRACTICE_SCHEDULE_CAP;
	dates->wishes->covered = (struct span){
		found->items[0].recurrence.instant,
		{ found->items[found->count - 1].recurrence.instant.s + 1 }
	};
	dates->wishes->remark = arena_printf(
		arena,
		"This event repeats more often than %d times; the dates from "
		"%s to %s were taken.",
		PRACTICE_SCHEDULE_CAP,
		import_when(arena, dates->names, found->items[0].span.start),
		import_when(arena, dates->names,
			    found->items[found->count - 1].span.start));
}

static enum err dates_search(struct dates *dates, struct span window,
			     struct cal_instances *found)
{
	enum err err = cal_object_instances(dates->op, dates->object, window,
					    SEARCH_LIMIT, found);

	if (err || found->complete)
		return err;
	/* Too many to look at all: those from now on. */
	window.start = dates->op->now;
	dates->wishes->covered = window;
	return cal_object_instances(dates->op, dates->object, window,
				    PRACTICE_SCHEDULE_CAP + 1, found);
}

enum err import_dates_find(struct operation *op, const struct names *names,
			   const struct cal_object *object,
			   struct ics_wishes *wishes,
			   struct cal_instances *found)
{
	struct dates dates = { op, names, object, wishes };
	struct span window = WHOLE_TIME;
	struct instant from = op->now;
	struct span bounds;
	enum err err = cal_object_bounds(op, object, &bounds);

	if (err)
		return err;
	if (object->recurring && bounds.end.s >= INSTANT_MAX.s) {
		if (bounds.start.s > from.s)
			from = bounds.start;
		window.end = year_after(names->zone, from);
		wishes->remark = arena_printf(
			op->arena,
			"This event repeats without an end; the dates up to "
			"%s were taken.",
			import_when(op->arena, names, window.end));
	}
	wishes->covered = window;
	err = dates_search(&dates, window, found);
	if (!err && found->count > PRACTICE_SCHEDULE_CAP)
		dates_cut(&dates, found);
	return err;
}
