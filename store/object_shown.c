#include "store/object_shown.h"

#include "store/calendar_private.h"
#include "store/change_private.h"
#include "store/instance_private.h"
#include "store/object_private.h"

#include <assert.h>

static const char FIND_SHOWN[] =
	"SELECT " MEMBER_COLUMNS ", bytes, row_starts, row_ends, busy"
	"  FROM member"
	"  LEFT JOIN member_bytes ON member_bytes.member = member.id"
	"  LEFT JOIN (SELECT member AS row_of, starts AS row_starts,"
	"      ends AS row_ends, busy"
	"    FROM instance) AS one ON row_of = member.id"
	"  WHERE session = $session"
	"  ORDER BY collection, id";

static const char FIND_IN_WAY[] = "SELECT collection, name, uid, session"
				  "  FROM member"
				  "  WHERE collection IN (" EACH_ID ")"
				  "    AND name IN ($name, $task_name)"
				  "  UNION ALL "
				  "SELECT collection, name, uid, session"
				  "  FROM member"
				  "  WHERE collection IN (" EACH_ID ")"
				  "    AND uid IN ($uid, $task_uid)";

/* As many as BLOCK; the parameters of fewer are NULL and meet nothing. */
#define ALL(letter)                                              \
	"$" letter "0, $" letter "1, $" letter "2, $" letter "3" \
	", $" letter "4, $" letter "5, $" letter "6, $" letter "7"
#define ALL_COLLECTIONS ALL("c")
#define ALL_MEMBERS ALL("i")
/* The value of the row whose `key` is the parameter of that letter. */
#define WHEN(id, value, n) " WHEN $" id n " THEN $" value n
#define OF(key, id, value, type)                                               \
	"CASE " key " WHEN $" id "0 THEN CAST($" value "0 AS " type            \
	")" WHEN(id, value, "1") WHEN(id, value, "2") WHEN(id, value, "3")     \
		WHEN(id, value, "4") WHEN(id, value, "5") WHEN(id, value, "6") \
			WHEN(id, value, "7") " END"
#define MORE_BYTES OF("id", "c", "z", "bigint")
#define ADDED_NAME OF("collection.id", "c", "m", "text")
#define ETAG OF("id", "i", "e", "text")
#define REVISION OF("id", "i", "r", "bigint")
#define SIZE OF("id", "i", "z", "bigint")
#define STARTS OF("id", "i", "s", "bigint")
#define ENDS OF("id", "i", "t", "bigint")
#define OWN OF("id", "i", "o", "text")
#define ROW_STARTS OF("member", "i", "s", "bigint")
#define ROW_ENDS OF("member", "i", "t", "bigint")
#define ROW_LONG OF("member", "i", "l", "bigint")
#define ROW_BUSY OF("member", "i", "y", "bigint")

static const char COUNT[] =
	"UPDATE collection"
	"  SET revision = revision + 1,"
	"    bytes = bytes + " MORE_BYTES "  WHERE id IN (" ALL_COLLECTIONS ")"
	"  RETURNING id, revision, 0 AS told";

static const char COUNT_ADDED[] =
	"UPDATE collection"
	"  SET revision = revision + 1, objects = objects + 1,"
	"    bytes = bytes + " MORE_BYTES "  WHERE id IN (" ALL_COLLECTIONS ")"
	"  RETURNING id, revision, EXISTS ("
	"    SELECT 1"
	"      FROM tombstone"
	"      WHERE tombstone.collection = collection.id"
	"        AND name = " ADDED_NAME ") AS told";

static const char SAVE[] = "UPDATE member"
			   "  SET etag = " ETAG ","
			   "    revision = " REVISION ","
			   "    size = " SIZE ","
			   "    starts = " STARTS ","
			   "    ends = " ENDS ","
			   "    own = " OWN ","
			   "    modified = $modified"
			   "  WHERE id IN (" ALL_MEMBERS ")";

static const char SAVE_BYTES[] =
	"UPDATE member_bytes"
	"  SET bytes = CASE member"
	"    WHEN $i0 THEN $b0 WHEN $i1 THEN $b1 WHEN $i2 THEN $b2"
	"    WHEN $i3 THEN $b3 WHEN $i4 THEN $b4 WHEN $i5 THEN $b5"
	"    WHEN $i6 THEN $b6 WHEN $i7 THEN $b7 END"
	"  WHERE member IN (" ALL_MEMBERS ")";

static const char SAVE_ROWS[] =
	"UPDATE instance"
	"  SET starts = " ROW_STARTS ","
	"    ends = " ROW_ENDS ","
	"    long = " ROW_LONG ","
	"    busy = " ROW_BUSY "  WHERE member IN (" ALL_MEMBERS ")";

