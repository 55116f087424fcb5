/**
 * The members that show one session, each in a calendar of its own: read, and
 * written, by as many statements for all of them as for one.
 */
#ifndef STORE_OBJECT_SHOWN_H
#define STORE_OBJECT_SHOWN_H

#include "store/object.h"

/** The one row that the index has of a member. */
struct shown_row {
	bool known; /* there is one, and no other */
	struct span span;
	enum instance_busy busy;
};

struct member_shown {
	struct member member;
	struct slice bytes;
	struct shown_row row;
};

/** Those of a session, in any collection, by collection. */
MUST_CHECK enum err store_member_shown(struct reader *reader, int64_t session,
				       struct member_shown **list,
				       size_t *count);

/** What an event and a task of one session may be called. */
struct shown_names {
	const char *name, *uid;
	const char *task_name, *task_uid;
};

/** A member that has one of these names, or of these UIDs. */
struct member_in_way {
	int64_t collection;
	const char *name, *uid; /* NULL: none */
	int64_t session;        /* 0: of no session */
};

/** Those in some collections, in no order. */
MUST_CHECK enum err store_member_in_way(struct reader *reader,
					const struct ids *collections,
					const struct shown_names *names,
					struct member_in_way **list,
					size_t *count);

/** A member of a session as it was rendered. */
struct member_anew {
	struct member *member;
	struct slice bytes;
	enum instance_busy busy;
	struct shown_row row; /* as it was read; of one that is there */
};

/**
 * Store members that are there, no two in one collection, as they were read in
 * this transaction but for etag, span, own and bytes. Sets revision (the next
 * one of its collection), size and modified (now). ERR_STORAGE.
 */
MUST_CHECK enum err store_member_anew(struct transaction *tx,
				      const struct member_anew *list,
				      size_t count);

/**
 * Store new ones of one session, no two in one collection: id and size are 0
 * before. Sets these, revision, created and modified. ERR_EXISTS where a name
 * or UID is not free, ERR_STORAGE.
 */
MUST_CHECK enum err store_member_add(struct transaction *tx,
				     const struct member_anew *list,
				     size_t count);

/** Give a member another UID, without a new revision: before its next
 *  write. */
MUST_CHECK enum err store_member_set_uid(struct transaction *tx,
					 const struct member *member);

#endif
