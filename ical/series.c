#include "ical/series_private.h"

#include "ical/period_private.h"

#include <stdlib.h>

/* Units of work of a byte of the master, and of an override. */
#define BYTE_WORK 2
#define OVERRIDE_WORK 1000

#define DAY_SECONDS INT64_C(86400)

static const char *end_name(const struct cal_component *component)
{
	switch (cal_kind_find(component->name)) {
	case CAL_VTODO:
		return "DUE";
	case CAL_VJOURNAL:
		return NULL;
	case CAL_VEVENT:
	case CAL_VFREEBUSY:
		break;
	}
	return "DTEND";
}

static bool read_time(const struct cal_component *component, const char *name,
		      const struct cal_zones *zones, struct cal_time *time)
{
	const struct cal_line *line =
		name ? cal_line_find(component, name) : NULL;

	return line && cal_time_read(line, line->value, zones, time);
}

/* RFC 5545 3.8.5.3: an end means the same exact length for each instance,
 * a DURATION the same nominal one. Days stay days. */
static struct cal_duration length_of(const struct cal_component *component,
				     const struct cal_zones *zones,
				     const struct cal_time *start)
{
	const char *name = end_name(component);
	const struct cal_line *line = cal_line_find(component, "DURATION");
	struct cal_duration length = { 0, 0 };
	struct cal_time end;

	if (read_time(component, name, zones, &end)) {
		if (start->date && end.date)
			length.days =
				wall_day(end.wall).n - wall_day(start->wall).n;
		else
			length.seconds = end.instant.s - start->instant.s;
	} else if (name && line && !cal_duration_read(line->value, &length)) {
		length = (struct cal_duration){ 0, 0 };
	}
	if (length.days < 0 || length.seconds < 0)
		length = (struct cal_duration){ 0, 0 };
	/* RFC 4791 9.9: a date alone is a day, but not a task's. */
	if (start->date && !length.days && !length.seconds &&
	    cal_kind_find(component->name) != CAL_VTODO)
		length.days = 1;
	return length;
}

static void read_shape(const struct cal_component *component,
		       const struct cal_zones *zones, struct cal_shape *shape)
{
	shape->component = component;
	shape->has_start =
		read_time(component, "DTSTART", zones, &shape->start) ||
		(cal_kind_find(component->name) == CAL_VTODO &&
		 read_time(component, "DUE", zones, &shape->start));
	if (shape->has_start)
		shape->length = length_of(component, zones, &shape->start);
}

struct span cal_shape_at(const struct cal_shape *shape,
			 const struct cal_time *start)
{
	return (struct span){ start->instant,
			      cal_duration_add(start, shape->length) };
}

bool cal_span_touches(struct span span, struct span window)
{
	if (span.start.s >= window.end.s)
		return false;
	return span.end.s > window.start.s ||
	       (span.end.s == span.start.s && span.start.s >= window.start.s);
}

/* Sets of instances. */

static void add_key(struct arena *arena, struct cal_keys *keys, int64_t key)
{
	keys->items = arena_grow(arena, keys->items, keys->count, &keys->room,
				 sizeof(*keys->items));
	keys->items[keys->count++] = key;
}

