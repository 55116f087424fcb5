#include "tests/unit/store/place_fixture.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/str.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

/* A database of each version that was ever released (tests/data/schema holds
 * what its program ran), with rows in it, and a question whose answer must be
 * 1 when it was brought up to date. */
struct old {
	int version;
	const char *rows;
	const char *question;
};

#define ROWS_1                                                              \
	"INSERT INTO person (name, code, notice, active, bonus, roles,"     \
	"    grants, may, calendar_names, calendar_money, generation,"      \
	"    revision, created)"                                            \
	"  VALUES ('Ada Byron', 'C001', 0, 1, 0, 8, 0, 0, 0, 0, 1, 1, 5);"  \
	"INSERT INTO member (collection, name, etag, revision, kind, size," \
	"    starts, ends, recurring, indexed_from, indexed_to, created,"   \
	"    modified)"                                                     \
	"  VALUES (1, 'a.ics', 'e', 2, 1, 3, 5, 6, 0, 0, 0, 5, 5);"         \
	"INSERT INTO member_bytes (member, bytes)"                          \
	"  VALUES (1, x'313233');"                                          \
	"INSERT INTO audit (at, channel, action, object_kind, object)"      \
	"  VALUES (5, 'page', 'person.add', 'person', 1);"

#define QUESTION_1                                                        \
	"(SELECT count(*) FROM person WHERE code = 'C001')"               \
	"  + (SELECT count(*) FROM member_bytes WHERE bytes = x'313233')" \
	"  + (SELECT count(*) FROM audit WHERE object = 1)"

#define ROWS_4                                                          \
	"INSERT INTO session (uid, name, revision, starts, ends, zone," \
	"    state, created, modified, removed)"                        \
	"  VALUES ('u', 'u.ics', 2, 5, 6, 'UTC', 0, 5, 5, 5);"          \
	"INSERT INTO removal (session, person, at, shown, uid, title,"  \
	"    starts, revision)"                                         \
	"  VALUES (1, 1, 5, 1, 'u', 't', 5, 2);"

/* The scheduler's, one that cannot be read, and properties like them. */
#define OLD_MARKS                                                     \
	"INSERT INTO property (collection, member, viewer, ns, name," \
	"    value)"                                                  \
	"  VALUES (1, 0, 0, 'urn:daybook:tick', 'seen',"              \
	"    '1970-01-01T00:00:07Z'),"                                \
	"  (1, 0, 0, 'urn:daybook:tick', 'swept', 'x'),"              \
	"  (1, 0, 5, 'urn:daybook:tick', 'seen', 'y'),"               \
	"  (1, 0, 0, 'urn:other', 'rolled', '1970-01-01T00:00:08Z');"

#define MOVED_MARKS                                                \
	" + (SELECT group_concat(name || at) = 'seen7' FROM mark)" \
	" + (SELECT group_concat(ns || value) ="                   \
	"      'urn:daybook:ticky,urn:other1970-01-01T00:00:08Z'"  \
	"    FROM (SELECT ns, value FROM property ORDER BY ns))"

/* A save, a payment and an issued invoice, and who was sent it. */
#define ROWS_7                                                                \
	"INSERT INTO session (uid, name, revision, starts, ends, zone,"       \
	"    state, created, modified, removed)"                              \
	"  VALUES ('u', 'u.ics', 2, 5, 6, 'UTC', 0, 5, 5, 253402300799);"     \
	"INSERT INTO completion (session, slug, label, map, modifier,"        \
	"    client_modifier, practitioner_modifier, service_kind, basis,"    \
	"    minutes, saved_at, channel, reopened_at)"                        \
	"  VALUES (1, 'completed', 'Completed', 0, 0, 100, 100, 0, 0, 50, 5," \
	"    0, 253402300799);"                                               \
	"INSERT INTO payment (client, amount, day, entered, voided)"          \
	"  VALUES (1, 700, 3, 5, 253402300799);"                              \
	"INSERT INTO invoice (client, status, to_day, created, issued,"       \
	"    voided)"                                                         \
	"  VALUES (1, 0, 3, 5, 253402300799, 253402300799),"                  \
	"  (1, 0, 3, 5, 253402300799, 253402300799);"                         \
	"UPDATE invoice SET status = 1, counter = 1, number = '0001',"        \
	"    document = '{}', addressee = '{}', issued = 5 WHERE id = 1;"     \
	"INSERT INTO contact (person, position, name, notice)"                \
	"  VALUES (1, 0, 'Eva', 0), (1, 1, 'Pat', 0);"

