/**
 * What a session names next, once one that it named is gone.
 */
#ifndef PRACTICE_SESSION_CLASH_NEXT_PRIVATE_H
#define PRACTICE_SESSION_CLASH_NEXT_PRIVATE_H

#include "store/clash.h"

/** Those of the list that named as many as they may, and name one less now,
 *  get the first by uid behind their last that overlaps them. A crowd is read
 *  once, not once for each. */
MUST_CHECK enum err clash_name_next(struct transaction *tx,
				    const struct clash_namer *list,
				    size_t count);

#endif
