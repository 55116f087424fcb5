#include "ical/instance.h"

#include "ical/object_span.h"
#include "ical/recur.h"
#include "ical/instance_private.h"
#include "ical/series_private.h"

#include <stdlib.h>

#define DAY_SECONDS INT64_C(86400)

/* Steps that finding the end of a series may take when it is stored. */
#define BOUNDS_BUDGET 30000

/* Units of work: of a step, of a date or override that is passed, and of an
 * instance that is found. */
#define STEP_WORK 60
#define PASS_WORK 20
#define INSTANCE_WORK 400

/* Steps that beginning a walk counts for, memory counted in. */
#define WALK_COST 100

/* Gathers instances, or only the span that holds them all. */
struct collector {
	struct arena *arena;
	struct cal_series *series;
	struct span window;
	const struct cal_component *only;
	struct span regular; /* where `only` describes regular instances */
	struct cal_instance *items;
	size_t count, room, max;
	size_t source; /* where the items of the source at hand begin */
	struct span *hull;
	bool any; /* hull holds something */
	bool complete;
	bool dropped;         /* one was met for which there was no room */
	struct instant known; /* rules were walked up to here at least */
};

static void widen(struct collector *collector, struct span span)
{
	struct span *hull = collector->hull;

	if (!collector->any || span.start.s < hull->start.s)
		hull->start = span.start;
	if (!collector->any || span.end.s > hull->end.s)
		hull->end = span.end;
	collector->any = true;
}

/* False when the source at hand has given enough. */
static bool put(struct collector *collector,
		const struct cal_instance *instance)
{
	if (collector->only && instance->component != collector->only)
		return true;
	if (!cal_span_touches(instance->span, collector->window))
		return true;
	if (collector->hull) {
		widen(collector, instance->span);
		return true;
	}
	/* One more than asked for, to know that there are more; but two may
	 * turn out to be one. */
	if (collector->count - collector->source > collector->max) {
		collector->dropped = true;
		return false;
	}
	collector->items =
		arena_grow(collector->arena, collector->items, collector->count,
			   &collector->room, sizeof(*collector->items));
	collector->items[collector->count++] = *instance;
	return true;
}

/* The start that THISANDFUTURE gives to an instance: moved on the wall as
 * far as the override moved its own. */
static struct cal_time moved(const struct cal_override *override,
			     const struct cal_time *time)
{
	struct cal_time start = override->shape.start;
	struct wall was = cal_zone_wall(start.zone, time->instant);
	int64_t utc = wall_utc(was).s + override->shift;

	if (utc < INSTANT_MIN.s)
		utc = INSTANT_MIN.s;
	if (utc > INSTANT_MAX.s)
		utc = INSTANT_MAX.s;
	start.wall = instant_wall((struct instant){ utc });
	start.instant = cal_zone_instant(start.zone, start.wall);
	return start;
}

/* An instance of a rule or RDATE, as the master or a THISANDFUTURE override
 * describes it. */
static bool put_regular(struct collector *collector,
			const struct cal_time *time,
			const struct cal_extra *extra)
{
	const struct cal_series *series = collector->series;
	const struct cal_override *future =
		cal_series_future(series, time->instant);
	struct cal_shape shape = future ? future->shape : series->master;
	struct cal_time start = future ? moved(future, time) : *time;
	struct cal_instance instance = {
		.recurrence = *time,
		.component = shape.component,
		.shift = future ? future->shift : 0,
		.whole_day = start.date,
	};

	if (extra && extra->has_length && !future)
		shape.length = extra->length;
	instance.span = cal_shape_at(&shape, &start);
	return put(collector, &instance);
}

/* Instances come in the order of wall time: only when both the wall and the
 * instant are behind the end can none before it follow. */
static bool behind(const struct collector *collector, struct wall wall,
		   struct instant at)
{
	const struct cal_series *series = collector->series;
	struct instant end = collector->window.end;
	const struct cal_zone *zone = series->master.start.zone;

	if (at.s - DAY_SECONDS >= collector->regular.end.s)
		return true;
	if (end.s >= INSTANT_MAX.s - series->lookahead)
		return false;
	end.s += series->lookahead;
	return at.s >= end.s &&
	       wall_utc(wall).s >= wall_utc(cal_zone_wall(zone, end)).s;
}

/* The end of a rule's instances that are not counted to it. */
static void guess_end(struct collector *collector, const struct cal_rule *rule)
{
	struct span span = { collector->series->master.start.instant,
			     INSTANT_MAX };
	int64_t end;

	if (rule->has_until) {
		end = wall_utc(rule->until).s + 2 * DAY_SECONDS +
		      collector->series->lookback;
		if (end < INSTANT_MAX.s)
			span.end.s = end;
	}
	if (span.end.s > span.start.s)
		widen(collector, span);
}