#define ROWS_8                                                            \
	"INSERT INTO session (uid, name, revision, starts, ends, zone,"   \
	"    state, created, modified, removed)"                          \
	"  VALUES ('u', 'u.ics', 2, 5, 6, 'UTC', 0, 5, 5, 253402300799);" \
	"INSERT INTO seal (kind, thing, digest, previous, hash)"          \
	"  VALUES (1, 1, zeroblob(32), zeroblob(32), zeroblob(32));"

#define SEALED                                                         \
	" + (SELECT group_concat(kind || ',' || thing, ';')"           \
	"      = '0,1;1,1;4,1' FROM (SELECT * FROM seal ORDER BY id))" \
	" + (SELECT group_concat(name) = 'Eva' FROM contact"           \
	"      WHERE payer = 1)"                                       \
	" + (SELECT payment_days = 14 FROM practice)"

static const struct old olds[] = {
	{ 1, ROWS_1, "SELECT " QUESTION_1 " = 3" },
	{ 2, ROWS_1, "SELECT " QUESTION_1 " = 3" },
	{ 3,
	  ROWS_1 "INSERT INTO claim (person, key, request, at, status, sealed)"
		 "  VALUES (1, 'k', zeroblob(32), 5, 0, 0);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM claim WHERE key = 'k') = 4" },
	{ 4, ROWS_1 ROWS_4,
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM removal WHERE title = 't') = 4" },
	{ 5, ROWS_1 ROWS_4 "UPDATE person SET erased = 7;",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM person WHERE erased = 7) = 4" },
	{ 6,
	  ROWS_1 OLD_MARKS
	  "INSERT INTO feed (id, person, digest, level, created,"
	  "    last_fetch, expires, revoked)"
	  "  VALUES (1, 1, x'05', 'busy', 5, 5, 5, 0);"
	  "INSERT INTO feed_item (feed, uid, digest, sequence, changed)"
	  "  VALUES (1, 'u', zeroblob(32), 2, 5);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM feed_item WHERE uid = 'u')" MOVED_MARKS
	  " = 6" },
	{ 7, ROWS_1 ROWS_7 "INSERT INTO mark (name, at) VALUES ('seen', 7);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM mark WHERE at = 7)" SEALED " = 7" },
	{ 8, ROWS_1 ROWS_8,
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM session WHERE planned IS NULL)"
	  " + (SELECT count(*) FROM seal) = 5" },
	{ 9,
	  ROWS_1 ROWS_8 "UPDATE session SET planned = 7;"
			"INSERT INTO practitioner_rate_later (practitioner,"
			"    effective_from, bonus)"
			"  VALUES (1, 7, 0);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM session WHERE planned = 7)"
	  " + (SELECT count(*) FROM session WHERE typed IS NULL)"
	  " + (SELECT count(*) FROM practice WHERE public_url IS NULL)"
	  " + (SELECT count(*) FROM practitioner_rate_later) = 7" },
	{ 10, ROWS_1 ROWS_8 "UPDATE session SET typed = 'Maria?';",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM session WHERE typed = 'Maria?')"
	  " + (SELECT count(*) FROM seal) = 5" },
	{ 11, ROWS_1 ROWS_8 "UPDATE practice SET public_url = 'https://c.org';",
	  "SELECT " QUESTION_1 " + (SELECT count(*) FROM seal)"
	  " + (SELECT count(*) FROM practice WHERE notice_from = 420"
	  "      AND notice_to = 1260 AND notices IS NULL"
	  "      AND public_url = 'https://c.org') = 5" },
	{ 12, ROWS_1 ROWS_8 "UPDATE practice SET notices = 'n';",
	  "SELECT " QUESTION_1 " + (SELECT count(*) FROM seal)"
	  " + (SELECT count(*) FROM practice WHERE notices = 'n')"
	  " + (SELECT count(*) FROM imported) = 5" },
	{ 13, ROWS_1 ROWS_8 "UPDATE session SET typed = 't';",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM session WHERE typed = 't')"
	  " + (SELECT count(*) = 0 FROM sign_in) = 5" },
	{ 14,
	  ROWS_1 ROWS_8 "INSERT INTO sign_in (person, digest, created,"
			"    last_used)"
			"  VALUES (1, zeroblob(32), 5, 5);",
	  "SELECT " QUESTION_1 " + (SELECT count(*) FROM sign_in)"
	  " + (SELECT count(*) FROM collection WHERE objects = 1"
	  "      AND bytes = 3)"
	  " + (SELECT count(*) FROM collection WHERE objects = 0) = 5" },
	{ 15,
	  ROWS_1 ROWS_8 "INSERT INTO property (collection, member, viewer, ns,"
			"    name, value)"
			"  VALUES (1, 0, 1, 'urn:x', 'n', 'v');",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM property WHERE viewer = 1)"
	  " + (SELECT count(*) FROM person WHERE note IS NULL) = 5" },
	{ 16, ROWS_1 ROWS_8 "UPDATE person SET note = 'n';",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM person WHERE note = 'n')"
	  " + (SELECT count(*) FROM collection WHERE locks = 0)"
	  " + (SELECT count(*) = 0 FROM lock) = 6" },
	{ 17, ROWS_1 ROWS_8 "UPDATE person SET name = 'ADA Ärger', note = 'n';",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM person WHERE name_key = 'ada ärger'"
	  "      AND note = 'n') = 4" },
	{ 18,
	  ROWS_1 ROWS_8 "INSERT INTO token (person, digest, label, created,"
			"    last_used, revoked)"
			"  VALUES (1, zeroblob(32), 'iPhone', 5, 5, 0);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM token WHERE program IS NULL)"
	  " + (SELECT count(*) FROM practice WHERE hours IS NULL)"
	  " + (SELECT count(*) = 0 FROM turned_away) = 6" },
	{ 19,
	  ROWS_1 ROWS_8
	  "UPDATE collection SET locks = 2 WHERE id = 1;"
	  "INSERT INTO sign_in (id, person, digest, created, last_used, undo)"
	  "  VALUES (7, 1, zeroblob(32), 5, 6, '{}');"
	  "INSERT INTO outbox (person, address, channel, kind, revision,"
	  "    ahead, urgent, starts, ends, was_starts, queued, state, tries,"
	  "    next_at, stops, changed, key)"
	  "  VALUES (1, 'a', 0, 1, 1, 0, 0, 5, 6, 4, 5, 0, 0, 5, 5, 5, 'k');",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM collection WHERE locks = 2)"
	  " + (SELECT count(*) FROM sign_in WHERE id = 7 AND last_used = 6"
	  "      AND undo = '{}')"
	  " + (SELECT count(*) FROM outbox WHERE was_starts = 4"
	  "      AND was_ends = -62135596800) = 6" },
	{ 20,
	  ROWS_1 ROWS_8 "INSERT INTO turned_away (person, program, since,"
			"    last, tries)"
			"  VALUES (1, 'curl', 5, 6, 7);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM turned_away WHERE tries = 7)"
	  " + (SELECT count(*) = 0 FROM import_job)"
	  " + (SELECT count(*) = 0 FROM import_file) = 6" },
	{ 21, ROWS_1 "UPDATE practice SET hours = 'h';",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM practice WHERE hours = 'h')"
	  " + (SELECT count(*) = 0 FROM series_date) = 5" },
	/* Rows that do not tell yet, and the job that will is due again. */
	{ 22,
	  ROWS_1 "INSERT INTO instance (collection, long, starts, ends,"
		 "    member)"
		 "  VALUES (1, 0, 5, 6, 1);"
		 "INSERT INTO mark (name, at) VALUES ('rolled', 7);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM instance WHERE busy IS NULL)"
	  " + (SELECT count(*) = 0 FROM mark WHERE name = 'rolled') = 5" },
	{ 23,
	  ROWS_1 "INSERT INTO collection (owner, parent, path, kind,"
		 "    components, revision, floor, etag_seed, created)"
		 "  VALUES (1, 0, 'inbox', 7, 1, 1, 0, 's', 5);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM collection WHERE source IS NULL"
	  "      AND privileges = 0 AND kind <> 10)"
	  " + (SELECT count(*) FROM collection WHERE owner = 1"
	  "      AND path = 'notifications' AND kind = 10)"
	  " + (SELECT count(*) = 0 FROM share)"
	  " + (SELECT count(*) = 0 FROM delegate) = 8" },
	{ 24,
	  ROWS_1 "INSERT INTO instance (collection, long, starts, ends,"
		 "    member)"
		 "  VALUES (1, 0, 5, 90005, 1), (1, 0, 6, 90007, 1),"
		 "  (1, 1, 5, 9000000, 1);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM instance WHERE long = 2 AND starts = 5)"
	  " + (SELECT count(*) FROM instance WHERE long = 0 AND starts = 6)"
	  " + (SELECT count(*) FROM instance WHERE long = 1) = 6" },
	{ 25,
	  ROWS_1 ROWS_4 "INSERT INTO session_clash"
			"    (session, with_closure, uid)"
			"  VALUES (1, 0, 'v'), (1, 1, 'w');",
	  "SELECT " QUESTION_1 " + (SELECT count(*) FROM session_clash"
	  "      INDEXED BY session_clash_uid"
	  "      WHERE with_closure = 0 AND uid = 'v') = 4" },
	{ 26,
	  ROWS_1 ROWS_4 "INSERT INTO audit (at, who, channel, action,"
			"    object_kind, object)"
			"  VALUES (5, 1, 'dav', 'calendar.refused', 'session',"
			"      7),"
			"    (5, 1, 'dav', 'session.edit', 'session', 7);",
	  "SELECT " QUESTION_1 " + (SELECT count(*) FROM audit"
	  "      INDEXED BY audit_refused"
	  "      WHERE action = 'calendar.refused' AND who = 1) = 4" },
	/* Each row stays one instance. */
	{ 27,
	  ROWS_1 "INSERT INTO instance (collection, long, starts, ends,"
		 "    member)"
		 "  VALUES (1, 2, 5, 6, 1), (1, 2, 7, 8, 1);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM instance WHERE step IS NULL"
	  "      AND lasts IS NULL) = 5" },
	{ 28,
	  ROWS_1 "INSERT INTO instance (collection, long, starts, ends,"
		 "    member)"
		 "  VALUES (1, 2, 5, 6, 1), (1, 2, 7, 8, 1), (1, 2, 9, 10, 1),"
		 "  (1, 2, 5, 6, 2);"
		 "INSERT INTO member (id, collection, name, etag, revision,"
		 "    kind, size, starts, ends, recurring, indexed_from,"
		 "    indexed_to, created, modified)"
		 "  VALUES (2, 1, 'b.ics', 'e', 2, 1, 3, 5, 6, 0, 0, 0, 5, 5);",
	  "SELECT " QUESTION_1
	  " + (SELECT extra_rows = 2 FROM member WHERE id = 1)"
	  " + (SELECT extra_rows = 0 FROM member WHERE id = 2)"
	  " + (SELECT extra_rows = 2 FROM collection WHERE id = 1) = 6" },
	/* Weeks from 22:00 to midnight, to 1:00, and as moments; for longer. */
	{ 29,
	  ROWS_1 "INSERT INTO instance (collection, long, starts, ends,"
		 "    member, busy, step, lasts)"
		 "  VALUES (1, 5, 79200, 1296000, 1, 1, 604800, 7200),"
		 "  (1, 5, 79200, 1299600, 1, 1, 604800, 10800),"
		 "  (1, 6, 86400, 1296000, 1, 1, 604800, 0),"
		 "  (1, 12, 79200, 9154800, 1, 1, 604800, 7201);",
	  "SELECT " QUESTION_1
	  " + (SELECT count(*) FROM instance WHERE long = 5 AND lasts = 7200)"
	  " + (SELECT count(*) FROM instance WHERE long = 4 AND lasts = 10800)"
	  " + (SELECT count(*) FROM instance WHERE long = 6 AND lasts = 0)"
	  " + (SELECT count(*) FROM instance WHERE long = 3 AND lasts = 7201)"
	  " = 7" },
};

