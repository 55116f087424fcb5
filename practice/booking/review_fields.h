/**
 * The rows of what waits for a person to look at it: JSON is these rows.
 */
#ifndef PRACTICE_BOOKING_REVIEW_FIELDS_H
#define PRACTICE_BOOKING_REVIEW_FIELDS_H

#include "base/shape.h"
#include "store/review.h"

struct review_known {
	struct review review;
	const char *person; /* whose gesture it was */
	/* Of a batch of removals that was taken back: the sessions. */
	bool taken_back;
	struct ids opened, left;
};

extern const struct field review_rows[];

#endif
