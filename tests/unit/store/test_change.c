#include "tests/unit/store/member_fixture.h"

#include "base/str.h"
#include "store/calendar.h"
#include "store/change.h"

static enum err discard(struct transaction *tx, void *context)
{
	return store_member_delete(tx, context);
}

struct seen {
	struct buf buf;
	int64_t last;
};

static enum err note_change(void *context, const struct change *change)
{
	struct seen *seen = context;

	assert_true(change->revision > seen->last);
	seen->last = change->revision;
	assert_int_equal(change->deleted, change->etag == NULL);
	buf_printf(&seen->buf, "%s%c ", change->name,
		   change->deleted ? '-' : '+');
	return OK;
}

/* "name+ name- " of the changes since, deleted ones with a minus. */
static const char *changes(struct place *place, int64_t collection,
			   int64_t since, size_t limit)
{
	struct seen seen = { .last = since };

	buf_init(&seen.buf, arena_within(place->arena));
	buf_puts(&seen.buf, "");
	assert_int_equal(store_change_walk(place_read(place), collection, since,
					   limit, note_change, &seen),
			 OK);
	return seen.buf.at;
}

static int64_t revision(struct place *place, int64_t collection)
{
	struct collection found;

	assert_int_equal(
		store_collection_load(place_read(place), collection, &found),
		OK);
	return found.revision;
}

static void changes_come_in_the_order_of_their_making(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	int64_t start = revision(place, c), middle;
	struct member b = add(place, c, "b", span(1, 2));
	struct put again = { .member = b,
			     .bytes = "new",
			     .one = { { 1 }, { 2 } } };

	middle = revision(place, c);
	add(place, c, "a", span(1, 2));
	add(place, c, "c", span(1, 2));
	assert_string_equal(changes(place, c, start, 99), "b+ a+ c+ ");
	assert_string_equal(changes(place, c, middle, 99), "a+ c+ ");
	place_write(place, put, &again, OK);
	assert_string_equal(changes(place, c, start, 99), "a+ c+ b+ ");
	/* one more than the limit, for the caller to see */
	assert_string_equal(changes(place, c, start, 1), "a+ c+ ");
	assert_string_equal(changes(place, c, start, 0), "a+ ");
	assert_string_equal(changes(place, c, start, SIZE_MAX), "a+ c+ b+ ");
	assert_string_equal(changes(place, c, revision(place, c), 99), "");
}

static void a_deleted_name_leaves_a_tombstone(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a"), before;
	struct member a = add(place, c, "a", span(1, 2)), found;
	struct member b = add(place, c, "b", span(1, 2));
	struct walk w;

	before = revision(place, c);
	place_write(place, discard, &a, OK);
	assert_string_equal(changes(place, c, before, 99), "a- ");
	assert_string_equal(changes(place, c, 0, 99), "b+ ");
	assert_int_equal(store_member_find(place->reader, c, "a", &found),
			 ERR_NOT_FOUND);
	assert_string_equal(overlapping(place, &w, c, 0, span(0, 9)), "b ");
	assert_int_equal(store_check(place->reader), OK);
	(void)b;
}

static void a_name_made_anew_is_listed_once_as_present(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a"), before;
	struct member a = add(place, c, "a", span(1, 2)), anew;

	before = revision(place, c);
	place_write(place, discard, &a, OK);
	anew = add(place, c, "a", span(1, 2));
	assert_int_not_equal(anew.id, a.id);
	assert_string_equal(changes(place, c, before, 99), "a+ ");
	place_write(place, discard, &anew, OK);
	assert_string_equal(changes(place, c, before, 99), "a- ");
}

/* RFC 6578 3.5.2: who put it there may still hold it. */
static void what_came_and_went_in_between_is_listed_as_gone(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	int64_t before = revision(place, c);
	struct member a = add(place, c, "a", span(1, 2));

	place_write(place, discard, &a, OK);
	assert_string_equal(changes(place, c, before, 99), "a- ");
	assert_string_equal(changes(place, c, 0, 99), "");
}

