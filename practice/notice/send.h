/**
 * The sender's side of the outbox (rules S44): rows are leased before they
 * leave, and settled when it is known what became of them. Whatever fails is
 * tried again, with growing pauses, for a day.
 */
#ifndef PRACTICE_NOTICE_SEND_H
#define PRACTICE_NOTICE_SEND_H

#include "store/outbox.h"
#include "store/store.h"

/** What came of an attempt. */
enum attempt {
	ATTEMPT_SENT,    /* taken */
	ATTEMPT_FAILED,  /* certainly not taken: again later */
	ATTEMPT_NEVER,   /* the address is wrong for good */
	ATTEMPT_UNKNOWN, /* perhaps taken: ask before anything else */
	ATTEMPT_STOPPED, /* not begun, or broken off by us */
};

struct settling {
	int64_t id;
	enum attempt attempt;
	const char *reason; /* a sentence; NULL: none */
	const char *token;  /* of the gateway; NULL: as it was */
};

/** Is there anything to lease? The reader has begun. */
MUST_CHECK enum err practice_notices_wait(struct reader *reader,
					  unsigned channels, bool *due);
/**
 * Lease at most `limit` rows of these channels that are due and still true;
 * *list has them as they were before, so that those in OUTBOX_UNKNOWN are to be
 * asked about. Rows that are not true any more, whose recipient asked for no
 * more, or whose day is over, are settled here.
 */
MUST_CHECK enum err practice_notices_lease(struct operation *op,
					   struct store *store,
					   unsigned channels, size_t limit,
					   struct outbox **list, size_t *count);
/** What became of some of them, in one transaction. */
MUST_CHECK enum err practice_notices_settle(struct operation *op,
					    struct store *store,
					    const struct settling *list,
					    size_t count);
/** At start, when nobody else sends: what was leased by a process that is gone
 *  is tried again where it is mail, and asked about where it is a text. */
MUST_CHECK enum err practice_notices_reclaim(struct operation *op,
					     struct store *store);

/** What the gateway says later of a message, by the key of its row: it failed
 *  after all. ERR_NOT_FOUND. */
MUST_CHECK enum err practice_notice_reported(struct operation *op,
					     struct store *store,
					     const char *key, bool delivered,
					     const char *reason);

/** Seconds until the next try behind so many: 1, 2, 3, 5, 8 and so on to half
 *  an hour, each with noise. */
int64_t practice_notice_pause(int tries);

#endif
