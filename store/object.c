#include "store/object.h"

#include "base/digest.h"
#include "store/calendar.h"
#include "store/member.h"
#include "store/statement.h"

#include <string.h>

#define MEMBER_COLUMNS                                                 \
	"id, collection, name, uid, etag, revision, kind, size, type," \
	"  schedule_tag, session, closure, starts, ends, recurring,"   \
	"  indexed_from, indexed_to, created, modified, own"

static const char LOAD_MEMBER[] = "SELECT " MEMBER_COLUMNS "  FROM member"
				  "  WHERE id = $1";

static const char FIND_NAME[] = "SELECT " MEMBER_COLUMNS "  FROM member"
				"  WHERE collection = $1"
				"    AND name = $2";

static const char FIND_UID[] = "SELECT " MEMBER_COLUMNS "  FROM member"
			       "  WHERE collection = $1"
			       "    AND uid = $2";

static const char FIND_SESSION[] = "SELECT " MEMBER_COLUMNS "  FROM member"
				   "  WHERE collection = $1"
				   "    AND session = $2";

static const char OF_SESSION[] = "SELECT id"
				 "  FROM member"
				 "  WHERE session = $1"
				 "  ORDER BY id";

static const char FIND_CLOSURE[] = "SELECT " MEMBER_COLUMNS "  FROM member"
				   "  WHERE collection = $1"
				   "    AND closure = $2";

static const char LOAD_BYTES[] = "SELECT bytes"
				 "  FROM member_bytes"
				 "  WHERE member = $1";

static const char LIST_MEMBERS[] = "SELECT id, name, etag, kind, type"
				   "  FROM member"
				   "  WHERE collection = $1"
				   "  ORDER BY name";

static const char LIST_IDS[] = "SELECT id"
			       "  FROM member"
			       "  WHERE collection = $1"
			       "  ORDER BY id";

static const char ADD_MEMBER[] =
	"INSERT INTO member (uid, etag, revision, kind, size, type,"
	"    schedule_tag, session, closure, starts, ends, recurring,"
	"    indexed_from, indexed_to, modified, own, collection, name,"
	"    created)"
	"  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	"    $14, $15, $16, $17, $18, $15)";

static const char SAVE_MEMBER[] =
	"UPDATE member"
	"  SET uid = $1, etag = $2, revision = $3, kind = $4, size = $5,"
	"    type = $6, schedule_tag = $7, session = $8, closure = $9,"
	"    starts = $10, ends = $11, recurring = $12, indexed_from = $13,"
	"    indexed_to = $14, modified = $15, own = $16"
	"  WHERE id = $17";

static const char SET_BYTES[] = "INSERT INTO member_bytes (member, bytes)"
				"  VALUES ($1, $2)"
				"  ON CONFLICT (member) DO UPDATE"
				"    SET bytes = $2";

static const char MOVE_MEMBER[] =
	"UPDATE member"
	"  SET collection = $2, name = $3, revision = $4"
	"  WHERE id = $1";

static const char MOVE_ROWS[] = "UPDATE instance"
				"  SET collection = $2"
				"  WHERE member = $1";

static const char MOVE_PROPERTIES[] = "UPDATE property"
				      "  SET collection = $3"
				      "  WHERE collection = $1"
				      "    AND member = $2";

static const char DELETE_PROPERTIES[] = "DELETE FROM property"
					"  WHERE collection = $1"
					"    AND member = $2";

static const char DELETE_MEMBER[] = "DELETE FROM member"
				    "  WHERE id = $1";

static void read_member(struct statement *st, void *item)
{
	struct member *member = item;

	*member = (struct member){
		.id = column_int(st, 0),
		.collection = column_int(st, 1),
		.name = column_text(st, 2),
		.uid = column_text(st, 3),
		.etag = column_text(st, 4),
		.revision = column_int(st, 5),
		.kind = (unsigned)column_int(st, 6),
		.size = column_int(st, 7),
		.type = column_text(st, 8),
		.schedule_tag = column_text(st, 9),
		.session = column_int(st, 10),
		.closure = column_int(st, 11),
		.span = { { column_int(st, 12) }, { column_int(st, 13) } },
		.recurring = column_int(st, 14) != 0,
		.indexed = { { column_int(st, 15) }, { column_int(st, 16) } },
		.created = { column_int(st, 17) },
		.modified = { column_int(st, 18) },
		.own = column_text(st, 19),
	};
}

