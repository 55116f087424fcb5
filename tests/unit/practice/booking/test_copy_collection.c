#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy_collection.h"
#include "practice/calendar/collection.h"

#include <string.h>

static void make(struct home *home, const char *path, enum collection_kind kind)
{
	static const struct property colour = { "urn:x", "colour", "blue" };
	struct operation op = home_as(home, &home->maria, 0);
	struct collection_new wish = { .home = "maria",
				       .path = path,
				       .kind = kind,
				       .properties = &colour,
				       .property_count = 1 };
	struct collection made;

	assert_int_equal(
		practice_collection_make(&op, home->place->store, &wish, &made),
		OK);
}

static struct collection_copy copy(const char *from, const char *to)
{
	return (struct collection_copy){ .home = "maria",
					 .from = from,
					 .to = to,
					 .overwrite = true,
					 .deep = true };
}

/** Whether the destination was new; `wanted` is what must come. */
static bool carried(struct home *home, const struct person *person,
		    const struct collection_copy *wish, enum err wanted)
{
	struct operation op = home_as(home, person, 0);
	bool created = false;
	enum err err = practice_collection_copy(&op, home->place->store, wish,
						&created);

	if (err != wanted)
		print_error("%s: %s\n", err_name(err), op.failure.message);
	assert_int_equal(err, wanted);
	return created;
}

static void refused(struct home *home, const char *from, const char *to,
		    enum err wanted)
{
	struct collection_copy wish = copy(from, to);

	carried(home, &home->maria, &wish, wanted);
	wish.move = true;
	carried(home, &home->maria, &wish, wanted);
}

static bool has(struct home *home, const char *path)
{
	struct collection found;

	return store_collection_find(place_read(home->place), home->maria.id,
				     path, &found) == OK;
}

static void put(struct home *home, const char *path, const char *name,
		const char *bytes)
{
	home_put(home, &home->maria, path, name, bytes, 0, OK);
}

static size_t properties(struct home *home, const char *path)
{
	struct collection of = home_collection(home, &home->maria, path);
	struct property *list;
	size_t count;

	assert_int_equal(store_property_list(home->place->reader, of.id, 0,
					     home->maria.id, &list, &count),
			 OK);
	return count;
}

/** files/ with a note and files/work/ with an event and a series. */
static void furnish(struct home *home)
{
	make(home, "files", COLLECTION_PLAIN);
	make(home, "files/work", COLLECTION_PERSONAL);
	put(home, "files", "note.txt", "Milk and eggs");
	put(home, "files/work", "a.ics", home_event(home, "a", ""));
	put(home, "files/work", "b.ics",
	    home_event(home, "b", "RRULE:FREQ=DAILY;COUNT=3\r\n"));
}

static void a_copy_has_all_that_is_within(void **state)
{
	struct home *home = *state;
	struct collection_copy wish = copy("files", "more");
	struct member first, second;

	furnish(home);
	assert_true(carried(home, &home->maria, &wish, OK));
	assert_true(home_has(home, &home->maria, "more", "note.txt"));
	assert_true(home_has(home, &home->maria, "more/work", "a.ics"));
	assert_true(home_has(home, &home->maria, "files/work", "a.ics"));
	assert_int_equal(properties(home, "more/work"),
			 properties(home, "files/work"));
	assert_int_equal(properties(home, "more/work"), 1);
	first = home_member(home, &home->maria, "files/work", "b.ics");
	second = home_member(home, &home->maria, "more/work", "b.ics");
	assert_true(second.recurring);
	assert_int_equal(second.span.end.s, first.span.end.s);
	assert_int_equal(second.indexed.end.s, first.indexed.end.s);
}

static void a_shallow_copy_is_empty(void **state)
{
	struct home *home = *state;
	struct collection_copy wish = copy("files", "more");

	furnish(home);
	wish.deep = false;
	assert_true(carried(home, &home->maria, &wish, OK));
	assert_true(has(home, "more"));
	assert_int_equal(properties(home, "more"), 1);
	assert_false(has(home, "more/work"));
	assert_false(home_has(home, &home->maria, "more", "note.txt"));
}

static void a_move_takes_all_along(void **state)
{
	struct home *home = *state;
	struct collection_copy wish = copy("files", "more");

	furnish(home);
	wish.move = true;
	assert_true(carried(home, &home->maria, &wish, OK));
	assert_false(has(home, "files"));
	assert_false(has(home, "files/work"));
	assert_true(home_has(home, &home->maria, "more/work", "a.ics"));
}

static void what_is_there_is_replaced_only_where_that_is_asked(void **state)
{
	struct home *home = *state;
	struct collection_copy wish = copy("files", "other");

	furnish(home);
	make(home, "other", COLLECTION_PLAIN);
	put(home, "other", "old.txt", "old");
	wish.overwrite = false;
	carried(home, &home->maria, &wish, ERR_PRECONDITION);
	assert_true(home_has(home, &home->maria, "other", "old.txt"));
	wish.overwrite = true;
	assert_false(carried(home, &home->maria, &wish, OK));
	assert_false(home_has(home, &home->maria, "other", "old.txt"));
	assert_true(home_has(home, &home->maria, "other", "note.txt"));
}

static void a_file_is_replaced_only_where_that_is_asked(void **state)
{
	struct home *home = *state;
	struct collection_copy wish = copy("files/work", "box/work");

	furnish(home);
	make(home, "box", COLLECTION_PLAIN);
	put(home, "box", "work", "a file");
	wish.overwrite = false;
	carried(home, &home->maria, &wish, ERR_PRECONDITION);
	assert_true(home_has(home, &home->maria, "box", "work"));
	wish.overwrite = true;
	assert_false(carried(home, &home->maria, &wish, OK));
	assert_false(home_has(home, &home->maria, "box", "work"));
	assert_true(home_has(home, &home->maria, "box/work", "a.ics"));
	/* Where there is no file, it is new. */
	wish.to = "box/new";
	assert_true(carried(home, &home->maria, &wish, OK));
}

