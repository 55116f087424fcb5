#include "tests/unit/store/place_fixture.h"

#include "store/calendar.h"
#include "store/object.h"

#include <string.h>

static enum err insert(struct transaction *tx, void *context)
{
	return store_collection_insert(tx, context);
}

static struct collection make(struct place *place, int64_t owner,
			      int64_t parent, const char *path)
{
	struct collection made = { .owner = owner,
				   .parent = parent,
				   .path = path,
				   .kind = COLLECTION_PERSONAL,
				   .components = 3 };

	place_write(place, insert, &made, OK);
	return made;
}

static struct collection find(struct place *place, int64_t owner,
			      const char *path)
{
	struct collection found;

	assert_int_equal(
		store_collection_find(place_read(place), owner, path, &found),
		OK);
	return found;
}

static void a_collection_is_found_in_its_home_only(void **state)
{
	struct place *place = *state;
	struct collection made = make(place, 1, 0, "work");
	struct collection found = find(place, 1, "work");

	assert_int_equal(found.id, made.id);
	assert_int_equal(found.owner, 1);
	assert_int_equal(found.kind, COLLECTION_PERSONAL);
	assert_int_equal(found.components, 3);
	assert_int_equal(found.subject, 0);
	assert_string_equal(found.name, "work");
	assert_string_equal(found.etag_seed, made.etag_seed);
	assert_int_equal(strlen(found.etag_seed), 32);
	assert_int_equal(found.created.s, FIXTURE_NOW.s);
	assert_true(found.revision > 0);
	assert_no_collection(place, 2, "work");
	assert_no_collection(place, 1, "Work");
}

static void the_closures_are_found_in_every_home(void **state)
{
	struct collection found = find(*state, 77, "closures");

	assert_int_equal(found.owner, 0);
	assert_int_equal(found.kind, COLLECTION_CLOSURES);
	assert_int_equal(find(*state, 0, "closures").id, found.id);
}

static void a_path_is_taken_once_a_home(void **state)
{
	struct place *place = *state;
	struct collection again = { .owner = 1, .path = "work" };
	struct collection closures = { .owner = 1, .path = "closures" };

	make(place, 1, 0, "work");
	make(place, 2, 0, "work");
	place_write(place, insert, &again, ERR_EXISTS);
	place_write(place, insert, &closures, ERR_EXISTS);
}

static void children_are_listed_by_path_with_the_closures(void **state)
{
	struct place *place = *state;
	struct collection top = make(place, 1, 0, "zoo");
	struct collection *list;
	size_t count;

	make(place, 1, 0, "abc");
	make(place, 1, top.id, "zoo/inner");
	make(place, 2, 0, "other");
	place_read(place);
	assert_int_equal(
		store_collection_children(place->reader, 1, 0, &list, &count),
		OK);
	assert_int_equal(count, 3);
	assert_string_equal(list[0].path, "abc");
	assert_string_equal(list[1].path, "closures");
	assert_string_equal(list[2].path, "zoo");
	assert_int_equal(store_collection_children(place->reader, 1, top.id,
						   &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].path, "zoo/inner");
	assert_string_equal(list[0].name, "inner");
}

