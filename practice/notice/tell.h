/**
 * Queueing: a notice to everybody who is told of what concerns a person, in
 * the transaction of what it tells (rules S44).
 */
#ifndef PRACTICE_NOTICE_TELL_H
#define PRACTICE_NOTICE_TELL_H

#include "practice/notice/recipient.h"
#include "store/completion.h"
#include "store/session.h"

/** What is told; made by practice_telling. */
struct telling {
	struct practice practice;
	enum notice_kind kind;
	const struct session *session; /* as it stands now */
	struct span span;              /* when it is, or was to be */
	struct instant was;            /* its start before; INSTANT_MIN */
	struct instant was_end;        /* its end before; INSTANT_MIN */
	int64_t run, review;           /* 0: none */
	int64_t wait;                  /* seconds, at least */
	int ahead;                     /* hours of a reminder, else 0 */
};

/** Of a session, after the usual delay. */
MUST_CHECK enum err practice_telling(struct reader *reader,
				     enum notice_kind kind,
				     const struct session *session,
				     struct telling *telling);

/** Queue it to all recipients of each client of the session; a cancellation of
 *  the time at which each of them would come. What cannot be sent is queued as
 *  given up, with its reason. Who has the same notice already keeps it. */
MUST_CHECK enum err practice_tell_clients(struct transaction *tx,
					  const struct telling *telling);
/** To one recipient. */
MUST_CHECK enum err practice_tell(struct transaction *tx,
				  const struct telling *telling,
				  const struct recipient *recipient);

/** How a session stands for those who come to it. */
struct standing {
	bool live; /* open: it takes place */
	bool gone; /* canceled or removed: it does not */
};

/** Where it is saved, it ended by that completion. */
struct standing practice_standing_of(const struct session *session,
				     const struct completion *completion);
MUST_CHECK enum err practice_standing(struct reader *reader,
				      const struct session *session,
				      struct standing *standing);
/** Does this row of the session, if it is sent now, tell the truth? */
bool practice_tells_truth(const struct outbox *row,
			  const struct session *session,
			  const struct standing *standing);

/** The same of the session as it is; one of no session stays true. */
MUST_CHECK enum err practice_still_true(struct reader *reader,
					const struct outbox *row, bool *truth);

/** It is not true any more: what waits is not sent. */
MUST_CHECK enum err practice_untell(struct transaction *tx, struct outbox *row,
				    const char *reason);

#endif
