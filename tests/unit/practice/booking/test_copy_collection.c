#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy_collection.h"
#include "practice/calendar/collection.h"
#include "practice/quota.h"

#include <string.h>

static void make(struct agenda *agenda, const char *path,
		 enum collection_kind kind)
{
	static const struct property colour = { "urn:x", "colour", "blue" };
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct collection_new wish = { .home = "maria",
				       .path = path,
				       .kind = kind,
				       .properties = &colour,
				       .property_count = 1 };
	struct collection made;

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &wish, &made),
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
static bool carried(struct agenda *agenda, const struct person *person,
		    const struct collection_copy *wish, enum err wanted)
{
	struct operation op = agenda_as(agenda, person, 0);
	bool created = false;
	enum err err = practice_collection_copy(&op, agenda->place->store, wish,
						&created);

	if (err != wanted)
		print_error("%s: %s\n", err_name(err), op.failure.message);
	assert_int_equal(err, wanted);
	return created;
}

static void refused(struct agenda *agenda, const char *from, const char *to,
		    enum err wanted)
{
	struct collection_copy wish = copy(from, to);

	carried(agenda, &agenda->maria, &wish, wanted);
	wish.move = true;
	carried(agenda, &agenda->maria, &wish, wanted);
}

static bool has(struct agenda *agenda, const char *path)
{
	struct collection found;

	return store_collection_find(place_read(agenda->place),
				     agenda->maria.id, path, &found) == OK;
}

static void put(struct agenda *agenda, const char *path, const char *name,
		const char *bytes)
{
	agenda_put(agenda, &agenda->maria, path, name, bytes, 0, OK);
}

static size_t properties(struct agenda *agenda, const char *path)
{
	struct collection of = agenda_collection(agenda, &agenda->maria, path);
	struct property *list;
	size_t count;

	assert_int_equal(store_property_list(agenda->place->reader, of.id, 0,
					     agenda->maria.id, &list, &count),
			 OK);
	return count;
}

/** files/ with a note and files/work/ with an event and a series. */
static void furnish(struct agenda *agenda)
{
	make(agenda, "files", COLLECTION_PLAIN);
	make(agenda, "files/work", COLLECTION_PERSONAL);
	put(agenda, "files", "note.txt", "Milk and eggs");
	put(agenda, "files/work", "a.ics", agenda_event(agenda, "a", ""));
	put(agenda, "files/work", "b.ics",
	    agenda_event(agenda, "b", "RRULE:FREQ=DAILY;COUNT=3\r\n"));
}

static void a_copy_has_all_that_is_within(void **state)
{
	struct agenda *agenda = *state;
	struct collection_copy wish = copy("files", "more");
	struct member first, second;

	furnish(agenda);
	assert_true(carried(agenda, &agenda->maria, &wish, OK));
	assert_true(agenda_has(agenda, &agenda->maria, "more", "note.txt"));
	assert_true(agenda_has(agenda, &agenda->maria, "more/work", "a.ics"));
	assert_true(agenda_has(agenda, &agenda->maria, "files/work", "a.ics"));
	assert_int_equal(properties(agenda, "more/work"),
			 properties(agenda, "files/work"));
	assert_int_equal(properties(agenda, "more/work"), 1);
	first = agenda_member(agenda, &agenda->maria, "files/work", "b.ics");
	second = agenda_member(agenda, &agenda->maria, "more/work", "b.ics");
	assert_true(second.recurring);
	assert_int_equal(second.span.end.s, first.span.end.s);
	assert_int_equal(second.indexed.end.s, first.indexed.end.s);
}

static void a_shallow_copy_is_empty(void **state)
{
	struct agenda *agenda = *state;
	struct collection_copy wish = copy("files", "more");

	furnish(agenda);
	wish.deep = false;
	assert_true(carried(agenda, &agenda->maria, &wish, OK));
	assert_true(has(agenda, "more"));
	assert_int_equal(properties(agenda, "more"), 1);
	assert_false(has(agenda, "more/work"));
	assert_false(agenda_has(agenda, &agenda->maria, "more", "note.txt"));
}

static void a_move_takes_all_along(void **state)
{
	struct agenda *agenda = *state;
	struct collection_copy wish = copy("files", "more");

	furnish(agenda);
	wish.move = true;
	assert_true(carried(agenda, &agenda->maria, &wish, OK));
	assert_false(has(agenda, "files"));
	assert_false(has(agenda, "files/work"));
	assert_true(agenda_has(agenda, &agenda->maria, "more/work", "a.ics"));
}

