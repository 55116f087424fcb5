#include "store/object_shown.h"

#include "store/calendar_private.h"
#include "store/instance_private.h"
#include "store/object_private.h"

static const char FIND_SHOWN[] =
	"SELECT " MEMBER_COLUMNS ", bytes"
	"  FROM member"
	"  LEFT JOIN member_bytes ON member_bytes.member = member.id"
	"  WHERE session = $session"
	"  ORDER BY collection";

/* As many as BLOCK; the rows of fewer are NULL and meet nothing. */
#define INTEGER(place) "CAST($" place " AS bigint)"
#define WORDS(place) "CAST($" place " AS text)"

/* Before the rows of the members are written: they have their old sizes. */
static const char COUNT_ANEW[] =
	"WITH anew (member, place, size) AS (VALUES"
	"  (" INTEGER("i0") ", " INTEGER("c0") ", " INTEGER(
		"z0") "),"
		      "  ($i1, $c1, $z1), ($i2, $c2, $z2), ($i3, $c3, $z3),"
		      "  ($i4, $c4, $z4), ($i5, $c5, $z5), ($i6, $c6, $z6),"
		      "  ($i7, $c7, $z7)) "
		      "UPDATE collection"
		      "  SET revision = collection.revision + 1,"
		      "    bytes = collection.bytes + anew.size"
		      "      - (SELECT size FROM member WHERE member.id = "
		      "anew.member)"
		      "  FROM anew"
		      "  WHERE collection.id = anew.place"
		      "  RETURNING collection.id AS id, collection.revision AS "
		      "revision";

static const char SAVE_ANEW[] =
	"WITH anew (member, uid, etag, revision, size, starts, ends, own) AS ("
	"  VALUES (" INTEGER("i0") ", " WORDS("u0") ", " WORDS(
		"e0") ","
		      "    " INTEGER("r0") ", " INTEGER("z0") ", " INTEGER(
			      "s0") ","
				    "    " INTEGER("t0") ", " WORDS(
					    "o0") "),"
						  "  ($i1, $u1, $e1, $r1, $z1, "
						  "$s1, $t1, $o1),"
						  "  ($i2, $u2, $e2, $r2, $z2, "
						  "$s2, $t2, $o2),"
						  "  ($i3, $u3, $e3, $r3, $z3, "
						  "$s3, $t3, $o3),"
						  "  ($i4, $u4, $e4, $r4, $z4, "
						  "$s4, $t4, $o4),"
						  "  ($i5, $u5, $e5, $r5, $z5, "
						  "$s5, $t5, $o5),"
						  "  ($i6, $u6, $e6, $r6, $z6, "
						  "$s6, $t6, $o6),"
						  "  ($i7, $u7, $e7, $r7, $z7, "
						  "$s7, $t7, $o7)) "
						  "UPDATE member"
						  "  SET uid = anew.uid, etag "
						  "= anew.etag, revision = "
						  "anew.revision,"
						  "    size = anew.size, "
						  "starts = anew.starts, ends "
						  "= anew.ends,"
						  "    own = anew.own, "
						  "modified = $modified"
						  "  FROM anew"
						  "  WHERE member.id = "
						  "anew.member";

static const char SAVE_BYTES[] =
	"UPDATE member_bytes"
	"  SET bytes = CASE member"
	"    WHEN $i0 THEN $b0 WHEN $i1 THEN $b1 WHEN $i2 THEN $b2"
	"    WHEN $i3 THEN $b3 WHEN $i4 THEN $b4 WHEN $i5 THEN $b5"
	"    WHEN $i6 THEN $b6 WHEN $i7 THEN $b7 END"
	"  WHERE member IN ($i0, $i1, $i2, $i3, $i4, $i5, $i6, $i7)";

/* Those that have one row, as all that a session is shown by. */
static const char SAVE_ROWS[] =
	"WITH anew (member, starts, ends, long, busy) AS (VALUES"
	"  (" INTEGER("i0") ", " INTEGER("s0") ", " INTEGER(
		"t0") ","
		      "    " INTEGER("l0") ", " INTEGER(
			      "y0") "),"
				    "  ($i1, $s1, $t1, $l1, $y1), ($i2, $s2, "
				    "$t2, $l2, $y2),"
				    "  ($i3, $s3, $t3, $l3, $y3), ($i4, $s4, "
				    "$t4, $l4, $y4),"
				    "  ($i5, $s5, $t5, $l5, $y5), ($i6, $s6, "
				    "$t6, $l6, $y6),"
				    "  ($i7, $s7, $t7, $l7, $y7)) "
				    "UPDATE instance"
				    "  SET starts = anew.starts, ends = "
				    "anew.ends, long = anew.long,"
				    "    busy = anew.busy"
				    "  FROM anew"
				    "  WHERE instance.member = anew.member"
				    "    AND (SELECT count(*)"
				    "      FROM instance AS o"
				    "      WHERE o.member = anew.member) = 1"
				    "  RETURNING instance.member AS member";