enum err store_member_find(struct reader *reader, int64_t collection,
			   const char *name, struct member *member)
{
	struct statement *st = statement(reader, FIND_NAME);

	bind_int(st, 1, collection);
	bind_text(st, 2, name);
	return statement_one(st, read_member, member);
}

enum err store_member_find_uid(struct reader *reader, int64_t collection,
			       const char *uid, struct member *member)
{
	struct statement *st = statement(reader, FIND_UID);

	bind_int(st, 1, collection);
	bind_text(st, 2, uid);
	return statement_one(st, read_member, member);
}

static enum err missing(struct reader *reader, int64_t id)
{
	return fail(store_reader_operation(reader), ERR_STORAGE,
		    "the database is damaged: member %lld is missing",
		    (long long)id);
}

enum err store_member_load(struct reader *reader, int64_t id,
			   struct member *member)
{
	struct statement *st = statement(reader, LOAD_MEMBER);
	enum err err;

	bind_int(st, 1, id);
	err = statement_one(st, read_member, member);
	return err == ERR_NOT_FOUND ? missing(reader, id) : err;
}

static enum err find_shown(struct reader *reader, const char *sql,
			   int64_t collection, int64_t shown,
			   struct member *member)
{
	struct statement *st = statement(reader, sql);

	bind_int(st, 1, collection);
	bind_int(st, 2, shown);
	return statement_one(st, read_member, member);
}

enum err store_member_find_session(struct reader *reader, int64_t collection,
				   int64_t session, struct member *member)
{
	return find_shown(reader, FIND_SESSION, collection, session, member);
}

enum err store_member_of_session(struct reader *reader, int64_t session,
				 struct ids *members)
{
	struct statement *st = statement(reader, OF_SESSION);

	bind_int(st, 1, session);
	return statement_ids(st, members);
}

enum err store_member_find_closure(struct reader *reader, int64_t collection,
				   int64_t closure, struct member *member)
{
	return find_shown(reader, FIND_CLOSURE, collection, closure, member);
}

enum err store_member_bytes(struct reader *reader, int64_t id,
			    struct slice *bytes)
{
	struct statement *st = statement(reader, LOAD_BYTES);
	enum err err;

	bind_int(st, 1, id);
	err = statement_row(st);
	if (err)
		return err == ERR_NOT_FOUND ? missing(reader, id) : err;
	*bytes = column_blob(st, 0);
	statement_done(st);
	return OK;
}

static void read_listed(struct statement *st, void *item)
{
	struct member *member = item;

	member->id = column_int(st, 0);
	member->name = column_text(st, 1);
	member->etag = column_text(st, 2);
	member->kind = (unsigned)column_int(st, 3);
	member->type = column_text(st, 4);
}

enum err store_member_list(struct reader *reader, int64_t collection,
			   struct member **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_MEMBERS);

	bind_int(st, 1, collection);
	return statement_list(st, read_listed, sizeof(**list), list, count);
}

/* A lookup a member costs little, and leaves no statement open while the
 * caller's function may do what it likes. */
enum err member_each(struct reader *reader, const struct ids *ids,
		     unsigned kinds, bool bytes, store_member_each *each,
		     void *context)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < ids->count; i++) {
		struct slice content = { NULL, 0 };
		struct member member;

		err = store_member_load(reader, ids->at[i], &member);
		if (err)
			break;
		if (kinds && !(member.kind & kinds))
			continue;
		if (bytes)
			err = store_member_bytes(reader, member.id, &content);
		if (!err)
			err = each(context, &member, content);
	}
	return err;
}

enum err store_member_walk(struct reader *reader, int64_t collection,
			   bool bytes, store_member_each *each, void *context)
{
	struct statement *st = statement(reader, LIST_IDS);
	struct ids ids = { 0 };
	enum err err;

	bind_int(st, 1, collection);
	err = statement_ids(st, &ids);
	if (err)
		return err;
	return member_each(reader, &ids, 0, bytes, each, context);
}

/* $1 to $16, which both writes share. */
static void bind_member(struct statement *st, const struct member *member)
{
	bind_text(st, 1, member->uid);
	bind_text(st, 2, member->etag);
	bind_int(st, 3, member->revision);
	bind_int(st, 4, member->kind);
	bind_int(st, 5, member->size);
	bind_text(st, 6, member->type);
	bind_text(st, 7, member->schedule_tag);
	bind_id(st, 8, member->session);
	bind_id(st, 9, member->closure);
	bind_int(st, 10, member->span.start.s);
	bind_int(st, 11, member->span.end.s);
	bind_int(st, 12, member->recurring);
	bind_int(st, 13, member->indexed.start.s);
	bind_int(st, 14, member->indexed.end.s);
	bind_int(st, 15, member->modified.s);
	bind_text(st, 16, member->own);
}

