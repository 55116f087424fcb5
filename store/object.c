#include "store/object.h"

#include "base/digest.h"
#include "store/calendar_private.h"
#include "store/change_private.h"
#include "store/instance_private.h"
#include "store/object_private.h"
#include "store/statement_private.h"

#include <string.h>

static const char LOAD_MEMBER[] = "SELECT " MEMBER_COLUMNS "  FROM member"
				  "  WHERE id = $id";

static const char FIND_NAME[] = "SELECT " MEMBER_COLUMNS "  FROM member"
				"  WHERE collection = $collection"
				"    AND name = $name";

static const char FIND_NAME_BYTES[] =
	"SELECT " MEMBER_COLUMNS ", bytes"
	"  FROM member"
	"  LEFT JOIN member_bytes ON member_bytes.member = member.id"
	"  WHERE collection = $collection"
	"    AND name = $name";

static const char FIND_UID[] = "SELECT " MEMBER_COLUMNS "  FROM member"
			       "  WHERE collection = $collection"
			       "    AND uid = $uid";

static const char FIND_SESSION[] = "SELECT " MEMBER_COLUMNS "  FROM member"
				   "  WHERE collection = $collection"
				   "    AND session = $shown";

static const char FIND_SESSION_BYTES[] =
	"SELECT " MEMBER_COLUMNS ", bytes"
	"  FROM member"
	"  LEFT JOIN member_bytes ON member_bytes.member = member.id"
	"  WHERE collection = $collection"
	"    AND session = $shown";

static const char OF_SESSION[] = "SELECT id"
				 "  FROM member"
				 "  WHERE session = $session"
				 "  ORDER BY id";

static const char FIND_CLOSURE[] = "SELECT " MEMBER_COLUMNS "  FROM member"
				   "  WHERE collection = $collection"
				   "    AND closure = $shown";

static const char LOAD_BYTES[] = "SELECT bytes"
				 "  FROM member_bytes"
				 "  WHERE member = $member";

static const char ADD_MEMBER[] =
	"INSERT INTO member (uid, etag, revision, kind, size, type,"
	"    schedule_tag, session, closure, starts, ends, recurring,"
	"    indexed_from, indexed_to, modified, own, collection, name,"
	"    created, extra_rows)"
	"  VALUES ($uid, $etag, $revision, $kind, $size, $type, $schedule_tag,"
	"    $session, $closure, $starts, $ends, $recurring, $indexed_from,"
	"    $indexed_to, $modified, $own, $collection, $name, $modified,"
	"    $extra_rows)"
	"  RETURNING id";

/* SQLite writes each index of which a column is named, changed or not: those
 * that seldom change have a statement of their own. */
static const char SAVE_MEMBER[] =
	"UPDATE member"
	"  SET etag = $etag, revision = $revision, kind = $kind, size = $size,"
	"    type = $type, schedule_tag = $schedule_tag, starts = $starts,"
	"    ends = $ends, modified = $modified, own = $own, extra_rows = "
	"$extra_rows"
	"  WHERE id = $id"
	"  RETURNING uid IS NOT DISTINCT FROM $uid"
	"    AND session IS NOT DISTINCT FROM $session"
	"    AND closure IS NOT DISTINCT FROM $closure"
	"    AND recurring = $recurring"
	"    AND indexed_from = $indexed_from"
	"    AND indexed_to = $indexed_to AS same_keys";

static const char SAVE_KEYS[] =
	"UPDATE member"
	"  SET uid = $uid, session = $session, closure = $closure,"
	"    recurring = $recurring, indexed_from = $indexed_from,"
	"    indexed_to = $indexed_to"
	"  WHERE id = $id";

static const char SET_BYTES[] = "INSERT INTO member_bytes (member, bytes)"
				"  VALUES ($member, $bytes)"
				"  ON CONFLICT (member) DO UPDATE"
				"    SET bytes = $bytes";

/* Before the member's row is written: it has its old size still. */
static const char COUNT_MEMBER[] =
	"UPDATE collection"
	"  SET revision = revision + 1,"
	"    objects = objects + $objects,"
	"    extra_rows = extra_rows + $extra_rows,"
	"    bytes = bytes + $bytes + $times * coalesce("
	"      (SELECT size FROM member WHERE id = $member), 0)"
	"  WHERE id = $collection"
	"  RETURNING revision, EXISTS ("
	"    SELECT 1"
	"      FROM tombstone"
	"      WHERE tombstone.collection = collection.id"
	"        AND name = $name) AS told";

