/**
 * Sessions, each with who takes part in it.
 */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "base/clock.h"
#include "store/terms.h"

enum session_state { SESSION_DRAFT, SESSION_OPEN, SESSION_SAVED };

extern const char *const session_state_words[]; /* base/word.h */

struct session {
	int64_t id;
	const char *uid;
	const char *name;   /* of its resource in every collection */
	int64_t revision;   /* raised at each change */
	int64_t schedule;   /* 0 none */
	struct day planned; /* the date of the schedule that it was made for;
			       n 0: none, or as it stands */
	struct span span;
	const char *zone; /* IANA */
	struct session_terms terms;
	const char *typed; /* the title that a program sent of a draft */
	enum session_state state;
	int64_t completion; /* the live one of a saved session, else 0 */
	struct instant created, modified;
	struct instant removed; /* INSTANT_MAX: not removed */
};

MUST_CHECK enum err store_session_find(struct reader *reader, int64_t id,
				       struct session *session);
MUST_CHECK enum err store_session_find_uid(struct reader *reader,
					   const char *uid,
					   struct session *session);
/** Sets id; revision becomes 1. ERR_EXISTS: uid taken. ERR_STORAGE: the
 *  database refuses more than 24 h, and a saved one without completion. */
MUST_CHECK enum err store_session_insert(struct transaction *tx,
					 struct session *session);
/** All but uid and created; raises and sets revision; participants are
 *  replaced. ERR_NOT_FOUND. */
MUST_CHECK enum err store_session_update(struct transaction *tx,
					 struct session *session);
/** The same of a session whose start and whose participants stay as they are.
 */
MUST_CHECK enum err store_session_update_row(struct transaction *tx,
					     struct session *session);
/** The same where nothing is changed but state, completion and modified. */
MUST_CHECK enum err store_session_update_ending(struct transaction *tx,
						struct session *session);
/** The date that it stands for, quietly: the revision stays. */
MUST_CHECK enum err store_session_plan(struct transaction *tx, int64_t session,
				       struct day planned);
#endif
