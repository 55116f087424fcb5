/**
 * Conditional requests (RFC 9110 13, RFC 4918 10.4, RFC 6638 8.3) and the
 * headers that choose how an answer looks (RFC 7240, RFC 8144).
 */
#ifndef DAV_PRECONDITION_H
#define DAV_PRECONDITION_H

#include <stdbool.h>

#include "dav/method.h"
#include "practice/booking/booking.h"

/** Judge the conditions of a GET: ERR_PRECONDITION, or OK with *fresh true
 *  where 304 is the answer. */
MUST_CHECK enum err precondition_get(struct dav *dav,
				     const struct member *current, bool *fresh);

/** Judge those of another method at once, outside of a transaction (for
 *  collections). */
MUST_CHECK enum err precondition_check(struct dav *dav,
				       const struct member *current);

/** Prefer: return=minimal, or Brief: t; says so in Preference-Applied. */
bool precondition_minimal(struct dav *dav);
/** Prefer: return=representation. */
bool precondition_representation(struct dav *dav);

/** A boolean header such as Overwrite: T or F, `otherwise` where absent.
 *  ERR_INVALID. */
MUST_CHECK enum err precondition_flag(struct dav *dav, const char *name,
				      bool otherwise, bool *flag);

#endif
