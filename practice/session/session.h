/**
 * Making, changing and removing sessions (rules S5-S9, R2-R12).
 */
#ifndef PRACTICE_SESSION_SESSION_H
#define PRACTICE_SESSION_SESSION_H

#include "practice/calendar/session_known.h"
#include "store/store.h"

/** Longest session (S7). */
#define PRACTICE_SESSION_LONGEST (24 * 3600)
/** Seconds of an event that tells no end. */
#define PRACTICE_SESSION_UNTOLD 3600
#define PRACTICE_PEOPLE_LIMIT 100 /* clients, practitioners of a session */

/**
 * Make a session of *session's fields (span, zone, service or 0 for the
 * practitioner's or practice's default, people, place, notes; uid and name
 * NULL for new ones). State becomes draft without a client, a practitioner or
 * a service, else open. Sets id, uid, name, revision, state, created, modified.
 *
 * ERR_INVALID with fields; REFUSAL_NOT_PERMITTED (a practitioner who may not
 * create, or not for themselves only); ERR_UID_CONFLICT.
 */
MUST_CHECK enum err practice_session_add_tx(struct transaction *tx,
					    struct session *session);
MUST_CHECK enum err practice_session_add(struct operation *op,
					 struct store *store,
					 struct session *session);

/** Store *session's fields over the row of its id after judging each
 *  difference by R2-R12. REFUSAL_SESSION_SAVED for time, note, place or
 *  people of a saved one, REFUSAL_NOT_PERMITTED, ERR_CONFLICT (revision stale,
 *  0 = not checked), ERR_INVALID. */
MUST_CHECK enum err practice_session_change_tx(struct transaction *tx,
					       struct session *session);
/** The same of a session as the transaction has read it. */
MUST_CHECK enum err
practice_session_change_known(struct transaction *tx,
			      const struct session_facts *known,
			      struct session *session);

/** Remove (soft): the office's open or draft ones; a practitioner's coming
 *  open one becomes canceled without charge instead. REFUSAL_SESSION_SAVED,
 *  REFUSAL_PAST_OPEN, REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err practice_session_remove_tx(struct transaction *tx,
					       int64_t session);
MUST_CHECK enum err practice_session_remove(struct operation *op,
					    struct store *store,
					    int64_t session);

/** A session that was removed is again what it was before. The caller has
 *  judged that it may be. */
MUST_CHECK enum err practice_session_put_back(struct transaction *tx,
					      const struct session *session);
/** The same for the office (R1): ERR_CONFLICT where it is not removed, or was
 *  changed after that revision (0: not checked); ERR_NOT_FOUND,
 *  REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err practice_session_restore(struct operation *op,
					     struct store *store,
					     int64_t session, int64_t revision);

/** After any change of a session's row: clashes of it and of those that it
 *  met or meets, its version for the history, an audit row, every viewer's
 *  member. `now` is what is to be known of it from here on, but with the
 *  clashes that it had; it gets those that it has. `before` is what there was
 *  to know of it before, or NULL. */
MUST_CHECK enum err
practice_session_changed(struct transaction *tx, struct session_facts *now,
			 const char *action,
			 const struct session_known *before);

/** Write *session over the row that stands as it is in *was, which is known to
 *  be what the transaction sees, and do what a change brings with it. */
MUST_CHECK enum err practice_session_write(struct transaction *tx,
					   const struct session *was,
					   struct session *session,
					   const char *action);

/** What else is to be done in the transaction of each change, behind all that
 *  was written for it: notices (practice/notice/watch.h). before may be NULL,
 *  of a new session; action is the audit row's. */
typedef enum err session_watch(struct transaction *tx,
			       const struct session_known *before,
			       const struct session_facts *now,
			       const char *action);
/** Set once, before there are threads; NULL: nothing. */
void practice_session_watch(session_watch *watch);

#endif
