#include "store/instance_run_private.h"

#include "store/usage.h"
#include "tests/unit/store/member_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#define HOUR 3600
#define WEEK (7 * DAY)
#define MOST 2000

static struct span spans[MOST];
static enum instance_busy busy[MOST];
static size_t count;

static void take(int64_t start, int64_t lasts, enum instance_busy how)
{
	assert_true(count < MOST);
	busy[count] = how;
	spans[count++] = span(start, start + lasts);
}

/* A repetition, of an hour each. */
static void take_every(int64_t first, int64_t step, int times)
{
	for (int i = 0; i < times; i++)
		take(first + i * step, HOUR, INSTANCE_BUSY);
}

static struct index_rows taken(void)
{
	return (struct index_rows){ spans, count, busy };
}

static size_t rows_made(struct place *place, struct instance_row **rows)
{
	struct index_rows all = taken();
	struct instance_row *made;
	size_t made_count;

	made = instance_rows_of(place->arena, &all, &made_count);
	if (rows)
		*rows = made;
	return made_count;
}

static int run_setup(void **state)
{
	count = 0;
	return place_setup(state);
}

#define IN_RUN_PLACE(test) \
	cmocka_unit_test_setup_teardown(test, run_setup, place_teardown)

static void a_weekly_series_is_one_row(void **state)
{
	struct place *place = *state;
	struct instance_row *rows;

	take_every(5, WEEK, 20);
	assert_int_equal(rows_made(place, &rows), 1);
	assert_int_equal(rows->span.start.s, 5);
	assert_int_equal(rows->span.end.s, 5 + 19 * WEEK + HOUR);
	assert_int_equal(rows->step, WEEK);
	assert_int_equal(rows->lasts, HOUR);
	assert_int_equal(rows->busy, INSTANCE_BUSY);
}

static void working_days_are_a_row_for_each_day_of_the_week(void **state)
{
	struct place *place = *state;

	for (int week = 0; week < 20; week++)
		take_every(week * WEEK, DAY, 5);
	assert_int_equal(rows_made(place, NULL), 5);
}

/* Ten lessons a week: the next of the same lesson is further than others. */
static void a_timetable_is_a_row_for_each_lesson(void **state)
{
	struct place *place = *state;

	for (int week = 0; week < 20; week++)
		for (int day = 0; day < 5; day++) {
			take(week * WEEK + day * DAY, HOUR, INSTANCE_BUSY);
			take(week * WEEK + day * DAY + 2 * HOUR, HOUR,
			     INSTANCE_BUSY);
		}
	assert_int_equal(rows_made(place, NULL), 10);
}

static void no_run_is_longer_than_it_is_looked_for(void **state)
{
	struct place *place = *state;
	struct instance_row *rows;

	take_every(0, WEEK, 104);
	assert_int_equal(rows_made(place, &rows), 4);
	for (int i = 0; i < 4; i++)
		assert_true(rows[i].span.end.s - rows[i].span.start.s <=
			    RUN_SECONDS);
}

static void a_week_left_out_ends_a_run(void **state)
{
	struct place *place = *state;

	take_every(0, WEEK, 8);
	take_every(9 * WEEK, WEEK, 8);
	assert_int_equal(rows_made(place, NULL), 2);
}

static void what_was_moved_made_longer_or_free_is_a_row_of_its_own(void **state)
{
	struct place *place = *state;
	struct instance_row *rows;

	take_every(0, WEEK, 5);
	take(5 * WEEK, 2 * HOUR, INSTANCE_BUSY);
	take_every(6 * WEEK, WEEK, 5);
	take(11 * WEEK, HOUR, INSTANCE_FREE);
	take(12 * WEEK + 7, HOUR, INSTANCE_BUSY);
	assert_int_equal(rows_made(place, &rows), 5);
	assert_int_equal(rows[1].step, 0);
	assert_int_equal(rows[1].span.end.s, 5 * WEEK + 2 * HOUR);
	assert_int_equal(rows[3].busy, INSTANCE_FREE);
	assert_int_equal(rows[4].span.start.s, 12 * WEEK + 7);
}

