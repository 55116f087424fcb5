/**
 * Recurring events over a session of Maria's, as calendar programs put them,
 * and the schedules that they become.
 */
#ifndef TESTS_UNIT_PRACTICE_BOOKING_SERIES_FIXTURE_H
#define TESTS_UNIT_PRACTICE_BOOKING_SERIES_FIXTURE_H

#include "store/schedule.h"
#include "tests/unit/practice/calendar_fixture.h"

/** The session as Maria is served it, with these lines besides: its rule. */
char *series_over(struct agenda *agenda, const struct session *session,
		  const char *lines);
/** Put over the session by Maria, or by Sam in Maria's calendar. */
struct object_result series_put(struct agenda *agenda,
				const struct person *person,
				const struct session *session,
				const char *bytes, enum err err);
/** That of the session with this UID, which has one. */
struct schedule series_schedule(struct agenda *agenda, const char *uid);

#endif
