/**
 * What one person may take of the place: bounds that nobody meets who works,
 * so that nobody fills the disk (rules K42, RFC 4331).
 *
 * They are asked in the transaction that adds something, after it was added:
 * who takes away is never refused.
 */
#ifndef PRACTICE_QUOTA_H
#define PRACTICE_QUOTA_H

#include <stdint.h>

#include "base/error.h"
#include "store/calendar.h"
#include "store/store.h"

struct quota {
	int64_t bytes, objects, collections; /* of personal collections */
	int64_t index_rows; /* of series in these, beyond one each */
	int64_t properties, property_bytes; /* that a person has set */
	int64_t tokens, feeds, locks;       /* that are live */
	int64_t copied; /* dates of series, of one copy of a calendar */
};

/** Set once, before threads start; until then the defaults hold. */
void practice_quota_set(const struct quota *quota);
const struct quota *practice_quota(void);

/** What lies in the collections of a person's home, and, beside it, in those
 *  that they deleted and that are not cleared away yet: ERR_QUOTA. */
MUST_CHECK enum err practice_quota_check_home(struct reader *reader,
					      int64_t owner);
/** What a collection and those within have to copy. It is asked before: each
 *  date of a series is a row of the index, nobody else writes until all are
 *  copied, and a small file may have thousands. ERR_QUOTA. */
MUST_CHECK enum err practice_quota_check_copy(struct reader *reader,
					      const struct collection *from);
/** What a person has set of collections and members: ERR_QUOTA. */
MUST_CHECK enum err practice_quota_check_properties(struct reader *reader,
						    int64_t viewer);
/** A person's tokens, feeds and locks: ERR_QUOTA. */
MUST_CHECK enum err practice_quota_check_tokens(struct reader *reader,
						int64_t person);
MUST_CHECK enum err practice_quota_check_feeds(struct reader *reader,
					       int64_t person);
MUST_CHECK enum err practice_quota_check_locks(struct reader *reader,
					       int64_t person);

#endif