static const char MOVE_MEMBER[] =
	"UPDATE member"
	"  SET collection = $collection, name = $name, revision = $revision"
	"  WHERE id = $id";

static const char MOVE_ROWS[] = "UPDATE instance"
				"  SET collection = $collection"
				"  WHERE member = $member";

static const char MOVE_PROPERTIES[] = "UPDATE property"
				      "  SET collection = $to_collection"
				      "  WHERE collection = $collection"
				      "    AND member = $member";

static const char DELETE_PROPERTIES[] = "DELETE FROM property"
					"  WHERE collection = $collection"
					"    AND member = $member";

static const char DELETE_MEMBER[] = "DELETE FROM member"
				    "  WHERE id = $id";

void member_read(struct statement *st, void *item)
{
	struct member *member = item;

	*member = (struct member){
		.id = column_int(st, "id"),
		.collection = column_int(st, "collection"),
		.name = column_text(st, "name"),
		.uid = column_text(st, "uid"),
		.etag = column_text(st, "etag"),
		.revision = column_int(st, "revision"),
		.kind = (unsigned)column_int(st, "kind"),
		.size = column_int(st, "size"),
		.type = column_text(st, "type"),
		.schedule_tag = column_text(st, "schedule_tag"),
		.session = column_int(st, "session"),
		.closure = column_int(st, "closure"),
		.span = { { column_int(st, "starts") },
			  { column_int(st, "ends") } },
		.recurring = column_int(st, "recurring") != 0,
		.indexed = { { column_int(st, "indexed_from") },
			     { column_int(st, "indexed_to") } },
		.created = { column_int(st, "created") },
		.modified = { column_int(st, "modified") },
		.own = column_text(st, "own"),
		.extra_rows = column_int(st, "extra_rows"),
	};
}

enum err store_member_find(struct reader *reader, int64_t collection,
			   const char *name, struct member *member)
{
	struct statement *st = statement(reader, FIND_NAME);

	bind_int(st, "collection", collection);
	bind_text(st, "name", name);
	return statement_one(st, member_read, member);
}

/* The bytes' place is known when the row has been read. */
struct with_bytes {
	struct member *member;
	struct slice bytes;
};

static void read_with_bytes(struct statement *st, void *item)
{
	struct with_bytes *found = item;

	member_read(st, found->member);
	found->bytes = column_blob(st, "bytes");
}

static enum err find_with_bytes(struct reader *reader, struct statement *st,
				struct member *member, struct slice *bytes)
{
	struct with_bytes found = { .member = member };
	enum err err = statement_one(st, read_with_bytes, &found);

	if (!err && !found.bytes.at)
		err = member_missing(reader, member->id);
	if (!err)
		*bytes = found.bytes;
	return err;
}

enum err store_member_find_bytes(struct reader *reader, int64_t collection,
				 const char *name, struct member *member,
				 struct slice *bytes)
{
	struct statement *st = statement(reader, FIND_NAME_BYTES);

	bind_int(st, "collection", collection);
	bind_text(st, "name", name);
	return find_with_bytes(reader, st, member, bytes);
}

enum err store_member_find_uid(struct reader *reader, int64_t collection,
			       const char *uid, struct member *member)
{
	struct statement *st = statement(reader, FIND_UID);

	bind_int(st, "collection", collection);
	bind_text(st, "uid", uid);
	return statement_one(st, member_read, member);
}

enum err member_missing(struct reader *reader, int64_t id)
{
	return fail(store_reader_operation(reader), ERR_STORAGE,
		    "the database is damaged: member %lld is missing",
		    (long long)id);
}

enum err store_member_load(struct reader *reader, int64_t id,
			   struct member *member)
{
	struct statement *st = statement_of_id(reader, LOAD_MEMBER, id);
	enum err err;

	err = statement_one(st, member_read, member);
	return err == ERR_NOT_FOUND ? member_missing(reader, id) : err;
}

static enum err find_shown(struct reader *reader, const char *sql,
			   int64_t collection, int64_t shown,
			   struct member *member)
{
	struct statement *st = statement(reader, sql);