static int compare_keys(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void sort_keys(struct cal_keys *keys)
{
	if (keys->count > 1)
		qsort(keys->items, keys->count, sizeof(*keys->items),
		      compare_keys);
}

static bool has_key(const struct cal_keys *keys, int64_t key)
{
	return keys->count && bsearch(&key, keys->items, keys->count,
				      sizeof(*keys->items), compare_keys);
}

static int64_t key_of(const struct cal_series *series,
		      const struct cal_time *time)
{
	return series->master.start.date ? wall_day(time->wall).n
					 : time->instant.s;
}

bool cal_series_gone(const struct cal_series *series,
		     const struct cal_time *time)
{
	return has_key(&series->gone, key_of(series, time)) ||
	       has_key(&series->gone_days, wall_day(time->wall).n);
}

bool cal_series_taken(const struct cal_series *series,
		      const struct cal_time *time)
{
	return has_key(&series->taken, key_of(series, time));
}

/* Some programs except a timed instance by its date, against 3.8.5.1. */
static void add_gone(struct arena *arena, struct cal_series *series,
		     const struct cal_time *time)
{
	const struct cal_time *start = &series->master.start;

	if (series->master.has_start && time->date && !start->date)
		add_key(arena, &series->gone_days, wall_day(time->wall).n);
	else
		add_key(arena, &series->gone, key_of(series, time));
}

/* A value without a zone, where the master has one, means the master's. */
static void settle(const struct cal_series *series, struct cal_time *time)
{
	const struct cal_time *start = &series->master.start;

	if (!series->master.has_start || !time->floating || start->floating ||
	    start->date)
		return;
	time->floating = false;
	time->zone = start->zone;
	time->instant = cal_zone_instant(time->zone, time->wall);
}

/* The parts of the series. */

static void read_exceptions(struct arena *arena, struct cal_series *series)
{
	const struct cal_component *master = series->master.component;
	const struct cal_line *line = cal_line_find(master, "EXDATE");

	for (; line; line = cal_line_next(master, line, "EXDATE")) {
		struct slice rest = line->value;

		while (rest.at) {
			struct slice value = slice_cut(&rest, ',');
			struct cal_time time;

			if (!cal_time_read(line, value, series->object->zones,
					   &time))
				continue;
			settle(series, &time);
			add_gone(arena, series, &time);
		}
	}
}

static bool read_extra(const struct cal_series *series,
		       const struct cal_line *line, struct slice value,
		       struct cal_extra *extra)
{
	const struct cal_zones *zones = series->object->zones;
	struct cal_period period;

	extra->has_length = cal_period_read(line, value, zones, &period);
	if (extra->has_length) {
		extra->start = period.start;
		extra->length = period.length;
	} else if (!cal_time_read(line, value, zones, &extra->start)) {
		return false;
	}
	settle(series, &extra->start);
	return true;
}

static int compare_extras(const void *a, const void *b)
{
	const struct cal_extra *x = a, *y = b;

	if (x->start.instant.s != y->start.instant.s)
		return x->start.instant.s < y->start.instant.s ? -1 : 1;
	return (int)y->has_length - (int)x->has_length;
}

static void read_extras(struct arena *arena, struct cal_series *series)
{
	const struct cal_component *master = series->master.component;
	const struct cal_line *line = cal_line_find(master, "RDATE");
	struct cal_extra *extras = NULL;
	size_t count = 0, room = 0, kept = 0, i;

	for (; line; line = cal_line_next(master, line, "RDATE")) {
		struct slice rest = line->value;

		while (rest.at) {
			struct slice value = slice_cut(&rest, ',');

			extras = arena_grow(arena, extras, count, &room,
					    sizeof(*extras));
			count +=
				read_extra(series, line, value, &extras[count]);
		}
	}
	if (count > 1)
		qsort(extras, count, sizeof(*extras), compare_extras);
	for (i = 0; i < count; i++) {
		const struct cal_time *start = &extras[i].start;

		if (kept &&
		    extras[kept - 1].start.instant.s == start->instant.s)
			continue;
		add_key(arena, &series->taken, key_of(series, start));
		extras[kept++] = extras[i];
	}
	series->extras = extras;
	series->extra_count = kept;
}

static enum err read_rules(struct operation *op, struct cal_series *series)
{
	const struct cal_component *master = series->master.component;
	const struct cal_line *line = cal_line_filled(master, NULL, "RRULE");
	size_t room = 0;
	enum err err;

	for (; line; line = cal_line_filled(master, line, "RRULE")) {
		if (series->rule_count == CAL_RULE_LIMIT)
			return fail(op, ERR_CALENDAR_DATA,
				    "more than %d RRULEs in one component",
				    CAL_RULE_LIMIT);
		series->rules =
			arena_grow(op->arena, series->rules, series->rule_count,
				   &room, sizeof(*series->rules));
		err = cal_rule_parse(op, line->value,
				     &series->rules[series->rule_count]);
		if (err)
			return err;
		series->rule_count++;
	}
	return OK;
}

/* How far an override moved its instance, as its own clocks show it. */
static int64_t shift_of(const struct cal_override *override)
{
	const struct cal_time *start = &override->shape.start;
	struct wall was =
		cal_zone_wall(start->zone, override->recurrence.instant);

	return wall_utc(start->wall).s - wall_utc(was).s;
}

static bool read_override(const struct cal_series *series,
			  const struct cal_component *component,
			  struct cal_override *override)
{
	const struct cal_zones *zones = series->object->zones;
	const struct cal_line *line = cal_line_find(component, "RECURRENCE-ID");
	const struct cal_param *range = cal_param_find(line, "RANGE");

	*override = (struct cal_override){ 0 };
	if (!cal_time_read(line, line->value, zones, &override->recurrence))
		return false;
	settle(series, &override->recurrence);
	read_shape(component, zones, &override->shape);
	if (!override->shape.has_start)
		return true;
	override->future = range && slice_is(range->value, "THISANDFUTURE");
	override->shift = shift_of(override);
	return true;
}

static int compare_futures(const void *a, const void *b)
{
	const struct cal_override *x = *(const struct cal_override *const *)a;
	const struct cal_override *y = *(const struct cal_override *const *)b;

	return (x->recurrence.instant.s > y->recurrence.instant.s) -
	       (x->recurrence.instant.s < y->recurrence.instant.s);
}

static void read_overrides(struct arena *arena, struct cal_series *series)
{
	const struct cal_object *object = series->object;
	size_t i;

	series->overrides = arena_array(arena, object->override_count,
					sizeof(*series->overrides));
	series->futures = arena_array(arena, object->override_count,
				      sizeof(*series->futures));
	for (i = 0; i < object->override_count; i++) {
		struct cal_override *override =
			&series->overrides[series->override_count];

		if (!read_override(series, object->overrides[i], override))
			continue;
		series->override_count++;
		add_gone(arena, series, &override->recurrence);
		if (override->future)
			series->futures[series->future_count++] = override;
	}
	if (series->future_count > 1)
		qsort(series->futures, series->future_count,
		      sizeof(*series->futures), compare_futures);
}

static int compare_addresses(const void *a, const void *b)
{
	const struct cal_override *x = *(const struct cal_override *const *)a;
	const struct cal_override *y = *(const struct cal_override *const *)b;
	uintptr_t left = (uintptr_t)x->shape.component;
	uintptr_t right = (uintptr_t)y->shape.component;

	return (left > right) - (left < right);
}

/* A filter asks for each component: that must not be a search each time. */
static void index_overrides(struct arena *arena, struct cal_series *series)
{
	size_t i;

	series->by_component = arena_array(arena, series->override_count,
					   sizeof(*series->by_component));
	for (i = 0; i < series->override_count; i++)
		series->by_component[i] = &series->overrides[i];
	if (series->override_count > 1)
		qsort(series->by_component, series->override_count,
		      sizeof(*series->by_component), compare_addresses);
}

const struct cal_override *
cal_series_override(const struct cal_series *series,
		    const struct cal_component *component)
{
	const struct cal_override key = { .shape = { .component = component } };
	const struct cal_override *wanted = &key;
	const struct cal_override *const *found;

	if (!series->override_count)
		return NULL;
	found = bsearch(&wanted, series->by_component, series->override_count,
			sizeof(*series->by_component), compare_addresses);
	return found ? *found : NULL;
}

const struct cal_override *cal_series_future(const struct cal_series *series,
					     struct instant at)
{
	size_t low = 0, high = series->future_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (series->futures[middle]->recurrence.instant.s <= at.s)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? series->futures[low - 1] : NULL;
}

static void reach_out(struct cal_series *series, const struct cal_shape *shape,
		      int64_t shift)
{
	/* Nominal days and shifts differ from exact ones where clocks change,
	 * by a day at most (Samoa left one out). */
	bool nominal = shape->length.days || shift;
	int64_t slack = nominal ? DAY_SECONDS : 0;
	int64_t back = shape->length.days * DAY_SECONDS +
		       shape->length.seconds + shift + slack;

	if (back > series->lookback)
		series->lookback = back;
	if (slack - shift > series->lookahead && shift)
		series->lookahead = slack - shift;
}

/* Exceptions and added dates are read from their lines. */
static size_t read_work(const struct cal_object *object)
{
	size_t bytes =
		object->master ? cal_component_bytes(object->master).len : 0;

	return bytes * BYTE_WORK + object->override_count * OVERRIDE_WORK;
}

enum err cal_series_read(struct operation *op, const struct cal_object *object,
			 struct cal_series *series)
{
	const struct cal_component *master = object->master;
	struct cal_series read = { .object = object,
				   .budget = CAL_WALK_BUDGET,
				   .extra_budget = CAL_EXTRA_BUDGET };
	size_t i;
	enum err err = operation_check(op);

	if (err)
		return err;
	(void)operation_spend(op, read_work(object));
	if (master)
		read_shape(master, object->zones, &read.master);
	if (master && !read.master.has_start &&
	    cal_line_find(master, "DTSTART"))
		return fail(op, ERR_CALENDAR_DATA, "DTSTART cannot be read");
	if (read.master.has_start && object->recurring) {
		err = read_rules(op, &read);
		if (err)
			return err;
		read_exceptions(op->arena, &read);
		read_extras(op->arena, &read);
	}
	read_overrides(op->arena, &read);
	index_overrides(op->arena, &read);
	sort_keys(&read.gone);
	sort_keys(&read.gone_days);
	sort_keys(&read.taken);
	reach_out(&read, &read.master, 0);
	for (i = 0; i < read.future_count; i++)
		reach_out(&read, &read.futures[i]->shape,
			  read.futures[i]->shift);
	*series = read;
	return OK;
}