/* Blanks aside, which old programs set otherwise. */
static const char SCHEMA[] =
	"SELECT type || ' ' || name || ': '"
	"    || replace(replace(coalesce(sql, ''), ' ', ''), char(10), '')"
	"  FROM sqlite_master"
	"  WHERE name NOT LIKE 'sqlite_%'"
	"  ORDER BY type, name";

static int migrate_setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	digest_init();
	log_set_level(LOG_ERROR);
	assert_non_null(place);
	place_make_dir(place);
	*state = place;
	return 0;
}

static sqlite3 *open_raw(struct place *place)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/daybook.db", place->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static void run_file(sqlite3 *db, int version)
{
	static char sql[64 * 1024];
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "tests/data/schema/%d.sql", version);
	file = fopen(path, "r");
	assert_non_null(file); /* a new version needs a new file */
	sql[fread(sql, 1, sizeof(sql) - 1, file)] = '\0';
	fclose(file);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* A file as the program of that version left it. */
static void make_old(struct place *place, const struct old *old)
{
	sqlite3 *db = open_raw(place);

	for (int v = 1; v <= old->version; v++)
		run_file(db, v);
	assert_int_equal(sqlite3_exec(db, old->rows, NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
}

/* All rows of a query, a line each. */
static char *ask(struct place *place, const char *sql)
{
	sqlite3 *db = open_raw(place);
	sqlite3_stmt *stmt;
	struct buf buf;

	buf_init(&buf, place->arena);
	buf_puts(&buf, "");
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
			 SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		buf_puts(&buf, (const char *)sqlite3_column_text(stmt, 0));
		buf_putc(&buf, '\n');
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return buf.at;
}

static const struct old *old_of(int version)
{
	for (size_t i = 0; i < ARRAY_SIZE(olds); i++) {
		if (olds[i].version == version)
			return &olds[i];
	}
	return NULL;
}

static void every_old_database_becomes_like_a_new_one(void **state)
{
	struct place *fresh = *state;
	const char *schema;

	place_open(fresh);
	schema = ask(fresh, SCHEMA);
	assert_non_null(strstr(schema, "CREATETABLEperson"));
	assert_non_null(strstr(schema, "CREATETRIGGERaudit_update"));
	for (int v = 1; v < store_schema_version(); v++) {
		const struct old *old = old_of(v);
		void *opened;
		struct place *place;

		assert_non_null(old); /* a new version needs a new row */
		migrate_setup(&opened);
		place = opened;
		make_old(place, old);
		place_open(place);
		assert_string_equal(ask(place, SCHEMA), schema);
		assert_string_equal(ask(place, old->question), "1\n");
		assert_int_equal(store_check(place_read(place)), OK);
		place_teardown(&opened);
	}
}

static void a_new_place_has_the_newest_version(void **state)
{
	struct place *place = *state;
	char expected[16];

	place_open(place);
	snprintf(expected, sizeof(expected), "%d\n", store_schema_version());
	assert_string_equal(ask(place, "PRAGMA user_version"), expected);
	assert_string_equal(ask(place, "PRAGMA journal_mode"), "wal\n");
	assert_string_equal(ask(place, "SELECT count(*) FROM practice"), "1\n");
	assert_string_equal(ask(place, "SELECT count(*) FROM collection"
				       "  WHERE path = 'closures'"
				       "    AND owner = 0"),
			    "1\n");
}

static void opening_again_changes_nothing(void **state)
{
	struct place *place = *state;
	const char *seed, *again;

	place_open(place);
	seed = ask(place, "SELECT etag_seed FROM collection");
	store_reader_free(place->reader);
	store_close(place->store);
	place->reader = NULL;
	place_open(place);
	again = ask(place, "SELECT etag_seed FROM collection");
	assert_string_equal(seed, again);
}

static void a_newer_database_is_refused_and_left_alone(void **state)
{
	struct place *place = *state;

	place_open(place);
	store_reader_free(place->reader);
	store_close(place->store);
	place->reader = NULL;
	place->store = NULL;
	assert_int_equal(place_sql(place, "PRAGMA user_version = 999"),
			 SQLITE_OK);
	assert_int_equal(store_open(&place->op, place->dir, &place->store),
			 ERR_STORAGE);
	assert_null(place->store);
	assert_non_null(strstr(place->op.failure.message, "newer"));
	assert_non_null(strstr(place->op.failure.message, "999"));
	assert_string_equal(ask(place, "PRAGMA user_version"), "999\n");
}

/* What a step did before it failed must not be there after it. */
static void a_step_that_fails_leaves_no_trace(void **state)
{
	struct place *place = *state;

	/* The first step makes a table of this name, near its end. */
	assert_int_equal(place_sql(place, "CREATE TABLE review (id);"
					  "PRAGMA application_id = 1145133378"),
			 SQLITE_OK);
	assert_int_equal(store_open(&place->op, place->dir, &place->store),
			 ERR_STORAGE);
	assert_non_null(strstr(place->op.failure.message, "review"));
	assert_string_equal(ask(place, "SELECT name FROM sqlite_master"),
			    "review\n");
	assert_string_equal(ask(place, "PRAGMA user_version"), "0\n");
}

#define MIGRATE(test) \
	cmocka_unit_test_setup_teardown(test, migrate_setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		MIGRATE(every_old_database_becomes_like_a_new_one),
		MIGRATE(a_new_place_has_the_newest_version),
		MIGRATE(opening_again_changes_nothing),
		MIGRATE(a_newer_database_is_refused_and_left_alone),
		MIGRATE(a_step_that_fails_leaves_no_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