static void the_same_time_twice_counts_once(void **state)
{
	struct place *place = *state;

	take_every(0, WEEK, 4);
	take(3 * WEEK, HOUR, INSTANCE_BUSY);
	take(3 * WEEK, 2 * HOUR, INSTANCE_BUSY);
	take(3 * WEEK, 2 * HOUR, INSTANCE_BUSY);
	assert_int_equal(rows_made(place, NULL), 2);
}

static void dates_without_order_stay_alone(void **state)
{
	struct place *place = *state;

	take(5 * WEEK, HOUR, INSTANCE_BUSY);
	take_every(0, WEEK, 3);
	assert_int_equal(rows_made(place, NULL), 4);
	count = 0;
	assert_int_equal(rows_made(place, NULL), 0);
}

static void put_taken(struct place *place, int64_t collection, const char *name)
{
	struct put series = {
		.member = { .collection = collection,
			    .name = name,
			    .uid = name,
			    .kind = VEVENT,
			    .span = span(spans[0].start.s, INSTANT_MAX.s),
			    .recurring = true,
			    .indexed = WHOLE_TIME },
		.bytes = name,
		.rows = taken(),
	};

	place_write(place, put, &series, OK);
}

static bool is_found(struct place *place, int64_t collection, int64_t from,
		     int64_t to)
{
	struct walk w;

	return *overlapping(place, &w, collection, 0, span(from, to));
}

static void each_of_a_run_is_found_and_nothing_between(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");

	take_every(1000, WEEK, 9);
	put_taken(place, c, "s");
	for (int64_t at = 1000, i = 0; i < 9; i++, at += WEEK) {
		assert_true(is_found(place, c, at, at + 1));
		assert_true(is_found(place, c, at + HOUR - 1, at + WEEK));
		assert_true(is_found(place, c, at - 5, at + 1));
		assert_false(is_found(place, c, at - 5, at));
		assert_false(is_found(place, c, at + HOUR, at + WEEK));
	}
	assert_false(is_found(place, c, 1000 + 8 * WEEK + HOUR, 99 * WEEK));
	assert_true(is_found(place, c, -99 * WEEK, 99 * WEEK));
}

/* In UTC, as the index counts days; evenings of the west do. */
static void what_goes_on_over_midnight_is_found_on_both_days(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");

	for (int week = 0; week < 9; week++)
		take(week * WEEK + DAY - HOUR, 2 * HOUR, INSTANCE_BUSY);
	put_taken(place, c, "s");
	assert_int_equal(rows_made(place, NULL), 1);
	for (int64_t at = DAY; at < 9 * WEEK; at += WEEK) {
		assert_true(is_found(place, c, at - DAY, at));
		assert_true(is_found(place, c, at - 1, at));
		assert_true(is_found(place, c, at, at + 1));
		assert_true(is_found(place, c, at, at + DAY));
		assert_false(is_found(place, c, at + HOUR, at + DAY));
	}
}

/* RFC 4791 9.9: as a moment alone does. */
static void moments_of_a_run_count_at_the_windows_start(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");

	for (int i = 0; i < 5; i++)
		take(i * DAY, 0, INSTANCE_BUSY);
	put_taken(place, c, "s");
	assert_int_equal(rows_made(place, NULL), 1);
	for (int i = 0; i < 5; i++) {
		assert_true(is_found(place, c, i * DAY, i * DAY + 1));
		assert_true(is_found(place, c, i * DAY - 1, i * DAY + 1));
		assert_false(is_found(place, c, i * DAY - 1, i * DAY));
		assert_false(is_found(place, c, i * DAY + 1, i * DAY + DAY));
	}
}

static void dates_of_runs_are_counted_one_by_one(void **state)
{
	struct place *place = *state;
	struct collection calendar = { .owner = 1, .path = "a" };
	int64_t dates;
	int64_t c = make_collection(place, "a");

	take_every(1000, WEEK, 9);
	take(99 * WEEK, 7, INSTANCE_BUSY);
	put_taken(place, c, "s");
	assert_int_equal(
		store_usage_dates(place_read(place), &calendar, 50, &dates),
		OK);
	assert_int_equal(dates, 10);
}

static bool meets(struct span one, struct span window)
{
	if (one.start.s == one.end.s)
		return one.start.s >= window.start.s &&
		       one.start.s < window.end.s;
	return one.start.s < window.end.s && one.end.s > window.start.s;
}

