/**
 * The row of a member, for those who read it by a statement of their own.
 */
#ifndef STORE_OBJECT_PRIVATE_H
#define STORE_OBJECT_PRIVATE_H

#include "store/object.h"
#include "store/statement_private.h"

/** Of the table `member`; none has the name of a column of `member_bytes`. */
#define MEMBER_COLUMNS                                                 \
	"id, collection, name, uid, etag, revision, kind, size, type," \
	"  schedule_tag, session, closure, starts, ends, recurring,"   \
	"  indexed_from, indexed_to, created, modified, own, extra_rows"

/** A statement_read of these columns; the item is a struct member. */
void member_read(struct statement *st, void *item);

/** ERR_STORAGE: there is no such row, or it has no bytes. */
MUST_CHECK enum err member_missing(struct reader *reader, int64_t id);

#endif