static void a_collection_goes_neither_onto_nor_into_itself(void **state)
{
	struct home *home = *state;

	furnish(home);
	refused(home, "files", "files", ERR_FORBIDDEN);
	refused(home, "files", "files/copy", ERR_FORBIDDEN);
	/* Nor over what it stands in. */
	refused(home, "files/work", "files", ERR_FORBIDDEN);
	assert_true(has(home, "files/work"));
	/* A name that begins alike is another one. */
	carried(home, &home->maria,
		&(struct collection_copy){ .home = "maria",
					   .from = "files",
					   .to = "files2",
					   .deep = true },
		OK);
}

static void places_that_cannot_be_are_refused(void **state)
{
	struct home *home = *state;

	furnish(home);
	refused(home, "gone", "more", ERR_NOT_FOUND);
	refused(home, "files", "gone/more", ERR_PARENT);
	refused(home, "files", "calendar/more", ERR_LOCATION);
	refused(home, "files", "a//b", ERR_INVALID);
	refused(home, "files", "1/2/3/4/5/6/7/8/9", ERR_INVALID);
	assert_true(has(home, "files"));
}

static void the_practices_calendars_stay_where_they_are(void **state)
{
	struct home *home = *state;

	furnish(home);
	refused(home, "sessions", "more", ERR_NEED_PRIVILEGES);
	refused(home, "closures", "more", ERR_NEED_PRIVILEGES);
	refused(home, "inbox", "more", ERR_NEED_PRIVILEGES);
	/* And nothing takes their place. */
	refused(home, "files", "sessions", ERR_NEED_PRIVILEGES);
	refused(home, "files", "to-save", ERR_NEED_PRIVILEGES);
	assert_true(has(home, "sessions"));
	assert_true(has(home, "files"));
}

static void clients_and_strangers_copy_nothing(void **state)
{
	struct home *home = *state;
	struct collection_copy wish = copy("files", "more");

	furnish(home);
	carried(home, &home->ben, &wish, ERR_NOT_FOUND);
	wish.home = "c042";
	carried(home, &home->ada, &wish, ERR_NEED_PRIVILEGES);
	assert_false(has(home, "more"));
}

/** Bytes as no PUT would take them, such as an older version's. */
static enum err damage(struct transaction *tx, void *context)
{
	struct member *member = context;
	struct index_rows rows = { NULL, 0 };

	return store_member_put(tx, member, slice_of("no calendar"), &rows);
}

static void bytes_are_copied_whatever_can_be_made_of_them(void **state)
{
	struct home *home = *state;
	struct collection_copy wish = copy("files", "more");
	struct member member;

	furnish(home);
	member = home_member(home, &home->maria, "files/work", "b.ics");
	place_write(home->place, damage, &member, OK);
	assert_true(carried(home, &home->maria, &wish, OK));
	member = home_member(home, &home->maria, "more/work", "b.ics");
	assert_int_equal(member.size, strlen("no calendar"));
	/* In every range, since nobody knows. */
	assert_int_equal(member.span.start.s, INSTANT_MIN.s);
	assert_int_equal(member.span.end.s, INSTANT_MAX.s);
	assert_false(member.recurring);
}

/* Else each copy of a tree into a deep place would make a deeper one. */
static void a_tree_nests_no_deeper_by_being_copied_or_moved(void **state)
{
	struct home *home = *state;
	struct collection_copy wish = copy("t", "a/b/c/d/e/f/t");

	make(home, "t", COLLECTION_PLAIN);
	make(home, "t/u", COLLECTION_PLAIN);
	make(home, "t/u/v", COLLECTION_PLAIN);
	make(home, "a", COLLECTION_PLAIN);
	make(home, "a/b", COLLECTION_PLAIN);
	make(home, "a/b/c", COLLECTION_PLAIN);
	make(home, "a/b/c/d", COLLECTION_PLAIN);
	make(home, "a/b/c/d/e", COLLECTION_PLAIN);
	make(home, "a/b/c/d/e/f", COLLECTION_PLAIN);
	refused(home, "t", "a/b/c/d/e/f/t", ERR_INVALID);
	assert_true(has(home, "t/u/v"));
	assert_false(has(home, "a/b/c/d/e/f/t"));
	/* By itself it fits, and one step higher with all that it holds. */
	wish.deep = false;
	assert_true(carried(home, &home->maria, &wish, OK));
	wish = copy("t", "a/b/c/d/e/t");
	assert_true(carried(home, &home->maria, &wish, OK));
	assert_true(has(home, "a/b/c/d/e/t/u/v"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_copy_has_all_that_is_within),
		AT_HOME(a_shallow_copy_is_empty),
		AT_HOME(a_tree_nests_no_deeper_by_being_copied_or_moved),
		AT_HOME(a_move_takes_all_along),
		AT_HOME(what_is_there_is_replaced_only_where_that_is_asked),
		AT_HOME(a_file_is_replaced_only_where_that_is_asked),
		AT_HOME(a_collection_goes_neither_onto_nor_into_itself),
		AT_HOME(places_that_cannot_be_are_refused),
		AT_HOME(the_practices_calendars_stay_where_they_are),
		AT_HOME(clients_and_strangers_copy_nothing),
		AT_HOME(bytes_are_copied_whatever_can_be_made_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
