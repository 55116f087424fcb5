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
	int64_t extra_rows; /* rows of the index beyond one, as it was read */
	const char *type;   /* media type of plain files, else NULL */
	const char *schedule_tag; /* or NULL */
	int64_t session, closure; /* what it shows, or 0 */
	struct span span;         /* all instances lie within */
	bool recurring;
	struct span indexed; /* recurring: where instance rows are complete */
	struct instant created, modified;
	const char *own; /* content lines kept for this viewer, or NULL */
};

/** Names and UIDs count case. */
MUST_CHECK enum err store_member_find(struct reader *reader, int64_t collection,
				      const char *name, struct member *member);
/** With its bytes. */
MUST_CHECK enum err store_member_find_bytes(struct reader *reader,
					    int64_t collection,
					    const char *name,
					    struct member *member,
					    struct slice *bytes);
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
/** With its bytes. */
MUST_CHECK enum err store_member_find_session_bytes(struct reader *reader,
						    int64_t collection,
						    int64_t session,
						    struct member *member,
						    struct slice *bytes);
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
/**
 * Store a member, new (id 0) or over itself (in the same place), with its
 * bytes and index rows, under the collection's next revision, which is set in
 * *member with id, etag, size, extra_rows, created (when new) and modified
 * (now). The etag is the digest of the bytes unless one is given: set it to
 * NULL in a member that was read before. A tombstone of the name goes. rows may
 * be NULL.
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
