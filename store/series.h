/**
 * What a recurring event, as a calendar program sent it last, became: so that
 * its dates are known again when it is sent with others (rules K15).
 */
#ifndef STORE_SERIES_H
#define STORE_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

/** A date of it. */
struct series_date {
	struct wall wall; /* of its own, whatever an override makes of it, on
			     the event's clock */
	int64_t session;  /* that it became */
	const char *told; /* what was sent of it, by whoever reads it */
	bool taken;       /* away: it was sent without this date since */
};

struct series {
	int64_t head;      /* the session that has the event's address */
	struct wall start; /* the event's */
	const char *told;  /* of its texts, by whoever reads it */
	struct series_date *dates;
	size_t count;
};

/** With its dates, in order. ERR_NOT_FOUND: the session heads none. */
MUST_CHECK enum err store_series_find(struct reader *reader, int64_t head,
				      struct series *series);
/** Put it in place of the series that this session heads, if any. */
MUST_CHECK enum err store_series_put(struct transaction *tx, int64_t head,
				     const struct series *series);

#endif
