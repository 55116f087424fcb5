/**
 * What the dates of a recurring event become: sessions, and a schedule where
 * one can say the same.
 */
#ifndef PRACTICE_BOOKING_SERIES_MAKE_PRIVATE_H
#define PRACTICE_BOOKING_SERIES_MAKE_PRIVATE_H

#include "practice/booking/series_read_private.h"
#include "store/series.h"
#include "store/session.h"

/** The row that later changes go by, where a schedule says what the rule does;
 *  the session's becomes it. The dates are in the sessions. */
MUST_CHECK enum err booking_series_schedule(struct booking *booking,
					    const struct cal_object *object,
					    const struct series_sent *sent,
					    struct session *session);
/** Ask a person about one without an end. */
MUST_CHECK enum err booking_series_endless(struct booking *booking,
					   int64_t session,
					   const struct series_sent *sent);

/** The session takes the time of a date; an override has its own place and
 *  note. */
void booking_series_take(struct booking *booking,
			 const struct cal_object *object,
			 const struct cal_instance *instance,
			 struct session *session);
/** Alarms and colours are for every session; what is larger stays with the
 *  first ("" drops them). */
MUST_CHECK enum err booking_series_share(struct booking *booking,
					 int64_t session, const char *own);

/** No ids yet, with room for one of each date and one more. */
struct ids booking_series_room(struct arena *arena,
			       const struct series_sent *sent);
/** Find sessions that stand at dates that have none yet, with the same clients:
 *  a PUT that is sent twice makes nothing twice. *ours gets those that are open
 *  and of no schedule; the others are there for another reason. */
MUST_CHECK enum err booking_series_standing(struct booking *booking,
					    const struct session *session,
					    struct series_sent *sent,
					    struct ids *ours);
/** Make a session like *pattern of each date that has none yet, with an address
 *  and a UID of its own; *ours gets them. */
MUST_CHECK enum err booking_series_add(struct booking *booking,
				       const struct cal_object *object,
				       const struct session *pattern,
				       struct series_sent *sent,
				       struct ids *ours);
/** Make the session one of the schedule's; 0: of none. */
MUST_CHECK enum err booking_series_join(struct booking *booking,
					int64_t session, int64_t schedule);
/** Those dates that are ours, behind *series's, which has room for them. */
void booking_series_dates(struct arena *arena, const struct cal_object *object,
			  const struct series_sent *sent,
			  const struct ids *ours, struct series *series);

#endif