static const char ADD[] =
	"WITH made (collection, name, uid, etag, revision, kind, size, starts,"
	"    ends, own) AS (VALUES"
	"  (CAST($c0 AS bigint), CAST($m0 AS text), CAST($u0 AS text),"
	"    CAST($e0 AS text), CAST($r0 AS bigint), CAST($k0 AS bigint),"
	"    CAST($z0 AS bigint), CAST($s0 AS bigint), CAST($t0 AS bigint),"
	"    CAST($o0 AS text)),"
	"  ($c1, $m1, $u1, $e1, $r1, $k1, $z1, $s1, $t1, $o1),"
	"  ($c2, $m2, $u2, $e2, $r2, $k2, $z2, $s2, $t2, $o2),"
	"  ($c3, $m3, $u3, $e3, $r3, $k3, $z3, $s3, $t3, $o3),"
	"  ($c4, $m4, $u4, $e4, $r4, $k4, $z4, $s4, $t4, $o4),"
	"  ($c5, $m5, $u5, $e5, $r5, $k5, $z5, $s5, $t5, $o5),"
	"  ($c6, $m6, $u6, $e6, $r6, $k6, $z6, $s6, $t6, $o6),"
	"  ($c7, $m7, $u7, $e7, $r7, $k7, $z7, $s7, $t7, $o7)) "
	"INSERT INTO member (collection, name, uid, etag, revision, kind,"
	"    size, starts, ends, own, session, recurring, indexed_from,"
	"    indexed_to, created, modified)"
	"  SELECT collection, name, uid, etag, revision, kind, size, starts,"
	"      ends, own, $session, 0, $indexed_from, $indexed_to, $now, $now"
	"    FROM made"
	"    WHERE collection IS NOT NULL"
	"  RETURNING id, collection";

static const char ADD_BYTES[] =
	"WITH made (member, bytes) AS (VALUES"
	"  (CAST($i0 AS bigint), $b0), ($i1, $b1), ($i2, $b2), ($i3, $b3),"
	"  ($i4, $b4), ($i5, $b5), ($i6, $b6), ($i7, $b7)) "
	"INSERT INTO member_bytes (member, bytes)"
	"  SELECT member, bytes"
	"    FROM made"
	"    WHERE member IS NOT NULL";

static const char ADD_ROWS[] =
	"WITH made (collection, long, starts, ends, member, busy) AS (VALUES"
	"  (CAST($c0 AS bigint), CAST($l0 AS bigint), CAST($s0 AS bigint),"
	"    CAST($t0 AS bigint), CAST($i0 AS bigint), CAST($y0 AS bigint)),"
	"  ($c1, $l1, $s1, $t1, $i1, $y1), ($c2, $l2, $s2, $t2, $i2, $y2),"
	"  ($c3, $l3, $s3, $t3, $i3, $y3), ($c4, $l4, $s4, $t4, $i4, $y4),"
	"  ($c5, $l5, $s5, $t5, $i5, $y5), ($c6, $l6, $s6, $t6, $i6, $y6),"
	"  ($c7, $l7, $s7, $t7, $i7, $y7)) "
	"INSERT INTO instance (collection, long, starts, ends, member, busy)"
	"  SELECT collection, long, starts, ends, member, busy"
	"    FROM made"
	"    WHERE member IS NOT NULL";

static const char SET_UID[] = "UPDATE member"
			      "  SET uid = $uid"
			      "  WHERE id = $id";

#define BLOCK ARRAY_SIZE(places)
#define PLACE(n)                                                               \
	{                                                                      \
		.id = "i" n, .collection = "c" n, .name = "m" n, .uid = "u" n, \
		.etag = "e" n, .revision = "r" n, .kind = "k" n,               \
		.size = "z" n, .starts = "s" n, .ends = "t" n, .own = "o" n,   \
		.length = "l" n, .busy = "y" n, .bytes = "b" n,                \
	}

/* The parameters of each of a block. */
static const struct place {
	const char *id, *collection, *name, *uid, *etag, *revision, *kind,
		*size, *starts, *ends, *own, *length, *busy, *bytes;
} places[] = {
	PLACE("0"), PLACE("1"), PLACE("2"), PLACE("3"),
	PLACE("4"), PLACE("5"), PLACE("6"), PLACE("7"),
};

static void read_shown(struct statement *st, void *item)
{
	struct member_shown *shown = item;

	member_read(st, &shown->member);
	shown->bytes = column_blob(st, "bytes");
	shown->row = (struct shown_row){
		.known = !column_null(st, "busy"),
		.span = { { column_int(st, "row_starts") },
			  { column_int(st, "row_ends") } },
		.busy = (enum instance_busy)column_int(st, "busy"),
	};
}