	bind_int(st, "collection", collection);
	bind_int(st, "shown", shown);
	return statement_one(st, member_read, member);
}

enum err store_member_find_session(struct reader *reader, int64_t collection,
				   int64_t session, struct member *member)
{
	return find_shown(reader, FIND_SESSION, collection, session, member);
}

enum err store_member_find_session_bytes(struct reader *reader,
					 int64_t collection, int64_t session,
					 struct member *member,
					 struct slice *bytes)
{
	struct statement *st = statement(reader, FIND_SESSION_BYTES);

	bind_int(st, "collection", collection);
	bind_int(st, "shown", session);
	return find_with_bytes(reader, st, member, bytes);
}

enum err store_member_of_session(struct reader *reader, int64_t session,
				 struct ids *members)
{
	struct statement *st = statement_of_id(reader, OF_SESSION, session);

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
	struct statement *st = statement_of_id(reader, LOAD_BYTES, id);
	enum err err;

	err = statement_row(st);
	if (err)
		return err == ERR_NOT_FOUND ? member_missing(reader, id) : err;
	*bytes = column_blob(st, "bytes");
	statement_done(st);
	return OK;
}

static void bind_keys(struct statement *st, const struct member *member)
{
	bind_text(st, "uid", member->uid);
	bind_id(st, "session", member->session);
	bind_id(st, "closure", member->closure);
	bind_int(st, "recurring", member->recurring);
	bind_int(st, "indexed_from", member->indexed.start.s);
	bind_int(st, "indexed_to", member->indexed.end.s);
}

/* What both writes share. */
static void bind_member(struct statement *st, const struct member *member)
{
	bind_keys(st, member);
	bind_text(st, "etag", member->etag);
	bind_int(st, "revision", member->revision);
	bind_int(st, "kind", member->kind);
	bind_int(st, "size", member->size);
	bind_text(st, "type", member->type);
	bind_text(st, "schedule_tag", member->schedule_tag);
	bind_int(st, "starts", member->span.start.s);
	bind_int(st, "ends", member->span.end.s);
	bind_int(st, "modified", member->modified.s);
	bind_text(st, "own", member->own);
	bind_int(st, "extra_rows", member->extra_rows);
}

/* A collection that has counted a write of a member. */
struct counted {
	int64_t revision;
	bool told; /* programs are told that the member's name went */
};

static enum err add_member(struct transaction *tx, struct member *member,
			   const struct counted *counted)
{
	struct statement *st = statement_tx(tx, ADD_MEMBER);
	enum err err;

	bind_member(st, member);
	bind_int(st, "collection", member->collection);
	bind_text(st, "name", member->name);
	err = statement_insert(st, &member->id);
	if (err)
		return err;
	member->created = member->modified;
	return counted->told
		       ? tombstone_remove(tx, member->collection, member->name)
		       : OK;
}

static enum err save_member(struct transaction *tx, struct member *member)
{
	struct statement *st = statement_tx(tx, SAVE_MEMBER);
	int64_t same_keys;
	enum err err;

	bind_member(st, member);
	bind_int(st, "id", member->id);
	err = statement_one_int(st, &same_keys);
	if (err == ERR_NOT_FOUND)
		return member_missing(store_tx_reader(tx), member->id);
	if (err || same_keys)
		return err;
	st = statement_tx(tx, SAVE_KEYS);
	bind_keys(st, member);
	bind_int(st, "id", member->id);
	return statement_run(st);
}

/* What a write of a member makes of its collection's numbers. */
struct change {
	int64_t member;
	int objects;
	int64_t extra_rows, bytes;
	int times; /* of the bytes of the member as it stands */
};

static void read_counted(struct statement *st, void *item)
{
	struct counted *counted = item;

	counted->revision = column_int(st, "revision");
	counted->told = column_int(st, "told") != 0;
}

/* The next revision of a collection, in which it has so many objects more, so
 * many rows and bytes, and so many times the bytes that the member has, under
 * that name. */
static enum err count_member(struct transaction *tx, int64_t collection,
			     const char *name, const struct change *change,
			     struct counted *counted)
{
	struct statement *st = statement_tx(tx, COUNT_MEMBER);
	enum err err;