struct sum {
	int64_t count, starts, ends;
};

static enum err add_busy(void *context, struct span when,
			 enum instance_busy how)
{
	struct sum *sum = context;

	if (how == INSTANCE_FREE || when.start.s == when.end.s)
		return OK;
	sum->count++;
	sum->starts += when.start.s;
	sum->ends += when.end.s;
	return OK;
}

/* Some dates of a rule, some of them changed or left out. */
static void take_at_random(unsigned *seed)
{
	static const int64_t steps[] = { HOUR, DAY, WEEK, 2 * WEEK, 30 * DAY };
	static const int64_t lengths[] = { 0,   1,       HOUR,    20 * HOUR,
					   DAY, 3 * DAY, 40 * DAY };
	int64_t step = steps[rand_r(seed) % ARRAY_SIZE(steps)];
	int64_t length = lengths[rand_r(seed) % ARRAY_SIZE(lengths)];
	int64_t at = rand_r(seed) % (2 * DAY);

	count = 0;
	for (int i = rand_r(seed) % 60 + 1; i > 0; i--, at += step) {
		int deed = rand_r(seed) % 12;

		if (deed == 0)
			at += 5 * step;
		else if (deed == 1)
			take(at, length + HOUR, INSTANCE_BUSY);
		else if (deed == 2)
			take(at, length, INSTANCE_FREE);
		else if (deed == 3)
			at += rand_r(seed) % HOUR;
		else
			take(at, length, INSTANCE_TENTATIVE);
	}
}

static void check_window(struct place *place, int64_t collection,
			 struct span window)
{
	struct sum expected = { 0 };
	struct sum found = { 0 };
	bool any = false, asked;

	for (size_t i = 0; i < count; i++) {
		if (!meets(spans[i], window))
			continue;
		any = true;
		assert_int_equal(add_busy(&expected, spans[i], busy[i]), OK);
	}
	assert_int_equal(
		is_found(place, collection, window.start.s, window.end.s), any);
	assert_int_equal(store_instance_busy(place_read(place), collection,
					     window, add_busy, &found, &asked),
			 OK);
	assert_int_equal(found.count, expected.count);
	assert_int_equal(found.starts, expected.starts);
	assert_int_equal(found.ends, expected.ends);
}

static void runs_agree_with_their_dates_one_by_one(void **state)
{
	struct place *place = *state;
	unsigned seed = 7;

	for (int round = 0; round < 60; round++) {
		char path[16];
		int64_t c;

		snprintf(path, sizeof(path), "c%d", round);
		c = make_collection(place, path);
		take_at_random(&seed);
		if (count == 0)
			continue;
		put_taken(place, c, "s");
		for (int i = 0; i < 60; i++) {
			struct span near = spans[(size_t)rand_r(&seed) % count];
			int64_t from = i % 2 ? near.start.s : near.end.s;

			from += rand_r(&seed) % 3 - 1;
			if (i % 3 == 0)
				from -= rand_r(&seed) % (40 * DAY);
			check_window(
				place, c,
				span(from,
				     from + 1 + rand_r(&seed) % (9 * DAY)));
			check_window(place, c, span(from, from + 1));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_RUN_PLACE(a_weekly_series_is_one_row),
		IN_RUN_PLACE(working_days_are_a_row_for_each_day_of_the_week),
		IN_RUN_PLACE(a_timetable_is_a_row_for_each_lesson),
		IN_RUN_PLACE(no_run_is_longer_than_it_is_looked_for),
		IN_RUN_PLACE(a_week_left_out_ends_a_run),
		IN_RUN_PLACE(
			what_was_moved_made_longer_or_free_is_a_row_of_its_own),
		IN_RUN_PLACE(the_same_time_twice_counts_once),
		IN_RUN_PLACE(dates_without_order_stay_alone),
		IN_RUN_PLACE(each_of_a_run_is_found_and_nothing_between),
		IN_RUN_PLACE(what_goes_on_over_midnight_is_found_on_both_days),
		IN_RUN_PLACE(moments_of_a_run_count_at_the_windows_start),
		IN_RUN_PLACE(dates_of_runs_are_counted_one_by_one),
		IN_RUN_PLACE(runs_agree_with_their_dates_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
