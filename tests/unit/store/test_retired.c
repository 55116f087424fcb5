#include "tests/unit/store/member_fixture.h"

#include "base/buf.h"
#include "store/calendar.h"
#include "store/instance.h"
#include "store/lock.h"
#include "store/retired.h"
#include "store/rows.h"
#include "store/share.h"
#include "store/usage.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* More than one slice clears away. */
#define DATES 1200
#define OBJECTS 120

#define OWNER 1
#define SHAREE 2

static int64_t count(struct place *place, const char *sql)
{
	char path[128];
	sqlite3_stmt *st;
	sqlite3 *db;
	int64_t found;

	snprintf(path, sizeof(path), "%s/daybook.db", place->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	found = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return found;
}

static enum err insert(struct transaction *tx, void *context)
{
	return store_collection_insert(tx, context);
}

static enum err retire(struct transaction *tx, void *context)
{
	return store_collection_retire(tx, *(int64_t *)context, OWNER);
}

static bool clear(struct place *place)
{
	bool more;
	struct operation op;

	operation_init(&op, place->arena, FIXTURE_NOW);
	assert_int_equal(store_retired_clear(&op, place->store, &more), OK);
	return more;
}

/* None of which makes a run with others: each lasts longer. */
static void add_series(struct place *place, int64_t collection,
		       const char *name)
{
	static struct span dates[DATES];
	struct put p = {
		.member = { .collection = collection,
			    .name = name,
			    .uid = name,
			    .kind = VEVENT,
			    .recurring = true,
			    .span = span(0, DATES * (int64_t)3600),
			    .indexed = span(0, DATES * (int64_t)3600) },
		.bytes = name,
		.rows = { dates, DATES, NULL },
	};

	for (int i = 0; i < DATES; i++)
		dates[i] = span(i * (int64_t)3600, i * (int64_t)3601 + 60);
	place_write(place, put, &p, OK);
}

static int64_t make_in(struct place *place, int64_t owner, int64_t parent,
		       const char *path, int64_t source)
{
	struct collection made = { .owner = owner,
				   .parent = parent,
				   .path = path,
				   .kind = source ? COLLECTION_SHARED
						  : COLLECTION_PERSONAL,
				   .source = source };

	place_write(place, insert, &made, OK);
	return made.id;
}

/* A calendar with all that may belong to one. */
static enum err equip(struct transaction *tx, void *context)
{
	const int64_t *id = context;
	const struct property property = { "DAV:", "displayname", "Work" };
	struct share share = { .collection = *id,
			       .person = SHAREE,
			       .uid = "a-share" };
	struct lock lock = { .token = "urn:x",
			     .person = OWNER,
			     .collection = *id,
			     .name = "",
			     .expires = INSTANT_MAX };
	enum err err = store_property_set(tx, *id, 0, OWNER, &property);

	if (!err)
		err = store_share_set(tx, &share);
	return err ? err : store_lock_insert(tx, &lock);
}

static int64_t make_full(struct place *place)
{
	int64_t work = make_in(place, OWNER, 0, "work", 0);
	int64_t below = make_in(place, OWNER, work, "work/below", 0);
	int64_t view = make_in(place, SHAREE, 0, "maria-work", work);

	assert_int_equal(
		place_sql(place,
			  "INSERT INTO person (id, name, notice, active, bonus,"
			  "    roles, grants, may, calendar_names,"
			  "    calendar_money, generation, revision, created)"
			  "  VALUES (1, 'M', 0, 1, 0, 2, 0, 0, 0, 0, 1, 1, 0),"
			  "    (2, 'T', 0, 1, 0, 2, 0, 0, 0, 0, 1, 1, 0)"),
		SQLITE_OK);
	add_series(place, work, "daily");
	add(place, work, "single", span(10, 20));
	add(place, below, "nested", span(10, 20));
	add_series(place, view, "daily");
	place_write(place, equip, &work, OK);
	return work;
}

static void assert_no_children(struct place *place, int64_t owner,
			       int64_t parent)
{
	struct collection *list;
	size_t found;

	assert_int_equal(store_collection_children(place_read(place), owner,
						   parent, &list, &found),
			 OK);
	for (size_t i = 0; i < found; i++)
		assert_int_equal(list[i].owner, 0);
}

static void assert_none_of_kind(struct place *place, enum collection_kind kind)
{
	struct collection *list;
	size_t found;

	assert_int_equal(store_collection_showing(place_read(place), kind, 0,
						  &list, &found),
			 OK);
	assert_int_equal(found, 0);
	assert_int_equal(store_collection_owned(place->reader, OWNER, kind,
						&list, &found),
			 OK);
	assert_int_equal(found, 0);
}

static void what_is_retired_is_found_in_no_way(void **state)
{
	struct place *place = *state;
	int64_t work = make_full(place), locks;
	struct collection *views;
	struct share *shares;
	struct ids ids;
	size_t found;

	place_write(place, retire, &work, OK);
	assert_no_collection(place, OWNER, "work");
	assert_no_collection(place, OWNER, "work/below");
	assert_no_collection(place, SHAREE, "maria-work");
	assert_no_children(place, OWNER, 0);
	assert_no_children(place, OWNER, work);
	assert_no_children(place, SHAREE, 0);
	assert_none_of_kind(place, COLLECTION_PERSONAL);
	assert_none_of_kind(place, COLLECTION_SHARED);
	assert_int_equal(
		store_collection_views(place->reader, work, &views, &found),
		OK);
	assert_int_equal(found, 0);
	assert_int_equal(store_collection_recurring(place->reader, &ids), OK);
	assert_int_equal(ids.count, 0);
	assert_int_equal(
		store_member_index_due(place->reader, INSTANT_MAX, 9, &ids),
		OK);
	assert_int_equal(ids.count, 0);
	assert_int_equal(
		store_share_with(place->reader, SHAREE, &shares, &found), OK);
	assert_int_equal(found, 0);
	assert_int_equal(store_usage_locks(place->reader, OWNER, &locks), OK);
	assert_int_equal(locks, 0);
	assert_int_equal(count(place, "SELECT count(*) FROM property"), 0);
	assert_int_equal(store_check(place->reader), OK);
}

static void its_path_is_free_at_once_and_its_row_stays_another(void **state)
{
	struct place *place = *state;
	int64_t work = make_full(place), again;

	place_write(place, retire, &work, OK);
	again = make_in(place, OWNER, 0, "work", 0);
	assert_int_not_equal(again, work);
	add(place, again, "daily", span(10, 20));
	place_write(place, retire, &again, OK);
	again = make_in(place, OWNER, 0, "work", 0);
	add(place, again, "daily", span(10, 20));
	while (clear(place))
		;
	find(place, again, "daily");
	assert_int_equal(count(place, "SELECT count(*) FROM member"), 1);
	assert_int_equal(count(place, "SELECT count(*) FROM instance"), 1);
}

static void
what_was_deleted_is_free_at_once_and_counted_until_it_is_gone(void **state)
{
	struct place *place = *state;
	int64_t work = make_full(place);
	struct usage kept, deleted;

	place_write(place, retire, &work, OK);
	assert_int_equal(store_usage_load(place_read(place), OWNER, &kept), OK);
	assert_int_equal(kept.collections + kept.objects + kept.bytes, 0);
	assert_true(kept.deleted);
	assert_int_equal(store_usage_deleted(place->reader, OWNER, &deleted),
			 OK);
	assert_int_equal(deleted.collections, 3);
	assert_int_equal(deleted.objects, 4);
	assert_int_equal(deleted.extra_rows, 2 * (DATES - 1));
	assert_true(deleted.bytes > 0);
	while (clear(place))
		;
	assert_int_equal(store_usage_load(place_read(place), OWNER, &kept), OK);
	assert_false(kept.deleted);
	assert_int_equal(store_usage_deleted(place->reader, OWNER, &deleted),
			 OK);
	assert_int_equal(deleted.collections + deleted.objects + deleted.bytes +
				 deleted.extra_rows,
			 0);
}

static void no_slice_clears_away_much_and_all_of_them_everything(void **state)
{
	static const char rows[] = "SELECT (SELECT count(*) FROM instance)"
				   "  + (SELECT count(*) FROM tombstone)";
	static const char objects[] = "SELECT count(*) FROM member";
	struct place *place = *state;
	int64_t work = make_full(place), other;
	int64_t rows_before, objects_before;
	int slices = 0;

	for (int i = 0; i < OBJECTS; i++)
		add(place, work, arena_printf(place->arena, "e%d", i),
		    span(i, i + 1));
	other = make_in(place, OWNER, 0, "other", 0);
	add_series(place, other, "stays");
	place_write(place, retire, &work, OK);
	rows_before = count(place, rows);
	objects_before = count(place, objects);
	while (clear(place)) {
		int64_t rows_now = count(place, rows);
		int64_t objects_now = count(place, objects);

		slices++;
		assert_true(rows_before - rows_now <= 500);
		assert_true(objects_before - objects_now <= 50);
		rows_before = rows_now;
		objects_before = objects_now;
	}
	assert_true(slices > 2 * DATES / 500 + OBJECTS / 50);
	assert_int_equal(rows_before, DATES);
	assert_int_equal(objects_before, 1);
	assert_int_equal(count(place, "SELECT count(*) FROM member_bytes"), 1);
	assert_int_equal(
		count(place, "SELECT count(*) FROM collection WHERE owner < 0"),
		0);
	assert_false(clear(place));
}

static enum err keep(void *context, struct slice bytes)
{
	buf_slice(context, bytes);
	return OK;
}

static const char *exported(struct place *place)
{
	struct buf text;

	buf_init(&text, place->arena);
	assert_int_equal(store_rows_write(place_read(place), keep, &text), OK);
	buf_putc(&text, '\0');
	return text.at;
}

static void
rows_that_are_exported_tell_nothing_of_what_was_deleted(void **state)
{
	/* The last one: the bytes of the series. */
	static const char *const marks[] = { "\"daily\"", "\"single\"",
					     "\"nested\"", "\"a-share\"",
					     "6461696c79" };
	struct place *place = *state;
	int64_t work = make_full(place);
	const char *before = exported(place), *after;

	place_write(place, retire, &work, OK);
	after = exported(place);
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		assert_non_null(strstr(before, marks[i]));
		assert_null(strstr(after, marks[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(what_is_retired_is_found_in_no_way),
		IN_PLACE(its_path_is_free_at_once_and_its_row_stays_another),
		IN_PLACE(
			what_was_deleted_is_free_at_once_and_counted_until_it_is_gone),
		IN_PLACE(no_slice_clears_away_much_and_all_of_them_everything),
		IN_PLACE(
			rows_that_are_exported_tell_nothing_of_what_was_deleted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
