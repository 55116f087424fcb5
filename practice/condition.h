/**
 * The condition under which a request is to be done (If-Match and its kin),
 * judged in the transaction that does it.
 */
#ifndef PRACTICE_CONDITION_H
#define PRACTICE_CONDITION_H

#include <stdbool.h>

#include "store/object.h"
#include "store/store.h"

/** Judges against what is there (NULL: nothing, or a collection, which `look`
 *  has found itself): OK or ERR_PRECONDITION. */
struct condition {
	/** Unless NULL: read in the transaction what the check has to know of
	 *  other resources. ERR_STORAGE. */
	enum err (*look)(struct reader *reader, const void *context);
	enum err (*check)(struct operation *op, const void *context,
			  const struct member *current);
	const void *context;
	bool named; /* it names the version that the request was made on */
};

/** Judge it, NULL being none. ERR_PRECONDITION, ERR_STORAGE. */
MUST_CHECK enum err practice_condition_judge(struct reader *reader,
					     const struct condition *condition,
					     const struct member *current);

#endif