	bind_int(st, "objects", change->objects);
	bind_int(st, "extra_rows", change->extra_rows);
	bind_int(st, "bytes", change->bytes);
	bind_int(st, "times", change->times);
	bind_int(st, "member", change->member);
	bind_int(st, "collection", collection);
	bind_text(st, "name", name);
	err = statement_one(st, read_counted, counted);
	return err == ERR_NOT_FOUND
		       ? collection_missing(store_tx_reader(tx), collection)
		       : err;
}

static enum err set_bytes(struct transaction *tx, int64_t member,
			  struct slice bytes)
{
	struct statement *st = statement_tx(tx, SET_BYTES);

	bind_int(st, "member", member);
	bind_blob(st, "bytes", bytes.at, bytes.len);
	return statement_run(st);
}

/* What has no time may be in every span. */
static struct kept_rows rows_of(struct transaction *tx,
				const struct member *member,
				const struct index_rows *rows)
{
	struct span always = WHOLE_TIME;
	const struct index_rows timeless = { &always, 1, NULL };

	if (member->kind != 0 && !member->recurring &&
	    (!rows || rows->count == 0))
		rows = &timeless;
	return instances_kept(tx, rows);
}

enum err store_member_put(struct transaction *tx, struct member *member,
			  struct slice bytes, const struct index_rows *rows)
{
	struct operation *op = store_tx_operation(tx);
	struct member put = *member;
	const bool is_new = put.id == 0;
	const struct kept_rows kept = rows_of(tx, member, rows);
	const struct change change = { put.id, is_new,
				       is_new ? kept.extra
					      : kept.extra - put.extra_rows,
				       (int64_t)bytes.len, -1 };
	struct counted counted;
	enum err err =
		count_member(tx, put.collection, put.name, &change, &counted);

	if (err)
		return err;
	put.revision = counted.revision;
	put.size = (int64_t)bytes.len;
	put.extra_rows = kept.extra;
	put.modified = op->now;
	if (!put.etag)
		put.etag = digest_tag(op->arena, bytes.at, bytes.len);
	if (!put.recurring && (!rows || rows->count == 0))
		put.span = WHOLE_TIME;
	err = is_new ? add_member(tx, &put, &counted) : save_member(tx, &put);
	if (!err)
		err = set_bytes(tx, put.id, bytes);
	if (!err)
		err = is_new ? instances_add(tx, put.collection, put.id, &kept)
			     : instances_set(tx, put.collection, put.id, &kept);
	if (!err)
		*member = put;
	return err;
}

static enum err move_rows(struct transaction *tx, const struct member *member,
			  int64_t collection)
{
	struct statement *st = statement_tx(tx, MOVE_ROWS);
	enum err err;

	bind_int(st, "member", member->id);
	bind_int(st, "collection", collection);
	err = statement_run(st);
	if (err)
		return err;
	st = statement_tx(tx, MOVE_PROPERTIES);
	bind_int(st, "collection", member->collection);
	bind_int(st, "member", member->id);
	bind_int(st, "to_collection", collection);
	return statement_run(st);
}

/* Its collection has one less, and tells of that. */
static enum err leave_tombstone(struct transaction *tx,
				const struct member *member)
{
	const struct change change = { member->id, -1, -member->extra_rows, 0,
				       -1 };
	struct counted counted;
	enum err err = count_member(tx, member->collection, member->name,
				    &change, &counted);

	if (err)
		return err;
	return tombstone_add(tx, member->collection, member->name,
			     counted.revision);
}

enum err store_member_move(struct transaction *tx, const struct member *member,
			   int64_t collection, const char *name)
{
	const struct change comes = { member->id, 1, member->extra_rows, 0, 1 };
	struct statement *st;
	struct counted counted;
	enum err err = leave_tombstone(tx, member);

	if (!err)
		err = count_member(tx, collection, name, &comes, &counted);
	if (err)
		return err;
	st = statement_tx(tx, MOVE_MEMBER);
	bind_int(st, "id", member->id);
	bind_int(st, "collection", collection);
	bind_text(st, "name", name);
	bind_int(st, "revision", counted.revision);
	err = statement_run(st);
	if (!err && counted.told)
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
	bind_int(st, "collection", member->collection);
	bind_int(st, "member", member->id);
	err = statement_run(st);
	if (err)
		return err;
	return statement_run_id(tx, DELETE_MEMBER, member->id);
}
