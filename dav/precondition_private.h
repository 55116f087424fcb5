/**
 * Conditional requests (RFC 9110 13, RFC 4918 10.4, RFC 6638 8.3).
 */
#ifndef DAV_PRECONDITION_PRIVATE_H
#define DAV_PRECONDITION_PRIVATE_H

#include <stdbool.h>

#include "dav/dav.h"
#include "practice/booking/booking.h"

/** Judge the conditions of a GET: ERR_PRECONDITION, or OK with *fresh true
 *  where 304 is the answer. `etag` is of the form that is asked for. */
MUST_CHECK enum err precondition_get(struct dav *dav,
				     const struct member *current,
				     const char *etag, bool *fresh);

/** Judge those of another method at once, outside of its transaction. The
 *  reader is begun. ERR_PRECONDITION. */
MUST_CHECK enum err precondition_check_reading(struct dav *dav);

/** If-Match, If-None-Match, If, If-Unmodified-Since of a request as a
 *  condition that is judged in the transaction, which loads the member. */
void precondition_of(struct dav *dav, struct condition *condition);
/** The same for requests on collections too: the condition looks its resource
 *  up by itself. */
void precondition_of_whole(struct dav *dav, struct condition *condition);

#endif
