#include "tests/unit/practice/money_fixture.h"

#include "practice/people/settings.h"
#include "practice/transfer/whole.h"
#include "store/schema.h"

#include <stdlib.h>

/* A practice by its rows: written, and taken into an empty place. */

static enum err keep(void *context, const char *name, struct slice bytes)
{
	assert_string_equal(name, PRACTICE_WHOLE_FILE);
	buf_slice(context, bytes);
	return OK;
}

static struct slice written(struct place *place)
{
	struct buf text;

	buf_init(&text, place->arena);
	assert_int_equal(practice_whole_write(place_read(place), keep, &text),
			 OK);
	return buf_view(&text);
}

static struct place *empty_place(void)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	place_make_dir(place);
	place_open(place);
	assert_int_equal(practice_setup(&place->op, place->store, "UTC"), OK);
	return place;
}

static void drop_place(struct place *place)
{
	void *state = place;

	place_teardown(&state);
}

static void an_empty_place_becomes_the_practice(void **state)
{
	struct clinic *clinic = *state;
	struct place *place = empty_place();
	struct slice rows, again;
	int64_t count = 0;

	billing_saved(clinic, 1, 2);
	billing_issued(clinic, 10);
	billing_pay(clinic, 9000);
	rows = written(clinic->place);
	assert_int_equal(
		practice_whole_take(&place->op, place->store, rows, &count),
		OK);
	assert_true(count > 100);
	again = written(place);
	assert_true(slice_equal(rows, again));
	drop_place(place);
}

static void a_place_with_somebody_is_left_alone(void **state)
{
	struct clinic *clinic = *state;
	struct slice rows = written(clinic->place);
	int64_t count = 0;

	assert_ok(clinic,
		  practice_whole_take(clinic->op, clinic->store, rows, &count));
	assert_int_equal(count, -1);
	assert_true(slice_equal(written(clinic->place), rows));
}

static void only_admins_take_a_practice(void **state)
{
	struct clinic *clinic = *state;
	int64_t count = 7;

	clinic_as(clinic, clinic->staff);
	assert_failed(clinic,
		      practice_whole_take(clinic->op, clinic->store,
					  slice_of(""), &count),
		      ERR_FORBIDDEN);
	assert_int_equal(count, 7);
}

static void secrets_are_not_written(void **state)
{
	struct clinic *clinic = *state;
	const char *rows =
		slice_dup(clinic->place->arena, written(clinic->place));

	assert_non_null(strstr(rows, "{\"table\":\"person\""));
	assert_null(strstr(rows, "{\"table\":\"password\""));
	assert_null(strstr(rows, "{\"table\":\"token\""));
	assert_null(strstr(rows, "{\"table\":\"feed\""));
	assert_null(strstr(rows, "{\"table\":\"sign_in\""));
}

static enum err refused(struct place *place, const char *rows)
{
	int64_t count = 7;
	enum err err = practice_whole_take(&place->op, place->store,
					   slice_of(rows), &count);

	assert_int_equal(count, 7);
	assert_non_null(place->op.failure.message);
	return err;
}

#define MARK "{\"table\":\"mark\",\"columns\":[\"name\",\"at\"]}\n"

static const char *with_head(struct place *place, const char *rows)
{
	return arena_printf(place->arena, "{\"rows\":1,\"schema\":%d}\n%s",
			    store_schema_version(), rows);
}

static void rows_of_another_kind_are_refused_at_their_head(void **state)
{
	static const char *const bad[] = {
		"",
		"{}",
		"[1]",
		"{\"rows\":1,\"schema\":1}\n{\"end\":0}",
	};
	struct place *place = *state;

	assert_int_equal(practice_setup(&place->op, place->store, "UTC"), OK);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(refused(place, bad[i]), ERR_INVALID);
	operation_recover(&place->op);
}

static void rows_that_cannot_be_read_are_refused_at_their_line(void **state)
{
	static const struct {
		const char *rows, *why;
	} bad[] = {
		{ "", "line 1 of the rows: they were cut short" },
		{ "[1]\n{\"end\":1}", "line 2 of the rows: it is no row" },
		{ "{\"end\":1}", "line 2 of the rows: the number" },
		{ "{\"end\":0}\n{\"end\":0}", "line 3 of the rows: it cannot" },
		{ "{\"table\":\"password\",\"columns\":[\"hash\"]}",
		  "line 2 of the rows: there is no such table" },
		{ "{\"table\":\"mark\",\"columns\":[]}",
		  "line 2 of the rows: there is no such table" },
		{ "{\"table\":\"mark\",\"columns\":[\"a;b\"]}",
		  "line 2 of the rows: a column has no such name" },
		{ "{\"table\":\"mark\",\"columns\":[\"nothing\"]}",
		  "line 2 of the rows: the table has other columns" },
		{ "{\"table\":7,\"columns\":7}",
		  "line 2 of the rows: there is" },
		{ MARK "[\"a\"]", "line 3 of the rows: it is no row" },
		{ MARK "[\"a\",1.5]", "line 3 of the rows: a value" },
		{ MARK "[\"a\",{\"hex\":\"a\"}]",
		  "line 3 of the rows: a value" },
		{ MARK "[\"a\",{\"hex\":\"zz\"}]",
		  "line 3 of the rows: a value" },
		{ MARK "[\"a\",{}]", "line 3 of the rows: a value" },
		{ MARK "[\"a\",[]]", "line 3 of the rows: a value" },
		{ MARK "[null,null]", "line 3 of the rows: NOT NULL" },
		{ MARK "not JSON", "line 3 of the rows: it cannot be read" },
	};
	struct place *place = *state;
	struct slice before;

	assert_int_equal(practice_setup(&place->op, place->store, "UTC"), OK);
	before = written(place);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *rows = with_head(place, bad[i].rows);

		assert_int_equal(refused(place, rows), ERR_INVALID);
		assert_string_equal(arena_strndup(place->arena,
						  place->op.failure.message,
						  strlen(bad[i].why)),
				    bad[i].why);
	}
	assert_true(slice_equal(written(place), before));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(an_empty_place_becomes_the_practice),
		WITH_CLINIC(a_place_with_somebody_is_left_alone),
		WITH_CLINIC(only_admins_take_a_practice),
		WITH_CLINIC(secrets_are_not_written),
		IN_PLACE(rows_of_another_kind_are_refused_at_their_head),
		IN_PLACE(rows_that_cannot_be_read_are_refused_at_their_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
