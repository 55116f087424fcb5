/**
 * Which date of a series that is sent again is which of those that it was sent
 * with before.
 */
#ifndef PRACTICE_BOOKING_SERIES_MATCH_PRIVATE_H
#define PRACTICE_BOOKING_SERIES_MATCH_PRIVATE_H

#include "practice/booking/series_read_private.h"
#include "store/series.h"

/** In place of a date of before. */
#define SERIES_NEW SIZE_MAX

struct series_match {
	size_t *date_of;   /* of each date sent: that of before, SERIES_NEW */
	const char **told; /* of each date sent, what is told of it */
	bool *found;       /* of each date of before: it was sent */
	int64_t moved;     /* seconds by which the start moved on its clock */
	size_t added, gone, changed; /* how many */
};

/** Dates are the same on the event's own clock, all moved as its start is.
 *  Where it moved, those that are left on both sides are the same in order: of
 *  the second Tuesdays of months become second Wednesdays. */
struct series_match booking_series_match(struct arena *arena,
					 const struct cal_object *object,
					 const struct series *before,
					 const struct series_sent *sent);

#endif
