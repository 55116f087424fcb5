#include "ical/range_private.h"

#include "ical/object_span.h"

#include "ical/instance_private.h"
#include "ical/period_private.h"

#define DAY_SECONDS INT64_C(86400)

/* Instances looked at before those at the window's edges are given up. */
#define EDGE_INSTANCES 16
#define ALARM_INSTANCES 1000
#define ALARM_REPEATS 10000

/* When an alarm goes off: first, and `repeat` times more. */
struct alarm {
	const struct cal_component *parent;
	const struct cal_zone *zone; /* whose days the offset counts */
	bool absolute, from_end;
	struct instant at;
	struct cal_duration offset;
	int64_t repeat, gap;
};

static bool series_of(struct cal_range *range)
{
	if (!range->read) {
		range->read = true;
		range->unreadable = cal_series_read(range->op, range->object,
						    &range->series) != OK;
		if (range->unreadable)
			operation_recover(range->op);
	}
	return !range->unreadable;
}

static bool read_time(const struct cal_range *range,
		      const struct cal_component *component, const char *name,
		      struct cal_time *time)
{
	const struct cal_line *line = cal_line_find(component, name);

	return line &&
	       cal_time_read(line, line->value, range->object->zones, time);
}

/* VTODO without DTSTART and DUE. */
static bool dateless_todo(const struct cal_range *range,
			  const struct cal_component *component,
			  struct span span)
{
	struct cal_time completed, created;
	bool has_completed =
		read_time(range, component, "COMPLETED", &completed);
	bool has_created = read_time(range, component, "CREATED", &created);

	int64_t start = span.start.s, end = span.end.s;
	int64_t done = has_completed ? completed.instant.s : 0;
	int64_t made = has_created ? created.instant.s : 0;

	if (has_completed && has_created)
		return (start <= made || start <= done) &&
		       (end >= made || end >= done);
	if (has_completed)
		return start <= done && end >= done;
	return !has_created || end > made;
}

/* VTODO with DTSTART or DUE. */
static bool todo_overlaps(const struct cal_component *component,
			  const struct cal_instance *instance, struct span span)
{
	int64_t a = instance->span.start.s, b = instance->span.end.s;
	int64_t start = span.start.s, end = span.end.s;

	if (!cal_line_find(component, "DTSTART"))
		return start < a && end >= a;
	if (cal_line_find(component, "DUE"))
		return (start < b || start <= a) && (end > a || end >= b);
	if (cal_line_find(component, "DURATION"))
		return start <= b && (end > a || end >= b);
	return start <= a && end > a;
}

static bool todo_in_range(struct cal_range *range,
			  const struct cal_component *component,
			  struct span span)
{
	/* The table counts some ends as in that a span leaves out. */
	struct span window = { { span.start.s - 1 }, { span.end.s + 1 } };
	struct cal_instances found;
	size_t i;

	cal_series_collect(range->op, &range->series, window, component,
			   EDGE_INSTANCES, &found);
	for (i = 0; i < found.count; i++) {
		if (todo_overlaps(component, &found.items[i], span))
			return true;
	}
	return false;
}

static bool dated_in_range(struct cal_range *range,
			   const struct cal_component *component,
			   enum cal_kind kind, struct span span)
{
	bool has_start = cal_line_find(component, "DTSTART");
	bool has_due = kind == CAL_VTODO && cal_line_find(component, "DUE");
	struct cal_instances found;

	if (!has_start && !has_due) {
		if (kind == CAL_VTODO)
			return dateless_todo(range, component, span);
		return kind == CAL_VEVENT;
	}
	if (!series_of(range))
		return false;
	if (kind == CAL_VTODO)
		return todo_in_range(range, component, span);
	cal_series_collect(range->op, &range->series, span, component, 1,
			   &found);
	return found.count > 0;
}

static bool period_in_range(const struct cal_range *range,
			    const struct cal_line *line, struct span span)
{
	struct slice rest = line->value;
	struct cal_period period;

	while (rest.at) {
		struct slice value = slice_cut(&rest, ',');

		if (cal_period_read(line, value, range->object->zones,
				    &period) &&
		    span.start.s < period.end.s &&
		    span.end.s > period.start.instant.s)
			return true;
	}
	return false;
}

static bool freebusy_in_range(const struct cal_range *range,
			      const struct cal_component *component,
			      struct span span)
{
	const struct cal_line *line = cal_line_find(component, "FREEBUSY");
	struct cal_time start, end;

	if (read_time(range, component, "DTSTART", &start) &&
	    read_time(range, component, "DTEND", &end))
		return span.start.s <= end.instant.s &&
		       span.end.s > start.instant.s;
	for (; line; line = cal_line_next(component, line, "FREEBUSY")) {
		if (period_in_range(range, line, span))
			return true;
	}
	return false;
}

/* REPEAT and DURATION: how often more, and how far apart. */
static void read_repeat(const struct cal_range *range,
			const struct cal_component *component,
			struct alarm *alarm)
{
	const struct cal_line *repeat = cal_line_find(component, "REPEAT");
	const struct cal_line *gap = cal_line_find(component, "DURATION");
	struct cal_duration between;
	int64_t count;

