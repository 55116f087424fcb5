/**
 * When the practice works, as one VAVAILABILITY (RFC 7953): its hours, without
 * its closures.
 */
#ifndef PRACTICE_PEOPLE_AVAILABILITY_H
#define PRACTICE_PEOPLE_AVAILABILITY_H

#include "base/str.h"
#include "store/store.h"

/**
 * Write it as a calendar. Closures are those of about a year back and two
 * ahead; where the practice has no hours, it works whenever it is not closed.
 * ERR_NOT_FOUND: it has neither. *hours tells whether it has hours.
 */
MUST_CHECK enum err practice_availability(struct reader *reader,
					  struct buf *ics, bool *hours);

#endif
