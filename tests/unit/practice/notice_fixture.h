/**
 * The clinic with notices: its changes of sessions are watched, Ada is told by
 * e-mail, and the staff act.
 */
#ifndef TESTS_UNIT_PRACTICE_NOTICE_FIXTURE_H
#define TESTS_UNIT_PRACTICE_NOTICE_FIXTURE_H

#include "practice/notice/plan.h"
#include "practice/notice/send.h"
#include "store/outbox.h"
#include "tests/unit/practice/practice_fixture.h"

#define NOTICE_NOW "2026-06-08T14:00:00Z"
/** The day of notice_coming. */
#define NOTICE_DAY "2026-06-10"

#define WITH_NOTICES(test) \
	cmocka_unit_test_setup_teardown(test, notice_setup, notice_teardown)

int notice_setup(void **state);
int notice_teardown(void **state);

/** An open session of Ada's on that day. */
struct session notice_coming(struct clinic *clinic);
/** The plan of that day, as it stands. */
struct plan notice_plan(struct clinic *clinic);
/** The one notice of the session. */
struct outbox notice_row(struct clinic *clinic, int64_t session);

/** The notice of a run that cancels notice_coming, still waiting. */
struct outbox notice_queued(struct clinic *clinic);
/** At that instant: how many are due, and are leased so. */
size_t notice_leased(struct clinic *clinic, const char *at);
/** A try of it ended so; the gateway calls it "gw-1". */
void notice_settle(struct clinic *clinic, int64_t id, enum attempt attempt);

/** Its start and end go so many seconds on, from what they are now. */
void notice_move(struct clinic *clinic, int64_t session, int64_t start,
		 int64_t end);
/** All notices of a session, by id. */
struct outbox *notice_rows(struct clinic *clinic, int64_t session,
			   size_t *count);
/** The only one that waits. */
struct outbox notice_waiting(struct clinic *clinic, int64_t session);
size_t notice_count(struct clinic *clinic, int64_t session,
		    enum notice_kind kind, enum outbox_state state);
/** What is due in an hour is sent; the clock stays. */
void notice_send_all(struct clinic *clinic);

#endif