static void all_that_show_a_kind_are_listed(void **state)
{
	struct place *place = *state;
	struct collection *list;
	size_t count;

	make(place, 1, 0, "a");
	make(place, 2, 0, "b");
	place_read(place);
	assert_int_equal(store_collection_showing(place->reader,
						  COLLECTION_PERSONAL, 0, &list,
						  &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(store_collection_showing(place->reader,
						  COLLECTION_CLOSURES, 0, &list,
						  &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(store_collection_showing(place->reader,
						  COLLECTION_PERSONAL, 9, &list,
						  &count),
			 OK);
	assert_int_equal(count, 0);
}

struct member_of {
	int64_t collection;
	const char *name;
	int64_t id;
};

static enum err put(struct transaction *tx, void *context)
{
	struct member_of *of = context;
	struct member member = { .collection = of->collection,
				 .name = of->name };
	enum err err = store_member_put(tx, &member, slice_of("x"), NULL);

	of->id = member.id;
	return err;
}

static enum err discard(struct transaction *tx, void *context)
{
	return store_collection_delete(tx, *(int64_t *)context);
}

struct set {
	int64_t collection, member, viewer;
	const char *name, *value; /* value NULL: remove */
};

static enum err set_property(struct transaction *tx, void *context)
{
	const struct set *set = context;
	const struct property property = { "DAV:", set->name, set->value };

	if (!set->value)
		return store_property_remove(tx, set->collection, set->member,
					     set->viewer, "DAV:", set->name);
	return store_property_set(tx, set->collection, set->member, set->viewer,
				  &property);
}

static void deleting_takes_all_that_lies_below(void **state)
{
	struct place *place = *state;
	struct collection top = make(place, 1, 0, "a");
	struct collection inner = make(place, 1, top.id, "a/b");
	struct collection deep = make(place, 1, inner.id, "a/b/c");
	struct member_of of = { deep.id, "x.txt", 0 };
	struct set set = { deep.id, 0, 0, "displayname", "Deep" };
	struct member found;
	struct property *list;
	size_t count;

	make(place, 1, 0, "ab");
	place_write(place, put, &of, OK);
	place_write(place, set_property, &set, OK);
	place_write(place, discard, &top.id, OK);
	assert_no_collection(place, 1, "a");
	assert_no_collection(place, 1, "a/b");
	assert_no_collection(place, 1, "a/b/c");
	find(place, 1, "ab");
	assert_int_equal(
		store_member_find(place->reader, deep.id, "x.txt", &found),
		ERR_NOT_FOUND);
	assert_int_equal(store_property_list(place->reader, deep.id, 0, 0,
					     &list, &count),
			 OK);
	assert_int_equal(count, 0);
	assert_int_equal(store_check(place->reader), OK);
}

static void one_made_anew_differs_from_the_old(void **state)
{
	struct place *place = *state;
	struct collection first = make(place, 1, 0, "a"), second;

	place_write(place, discard, &first.id, OK);
	second = make(place, 1, 0, "a");
	assert_int_not_equal(first.id, second.id);
	assert_string_not_equal(first.etag_seed, second.etag_seed);
}

struct move {
	int64_t id, parent;
	const char *path;
};

static enum err move(struct transaction *tx, void *context)
{
	const struct move *to = context;

	return store_collection_move(tx, to->id, to->parent, to->path);
}

static void a_moved_collection_takes_its_children_along(void **state)
{
	struct place *place = *state;
	struct collection top = make(place, 1, 0, "caf\xC3\xA9");
	struct collection inner = make(place, 1, top.id, "caf\xC3\xA9/in");
	struct collection target = make(place, 1, 0, "target");
	struct move to = { top.id, target.id, "target/new" };

	make(place, 1, inner.id, "caf\xC3\xA9/in/deep");
	place_write(place, move, &to, OK);
	assert_no_collection(place, 1, "caf\xC3\xA9");
	assert_int_equal(find(place, 1, "target/new").id, top.id);
	assert_int_equal(find(place, 1, "target/new").parent, target.id);
	assert_int_equal(find(place, 1, "target/new/in").id, inner.id);
	assert_int_equal(find(place, 1, "target/new/in").parent, top.id);
	find(place, 1, "target/new/in/deep");
}

static void a_move_onto_another_is_refused(void **state)
{
	struct place *place = *state;
	struct collection a = make(place, 1, 0, "a");
	struct move onto = { a.id, 0, "b" }, shared = { a.id, 0, "closures" };

	make(place, 1, 0, "b");
	place_write(place, move, &onto, ERR_EXISTS);
	place_write(place, move, &shared, ERR_EXISTS);
	assert_int_equal(find(place, 1, "a").id, a.id);
}

static enum err touch_twice(struct transaction *tx, void *context)
{
	struct collection *collection = context;
	int64_t first, second;

	assert_int_equal(store_collection_touch(tx, collection->id, &first),
			 OK);
	assert_int_equal(first, collection->revision + 1);
	assert_int_equal(store_collection_touch(tx, collection->id, &second),
			 OK);
	assert_int_equal(second, first + 1);
	assert_int_equal(store_collection_touch(tx, 999, &second), ERR_STORAGE);
	operation_recover(store_tx_operation(tx));
	return OK;
}

static void touching_raises_the_revision_by_one(void **state)
{
	struct place *place = *state;
	struct collection made = make(place, 1, 0, "a");

	place_write(place, touch_twice, &made, OK);
	assert_int_equal(find(place, 1, "a").revision, made.revision + 2);
}

static void properties_are_each_viewers_own(void **state)
{
	struct place *place = *state;
	struct collection a = make(place, 1, 0, "a");
	struct set shared = { a.id, 0, 0, "color", "red" };
	struct set own = { a.id, 0, 5, "color", "blue" };
	struct set again = { a.id, 0, 5, "color", "green" };
	struct set gone = { a.id, 0, 5, "color", NULL };
	struct property *list;
	size_t count;

	place_write(place, set_property, &shared, OK);
	place_write(place, set_property, &own, OK);
	place_write(place, set_property, &again, OK);
	assert_int_equal(store_property_list(place_read(place), a.id, 0, 5,
					     &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].ns, "DAV:");
	assert_string_equal(list[0].name, "color");
	assert_string_equal(list[0].value, "green");
	place_write(place, set_property, &gone, OK);
	place_write(place, set_property, &gone, OK);
	place_read(place);
	assert_int_equal(
		store_property_list(place->reader, a.id, 0, 5, &list, &count),
		OK);
	assert_int_equal(count, 0);
	assert_int_equal(
		store_property_list(place->reader, a.id, 0, 0, &list, &count),
		OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].value, "red");
}

struct copy {
	int64_t from, from_member, to, to_member;
};

static enum err copy(struct transaction *tx, void *context)
{
	const struct copy *c = context;

	return store_property_copy(tx, c->from, c->from_member, c->to,
				   c->to_member);
}

static void properties_are_copied_over_what_is_there(void **state)
{
	struct place *place = *state;
	struct collection a = make(place, 1, 0, "a");
	struct collection b = make(place, 1, 0, "b");
	struct member_of of = { b.id, "x", 0 };
	struct set first = { a.id, 0, 0, "one", "1" };
	struct set second = { a.id, 0, 3, "two", "2" };
	struct set there = { b.id, 0, 0, "one", "old" };
	struct property *list;
	size_t count;

	place_write(place, put, &of, OK);
	there.member = of.id;
	place_write(place, set_property, &first, OK);
	place_write(place, set_property, &second, OK);
	place_write(place, set_property, &there, OK);
	place_write(place, copy, &(struct copy){ a.id, 0, b.id, of.id }, OK);
	place_read(place);
	assert_int_equal(store_property_list(place->reader, b.id, of.id, 0,
					     &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].value, "1");
	assert_int_equal(store_property_list(place->reader, b.id, of.id, 3,
					     &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].value, "2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_collection_is_found_in_its_home_only),
		IN_PLACE(the_closures_are_found_in_every_home),
		IN_PLACE(a_path_is_taken_once_a_home),
		IN_PLACE(children_are_listed_by_path_with_the_closures),
		IN_PLACE(all_that_show_a_kind_are_listed),
		IN_PLACE(deleting_takes_all_that_lies_below),
		IN_PLACE(one_made_anew_differs_from_the_old),
		IN_PLACE(a_moved_collection_takes_its_children_along),
		IN_PLACE(a_move_onto_another_is_refused),
		IN_PLACE(touching_raises_the_revision_by_one),
		IN_PLACE(properties_are_each_viewers_own),
		IN_PLACE(properties_are_copied_over_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
