#include "tests/unit/store/member_fixture.h"

#include "base/digest.h"
#include "store/closure.h"
#include "store/object_list.h"
#include "store/session.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void a_member_is_kept_as_it_was_put(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct put p = { .member = { .collection = c,
				     .name = "x@y&z.ics",
				     .uid = "u-1",
				     .kind = VEVENT,
				     .type = NULL,
				     .schedule_tag = "st",
				     .span = { { 100 }, { 900 } },
				     .recurring = true,
				     .indexed = { { 0 }, { 500 } },
				     .own = "COLOR:red\r\n" },
			 .bytes = "BEGIN:VCALENDAR\r\n",
			 .one = { { 100 }, { 200 } } };
	struct member found;
	struct slice bytes;

	place_write(place, put, &p, OK);
	assert_int_equal(p.member.size, 17);
	assert_string_equal(p.member.etag,
			    digest_tag(place->arena, p.bytes, 17));
	found = find(place, c, "x@y&z.ics");
	assert_int_equal(found.id, p.member.id);
	assert_string_equal(found.uid, "u-1");
	assert_string_equal(found.etag, p.member.etag);
	assert_string_equal(found.schedule_tag, "st");
	assert_string_equal(found.own, "COLOR:red\r\n");
	assert_null(found.type);
	assert_int_equal(found.revision, p.member.revision);
	assert_int_equal(found.kind, VEVENT);
	assert_int_equal(found.span.start.s, 100);
	assert_int_equal(found.span.end.s, 900);
	assert_true(found.recurring);
	assert_int_equal(found.indexed.end.s, 500);
	assert_int_equal(found.created.s, FIXTURE_NOW.s);
	assert_int_equal(found.modified.s, FIXTURE_NOW.s);
	assert_int_equal(store_member_find_uid(place->reader, c, "u-1", &found),
			 OK);
	assert_int_equal(store_member_load(place->reader, found.id, &found),
			 OK);
	assert_int_equal(store_member_bytes(place->reader, found.id, &bytes),
			 OK);
	assert_int_equal(bytes.len, 17);
	assert_memory_equal(bytes.at, p.bytes, 17);
}