#define BLOCK ARRAY_SIZE(places)
#define PLACE(n)                                                               \
	{                                                                      \
		"i" n, "c" n, "u" n, "e" n, "r" n, "z" n, "s" n, "t" n, "o" n, \
			"l" n, "y" n, "b" n                                    \
	}

/* The parameters of each of a block. */
static const struct place {
	const char *id, *collection, *uid, *etag, *revision, *size, *starts,
		*ends, *own, *length, *busy, *bytes;
} places[] = {
	PLACE("0"), PLACE("1"), PLACE("2"), PLACE("3"),
	PLACE("4"), PLACE("5"), PLACE("6"), PLACE("7"),
};

static void read_shown(struct statement *st, void *item)
{
	struct member_shown *shown = item;

	member_read(st, &shown->member);
	shown->bytes = column_blob(st, "bytes");
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
	*count = used;
	return OK;
}

static void take_revision(const struct member_anew *list, size_t count,
			  int64_t collection, int64_t revision)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].member->collection == collection)
			list[i].member->revision = revision;
	}
}

static enum err count_all(struct transaction *tx,
			  const struct member_anew *list, size_t count)
{
	struct reader *reader = store_tx_reader(tx);
	struct statement *st = statement_tx(tx, COUNT_ANEW);
	size_t counted = 0;
	enum err err;

	for (size_t i = 0; i < count; i++) {
		bind_int(st, places[i].id, list[i].member->id);
		bind_int(st, places[i].collection, list[i].member->collection);
		bind_int(st, places[i].size, (int64_t)list[i].bytes.len);
	}
	while ((err = statement_row(st)) == OK) {
		take_revision(list, count, column_int(st, "id"),
			      column_int(st, "revision"));
		counted++;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	return counted == count
		       ? OK
		       : collection_missing(reader, list[0].member->collection);
}

static enum err save_members(struct transaction *tx,
			     const struct member_anew *list, size_t count)
{
	struct instant now = store_tx_operation(tx)->now;
	struct statement *st = statement_tx(tx, SAVE_ANEW);

	for (size_t i = 0; i < count; i++) {
		const struct place *at = &places[i];
		struct member *member = list[i].member;

		member->size = (int64_t)list[i].bytes.len;
		member->modified = now;
		bind_int(st, at->id, member->id);
		bind_text(st, at->uid, member->uid);
		bind_text(st, at->etag, member->etag);
		bind_int(st, at->revision, member->revision);
		bind_int(st, at->size, member->size);
		bind_int(st, at->starts, member->span.start.s);
		bind_int(st, at->ends, member->span.end.s);
		bind_text(st, at->own, member->own);
	}
	bind_int(st, "modified", now.s);
	return statement_run(st);
}

static enum err save_bytes(struct transaction *tx,
			   const struct member_anew *list, size_t count)
{
	struct statement *st = statement_tx(tx, SAVE_BYTES);

	for (size_t i = 0; i < count; i++) {
		bind_int(st, places[i].id, list[i].member->id);
		bind_blob(st, places[i].bytes, list[i].bytes.at,
			  list[i].bytes.len);
	}
	return statement_run(st);
}

/* One after another, whatever the index has of them. */
static enum err set_rows(struct transaction *tx, const struct member_anew *list,
			 size_t count)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++) {
		struct member *member = list[i].member;
		enum instance_busy busy = list[i].busy;
		const struct index_rows rows = { &member->span, 1, &busy };

		err = instances_set(tx, member->collection, member->id, &rows);
	}
	return err;
}

static enum err save_rows(struct transaction *tx,
			  const struct member_anew *list, size_t count)
{
	struct statement *st = statement_tx(tx, SAVE_ROWS);
	size_t saved = 0;
	enum err err;

	for (size_t i = 0; i < count; i++) {
		const struct place *at = &places[i];
		struct span span = list[i].member->span;

		bind_int(st, at->id, list[i].member->id);
		bind_int(st, at->starts, span.start.s);
		bind_int(st, at->ends, span.end.s);
		bind_int(st, at->length, instance_length(span));
		bind_int(st, at->busy, list[i].busy);
	}
	while ((err = statement_row(st)) == OK)
		saved++;
	if (err != ERR_NOT_FOUND)
		return err;
	return saved == count ? OK : set_rows(tx, list, count);
}

static enum err save_block(struct transaction *tx,
			   const struct member_anew *list, size_t count)
{
	enum err err = count_all(tx, list, count);

	if (!err)
		err = save_members(tx, list, count);
	if (!err)
		err = save_bytes(tx, list, count);
	return err ? err : save_rows(tx, list, count);
}

enum err store_member_anew(struct transaction *tx,
			   const struct member_anew *list, size_t count)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i += BLOCK)
		err = save_block(tx, &list[i],
				 count - i < BLOCK ? count - i : BLOCK);
	return err;
}
