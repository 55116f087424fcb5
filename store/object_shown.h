/**
 * The members that show one session, each in a calendar of its own: read, and
 * written anew, by as many statements for all of them as for one.
 */
#ifndef STORE_OBJECT_SHOWN_H
#define STORE_OBJECT_SHOWN_H

#include "store/object.h"

struct member_shown {
	struct member member;
	struct slice bytes;
};

/** Those of a session, in any collection, by collection. */
MUST_CHECK enum err store_member_shown(struct reader *reader, int64_t session,
				       struct member_shown **list,
				       size_t *count);

/** A member that is there, with new bytes, and the one row that the index has
 *  of it. */
struct member_anew {
	struct member *member;
	struct slice bytes;
	enum instance_busy busy;
};

/**
 * Store what was rendered anew, no two in one collection: uid, etag, span and
 * own of each member as they are given, the rest as it stands. Sets revision
 * (the next one of its collection), size and modified (now). ERR_STORAGE.
 */
MUST_CHECK enum err store_member_anew(struct transaction *tx,
				      const struct member_anew *list,
				      size_t count);

#endif
