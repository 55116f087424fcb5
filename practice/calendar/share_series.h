/**
 * The changed dates of a shared series: which of them say no more than the
 * series itself, and what the series says of a date.
 *
 * A viewer's own alarm on one date of a series comes as a changed date (RFC
 * 5545 3.8.4.4) that is like the series in all else: it is the viewer's own,
 * and no change of what is shared.
 */
#ifndef PRACTICE_CALENDAR_SHARE_SERIES_H
#define PRACTICE_CALENDAR_SHARE_SERIES_H

#include <stdbool.h>

#include "base/operation.h"
#include "ical/instance.h"
#include "ical/parse.h"

/** A calendar object and, once somebody asks, the dates of its series. */
struct share_series {
	struct operation *op;
	const struct cal_component *calendar;
	/* Private from here on. */
	const struct cal_component *also;
	struct cal_object object; /* the series without its changed dates */
	struct cal_instances found;
	bool tried;
};

/** Lines beside VALARM that are each viewer's own. */
bool share_line_is_own(const struct cal_line *line);
bool share_is_alarm(const struct cal_component *component);
bool share_is_zone(const struct cal_component *component);

/** Nothing is read yet. `also`: another calendar whose dates will be asked for,
 *  or NULL. Both must outlive it. */
void share_series_init(struct share_series *series, struct operation *op,
		       const struct cal_component *calendar,
		       const struct cal_component *also);

/** Is this changed date of the calendar as the series has it, but for own
 *  lines and for what tells of the writing alone (DTSTAMP, SEQUENCE...)? Not of
 *  a series that changes from some date on. */
bool share_series_repeats(struct share_series *series,
			  const struct cal_component *part);

/** The date of the series that a part's RECURRENCE-ID names, where the calendar
 *  has no changed date for it; or NULL. */
const struct cal_instance *share_series_date(struct share_series *series,
					     const struct cal_component *part);

/** The lines of that date without own ones, as those of a changed date. */
void share_series_lines(const struct share_series *series,
			const struct cal_instance *date, struct buf *buf);

/** Do two versions of an object say the same to all that see them? Own lines,
 *  zones, the order of lines, and what tells of the writing alone do not
 *  count. */
bool share_same(struct operation *op, const struct cal_component *a,
		const struct cal_component *b);

#endif