	if (!repeat || !gap || !cal_duration_read(gap->value, &between) ||
	    !str_to_int64(slice_dup(range->op->arena, repeat->value), &count))
		return;
	alarm->gap = between.days * DAY_SECONDS + between.seconds;
	if (alarm->gap <= 0 || count <= 0)
		alarm->gap = 0;
	else
		alarm->repeat = count < ALARM_REPEATS ? count : ALARM_REPEATS;
}

static bool read_alarm(const struct cal_range *range,
		       const struct cal_component *component,
		       struct alarm *alarm)
{
	const struct cal_line *trigger = cal_line_find(component, "TRIGGER");
	const struct cal_component *parent = component->parent;
	const struct cal_param *related;
	struct cal_time time;

	*alarm = (struct alarm){ .parent = parent };
	if (!trigger || !parent)
		return false;
	read_repeat(range, component, alarm);
	related = cal_param_find(trigger, "RELATED");
	alarm->from_end = related && slice_is(related->value, "END");
	alarm->absolute = !cal_duration_read(trigger->value, &alarm->offset);
	if (!read_time(range, alarm->absolute ? component : parent,
		       alarm->absolute ? "TRIGGER" : "DTSTART", &time) &&
	    (alarm->absolute || !read_time(range, parent, "DUE", &time)))
		return false;
	alarm->at = time.instant;
	alarm->zone = time.zone;
	return true;
}

/* Does the first time or one of the repetitions lie in the span? */
static bool goes_off(const struct alarm *alarm, struct instant first,
		     struct span span)
{
	int64_t k = 0;

	if (first.s < span.start.s && alarm->gap)
		k = (span.start.s - first.s + alarm->gap - 1) / alarm->gap;
	if (k > alarm->repeat)
		return false;
	first.s += k * alarm->gap;
	return first.s >= span.start.s && first.s < span.end.s;
}

/* The trigger of one instance; days of the offset are nominal. */
static struct instant trigger_of(const struct alarm *alarm,
				 const struct cal_instance *instance)
{
	struct cal_time anchor = {
		.instant = alarm->from_end ? instance->span.end
					   : instance->span.start,
		.zone = alarm->zone,
	};

	anchor.wall = cal_zone_wall(alarm->zone, anchor.instant);
	return cal_duration_add(&anchor, alarm->offset);
}

static bool alarm_in_range(struct cal_range *range,
			   const struct cal_component *component,
			   struct span span)
{
	struct cal_instances found;
	struct alarm alarm;
	struct span window;
	int64_t offset, slack;
	size_t i;

	if (!read_alarm(range, component, &alarm))
		return false;
	if (alarm.absolute)
		return goes_off(&alarm, alarm.at, span);
	if (!series_of(range))
		return false;
	offset = alarm.offset.days * DAY_SECONDS + alarm.offset.seconds;
	slack = 1 + (alarm.offset.days ? DAY_SECONDS : 0);
	window.start.s =
		span.start.s - offset - slack - alarm.repeat * alarm.gap;
	window.end.s = span.end.s - offset + slack;
	cal_series_collect(range->op, &range->series, window, alarm.parent,
			   ALARM_INSTANCES, &found);
	for (i = 0; i < found.count; i++) {
		if (goes_off(&alarm, trigger_of(&alarm, &found.items[i]), span))
			return true;
	}
	return false;
}

bool cal_range_component(struct cal_range *range,
			 const struct cal_component *component,
			 struct span span)
{
	unsigned kind = cal_kind_find(component->name);
	struct span own;

	switch ((enum cal_kind)kind) {
	case CAL_VEVENT:
	case CAL_VTODO:
	case CAL_VJOURNAL:
		return dated_in_range(range, component, (enum cal_kind)kind,
				      span);
	case CAL_VFREEBUSY:
		return freebusy_in_range(range, component, span);
	case CAL_VAVAILABILITY:
		return cal_component_span(component, range->object->zones,
					  &own) &&
		       own.start.s < span.end.s && own.end.s > span.start.s;
	}
	return slice_is(component->name, "VALARM") &&
	       alarm_in_range(range, component, span);
}

bool cal_range_any(struct cal_range *range, struct span span)
{
	struct cal_instances found;

	if (range->object->kind != CAL_VEVENT || !series_of(range))
		return false;
	cal_series_collect(range->op, &range->series, span, NULL, 1, &found);
	return found.count > 0;
}

bool cal_range_line(const struct cal_range *range, const struct cal_line *line,
		    struct span span)
{
	struct slice rest = line->value;
	struct cal_time time;

	while (rest.at) {
		struct slice value = slice_cut(&rest, ',');

		if (cal_time_read(line, value, range->object->zones, &time) &&
		    span.start.s <= time.instant.s &&
		    span.end.s > time.instant.s)
			return true;
	}
	return false;
}
