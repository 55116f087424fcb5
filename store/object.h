/**
 * Members of collections: calendar objects (and plain files), their bytes
 * apart.
 */
#ifndef STORE_OBJECT_H
#define STORE_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "store/instance.h"
#include "store/tables.h"

struct member {
	int64_t id;
	int64_t collection;
	const char *name;
	const char *uid;  /* NULL in plain collections */
	const char *etag; /* without quotes */
	int64_t revision;
	unsigned kind; /* enum cal_kind; 0 for plain files */
	int64_t size;
	const char *type;         /* media type of plain files, else NULL */
	const char *schedule_tag; /* or NULL */
	int64_t session, closure; /* what it shows, or 0 */
	struct span span;         /* all instances lie within */
	bool recurring;
	struct span indexed; /* recurring: where instance rows are complete */
	struct instant created, modified;
	const char *own; /* content lines kept for this viewer, or NULL */
};

/** Called for each row found; bytes has at NULL where not asked for. Another
 *  answer than OK stops the walk and is its result. What was taken from the
 *  operation's arena for one row, by the walk and by the function, is given
 *  back before the next: what is kept lies in an arena within it. */
typedef enum err store_member_each(void *context, const struct member *member,
				   struct slice bytes);

/** Names and UIDs count case. */
MUST_CHECK enum err store_member_find(struct reader *reader, int64_t collection,
				      const char *name, struct member *member);
MUST_CHECK enum err store_member_find_uid(struct reader *reader,
					  int64_t collection, const char *uid,
					  struct member *member);
MUST_CHECK enum err store_member_load(struct reader *reader, int64_t id,
				      struct member *member);
/** The member that shows this session (closure) in a collection. */
MUST_CHECK enum err store_member_find_session(struct reader *reader,
					      int64_t collection,
					      int64_t session,
					      struct member *member);
/** Every member that shows this session, in any collection. */
MUST_CHECK enum err store_member_of_session(struct reader *reader,
					    int64_t session,
					    struct ids *members);
MUST_CHECK enum err store_member_find_closure(struct reader *reader,
					      int64_t collection,
					      int64_t closure,
					      struct member *member);
MUST_CHECK enum err store_member_bytes(struct reader *reader, int64_t id,
				       struct slice *bytes);
/** Names, etags, kinds, ids and types of all, by name, from the covering
 *  index: the other fields of the rows are zero. */
MUST_CHECK enum err store_member_list(struct reader *reader, int64_t collection,
				      struct member **list, size_t *count);
/** Every member whole, by id; with its bytes when asked for. */
MUST_CHECK enum err store_member_walk(struct reader *reader, int64_t collection,
				      bool bytes, store_member_each *each,
				      void *context);
/**
 * Members of these kinds (0: any) that may have an instance in the span:
 * sure ones by instance rows, and recurring ones whose rows do not reach the
 * whole of it, each once, by id. Cost goes with what is found. *each tells the
 * sure ones by store_member_sure(member, span). Spans are half-open; a
 * moment (start == end) is in the span that it starts.
 */
MUST_CHECK enum err store_member_overlapping(struct reader *reader,
					     int64_t collection, unsigned kinds,
					     struct span span, bool bytes,
					     store_member_each *each,
					     void *context);
/** True when the index alone proves that a member found has an instance in
 *  the span. */
bool store_member_sure(const struct member *member, struct span span);

/**
 * Store a member, new (id 0) or over itself (in the same place), with its
 * bytes and index rows, under the collection's next revision, which is set in
 * *member with id, etag, size, created (when new) and modified (now). The etag
 * is the digest of the bytes unless one is given: set it to NULL in a member
 * that was read before. A tombstone of the name goes. rows may be NULL.
 *
 * A calendar object that does not recur and has no rows has no time: it may be
 * in every span, and its span becomes all of time. A recurring one whose rows
 * are complete for good has its indexed span reach to INSTANT_MAX.
 *
 * ERR_EXISTS: name or uid taken in the collection.
 */
MUST_CHECK enum err store_member_put(struct transaction *tx,
				     struct member *member, struct slice bytes,
				     const struct index_rows *rows);
/** Move a member to another collection or name, keeping its bytes, properties
 *  and id; a tombstone stays behind. ERR_EXISTS: name or uid taken there. */
MUST_CHECK enum err store_member_move(struct transaction *tx,
				      const struct member *member,
				      int64_t collection, const char *name);
/** Leave a tombstone under the next revision. */
MUST_CHECK enum err store_member_delete(struct transaction *tx,
					const struct member *member);

#endif