/* One that the index has several rows of comes as often. */
static size_t each_once(struct member_shown *list, size_t count)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (used && list[used - 1].member.id == list[i].member.id)
			list[used - 1].row.known = false;
		else
			list[used++] = list[i];
	}
	return used;
}

enum err store_member_shown(struct reader *reader, int64_t session,
			    struct member_shown **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, FIND_SHOWN, session);
	struct member_shown *found;
	size_t used;
	enum err err;

	err = statement_list(st, read_shown, sizeof(*found), &found, &used);
	for (size_t i = 0; !err && i < used; i++) {
		if (!found[i].bytes.at)
			err = member_missing(reader, found[i].member.id);
	}
	if (err)
		return err;
	*list = found;
	*count = each_once(found, used);
	return OK;
}

static void read_in_way(struct statement *st, void *item)
{
	struct member_in_way *member = item;

	*member = (struct member_in_way){
		.collection = column_int(st, "collection"),
		.name = column_text(st, "name"),
		.uid = column_text(st, "uid"),
		.session = column_int(st, "session"),
	};
}

enum err store_member_in_way(struct reader *reader,
			     const struct ids *collections,
			     const struct shown_names *names,
			     struct member_in_way **list, size_t *count)
{
	struct statement *st = statement(reader, FIND_IN_WAY);

	bind_ids(st, "ids", collections);
	bind_text(st, "name", names->name);
	bind_text(st, "task_name", names->task_name);
	bind_text(st, "uid", names->uid);
	bind_text(st, "task_uid", names->task_uid);
	return statement_list(st, read_in_way, sizeof(**list), list, count);
}

/* Does the index say the same of it as before? */
static bool same_row(const struct member_anew *anew)
{
	struct span span = anew->member->span;

	return anew->row.known && anew->row.busy == anew->busy &&
	       anew->row.span.start.s == span.start.s &&
	       anew->row.span.end.s == span.end.s;
}

static void bind_row(struct statement *st, const struct place *at,
		     const struct member_anew *anew)
{
	struct span span = anew->member->span;

	bind_int(st, at->id, anew->member->id);
	bind_int(st, at->starts, span.start.s);
	bind_int(st, at->ends, span.end.s);
	bind_int(st, at->length, instance_length(span));
	bind_int(st, at->busy, anew->busy);
}

/* The collection of a row has counted its member. `told`: programs are told
 * that its name went. */
static void take_counted(const struct member_anew *list, size_t count,
			 struct statement *st, bool told[])
{
	int64_t collection = column_int(st, "id");

	for (size_t i = 0; i < count; i++) {
		if (list[i].member->collection != collection)
			continue;
		list[i].member->revision = column_int(st, "revision");
		told[i] = column_int(st, "told") != 0;
	}
}

static enum err remove_told(struct transaction *tx,
			    const struct member_anew *list, size_t count,
			    const bool told[])
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++) {
		const struct member *member = list[i].member;

		if (told[i])
			err = tombstone_remove(tx, member->collection,
					       member->name);
	}
	return err;
}

/* Behind this the members have their new revisions and sizes. */
static enum err count_all(struct transaction *tx, bool added,
			  const struct member_anew *list, size_t count)
{
	struct reader *reader = store_tx_reader(tx);
	struct statement *st = statement_tx(tx, added ? COUNT_ADDED : COUNT);
	bool told[BLOCK] = { false };
	size_t counted = 0;
	enum err err;

	for (size_t i = 0; i < count; i++) {
		const struct place *at = &places[i];
		struct member *member = list[i].member;
		int64_t size = (int64_t)list[i].bytes.len;

		bind_int(st, at->collection, member->collection);
		bind_int(st, at->size, size - member->size);
		if (added)
			bind_text(st, at->name, member->name);
		member->size = size;
		member->modified = store_tx_operation(tx)->now;
	}
	while ((err = statement_row(st)) == OK) {
		take_counted(list, count, st, told);
		counted++;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	if (counted != count)
		return collection_missing(reader, list[0].member->collection);
	return remove_told(tx, list, count, told);
}

/* What new ones and others share. */
static void bind_member(struct statement *st, const struct place *at,
			const struct member *member)
{
	bind_text(st, at->etag, member->etag);
	bind_int(st, at->revision, member->revision);
	bind_int(st, at->size, member->size);
	bind_int(st, at->starts, member->span.start.s);
	bind_int(st, at->ends, member->span.end.s);
	bind_text(st, at->own, member->own);
}

static enum err save_members(struct transaction *tx,
			     const struct member_anew *list, size_t count)
{
	struct statement *st = statement_tx(tx, SAVE);

	for (size_t i = 0; i < count; i++) {
		bind_int(st, places[i].id, list[i].member->id);
		bind_member(st, &places[i], list[i].member);
	}
	bind_int(st, "modified", store_tx_operation(tx)->now.s);
	return statement_run(st);
}

static enum err write_bytes(struct transaction *tx, const char *sql,
			    const struct member_anew *list, size_t count)
{
	struct statement *st = statement_tx(tx, sql);

	for (size_t i = 0; i < count; i++) {
		bind_int(st, places[i].id, list[i].member->id);
		bind_blob(st, places[i].bytes, list[i].bytes.at,
			  list[i].bytes.len);
	}
	return statement_run(st);
}

/* Whatever the index has of it. */
static enum err set_row(struct transaction *tx, const struct member_anew *anew)
{
	struct member *member = anew->member;
	const struct index_rows rows = { &member->span, 1, &anew->busy };
	const struct kept_rows kept = instances_kept(tx, &rows);

	return instances_set(tx, member->collection, member->id, &kept);
}

/* Most are when they were, and as busy: their rows stay. */
static enum err save_rows(struct transaction *tx,
			  const struct member_anew *list, size_t count)
{
	struct statement *st = NULL;
	size_t used = 0;
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++) {
		if (!list[i].row.known)
			err = set_row(tx, &list[i]);
	}
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if (!list[i].row.known || same_row(&list[i]))
			continue;
		if (!st)
			st = statement_tx(tx, SAVE_ROWS);
		bind_row(st, &places[used++], &list[i]);
	}
	return st ? statement_run(st) : OK;
}

