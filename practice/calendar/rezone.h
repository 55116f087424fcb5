/**
 * Floating and all-day times lie elsewhere when the zone that they are judged
 * in changes (RFC 4791 5.2.2): the index of instances follows.
 */
#ifndef PRACTICE_CALENDAR_REZONE_H
#define PRACTICE_CALENDAR_REZONE_H

#include "store/calendar.h"
#include "store/object.h"

struct transaction;

/** Index one member of a personal calendar anew, as its collection's zone has
 *  it now; its bytes and revision stay. What cannot be read keeps its rows. */
MUST_CHECK enum err practice_member_rezone_tx(struct transaction *tx,
					      const struct collection *of,
					      int64_t member);
/** The same with every member, where the collection's own zone changed.
 *  Nothing where the practice writes the members: their times name a zone. */
MUST_CHECK enum err practice_collection_rezone_tx(struct transaction *tx,
						  const struct collection *of);
/** The same with every personal calendar, where the practice's zone changed. */
MUST_CHECK enum err practice_calendars_rezone_tx(struct transaction *tx);

#endif