static enum err add_member(struct transaction *tx, struct member *member)
{
	struct statement *st = statement_tx(tx, ADD_MEMBER);
	enum err err;

	bind_member(st, member);
	bind_int(st, 17, member->collection);
	bind_text(st, 18, member->name);
	err = statement_run(st);
	if (err)
		return err;
	member->id = statement_inserted(tx);
	member->created = member->modified;
	return tombstone_remove(tx, member->collection, member->name);
}

static enum err save_member(struct transaction *tx, struct member *member)
{
	struct statement *st = statement_tx(tx, SAVE_MEMBER);
	enum err err;

	bind_member(st, member);
	bind_int(st, 17, member->id);
	err = statement_run(st);
	if (err)
		return err;
	return statement_changes(tx) == 1
		       ? OK
		       : missing(store_tx_reader(tx), member->id);
}

static enum err set_bytes(struct transaction *tx, int64_t member,
			  struct slice bytes)
{
	struct statement *st = statement_tx(tx, SET_BYTES);

	bind_int(st, 1, member);
	bind_blob(st, 2, bytes.at, bytes.len);
	return statement_run(st);
}

static enum err set_rows(struct transaction *tx, const struct member *member,
			 const struct index_rows *rows)
{
	struct span always = { INSTANT_MIN, INSTANT_MAX };
	const struct index_rows timeless = { &always, 1 };

	if (member->kind != 0 && !member->recurring &&
	    (!rows || rows->count == 0))
		rows = &timeless;
	return member_rows_set(tx, member->collection, member->id, rows);
}

enum err store_member_put(struct transaction *tx, struct member *member,
			  struct slice bytes, const struct index_rows *rows)
{
	struct operation *op = store_tx_operation(tx);
	struct member put = *member;
	enum err err =
		store_collection_touch(tx, put.collection, &put.revision);

	if (err)
		return err;
	put.size = (int64_t)bytes.len;
	put.modified = op->now;
	if (!put.etag)
		put.etag = digest_tag(op->arena, bytes.at, bytes.len);
	if (!put.recurring && (!rows || rows->count == 0))
		put.span = (struct span){ INSTANT_MIN, INSTANT_MAX };
	err = put.id ? save_member(tx, &put) : add_member(tx, &put);
	if (!err)
		err = set_bytes(tx, put.id, bytes);
	if (!err)
		err = set_rows(tx, &put, rows);
	if (!err)
		*member = put;
	return err;
}

static enum err move_rows(struct transaction *tx, const struct member *member,
			  int64_t collection)
{
	struct statement *st = statement_tx(tx, MOVE_ROWS);
	enum err err;

	bind_int(st, 1, member->id);
	bind_int(st, 2, collection);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, MOVE_PROPERTIES);
	bind_int(st, 1, member->collection);
	bind_int(st, 2, member->id);
	bind_int(st, 3, collection);
	return statement_run(st);
}

static enum err leave_tombstone(struct transaction *tx,
				const struct member *member)
{
	int64_t revision;
	enum err err =
		store_collection_touch(tx, member->collection, &revision);

	if (err)
		return err;
	return tombstone_add(tx, member->collection, member->name, revision);
}

enum err store_member_move(struct transaction *tx, const struct member *member,
			   int64_t collection, const char *name)
{
	struct statement *st;
	int64_t revision;
	enum err err = leave_tombstone(tx, member);

	if (!err)
		err = store_collection_touch(tx, collection, &revision);
	if (err)
		return err;
	st = statement_tx(tx, MOVE_MEMBER);
	bind_int(st, 1, member->id);
	bind_int(st, 2, collection);
	bind_text(st, 3, name);
	bind_int(st, 4, revision);
	err = statement_run(st);
	if (!err)
		err = tombstone_remove(tx, collection, name);
	if (!err && collection != member->collection)
		err = move_rows(tx, member, collection);
	return err;
}

enum err store_member_delete(struct transaction *tx,
			     const struct member *member)
{
	struct statement *st;
	enum err err = leave_tombstone(tx, member);

	if (err)
		return err;
	st = statement_tx(tx, DELETE_PROPERTIES);
	bind_int(st, 1, member->collection);
	bind_int(st, 2, member->id);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, DELETE_MEMBER);
	bind_int(st, 1, member->id);
	return statement_run(st);
}
