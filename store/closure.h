/**
 * Closures: days and hours at which the practice is closed.
 */
#ifndef STORE_CLOSURE_H
#define STORE_CLOSURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/tables.h"

struct closure {
	int64_t id;
	const char *uid;
	const char *name; /* of its resource */
	const char *title;
	bool all_day;
	struct day from, to; /* all_day: both inclusive */
	struct span span;    /* in the practice's zone where all_day */
	const char *zone;    /* of a span of hours; NULL where all_day */
	int64_t revision;
	struct instant created, removed; /* INSTANT_MAX: not removed */
};

MUST_CHECK enum err store_closure_find(struct reader *reader, int64_t id,
				       struct closure *closure);
MUST_CHECK enum err store_closure_find_uid(struct reader *reader,
					   const char *uid,
					   struct closure *closure);
/** That overlap the span and are not removed, by start. */
MUST_CHECK enum err store_closure_list(struct reader *reader, struct span span,
				       struct closure **list, size_t *count);
/** Sets id; revision becomes 1. ERR_EXISTS: uid taken. */
MUST_CHECK enum err store_closure_insert(struct transaction *tx,
					 struct closure *closure);
/** All but uid and created; raises and sets revision. ERR_NOT_FOUND. */
MUST_CHECK enum err store_closure_update(struct transaction *tx,
					 struct closure *closure);

#endif