/* `last` is what the walk gave last, or the start. */
static void note_exhausted(struct collector *collector,
			   const struct cal_time *last)
{
	int64_t known = last->instant.s - collector->series->lookahead;

	collector->complete = false;
	if (known < collector->known.s)
		collector->known.s = known;
}

/* The budget ended a walk behind its instance at `last`. */
static void give_up(struct collector *collector, const struct cal_rule *rule,
		    const struct cal_time *last)
{
	note_exhausted(collector, last);
	if (collector->hull)
		guess_end(collector, rule);
}

/* Where in the series the instances begin that can be in the window. */
static struct instant first_of(const struct collector *collector)
{
	int64_t first = collector->window.start.s - collector->series->lookback;

	if (first < collector->regular.start.s)
		return collector->regular.start;
	return (struct instant){ first };
}

/* Where in the series no instance begins any more that can be in the window. */
static struct instant last_of(const struct collector *collector)
{
	int64_t last = collector->window.end.s;

	if (last > INSTANT_MAX.s - collector->series->lookahead)
		return collector->regular.end;
	last += collector->series->lookahead;
	if (last > collector->regular.end.s)
		return collector->regular.end;
	return (struct instant){ last };
}

static void walk_rule(struct collector *collector, const struct cal_rule *rule)
{
	struct cal_series *series = collector->series;
	struct cal_time time = series->master.start;
	bool endless = !rule->count && !rule->has_until;
	struct cal_walk walk;

	series->budget -= WALK_COST;
	if (series->budget <= 0) {
		give_up(collector, rule, &time);
		return;
	}
	cal_walk_init(&walk, collector->arena, rule, &time, series->budget);
	cal_walk_stop(&walk, last_of(collector));
	cal_walk_skip(&walk, first_of(collector));
	collector->source = collector->count;
	while (cal_walk_next(&walk, &time.wall, &time.instant)) {
		if (behind(collector, time.wall, time.instant))
			break;
		if (cal_series_gone(series, &time) ||
		    cal_series_taken(series, &time))
			continue;
		if (!put_regular(collector, &time, NULL))
			break;
		if (collector->hull && endless)
			break;
	}
	series->budget = walk.budget;
	if (walk.exhausted)
		give_up(collector, rule, &time);
	else if (collector->hull && endless)
		guess_end(collector, rule);
}

static void put_master(struct collector *collector)
{
	const struct cal_series *series = collector->series;
	const struct cal_shape *master = &series->master;
	struct cal_instance instance = { .component = master->component };

	if (master->has_start) {
		if (!cal_series_gone(series, &master->start) &&
		    !cal_series_taken(series, &master->start))
			(void)put_regular(collector, &master->start, NULL);
		return;
	}
	if (!cal_component_span(master->component, series->object->zones,
				&instance.span))
		return;
	instance.recurrence.instant = instance.span.start;
	instance.recurrence.wall = instant_wall(instance.span.start);
	instance.recurrence.zone = cal_zone_utc();
	(void)put(collector, &instance);
}

static bool put_override(struct collector *collector,
			 const struct cal_override *override)
{
	const struct cal_series *series = collector->series;
	const struct cal_shape *shape = &override->shape;
	struct cal_instance instance = {
		.recurrence = override->recurrence,
		.component = shape->component,
		.shift = override->future ? override->shift : 0,
	};

	if (shape->has_start) {
		instance.whole_day = shape->start.date;
		instance.span = cal_shape_at(shape, &shape->start);
	} else if (!cal_component_span(shape->component, series->object->zones,
				       &instance.span)) {
		return true;
	}
	return put(collector, &instance);
}

static void put_extras(struct collector *collector)
{
	struct cal_series *series = collector->series;
	size_t i;

	series->extra_budget -= (int64_t)series->extra_count;
	if (series->extra_budget < 0) {
		note_exhausted(collector, &series->master.start);
		return;
	}
	collector->source = collector->count;
	for (i = 0; i < series->extra_count; i++) {
		const struct cal_extra *extra = &series->extras[i];

		if (cal_series_gone(series, &extra->start))
			continue;
		if (!put_regular(collector, &extra->start, extra))
			break;
	}
}

static void put_regulars(struct collector *collector)
{
	struct cal_series *series = collector->series;
	size_t i;

	/* RFC 5545 3.8.5.3: a rule's first instance is the start. */
	if (series->master.component && !series->rule_count)
		put_master(collector);
	for (i = 0; i < series->rule_count; i++)
		walk_rule(collector, &series->rules[i]);
	put_extras(collector);
}