static void changes_of_one_collection_are_no_others(void **state)
{
	struct place *place = *state;
	int64_t a = make_collection(place, "a"),
		b = make_collection(place, "b");

	add(place, a, "x", span(1, 2));
	assert_string_equal(changes(place, b, 0, 99), "");
	assert_int_equal(revision(place, b), 1);
}

struct move {
	const struct member *member;
	int64_t collection;
	const char *name;
};

static enum err move(struct transaction *tx, void *context)
{
	const struct move *to = context;

	return store_member_move(tx, to->member, to->collection, to->name);
}

static enum err set_property(struct transaction *tx, void *context)
{
	const struct member *member = context;
	const struct property property = { "DAV:", "displayname", "x" };

	return store_property_set(tx, member->collection, member->id, 0,
				  &property);
}

static void a_moved_member_keeps_bytes_rows_and_properties(void **state)
{
	struct place *place = *state;
	int64_t a = make_collection(place, "a"),
		b = make_collection(place, "b");
	int64_t ra, rb;
	struct member x = add(place, a, "x", span(1, 2)), found;
	struct property *list;
	struct slice bytes;
	struct walk w;
	size_t count;

	place_write(place, set_property, &x, OK);
	ra = revision(place, a);
	rb = revision(place, b);
	place_write(place, move, &(struct move){ &x, b, "y" }, OK);
	found = find(place, b, "y");
	assert_int_equal(found.id, x.id);
	assert_string_equal(found.etag, x.etag);
	assert_int_equal(store_member_bytes(place->reader, x.id, &bytes), OK);
	assert_memory_equal(bytes.at, "x", 1);
	assert_string_equal(overlapping(place, &w, a, 0, span(0, 9)), "");
	assert_string_equal(overlapping(place, &w, b, 0, span(0, 9)), "y ");
	assert_int_equal(
		store_property_list(place->reader, b, x.id, 0, &list, &count),
		OK);
	assert_int_equal(count, 1);
	assert_string_equal(changes(place, a, ra, 99), "x- ");
	assert_string_equal(changes(place, b, rb, 99), "y+ ");
	/* and back, where its tombstone is */
	place_write(place, move, &(struct move){ &found, a, "x" }, OK);
	assert_string_equal(changes(place, a, ra, 99), "x+ ");
	assert_string_equal(changes(place, b, rb, 99), "y- ");
}

static void a_member_is_renamed_in_place(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	int64_t before;
	struct member x = add(place, c, "x", span(1, 2));

	before = revision(place, c);
	place_write(place, move, &(struct move){ &x, c, "y" }, OK);
	assert_string_equal(changes(place, c, before, 99), "x- y+ ");
}

static void a_move_onto_a_taken_name_or_uid_is_refused(void **state)
{
	struct place *place = *state;
	int64_t a = make_collection(place, "a"),
		b = make_collection(place, "b");
	struct member x = add(place, a, "x", span(1, 2));

	add(place, b, "x", span(1, 2));
	place_write(place, move, &(struct move){ &x, b, "x" }, ERR_EXISTS);
	place_write(place, move, &(struct move){ &x, b, "y" }, ERR_EXISTS);
	assert_int_equal(find(place, a, "x").revision, x.revision);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(changes_come_in_the_order_of_their_making),
		IN_PLACE(a_deleted_name_leaves_a_tombstone),
		IN_PLACE(a_name_made_anew_is_listed_once_as_present),
		IN_PLACE(what_came_and_went_in_between_is_listed_as_gone),
		IN_PLACE(changes_of_one_collection_are_no_others),
		IN_PLACE(a_moved_member_keeps_bytes_rows_and_properties),
		IN_PLACE(a_member_is_renamed_in_place),
		IN_PLACE(a_move_onto_a_taken_name_or_uid_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
