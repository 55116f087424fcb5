/**
 * What calendar-data asks for of an object (RFC 4791 9.6): some components
 * and properties, recurrences expanded or limited.
 */
#ifndef ICAL_SELECT_H
#define ICAL_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/operation.h"
#include "base/str.h"
#include "ical/object.h"

struct cal_select_prop {
	const char *name;
	bool novalue;
};

struct cal_select_comp {
	const char *name;
	bool all_props, all_comps;
	struct cal_select_prop *props;
	size_t prop_count;
	struct cal_select_comp *comps;
	size_t comp_count;
};

struct cal_select {
	struct cal_select_comp *comp; /* NULL: all */
	struct span *expand;          /* or NULL */
	struct span *limit_recurrence;
	struct span *limit_freebusy;
};

/** Write the part asked for. With nothing asked for it is the bytes
 *  unchanged. Expanded instances are in UTC, without RRULE and VTIMEZONE,
 *  each with its RECURRENCE-ID (all-day ones as dates, without a zone).
 *  OK, ERR_CALENDAR_DATA or ERR_MATCHES_LIMIT (not all of them can be told, or
 *  the operation's budget is spent: nothing is written). */
MUST_CHECK enum err cal_select_write(struct operation *op,
				     const struct cal_select *select,
				     const struct cal_object *object,
				     struct buf *buf);

#endif