static void what_is_there_is_replaced_only_where_that_is_asked(void **state)
{
	struct agenda *agenda = *state;
	struct collection_copy wish = copy("files", "other");

	furnish(agenda);
	make(agenda, "other", COLLECTION_PLAIN);
	put(agenda, "other", "old.txt", "old");
	wish.overwrite = false;
	carried(agenda, &agenda->maria, &wish, ERR_PRECONDITION);
	assert_true(agenda_has(agenda, &agenda->maria, "other", "old.txt"));
	wish.overwrite = true;
	assert_false(carried(agenda, &agenda->maria, &wish, OK));
	assert_false(agenda_has(agenda, &agenda->maria, "other", "old.txt"));
	assert_true(agenda_has(agenda, &agenda->maria, "other", "note.txt"));
}

static void a_file_is_replaced_only_where_that_is_asked(void **state)
{
	struct agenda *agenda = *state;
	struct collection_copy wish = copy("files/work", "box/work");

	furnish(agenda);
	make(agenda, "box", COLLECTION_PLAIN);
	put(agenda, "box", "work", "a file");
	wish.overwrite = false;
	carried(agenda, &agenda->maria, &wish, ERR_PRECONDITION);
	assert_true(agenda_has(agenda, &agenda->maria, "box", "work"));
	wish.overwrite = true;
	assert_false(carried(agenda, &agenda->maria, &wish, OK));
	assert_false(agenda_has(agenda, &agenda->maria, "box", "work"));
	assert_true(agenda_has(agenda, &agenda->maria, "box/work", "a.ics"));
	/* Where there is no file, it is new. */
	wish.to = "box/new";
	assert_true(carried(agenda, &agenda->maria, &wish, OK));
}

static void a_collection_goes_neither_onto_nor_into_itself(void **state)
{
	struct agenda *agenda = *state;

	furnish(agenda);
	refused(agenda, "files", "files", ERR_FORBIDDEN);
	refused(agenda, "files", "files/copy", ERR_FORBIDDEN);
	/* Nor over what it stands in. */
	refused(agenda, "files/work", "files", ERR_FORBIDDEN);
	assert_true(has(agenda, "files/work"));
	/* A name that begins alike is another one. */
	carried(agenda, &agenda->maria,
		&(struct collection_copy){ .home = "maria",
					   .from = "files",
					   .to = "files2",
					   .deep = true },
		OK);
}

static void places_that_cannot_be_are_refused(void **state)
{
	struct agenda *agenda = *state;

	furnish(agenda);
	refused(agenda, "gone", "more", ERR_NOT_FOUND);
	refused(agenda, "files", "gone/more", ERR_PARENT);
	refused(agenda, "files", "calendar/more", ERR_LOCATION);
	refused(agenda, "files", "a//b", ERR_INVALID);
	refused(agenda, "files", "1/2/3/4/5/6/7/8/9", ERR_INVALID);
	assert_true(has(agenda, "files"));
}

static void the_practices_calendars_stay_where_they_are(void **state)
{
	struct agenda *agenda = *state;

	furnish(agenda);
	refused(agenda, "sessions", "more", ERR_NEED_PRIVILEGES);
	refused(agenda, "closures", "more", ERR_NEED_PRIVILEGES);
	refused(agenda, "inbox", "more", ERR_NEED_PRIVILEGES);
	/* And nothing takes their place. */
	refused(agenda, "files", "sessions", ERR_NEED_PRIVILEGES);
	refused(agenda, "files", "to-save", ERR_NEED_PRIVILEGES);
	assert_true(has(agenda, "sessions"));
	assert_true(has(agenda, "files"));
}

static void clients_and_strangers_copy_nothing(void **state)
{
	struct agenda *agenda = *state;
	struct collection_copy wish = copy("files", "more");

	furnish(agenda);
	carried(agenda, &agenda->ben, &wish, ERR_NOT_FOUND);
	wish.home = "c042";
	carried(agenda, &agenda->ada, &wish, ERR_NEED_PRIVILEGES);
	assert_false(has(agenda, "more"));
}

/** Bytes as no PUT would take them, such as an older version's. */
static enum err damage(struct transaction *tx, void *context)
{
	struct member *member = context;
	struct index_rows rows = { NULL, 0, NULL };

