/**
 * The review list: what waits for a person to look at it.
 */
#ifndef STORE_REVIEW_H
#define STORE_REVIEW_H

#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

enum review_state {
	REVIEW_WAITING,
	REVIEW_ACCEPTED,
	REVIEW_UNDONE,
	REVIEW_ANY, /* what a list may be asked for; no item has it */
};

/** As they are stored and shown (base/word.h); that of REVIEW_ANY is NULL. */
extern const char *const review_state_words[];

struct review {
	int64_t id;
	struct instant at;
	const char *kind; /* refused, unknown-tag, deletes, endless-rule... */
	int64_t session;
	int64_t person; /* whose gesture it was */
	const char *text;
	enum review_state state;
};

/** Sets id and at (now). */
MUST_CHECK enum err store_review_add(struct transaction *tx,
				     struct review *review);
MUST_CHECK enum err store_review_find(struct reader *reader, int64_t id,
				      struct review *review);
/** Newest first, ids below `below` (0: from the newest). */
MUST_CHECK enum err store_review_list(struct reader *reader,
				      enum review_state state, int64_t below,
				      size_t limit, struct review **list,
				      size_t *count);
/** How many there are. */
MUST_CHECK enum err store_review_count(struct reader *reader,
				       enum review_state state, int64_t *count);
/** Session and text of an item that grew or shrank. ERR_NOT_FOUND. */
MUST_CHECK enum err store_review_change(struct transaction *tx,
					const struct review *review);
/** ERR_NOT_FOUND. */
MUST_CHECK enum err store_review_state(struct transaction *tx, int64_t review,
				       enum review_state state);

#endif