static void nothing_is_found_where_nothing_is(void **state)
{
	struct place *place = *state;
	struct member found = { .id = 42 };
	struct slice bytes;
	int64_t c = make_collection(place, "a");
	struct member *list;
	size_t count;

	place_read(place);
	assert_int_equal(store_member_find(place->reader, c, "x", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_member_find_uid(place->reader, c, "x", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_member_find_session(place->reader, c, 1, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_member_load(place->reader, 9, &found),
			 ERR_STORAGE);
	assert_int_equal(store_member_bytes(place->reader, 9, &bytes),
			 ERR_STORAGE);
	assert_int_equal(store_member_list(place->reader, c, &list, &count),
			 OK);
	assert_int_equal(count, 0);
	assert_int_equal(found.id, 42);
}

static void an_empty_file_has_no_bytes_and_no_time(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct put p = { .member = { .collection = c,
				     .name = "empty",
				     .type = "text/plain" },
			 .bytes = "" };
	struct slice bytes;
	struct member found;

	place_write(place, put, &p, OK);
	found = find(place, c, "empty");
	assert_int_equal(found.size, 0);
	assert_string_equal(found.type, "text/plain");
	assert_null(found.uid);
	assert_int_equal(store_member_bytes(place->reader, found.id, &bytes),
			 OK);
	assert_int_equal(bytes.len, 0);
	assert_non_null(bytes.at);
}

static void a_name_and_a_uid_are_taken_once_a_collection(void **state)
{
	struct place *place = *state;
	int64_t a = make_collection(place, "a"),
		b = make_collection(place, "b");
	struct put name = { .member = { .collection = a, .name = "1" },
			    .bytes = "x" };
	struct put uid = {
		.member = { .collection = a, .name = "2", .uid = "1" },
		.bytes = "x"
	};
	struct put none = { .member = { .collection = a, .name = "3" },
			    .bytes = "x" };
	struct member first = add(place, a, "1", span(10, 20));
	struct member second;

	place_write(place, put, &name, ERR_EXISTS);
	assert_int_equal(name.member.id, 0);
	assert_null(name.member.etag);
	place_write(place, put, &uid, ERR_EXISTS);
	add(place, b, "1", span(10, 20));
	place_write(place, put, &none, OK);
	none.member.id = 0;
	none.member.name = "4";
	place_write(place, put, &none, OK);
	/* nor may an update take another's UID */
	second = add(place, a, "5", span(10, 20));
	uid.member = second;
	uid.member.uid = first.uid;
	place_write(place, put, &uid, ERR_EXISTS);
}

static void a_put_over_itself_replaces_bytes_and_rows(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct member first = add(place, c, "1", span(10, 20)), found;
	struct put p = { .member = first,
			 .bytes = "changed",
			 .one = { { 30 }, { 40 } } };
	struct slice bytes;

	p.member.etag = NULL;
	p.member.uid = "new-uid";
	place->op.now.s += 5;
	place_write(place, put, &p, OK);
	found = find(place, c, "1");
	assert_int_equal(found.id, first.id);
	assert_string_not_equal(found.etag, first.etag);
	assert_true(found.revision > first.revision);
	assert_string_equal(found.uid, "new-uid");
	assert_int_equal(found.created.s, FIXTURE_NOW.s);
	assert_int_equal(found.modified.s, FIXTURE_NOW.s + 5);
	assert_int_equal(store_member_bytes(place->reader, found.id, &bytes),
			 OK);
	assert_memory_equal(bytes.at, "changed", 8);
	p.member.id = 999;
	place_write(place, put, &p, ERR_STORAGE);
}

static void a_listing_is_by_name(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct member *list;
	size_t count;

	add(place, c, "b", span(1, 2));
	add(place, c, "C", span(1, 2));
	add(place, c, "a", span(1, 2));
	add(place, make_collection(place, "other"), "x", span(1, 2));
	assert_int_equal(store_member_list(place_read(place), c, &list, &count),
			 OK);
	assert_int_equal(count, 3);
	assert_string_equal(list[0].name, "C");
	assert_string_equal(list[1].name, "a");
	assert_string_equal(list[2].name, "b");
	assert_int_equal(list[1].kind, VEVENT);
	assert_int_equal(list[1].id, 3);
	assert_int_equal(strlen(list[1].etag), 32);
}

static void a_walk_sees_each_with_its_bytes(void **state)
{
	struct place *place = *state;
	struct walk walk = { .with_bytes = true };
	int64_t c = make_collection(place, "a");

	add(place, c, "z", span(1, 2));
	add(place, c, "y", span(1, 2));
	assert_int_equal(
		store_member_walk(place_read(place), c, true, note, &walk), OK);
	assert_string_equal(walk.names, "z y ");
}

static enum err note_tag(void *context, const struct member *member,
			 struct slice bytes)
{
	struct walk *walk = context;

	assert_null(bytes.at);
	assert_int_equal(member->id, 0);
	assert_int_equal(strlen(member->etag), 32);
	walk->names[walk->seen++] = member->name[0];
	return OK;
}

static enum err note_bytes(void *context, const struct member *member,
			   struct slice bytes)
{
	struct walk *walk = context;

	assert_null(member->name);
	assert_true(member->id > 0);
	walk->names[walk->seen++] = bytes.at[0];
	return OK;
}

static void a_walk_gives_tags_by_name_or_bytes_as_they_came(void **state)
{
	struct place *place = *state;
	struct walk tags = { .seen = 0 }, bytes = { .seen = 0 };
	int64_t c = make_collection(place, "a");

	add(place, c, "z", span(1, 2));
	add(place, c, "y", span(1, 2));
	add(place, make_collection(place, "other"), "x", span(1, 2));
	place_read(place);
	assert_int_equal(
		store_member_tag_walk(place->reader, c, note_tag, &tags), OK);
	assert_string_equal(tags.names, "yz");
	assert_int_equal(
		store_member_bytes_walk(place->reader, c, note_bytes, &bytes),
		OK);
	assert_string_equal(bytes.names, "zy");
}

static void names_are_looked_up_in_any_order_twice_and_in_part(void **state)
{
	static const char *const names[] = { "z", "none", "y", "z" };
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct member_named found[4];

	add(place, c, "y", span(1, 2));
	add(place, c, "z", span(1, 2));
	place_read(place);
	for (int whole = 0; whole < 2; whole++) {
		assert_int_equal(store_member_block(place->reader, c, names, 4,
						    whole, true, found),
				 OK);
		assert_false(found[1].found);
		for (size_t i = 0; i < 4; i += i ? 1 : 2) {
			const struct member *member = &found[i].member;

			assert_true(found[i].found);
			assert_string_equal(member->name, names[i]);
			assert_int_equal(found[i].bytes.len, 1);
			assert_memory_equal(found[i].bytes.at, names[i], 1);
			assert_int_equal(member->size, 1);
			assert_int_equal(member->kind, VEVENT);
			assert_int_equal(strlen(member->etag), 32);
			assert_int_equal(member->span.end.s, whole ? 2 : 0);
		}
	}
}

static void a_walk_stops_with_the_callers_answer(void **state)
{
	struct place *place = *state;
	struct walk walk = { .stop_after = 2 };
	int64_t c = make_collection(place, "a");

	add(place, c, "z", span(1, 2));
	add(place, c, "y", span(1, 2));
	add(place, c, "x", span(1, 2));
	assert_int_equal(
		store_member_walk(place_read(place), c, false, note, &walk),
		ERR_MATCHES_LIMIT);
	assert_int_equal(walk.seen, 2);
}

static enum err nest(void *context, const struct member *member,
		     struct slice bytes)
{
	struct walk *outer = context;
	struct walk inner = { .with_bytes = false };
	enum err err = store_member_walk(
		outer->place->reader, member->collection, false, note, &inner);

	(void)bytes;
	outer->seen += inner.seen;
	return err;
}

static void a_walk_may_walk(void **state)
{
	struct walk walk = { .place = *state };
	int64_t c = make_collection(*state, "a");

	add(*state, c, "z", span(1, 2));
	add(*state, c, "y", span(1, 2));
	assert_int_equal(
		store_member_walk(place_read(*state), c, false, nest, &walk),
		OK);
	assert_int_equal(walk.seen, 4);
}

static enum err insert_session(struct transaction *tx, void *context)
{
	return store_session_insert(tx, context);
}

static enum err insert_closure(struct transaction *tx, void *context)
{
	return store_closure_insert(tx, context);
}

static void what_a_member_shows_leads_to_it(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct session session = { .uid = "s",
				   .name = "s.ics",
				   .zone = "UTC",
				   .span = { { 100 }, { 200 } },
				   .removed = INSTANT_MAX };
	struct closure closure = { .uid = "c",
				   .name = "c.ics",
				   .title = "Holiday",
				   .zone = "UTC",
				   .span = { { 100 }, { 200 } },
				   .removed = INSTANT_MAX };
	struct put p = { .member = { .collection = c, .name = "x" },
			 .bytes = "x" };
	struct member found;

	p.member.session = 42;
	place_write(place, put, &p, ERR_STORAGE); /* no such session */
	place_write(place, insert_session, &session, OK);
	place_write(place, insert_closure, &closure, OK);
	p.member.session = session.id;
	place_write(place, put, &p, OK);
	p.member.id = 0;
	p.member.name = "y";
	p.member.session = 0;
	p.member.closure = closure.id;
	place_write(place, put, &p, OK);
	place_read(place);
	assert_int_equal(
		store_member_find_session(place->reader, c, session.id, &found),
		OK);
	assert_string_equal(found.name, "x");
	assert_int_equal(found.session, session.id);
	assert_int_equal(
		store_member_find_closure(place->reader, c, closure.id, &found),
		OK);
	assert_string_equal(found.name, "y");
	assert_int_equal(
		store_member_find_session(place->reader, 1, session.id, &found),
		ERR_NOT_FOUND);
}

/* A page of the log, with its head. */
#define FRAME (4096 + 24)

static long pages_of_log(struct place *place)
{
	char path[160];
	struct stat found;

	snprintf(path, sizeof(path), "%s/daybook.db-wal", place->dir);
	assert_int_equal(stat(path, &found), 0);
	return (long)found.st_size / FRAME;
}

static void what_is_put_again_writes_the_pages_of_what_changed(void **state)
{
	struct place *place = *state;
	struct put p = { .member = { .collection = make_collection(place, "a"),
				     .name = "x",
				     .uid = "u",
				     .kind = VEVENT,
				     .span = { { 100 }, { 200 } } },
			 .bytes = "Tea",
			 .one = { { 100 }, { 200 } } };
	long before;

	place_write(place, put, &p, OK);
	before = pages_of_log(place);
	p.bytes = "Coffee";
	p.member.etag = NULL;
	place_write(place, put, &p, OK);
	/* its row and bytes, its collection, its tag and revision */
	assert_int_equal(pages_of_log(place) - before, 5);
}

static void what_is_put_again_is_found_by_what_it_has_become(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct member member = add(place, c, "x", span(100, 200)), found;
	struct put p = { .member = member, .bytes = "y" };

	p.member.uid = "other";
	p.member.recurring = true;
	p.member.indexed = span(50, 300);
	p.one = span(100, 200);
	place_write(place, put, &p, OK);
	assert_int_equal(
		store_member_find_uid(place_read(place), c, "x", &found),
		ERR_NOT_FOUND);
	assert_int_equal(
		store_member_find_uid(place->reader, c, "other", &found), OK);
	assert_true(found.recurring);
	assert_int_equal(found.indexed.start.s, 50);
	assert_int_equal(found.indexed.end.s, 300);
	p.member.uid = NULL;
	place_write(place, put, &p, OK);
	assert_null(find(place, c, "x").uid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_member_is_kept_as_it_was_put),
		IN_PLACE(nothing_is_found_where_nothing_is),
		IN_PLACE(an_empty_file_has_no_bytes_and_no_time),
		IN_PLACE(a_name_and_a_uid_are_taken_once_a_collection),
		IN_PLACE(a_put_over_itself_replaces_bytes_and_rows),
		IN_PLACE(a_listing_is_by_name),
		IN_PLACE(a_walk_sees_each_with_its_bytes),
		IN_PLACE(a_walk_gives_tags_by_name_or_bytes_as_they_came),
		IN_PLACE(names_are_looked_up_in_any_order_twice_and_in_part),
		IN_PLACE(a_walk_stops_with_the_callers_answer),
		IN_PLACE(a_walk_may_walk),
		IN_PLACE(what_a_member_shows_leads_to_it),
		IN_PLACE(what_is_put_again_writes_the_pages_of_what_changed),
		IN_PLACE(what_is_put_again_is_found_by_what_it_has_become),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
