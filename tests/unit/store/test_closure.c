#include "store/closure.h"

#include "tests/unit/store/transaction_fixture.h"

#include "base/str.h"

static struct closure hours(const char *uid, int64_t from, int64_t to)
{
	return (struct closure){
		.uid = uid,
		.name = "closure.ics",
		.title = "Staff meeting",
		.span = { { START + from }, { START + to } },
		.zone = "America/Toronto",
		.created = { START },
		.removed = INSTANT_MAX,
	};
}

static int64_t add(struct tx_fixture *fix, const char *uid, int64_t from,
		   int64_t to)
{
	struct closure closure = hours(uid, from, to);

	assert_int_equal(store_closure_insert(fix->tx, &closure), OK);
	return closure.id;
}

static void assert_listed(struct tx_fixture *fix, int64_t from, int64_t to,
			  int64_t first, int64_t second)
{
	struct span span = { { START + from }, { START + to } };
	struct closure *list;
	int64_t found[2] = { 0 };
	struct ids ids = { found, 0 };

	assert_int_equal(
		store_closure_list(fix->reader, span, &list, &ids.count), OK);
	for (size_t i = 0; i < ids.count && i < 2; i++)
		found[i] = list[i].id;
	assert_ids(&ids, first, second);
}

static void assert_closure(const struct closure *a, const struct closure *b)
{
	assert_int_equal(a->id, b->id);
	assert_string_equal(a->uid, b->uid);
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->title, b->title);
	assert_int_equal(a->all_day, b->all_day);
	assert_int_equal(a->from.n, b->from.n);
	assert_int_equal(a->to.n, b->to.n);
	assert_int_equal(a->span.start.s, b->span.start.s);
	assert_int_equal(a->span.end.s, b->span.end.s);
	assert_true(str_equal(a->zone, b->zone));
	assert_int_equal(a->revision, b->revision);
	assert_int_equal(a->created.s, b->created.s);
	assert_int_equal(a->removed.s, b->removed.s);
}

static void a_closure_is_found_as_it_was_stored(void **state)
{
	struct tx_fixture *fix = *state;
	struct closure closure = hours("c1", 0, HOUR), found;

	assert_int_equal(store_closure_insert(fix->tx, &closure), OK);
	assert_int_equal(closure.revision, 1);
	assert_int_equal(store_closure_find(fix->reader, closure.id, &found),
			 OK);
	assert_closure(&closure, &found);
	assert_int_equal(store_closure_find_uid(fix->reader, "c1", &found), OK);
	assert_closure(&closure, &found);
	assert_int_equal(store_closure_find(fix->reader, 99, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_closure_find_uid(fix->reader, "c2", &found),
			 ERR_NOT_FOUND);
}

static void an_update_makes_it_all_day(void **state)
{
	struct tx_fixture *fix = *state;
	struct closure closure = hours("c1", 0, HOUR), found;

	assert_int_equal(store_closure_insert(fix->tx, &closure), OK);
	closure.title = "Summer";
	closure.name = "summer.ics";
	closure.all_day = true;
	closure.from = day_of(2026, 7, 1);
	closure.to = day_of(2026, 7, 14);
	closure.span.end.s += 14 * 24 * (int64_t)HOUR;
	closure.zone = NULL;
	assert_int_equal(store_closure_update(fix->tx, &closure), OK);
	assert_int_equal(closure.revision, 2);
	assert_int_equal(store_closure_find(fix->reader, closure.id, &found),
			 OK);
	assert_closure(&closure, &found);
	closure.id = 99;
	assert_int_equal(store_closure_update(fix->tx, &closure),
			 ERR_NOT_FOUND);
}

static void a_uid_is_taken_once(void **state)
{
	struct tx_fixture *fix = *state;
	struct closure closure = hours("c1", 0, HOUR);

	add(fix, "c1", 0, HOUR);
	assert_int_equal(store_closure_insert(fix->tx, &closure), ERR_EXISTS);
	assert_int_equal(closure.id, 0);
}

static void a_list_holds_what_overlaps_by_start(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t later = add(fix, "c1", HOUR, 2 * HOUR);
	int64_t year = add(fix, "c2", -180 * 24 * HOUR, 180 * 24 * HOUR);

	assert_listed(fix, HOUR, 2 * HOUR, year, later);
	assert_listed(fix, 2 * HOUR - 1, 2 * HOUR, year, later);
	assert_listed(fix, 2 * HOUR, 3 * HOUR, year, 0);
	assert_listed(fix, 0, HOUR, year, 0);
	assert_listed(fix, 180 * 24 * HOUR, 181 * 24 * HOUR, 0, 0);
}

static void a_removed_one_is_found_but_not_listed(void **state)
{
	struct tx_fixture *fix = *state;
	struct closure closure = hours("c1", 0, HOUR), found;

	assert_int_equal(store_closure_insert(fix->tx, &closure), OK);
	closure.removed.s = START + 5;
	assert_int_equal(store_closure_update(fix->tx, &closure), OK);
	assert_listed(fix, 0, HOUR, 0, 0);
	assert_int_equal(store_closure_find(fix->reader, closure.id, &found),
			 OK);
	assert_int_equal(found.removed.s, START + 5);
}

static void the_database_refuses_a_closure_of_no_length(void **state)
{
	struct tx_fixture *fix = *state;
	struct closure closure = hours("c1", HOUR, HOUR);

	assert_int_equal(store_closure_insert(fix->tx, &closure), ERR_STORAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(a_closure_is_found_as_it_was_stored),
		WITH_TX(an_update_makes_it_all_day),
		WITH_TX(a_uid_is_taken_once),
		WITH_TX(a_list_holds_what_overlaps_by_start),
		WITH_TX(a_removed_one_is_found_but_not_listed),
		WITH_TX(the_database_refuses_a_closure_of_no_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
