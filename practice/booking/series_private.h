/**
 * A recurring event in a calendar of sessions: a schedule, each date of which
 * is a session of its own (S14).
 */
#ifndef PRACTICE_BOOKING_SERIES_PRIVATE_H
#define PRACTICE_BOOKING_SERIES_PRIVATE_H

#include "practice/booking/member_private.h"
#include "store/session.h"

/** Of PRACTICE_SCHEDULE_CAP. */
#define BOOKING_TOO_MANY \
	"a schedule makes at most 366 sessions, one a day or less often"

/** A new recurring event: *session becomes its first, `own` is what the viewer
 *  keeps of its own in each. ERR_MAX_INSTANCES. */
MUST_CHECK enum err booking_series_create(struct booking *booking,
					  const struct cal_object *object,
					  struct session *session,
					  const char *own);
/** Does the event ask that a session that is there be repeated? Not where its
 *  schedule does so already; REFUSAL_NOT_PERMITTED where that does otherwise,
 *  ERR_MAX_INSTANCES. */
MUST_CHECK enum err booking_series_wished(struct booking *booking,
					  const struct cal_object *object,
					  const struct session *session,
					  bool *wished);
/** Repeat a session that is there as the event says; others that stand at the
 *  same times with the same clients are not made again. REFUSAL_SESSION_SAVED,
 *  REFUSAL_NOT_PERMITTED, ERR_MAX_INSTANCES. */
MUST_CHECK enum err booking_series_extend(struct booking *booking,
					  const struct cal_object *object,
					  int64_t session);

#endif