static void put_all(struct collector *collector)
{
	const struct cal_series *series = collector->series;
	size_t i;

	put_regulars(collector);
	collector->source = collector->count;
	for (i = 0; i < series->override_count; i++) {
		if (!put_override(collector, &series->overrides[i]))
			break;
	}
}

/* What one component describes: the master all up to the first THISANDFUTURE,
 * such an override all up to the next, any other override only itself. */
static void put_only(struct collector *collector)
{
	const struct cal_series *series = collector->series;
	const struct cal_override *override =
		cal_series_override(series, collector->only);
	size_t i;

	if (override)
		(void)put_override(collector, override);
	if (override && !override->future)
		return;
	if (override)
		collector->regular.start = override->recurrence.instant;
	for (i = 0; i < series->future_count; i++) {
		struct instant at = series->futures[i]->recurrence.instant;

		if (at.s <= collector->regular.start.s)
			continue;
		collector->regular.end = at;
		break;
	}
	put_regulars(collector);
}

static int compare_instances(const void *a, const void *b)
{
	const struct cal_instance *x = a, *y = b;

	if (x->span.start.s != y->span.start.s)
		return x->span.start.s < y->span.start.s ? -1 : 1;
	if (x->recurrence.instant.s != y->recurrence.instant.s)
		return x->recurrence.instant.s < y->recurrence.instant.s ? -1
									 : 1;
	return (x->span.end.s > y->span.end.s) -
	       (x->span.end.s < y->span.end.s);
}

static bool same(const struct cal_instance *a, const struct cal_instance *b)
{
	return a->component == b->component &&
	       a->recurrence.instant.s == b->recurrence.instant.s;
}

/* What a search counts for that began with so many steps left: the steps, the
 * dates and overrides that were passed, and the instances, which are sorted. */
static size_t collect_work(const struct collector *collector, int64_t steps)
{
	const struct cal_series *series = collector->series;
	int64_t taken = steps - series->budget;
	size_t passed =
		collector->only ? series->future_count : series->override_count;

	return (size_t)(taken > 0 ? taken : 0) * STEP_WORK +
	       (series->extra_count + passed) * PASS_WORK +
	       collector->count * INSTANCE_WORK;
}

void cal_series_collect(struct operation *op, struct cal_series *series,
			struct span window, const struct cal_component *only,
			size_t max, struct cal_instances *instances)
{
	struct collector collector = {
		.arena = op->arena,
		.series = series,
		.window = window,
		.only = only,
		.regular = WHOLE_TIME,
		.max = max,
		.complete = true,
		.known = INSTANT_MAX,
	};
	int64_t steps = series->budget;
	size_t kept = 0, i;

	if (only)
		put_only(&collector);
	else
		put_all(&collector);
	(void)operation_spend(op, collect_work(&collector, steps));
	if (collector.count > 1)
		qsort(collector.items, collector.count,
		      sizeof(*collector.items), compare_instances);
	/* Two rules, or a clock set forward, can name one instance twice.
	 * What lies behind the end of a search would hide a hole. */
	for (i = 0; i < collector.count; i++) {
		if (!only && !collector.complete &&
		    collector.items[i].span.start.s > collector.known.s)
			break;
		if (!kept ||
		    !same(&collector.items[kept - 1], &collector.items[i]))
			collector.items[kept++] = collector.items[i];
	}
	instances->items = collector.items;
	instances->count = kept < max ? kept : max;
	instances->complete =
		collector.complete && !collector.dropped && kept <= max;
}

enum err cal_object_instances(struct operation *op,
			      const struct cal_object *object,
			      struct span window, size_t max,
			      struct cal_instances *instances)
{
	struct cal_series series;
	enum err err = cal_series_read(op, object, &series);

	if (err)
		return err;
	cal_series_collect(op, &series, window, NULL, max, instances);
	return OK;
}

enum err cal_object_bounds(struct operation *op,
			   const struct cal_object *object, struct span *bounds)
{
	struct span hull = WHOLE_TIME;
	struct cal_series series;
	struct collector collector = {
		.arena = op->arena,
		.series = &series,
		.window = hull,
		.regular = hull,
		.hull = &hull,
	};
	enum err err = cal_series_read(op, object, &series);

	if (err)
		return err;
	series.budget = BOUNDS_BUDGET;
	put_all(&collector);
	/* All instances excepted: where they would have begun. */
	if (!collector.any && series.master.has_start)
		hull.start = hull.end = series.master.start.instant;
	*bounds = hull;
	return OK;
}
