/**
 * Conditional requests (RFC 9110 13, RFC 4918 10.4, RFC 6638 8.3).
 */
#ifndef DAV_PRECONDITION_PRIVATE_H
#define DAV_PRECONDITION_PRIVATE_H

#include <stdbool.h>

#include "dav/dav.h"
#include "practice/booking/booking.h"

/** Judge the conditions of a GET: ERR_PRECONDITION, or OK with *fresh true
 *  where 304 is the answer. */
MUST_CHECK enum err precondition_get(struct dav *dav,
				     const struct member *current, bool *fresh);

/** Judge those of another method at once, outside of a transaction (for
 *  collections). */
MUST_CHECK enum err precondition_check(struct dav *dav,
				       const struct member *current);

/** The same where the reader is begun already. */
MUST_CHECK enum err precondition_check_reading(struct dav *dav,
					       const struct member *current);

/** If-Match, If-None-Match, If, If-Unmodified-Since of a request as a
 *  condition that is judged in the transaction. */
void precondition_of(struct dav *dav, struct condition *condition);

#endif
