/**
 * A calendar object read as a series: its master's times, its rules, its
 * added and excepted dates, and its overrides, ready to be expanded. Others
 * use ical/instance.h.
 */
#ifndef ICAL_SERIES_PRIVATE_H
#define ICAL_SERIES_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/operation.h"
#include "ical/instance.h"
#include "ical/object.h"
#include "ical/recur.h"
#include "ical/time.h"

/** RDATE values that all expanding of one series may look at: more than an
 *  object can hold, so that one time is always free. */
#define CAL_EXTRA_BUDGET 1000000

/** When one component takes place, by its own lines. */
struct cal_shape {
	const struct cal_component *component;
	bool has_start; /* DTSTART, or a VTODO's DUE; else no times of these */
	struct cal_time start;
	struct cal_duration length;
};

struct cal_override {
	struct cal_shape shape;
	struct cal_time recurrence; /* its RECURRENCE-ID */
	bool future;                /* RANGE=THISANDFUTURE */
	int64_t shift;              /* seconds on the wall that it moved */
};

/** One value of RDATE. */
struct cal_extra {
	struct cal_time start;
	bool has_length; /* a PERIOD */
	struct cal_duration length;
};

/** A sorted set of instances, by second, or by day where starts are dates. */
struct cal_keys {
	int64_t *items;
	size_t count, room;
};

struct cal_series {
	const struct cal_object *object;
	struct cal_shape master; /* component NULL when there is none */
	struct cal_rule *rules;
	size_t rule_count;
	struct cal_extra *extras; /* by start, no two at one */
	size_t extra_count;
	struct cal_override *overrides;
	size_t override_count;
	/* THISANDFUTURE ones by RECURRENCE-ID. */
	const struct cal_override **futures;
	size_t future_count;
	struct cal_keys gone;      /* EXDATE and RECURRENCE-ID */
	struct cal_keys gone_days; /* those that are dates, of a timed master */
	struct cal_keys taken;     /* RDATE: not to be made by a rule too */
	/** How far before and behind a window a rule's instance may lie that
	 *  is in it, by its length and shift. */
	int64_t lookback, lookahead;
	/* Overrides by the address of their component. */
	const struct cal_override **by_component;
	/** Steps left for all that is expanded of this series. */
	int64_t budget, extra_budget;
};

/** OK, ERR_CALENDAR_DATA (unreadable start or rule of the master), or
 *  ERR_MATCHES_LIMIT (operation_check). What is unreadable elsewhere (an
 * EXDATE, an override) is left out. */
MUST_CHECK enum err cal_series_read(struct operation *op,
				    const struct cal_object *object,
				    struct cal_series *series);

/** Is the instance that starts so excepted or overridden? */
bool cal_series_gone(const struct cal_series *series,
		     const struct cal_time *time);
/** Is there an RDATE for it? */
bool cal_series_taken(const struct cal_series *series,
		      const struct cal_time *time);
/** The THISANDFUTURE override in force then, or NULL. */
const struct cal_override *cal_series_future(const struct cal_series *series,
					     struct instant at);

/** The override that the component is, or NULL. */
const struct cal_override *
cal_series_override(const struct cal_series *series,
		    const struct cal_component *component);

/** What the shape takes up when it starts then. */
struct span cal_shape_at(const struct cal_shape *shape,
			 const struct cal_time *start);

/** RFC 4791 9.9 of a VEVENT: the end of either is out, but a moment at the
 *  window's start is in. */
bool cal_span_touches(struct span span, struct span window);

#endif
