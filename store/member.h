/**
 * What the files of store/object.h share: object.c (members), instance.c
 * (where they lie in time) and change.c (tombstones and changes).
 */
#ifndef STORE_MEMBER_H
#define STORE_MEMBER_H

#include "store/object.h"

/** Members by their ids, in that order, those of these kinds (0: any). */
MUST_CHECK enum err member_each(struct reader *reader, const struct ids *ids,
				unsigned kinds, bool bytes,
				store_member_each *each, void *context);

/** Put rows in place of a member's; NULL: none. */
MUST_CHECK enum err member_rows_set(struct transaction *tx, int64_t collection,
				    int64_t member,
				    const struct index_rows *rows);

/** Remember that a name went, under this revision; or that it is back. */
MUST_CHECK enum err tombstone_add(struct transaction *tx, int64_t collection,
				  const char *name, int64_t revision);
MUST_CHECK enum err tombstone_remove(struct transaction *tx, int64_t collection,
				     const char *name);

#endif