static enum err save_block(struct transaction *tx,
			   const struct member_anew *list, size_t count)
{
	enum err err = count_all(tx, false, list, count);

	if (!err)
		err = save_members(tx, list, count);
	if (!err)
		err = write_bytes(tx, SAVE_BYTES, list, count);
	return err ? err : save_rows(tx, list, count);
}

static void take_id(const struct member_anew *list, size_t count,
		    int64_t collection, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].member->collection == collection)
			list[i].member->id = id;
	}
}

static enum err add_members(struct transaction *tx,
			    const struct member_anew *list, size_t count)
{
	struct statement *st = statement_tx(tx, ADD);
	enum err err;

	for (size_t i = 0; i < count; i++) {
		const struct place *at = &places[i];
		struct member *member = list[i].member;

		assert(member->session == list[0].member->session);
		member->created = member->modified;
		bind_int(st, at->collection, member->collection);
		bind_text(st, at->name, member->name);
		bind_text(st, at->uid, member->uid);
		bind_int(st, at->kind, member->kind);
		bind_member(st, at, member);
	}
	bind_int(st, "session", list[0].member->session);
	bind_int(st, "indexed_from", WHOLE_TIME.start.s);
	bind_int(st, "indexed_to", WHOLE_TIME.end.s);
	bind_int(st, "now", store_tx_operation(tx)->now.s);
	while ((err = statement_row(st)) == OK)
		take_id(list, count, column_int(st, "collection"),
			column_int(st, "id"));
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err add_rows(struct transaction *tx, const struct member_anew *list,
			 size_t count)
{
	struct statement *st = statement_tx(tx, ADD_ROWS);

	for (size_t i = 0; i < count; i++) {
		bind_int(st, places[i].collection, list[i].member->collection);
		bind_row(st, &places[i], &list[i]);
	}
	return statement_run(st);
}

static enum err add_block(struct transaction *tx,
			  const struct member_anew *list, size_t count)
{
	enum err err = count_all(tx, true, list, count);

	if (!err)
		err = add_members(tx, list, count);
	if (!err)
		err = write_bytes(tx, ADD_BYTES, list, count);
	return err ? err : add_rows(tx, list, count);
}

/* A part of a list, at most BLOCK long. */
typedef enum err write_block(struct transaction *tx,
			     const struct member_anew *list, size_t count);

static enum err in_blocks(struct transaction *tx, write_block *block,
			  const struct member_anew *list, size_t count)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i += BLOCK)
		err = block(tx, &list[i],
			    count - i < BLOCK ? count - i : BLOCK);
	return err;
}

enum err store_member_anew(struct transaction *tx,
			   const struct member_anew *list, size_t count)
{
	return in_blocks(tx, save_block, list, count);
}

enum err store_member_add(struct transaction *tx,
			  const struct member_anew *list, size_t count)
{
	return in_blocks(tx, add_block, list, count);
}

enum err store_member_set_uid(struct transaction *tx,
			      const struct member *member)
{
	struct statement *st = statement_tx(tx, SET_UID);

	bind_int(st, "id", member->id);
	bind_text(st, "uid", member->uid);
	return statement_run(st);
}
