#include "ical/object_span.h"

#include "ical/availability.h"

/* The times that one component names, each with whether it is there. */
struct times {
	bool has_start, has_end, has_duration;
	struct cal_time start, end; /* end: DTEND or DUE */
	struct cal_duration duration;
};

static bool time_of(const struct cal_component *component, const char *name,
		    const struct cal_zones *zones, struct cal_time *time)
{
	const struct cal_line *line = cal_line_find(component, name);

	return line && cal_time_read(line, line->value, zones, time);
}

static struct times times_of(const struct cal_component *component,
			     const struct cal_zones *zones, const char *end)
{
	struct times times = { 0 };
	const struct cal_line *line;

	times.has_start = time_of(component, "DTSTART", zones, &times.start);
	times.has_end = time_of(component, end, zones, &times.end);
	line = cal_line_find(component, "DURATION");
	times.has_duration =
		line && cal_duration_read(line->value, &times.duration);
	return times;
}

/* A date is its whole day, a date-time a moment. */
static struct span alone(const struct cal_time *time)
{
	if (time->date)
		return cal_zone_day_span(time->zone, wall_day(time->wall));
	return (struct span){ time->instant, time->instant };
}

/* From the start to the end that is named, where it lies behind it. */
static struct span from_start(const struct times *times)
{
	struct span span = alone(&times->start);
	struct instant end = span.start;

	if (times->has_end)
		end = times->end.instant;
	else if (times->has_duration)
		end = cal_duration_add(&times->start, times->duration);
	if (end.s > span.start.s)
		span.end = end;
	return span;
}

/* The last second too, and a second earlier: RFC 4791 9.9 lets a range match
 * that ends or begins just there. */
static struct span closed(struct instant a, struct instant b)
{
	struct instant first = a.s < b.s ? a : b;
	struct instant last = a.s < b.s ? b : a;

	return (struct span){ { first.s - 1 }, { last.s + 1 } };
}

static bool todo_span(const struct cal_component *component,
		      const struct cal_zones *zones, struct span *span)
{
	struct times times = times_of(component, zones, "DUE");
	struct cal_time completed, created;
	bool has_completed, has_created;

	/* RFC 4791 9.9 makes no days of a task's dates: each is the moment in
	 * which it begins. */
	if (times.has_start) {
		times.start.date = false;
		*span = from_start(&times);
		return true;
	}
	if (times.has_end) {
		*span = (struct span){ times.end.instant, times.end.instant };
		span->start.s--; /* (start < DUE) AND (end >= DUE) */
		return true;
	}
	has_completed = time_of(component, "COMPLETED", zones, &completed);
	has_created = time_of(component, "CREATED", zones, &created);
	if (has_completed)
		*span = closed(completed.instant, has_created
							  ? created.instant
							  : completed.instant);
	else if (has_created)
		*span = (struct span){ created.instant, INSTANT_MAX };
	return has_completed || has_created;
}

static void span_widen(struct span *span, bool *any, struct instant start,
		       struct instant end)
{
	if (!*any || start.s < span->start.s)
		span->start = start;
	if (!*any || end.s > span->end.s)
		span->end = end;
	*any = true;
}

/* What the FREEBUSY periods of one line take up. */
static void periods_widen(const struct cal_line *line,
			  const struct cal_zones *zones, struct span *span,
			  bool *any)
{
	struct slice rest = line->value;

	while (rest.at && rest.len > 0) {
		struct slice tail = slice_cut(&rest, ',');
		struct slice head = slice_cut(&tail, '/');
		struct cal_duration duration;
		struct cal_time start, end;

		if (!tail.at || !cal_time_read(line, head, zones, &start))
			continue;
		if (cal_duration_read(tail, &duration))
			span_widen(span, any, start.instant,
				   cal_duration_add(&start, duration));
		else if (cal_time_read(line, tail, zones, &end))
			span_widen(span, any, start.instant, end.instant);
	}
}

static bool freebusy_span(const struct cal_component *component,
			  const struct cal_zones *zones, struct span *span)
{
	struct times times = times_of(component, zones, "DTEND");
	bool any = false;

	if (times.has_start && times.has_end) {
		*span = from_start(&times);
		return true;
	}
	for (size_t i = 0; i < component->line_count; i++) {
		const struct cal_line *line = &component->lines[i];

		if (slice_is(line->name, "FREEBUSY"))
			periods_widen(line, zones, span, &any);
	}
	return any;
}

bool cal_component_span(const struct cal_component *component,
			const struct cal_zones *zones, struct span *span)
{
	struct cal_availability availability = { component, zones };
	struct times times;
	bool has_end = true;

	switch ((enum cal_kind)cal_kind_find(component->name)) {
	case CAL_VTODO:
		return todo_span(component, zones, span);
	case CAL_VFREEBUSY:
		return freebusy_span(component, zones, span);
	case CAL_VAVAILABILITY:
		return cal_availability_span(&availability, span);
	case CAL_VJOURNAL:
		has_end = false;
		break;
	case CAL_VEVENT:
		break;
	}
	times = times_of(component, zones, has_end ? "DTEND" : "DTSTART");
	if (!has_end)
		times.has_end = times.has_duration = false;
	if (times.has_start)
		*span = from_start(&times);
	return times.has_start;
}
