/**
 * Deletes and what follows them, for tests of removals: programs with names,
 * events that are put again, and what became of the sessions.
 */
#ifndef TESTS_UNIT_PRACTICE_BOOKING_REMOVAL_FIXTURE_H
#define TESTS_UNIT_PRACTICE_BOOKING_REMOVAL_FIXTURE_H

#include "tests/unit/practice/calendar_fixture.h"

#include "store/removal.h"
#include "store/review.h"

#define MINUTE 60

/** The title that Maria and the office see of a session of C042's. */
#define TITLE "SUMMARY:C042 Therapy\r\n"

/** A session of Maria's with C042 that starts so many seconds from now. */
struct session removal_session(struct agenda *agenda, int64_t start);

/** Maria deletes it with her phone. */
void removal_delete(struct agenda *agenda, const struct session *session,
		    int64_t later);
/** Anybody deletes it with some program (NULL: one without a name). */
void removal_delete_by(struct agenda *agenda, const struct person *person,
		       const char *device, const char *path, const char *name,
		       int64_t later);

/** An event of that UID, with these lines, an hour long. */
char *removal_event(struct agenda *agenda, const char *uid, int64_t start,
		    const char *lines);
/** Maria puts one with TITLE at "<uid>.ics". */
struct object_result removal_put(struct agenda *agenda, const char *uid,
				 int64_t start, int64_t later);

/** The session that a member shows. */
int64_t removal_shown(struct agenda *agenda, const struct person *person,
		      const char *path, const char *name);
/** Sessions that are not removed. */
size_t removal_count(struct agenda *agenda);
/** Is there an audit row of that action for the session? */
bool removal_audited(struct agenda *agenda, int64_t session,
		     const char *action);
/** The newest item of kind "deletes". */
struct review removal_review(struct agenda *agenda);
/** Settle it as Sam. */
enum err removal_settle(struct agenda *agenda, int64_t review, bool undo);

/** Assert its state, and that it is not removed. */
void assert_state(struct agenda *agenda, int64_t session,
		  enum session_state state);
void assert_removed(struct agenda *agenda, int64_t session);

#endif
