#include "ical/libical.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

/* Steps of one rule: behind them nobody waits for it. */
#define STEPS 1000000

struct expansion {
	icalcomponent *calendar, *master;
	struct span window;
	struct cal_said *said;
	size_t count, max;
};

static struct cal_said say(struct icaltimetype time)
{
	struct wall wall = { .year = time.year,
			     .month = (int8_t)time.month,
			     .day = (int8_t)time.day };
	struct cal_said said;

	if (!time.is_date) {
		wall.hour = (int8_t)time.hour;
		wall.minute = (int8_t)time.minute;
		wall.second = (int8_t)time.second;
	}
	said.wall = said.utc = wall_utc(wall).s;
	if (!time.is_date && time.zone)
		said.utc = icaltime_as_timet_with_zone(time, time.zone);
	return said;
}

/* The master's kind, that without RECURRENCE-ID. */
static icalcomponent *find_master(icalcomponent *calendar)
{
	icalcomponent *at =
		icalcomponent_get_first_component(calendar, ICAL_ANY_COMPONENT);

	for (; at; at = icalcomponent_get_next_component(calendar,
							 ICAL_ANY_COMPONENT)) {
		if (icalcomponent_isa(at) != ICAL_VTIMEZONE_COMPONENT &&
		    !icalcomponent_get_first_property(
			    at, ICAL_RECURRENCEID_PROPERTY))
			return at;
	}
	return NULL;
}

static void add(struct expansion *expansion, struct icaltimetype time)
{
	struct cal_said said = say(time);

	if (expansion->count == expansion->max ||
	    said.wall < expansion->window.start.s ||
	    said.wall >= expansion->window.end.s)
		return;
	expansion->said[expansion->count++] = said;
}

static void add_rule(struct expansion *expansion, icalproperty *property,
		     struct icaltimetype start)
{
	icalrecur_iterator *iterator =
		icalrecur_iterator_new(icalproperty_get_rrule(property), start);

	for (int i = 0; iterator && i < STEPS; i++) {
		struct icaltimetype time = icalrecur_iterator_next(iterator);

		if (icaltime_is_null_time(time) ||
		    say(time).wall >= expansion->window.end.s)
			break;
		time.zone = start.zone;
		add(expansion, time);
	}
	if (iterator)
		icalrecur_iterator_free(iterator);
}

static icaltimezone *zone_of(const struct expansion *expansion,
			     const char *tzid)
{
	icaltimezone *own =
		icalcomponent_get_timezone(expansion->calendar, tzid);

	return own ? own : icaltimezone_get_builtin_timezone(tzid);
}

/* The time of an RDATE or EXDATE, with its zone. */
static struct icaltimetype time_of(const struct expansion *expansion,
				   icalproperty *property)
{
	icalparameter *tzid =
		icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
	struct icaldatetimeperiodtype value;
	struct icaltimetype time;

	if (icalproperty_isa(property) == ICAL_RDATE_PROPERTY) {
		value = icalproperty_get_rdate(property);
		time = icaltime_is_null_time(value.time) ? value.period.start
							 : value.time;
	} else {
		time = icalproperty_get_exdate(property);
	}
	if (tzid && !icaltime_is_utc(time))
		time.zone = zone_of(expansion, icalparameter_get_tzid(tzid));
	return time;
}

static void drop(struct expansion *expansion, struct icaltimetype time)
{
	struct cal_said gone = say(time);
	size_t kept = 0;

	for (size_t i = 0; i < expansion->count; i++) {
		if (expansion->said[i].utc != gone.utc)
			expansion->said[kept++] = expansion->said[i];
	}
	expansion->count = kept;
}

static void add_dates(struct expansion *expansion)
{
	icalproperty *at = icalcomponent_get_first_property(
		expansion->master, ICAL_RDATE_PROPERTY);

	for (; at; at = icalcomponent_get_next_property(expansion->master,
							ICAL_RDATE_PROPERTY))
		add(expansion, time_of(expansion, at));
}

static void drop_dates(struct expansion *expansion)
{
	icalproperty *at = icalcomponent_get_first_property(
		expansion->master, ICAL_EXDATE_PROPERTY);
	icalcomponent *other;

	for (; at; at = icalcomponent_get_next_property(expansion->master,
							ICAL_EXDATE_PROPERTY))
		drop(expansion, time_of(expansion, at));
	other = icalcomponent_get_first_component(expansion->calendar,
						  ICAL_ANY_COMPONENT);
	for (; other; other = icalcomponent_get_next_component(
			      expansion->calendar, ICAL_ANY_COMPONENT)) {
		if (icalcomponent_get_first_property(
			    other, ICAL_RECURRENCEID_PROPERTY))
			drop(expansion, icalcomponent_get_recurrenceid(other));
	}
}

static int compare(const void *a, const void *b)
{
	const struct cal_said *x = a, *y = b;

	if (x->wall != y->wall)
		return x->wall < y->wall ? -1 : 1;
	return (x->utc > y->utc) - (x->utc < y->utc);
}

static void put_in_order(struct expansion *expansion)
{
	size_t kept = 0;

	if (expansion->count > 1)
		qsort(expansion->said, expansion->count,
		      sizeof(*expansion->said), compare);
	for (size_t i = 0; i < expansion->count; i++) {
		if (!kept ||
		    expansion->said[kept - 1].utc != expansion->said[i].utc)
			expansion->said[kept++] = expansion->said[i];
	}
	expansion->count = kept;
}

static void expand(struct expansion *expansion)
{
	struct icaltimetype start =
		icalcomponent_get_dtstart(expansion->master);
	icalproperty *at = icalcomponent_get_first_property(
		expansion->master, ICAL_RRULE_PROPERTY);

	if (icaltime_is_null_time(start))
		start = icalcomponent_get_due(expansion->master);
	if (icaltime_is_null_time(start))
		return;
	add(expansion, start);
	for (; at; at = icalcomponent_get_next_property(expansion->master,
							ICAL_RRULE_PROPERTY))
		add_rule(expansion, at, start);
	add_dates(expansion);
	drop_dates(expansion);
	put_in_order(expansion);
}

size_t cal_libical_expand(const char *text, struct span window,
			  struct cal_said *said, size_t max)
{
	struct expansion expansion = { .calendar =
					       icalparser_parse_string(text),
				       .window = window,
				       .said = said,
				       .max = max };

	if (!expansion.calendar)
		return 0;
	expansion.master = find_master(expansion.calendar);
	if (expansion.master)
		expand(&expansion);
	icalcomponent_free(expansion.calendar);
	return expansion.count;
}