	return store_member_put(tx, member, slice_of("no calendar"), &rows);
}

static void bytes_are_copied_whatever_can_be_made_of_them(void **state)
{
	struct agenda *agenda = *state;
	struct collection_copy wish = copy("files", "more");
	struct member member;

	furnish(agenda);
	member = agenda_member(agenda, &agenda->maria, "files/work", "b.ics");
	place_write(agenda->place, damage, &member, OK);
	assert_true(carried(agenda, &agenda->maria, &wish, OK));
	member = agenda_member(agenda, &agenda->maria, "more/work", "b.ics");
	assert_int_equal(member.size, strlen("no calendar"));
	/* In every range, since nobody knows. */
	assert_int_equal(member.span.start.s, INSTANT_MIN.s);
	assert_int_equal(member.span.end.s, INSTANT_MAX.s);
	assert_false(member.recurring);
}

/* Else each copy of a tree into a deep place would make a deeper one. */
static void a_tree_nests_no_deeper_by_being_copied_or_moved(void **state)
{
	struct agenda *agenda = *state;
	struct collection_copy wish = copy("t", "a/b/c/d/e/f/t");

	make(agenda, "t", COLLECTION_PLAIN);
	make(agenda, "t/u", COLLECTION_PLAIN);
	make(agenda, "t/u/v", COLLECTION_PLAIN);
	make(agenda, "a", COLLECTION_PLAIN);
	make(agenda, "a/b", COLLECTION_PLAIN);
	make(agenda, "a/b/c", COLLECTION_PLAIN);
	make(agenda, "a/b/c/d", COLLECTION_PLAIN);
	make(agenda, "a/b/c/d/e", COLLECTION_PLAIN);
	make(agenda, "a/b/c/d/e/f", COLLECTION_PLAIN);
	refused(agenda, "t", "a/b/c/d/e/f/t", ERR_INVALID);
	assert_true(has(agenda, "t/u/v"));
	assert_false(has(agenda, "a/b/c/d/e/f/t"));
	/* By itself it fits, and one step higher with all that it holds. */
	wish.deep = false;
	assert_true(carried(agenda, &agenda->maria, &wish, OK));
	wish = copy("t", "a/b/c/d/e/t");
	assert_true(carried(agenda, &agenda->maria, &wish, OK));
	assert_true(has(agenda, "a/b/c/d/e/t/u/v"));
}

static void a_copy_may_have_so_many_dates_of_series_as_the_quota_says(void **s)
{
	struct agenda *agenda = *s;
	struct collection_copy whole = copy("box", "copied");
	const struct quota before = *practice_quota();
	struct quota quota = before;

	make(agenda, "box", COLLECTION_PLAIN);
	make(agenda, "box/work", COLLECTION_PERSONAL);
	agenda_put(agenda, &agenda->maria, "box/work", "d.ics",
		   agenda_event(agenda, "d", "RRULE:FREQ=DAILY;COUNT=30\r\n"),
		   0, OK);
	quota.copied = 29;
	practice_quota_set(&quota);
	carried(agenda, &agenda->maria, &whole, ERR_QUOTA);
	assert_false(has(agenda, "copied"));
	whole.move = true;
	assert_true(carried(agenda, &agenda->maria, &whole, OK));
	quota.copied = 30;
	practice_quota_set(&quota);
	whole = copy("copied", "again");
	assert_true(carried(agenda, &agenda->maria, &whole, OK));
	practice_quota_set(&before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_copy_has_all_that_is_within),
		WITH_AGENDA(a_shallow_copy_is_empty),
		WITH_AGENDA(a_tree_nests_no_deeper_by_being_copied_or_moved),
		WITH_AGENDA(a_move_takes_all_along),
		WITH_AGENDA(what_is_there_is_replaced_only_where_that_is_asked),
		WITH_AGENDA(a_file_is_replaced_only_where_that_is_asked),
		WITH_AGENDA(a_collection_goes_neither_onto_nor_into_itself),
		WITH_AGENDA(places_that_cannot_be_are_refused),
		WITH_AGENDA(the_practices_calendars_stay_where_they_are),
		WITH_AGENDA(clients_and_strangers_copy_nothing),
		WITH_AGENDA(bytes_are_copied_whatever_can_be_made_of_them),
		WITH_AGENDA(
			a_copy_may_have_so_many_dates_of_series_as_the_quota_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
