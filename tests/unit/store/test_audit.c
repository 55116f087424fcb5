#include "tests/unit/store/place_fixture.h"

#include "store/actor.h"
#include "store/audit.h"
#include "store/review.h"
#include "store/statement_private.h"

#include <string.h>

#include <sqlite3.h>

static enum err add(struct transaction *tx, void *context)
{
	return store_audit_add(tx, context);
}

static void add_three(struct place *place)
{
	struct audit one = { .action = "session.save",
			     .object_kind = "session",
			     .object = 7,
			     .before = "{}",
			     .after = "{\"state\":\"saved\"}" };
	struct audit two = { .action = "person.add",
			     .object_kind = "person",
			     .object = 7 };
	struct audit three = { .action = "session.move",
			       .object_kind = "session",
			       .object = 8 };

	place->op.actor.channel = CHANNEL_CALENDAR;
	place->op.actor.device = "iPhone";
	place_write(place, add, &one, OK);
	place->op.actor.device = NULL;
	place_write(place, add, &two, OK);
	place_write(place, add, &three, OK);
}

static void a_row_says_who_by_which_door_and_when(void **state)
{
	struct place *place = *state;
	struct audit *list;
	size_t count;

	add_three(place);
	assert_int_equal(store_audit_list(place_read(place), "session", 7, 0,
					  10, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].at.s, FIXTURE_NOW.s);
	assert_int_equal(list[0].who, 0);
	assert_string_equal(list[0].channel, "calendar");
	assert_string_equal(list[0].device, "iPhone");
	assert_string_equal(list[0].action, "session.save");
	assert_string_equal(list[0].object_kind, "session");
	assert_int_equal(list[0].object, 7);
	assert_string_equal(list[0].before, "{}");
	assert_string_equal(list[0].after, "{\"state\":\"saved\"}");
}

static void rows_come_newest_first_in_pages(void **state)
{
	struct place *place = *state;
	struct audit *list;
	size_t count;

	add_three(place);
	place_read(place);
	assert_int_equal(
		store_audit_list(place->reader, NULL, 0, 0, 2, &list, &count),
		OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, 3);
	assert_int_equal(list[1].id, 2);
	assert_null(list[1].before);
	assert_int_equal(store_audit_list(place->reader, NULL, 0, list[1].id, 2,
					  &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, 1);
	assert_int_equal(store_audit_list(place->reader, "session", 0, 0, 9,
					  &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(store_audit_list(place->reader, "closure", 1, 0, 9,
					  &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void an_actor_must_be_a_person(void **state)
{
	struct place *place = *state;
	struct audit audit = { .action = "x", .object_kind = "y" };

	place->op.actor.person = 99;
	place_write(place, add, &audit, ERR_STORAGE);
	place->op.actor.person = 0;
}

static enum err change_row(struct transaction *tx, void *context)
{
	static const char change[] = "UPDATE audit"
				     "  SET action = 'nothing'";
	enum err err = statement_run(statement_tx(tx, change));

	(void)context;
	assert_non_null(
		strstr(store_tx_operation(tx)->failure.message, "append only"));
	return err;
}

static void a_row_is_never_changed_nor_deleted(void **state)
{
	struct place *place = *state;

	add_three(place);
	assert_int_equal(place_sql(place, "UPDATE audit SET who = NULL"),
			 SQLITE_CONSTRAINT);
	assert_int_equal(place_sql(place, "DELETE FROM audit WHERE id = 1"),
			 SQLITE_CONSTRAINT);
	assert_int_equal(place_sql(place, "DELETE FROM audit"),
			 SQLITE_CONSTRAINT);
	place_write(place, change_row, NULL, ERR_STORAGE);
}

static enum err add_review(struct transaction *tx, void *context)
{
	return store_review_add(tx, context);
}

static enum err accept(struct transaction *tx, void *context)
{
	return store_review_state(tx, *(int64_t *)context, REVIEW_ACCEPTED);
}

static void what_waits_for_review_can_be_accepted(void **state)
{
	struct place *place = *state;
	struct review first = { .kind = "refused", .text = "a" };
	struct review second = { .kind = "deletes", .text = "b" };
	struct review *list;
	int64_t nobody = 99;
	size_t count;

	place_write(place, add_review, &first, OK);
	place_write(place, add_review, &second, OK);
	assert_int_equal(second.state, REVIEW_WAITING);
	assert_int_equal(store_review_list(place_read(place), REVIEW_WAITING, 0,
					   10, &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].kind, "deletes");
	assert_string_equal(list[0].text, "b");
	assert_int_equal(list[0].at.s, FIXTURE_NOW.s);
	assert_int_equal(list[0].session, 0);
	place_write(place, accept, &first.id, OK);
	place_write(place, accept, &nobody, ERR_NOT_FOUND);
	place_read(place);
	assert_int_equal(store_review_list(place->reader, REVIEW_WAITING, 0, 10,
					   &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(store_review_list(place->reader, REVIEW_ACCEPTED, 0,
					   10, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, first.id);
}

static enum err change_review(struct transaction *tx, void *context)
{
	return store_review_change(tx, context);
}

static void an_item_may_grow_while_it_waits(void **state)
{
	struct place *place = *state;
	struct review item = { .kind = "deletes", .text = "five" };
	struct review found;

	place_write(place, add_review, &item, OK);
	item.text = "six";
	item.state = REVIEW_UNDONE;
	place_write(place, change_review, &item, OK);
	assert_int_equal(store_review_find(place_read(place), item.id, &found),
			 OK);
	assert_string_equal(found.text, "six");
	assert_int_equal(found.state, REVIEW_WAITING);
	item.id++;
	place_write(place, change_review, &item, ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_row_says_who_by_which_door_and_when),
		IN_PLACE(rows_come_newest_first_in_pages),
		IN_PLACE(an_actor_must_be_a_person),
		IN_PLACE(a_row_is_never_changed_nor_deleted),
		IN_PLACE(what_waits_for_review_can_be_accepted),
		IN_PLACE(an_item_may_grow_while_it_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
