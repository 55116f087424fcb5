#include "tests/unit/store/member_fixture.h"
#include "store/instance.h"
#include "store/usage.h"
#include "tests/unit/store/statement_count.h"

#include <stdlib.h>

static void a_window_is_half_open(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct walk w;

	add(place, c, "e", span(1000, 2000));
	assert_string_equal(overlapping(place, &w, c, 0, span(0, 1000)), "");
	assert_string_equal(overlapping(place, &w, c, 0, span(0, 1001)), "e ");
	assert_string_equal(overlapping(place, &w, c, 0, span(1999, 9999)),
			    "e ");
	assert_string_equal(overlapping(place, &w, c, 0, span(2000, 9999)), "");
	assert_string_equal(overlapping(place, &w, c, 0, span(1500, 1501)),
			    "e ");
	assert_string_equal(overlapping(place, &w, c, 0,
					span(INSTANT_MIN.s, INSTANT_MAX.s)),
			    "e ");
	assert_int_equal(w.sure, 1);
}

/* RFC 4791 9.9: a moment counts when it lies at the start, not at the end. */
static void a_moment_counts_at_the_windows_start(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct walk w;

	add(place, c, "m", span(1000, 1000));
	assert_string_equal(overlapping(place, &w, c, 0, span(1000, 2000)),
			    "m ");
	assert_string_equal(overlapping(place, &w, c, 0, span(0, 1000)), "");
	assert_string_equal(overlapping(place, &w, c, 0, span(999, 1001)),
			    "m ");
	assert_string_equal(overlapping(place, &w, c, 0, span(1001, 2000)), "");
}

static void long_ones_are_found_in_their_middle(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct walk w;

	add(place, c, "31d", span(0, 31 * DAY));
	add(place, c, "31d+1s", span(0, 31 * DAY + 1));
	add(place, c, "year", span(0, 366 * DAY));
	assert_string_equal(
		overlapping(place, &w, c, 0, span(31 * DAY - 1, 31 * DAY)),
		"31d 31d+1s year ");
	assert_string_equal(
		overlapping(place, &w, c, 0, span(31 * DAY, 32 * DAY)),
		"31d+1s year ");
	assert_string_equal(
		overlapping(place, &w, c, 0, span(365 * DAY, 400 * DAY)),
		"year ");
	assert_string_equal(
		overlapping(place, &w, c, 0, span(366 * DAY, 400 * DAY)), "");
}

/* The longest day has 25 hours: what is longer is looked for further back. */
static void those_of_a_day_and_longer_are_found_in_their_end(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	int64_t longest = DAY + 3600;
	struct walk w;

	add(place, c, "25h", span(0, longest));
	add(place, c, "25h+1s", span(0, longest + 1));
	add(place, c, "2d", span(0, 2 * DAY));
	assert_string_equal(
		overlapping(place, &w, c, 0, span(longest - 1, longest)),
		"25h 25h+1s 2d ");
	assert_string_equal(
		overlapping(place, &w, c, 0, span(longest, longest + 1)),
		"25h+1s 2d ");
	assert_string_equal(
		overlapping(place, &w, c, 0, span(2 * DAY - 1, 3 * DAY)),
		"2d ");
}

static void kinds_are_told_apart(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct put todo = {
		.member = { .collection = c, .name = "todo", .kind = VTODO },
		.bytes = "x",
		.one = { { 10 }, { 20 } }
	};
	struct walk w;

	add(place, c, "event", span(10, 20));
	place_write(place, put, &todo, OK);
	assert_string_equal(overlapping(place, &w, c, VEVENT, span(0, 99)),
			    "event ");
	assert_string_equal(overlapping(place, &w, c, VTODO, span(0, 99)),
			    "todo ");
	assert_string_equal(
		overlapping(place, &w, c, VTODO | VEVENT, span(0, 99)),
		"event todo ");
	assert_string_equal(overlapping(place, &w, c, 4, span(0, 99)), "");
}

static void what_has_no_time_may_be_in_every_window(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct put todo = {
		.member = { .collection = c, .name = "todo", .kind = VTODO },
		.bytes = "x"
	};
	struct put file = { .member = { .collection = c, .name = "file" },
			    .bytes = "x" };
	struct walk w;

	place_write(place, put, &todo, OK);
	place_write(place, put, &file, OK);
	assert_int_equal(todo.member.span.start.s, INSTANT_MIN.s);
	assert_int_equal(todo.member.span.end.s, INSTANT_MAX.s);
	assert_string_equal(overlapping(place, &w, c, 0, span(10, 11)),
			    "todo ");
	assert_int_equal(w.sure, 0);
	/* with a date from now on */
	todo.one = span(50, 60);
	todo.member.span = todo.one;
	place_write(place, put, &todo, OK);
	assert_string_equal(overlapping(place, &w, c, 0, span(10, 11)), "");
	assert_string_equal(overlapping(place, &w, c, 0, span(10, 51)),
			    "todo ");
	assert_int_equal(w.sure, 1);
}

/* Daily from 0 to day 100; rows for days 10 to 19. */
static struct member add_daily(struct place *place, int64_t collection)
{
	struct span days[10];
	struct put p = { .member = { .collection = collection,
				     .name = "daily",
				     .kind = VEVENT,
				     .recurring = true,
				     .span = span(0, 100 * DAY),
				     .indexed = span(10 * DAY, 20 * DAY) },
			 .bytes = "x",
			 .rows = { days, 10 } };

	for (int i = 0; i < 10; i++)
		days[i] = span((10 + i) * DAY, (10 + i) * DAY + 3600);
	place_write(place, put, &p, OK);
	return p.member;
}

static void a_recurring_one_is_found_once(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct walk w;

	add_daily(place, c);
	assert_string_equal(
		overlapping(place, &w, c, 0, span(10 * DAY, 20 * DAY)),
		"daily ");
	assert_int_equal(w.sure, 1);
	assert_string_equal(
		overlapping(place, &w, c, 0, span(5 * DAY, 30 * DAY)),
		"daily ");
	assert_int_equal(w.sure, 0);
}

static void within_its_rows_a_recurring_one_is_surely_not_there(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct walk w;

	add_daily(place, c);
	assert_string_equal(
		overlapping(place, &w, c, 0, span(12 * DAY + 3600, 13 * DAY)),
		"");
	assert_string_equal(
		overlapping(place, &w, c, 0, span(12 * DAY, 12 * DAY + 1)),
		"daily ");
	assert_int_equal(w.sure, 1);
}

static void beyond_its_rows_a_recurring_one_may_be_there(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct walk w;

	add_daily(place, c);
	assert_string_equal(overlapping(place, &w, c, 0,
					span(50 * DAY + 7200, 50 * DAY + 7300)),
			    "daily ");
	assert_int_equal(w.sure, 0);
	assert_string_equal(
		overlapping(place, &w, c, 0, span(2 * DAY, 3 * DAY)), "daily ");
	assert_string_equal(
		overlapping(place, &w, c, 0, span(200 * DAY, 300 * DAY)), "");
	assert_string_equal(
		overlapping(place, &w, c, 0, span(-20 * DAY, -10 * DAY)), "");
}

static enum err extend(struct transaction *tx, void *context)
{
	struct span day = span(25 * DAY, 25 * DAY + 3600);
	const struct index_rows rows = { &day, 1, NULL };
	struct member member = *(struct member *)context;

	member.indexed = span(20 * DAY, 40 * DAY);
	return store_member_index_set(tx, &member, &rows);
}

static void the_index_is_extended_without_a_new_revision(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct member daily = add_daily(place, c);
	struct member missing = { .id = 99 };
	struct ids due;
	struct walk w;

	add(place, c, "single", span(0, 1));
	place_read(place);
	assert_int_equal(store_member_index_due(place->reader,
						(struct instant){ 40 * DAY },
						10, &due),
			 OK);
	assert_int_equal(due.count, 1);
	assert_int_equal(due.at[0], daily.id);
	assert_int_equal(store_member_index_due(place->reader,
						(struct instant){ 40 * DAY }, 0,
						&due),
			 OK);
	assert_int_equal(due.count, 0);
	place_write(place, extend, &daily, OK);
	place_write(place, extend, &missing, ERR_NOT_FOUND);
	assert_int_equal(find(place, c, "daily").revision, daily.revision);
	assert_int_equal(store_member_index_due(place->reader,
						(struct instant){ 40 * DAY },
						10, &due),
			 OK);
	assert_int_equal(due.count, 0);
	assert_string_equal(
		overlapping(place, &w, c, 0, span(25 * DAY, 26 * DAY)),
		"daily ");
	assert_int_equal(w.sure, 1);
	assert_string_equal(
		overlapping(place, &w, c, 0, span(26 * DAY, 27 * DAY)), "");
	/* The rows of before are gone, and so is what they proved. */
	assert_string_equal(
		overlapping(place, &w, c, 0, span(12 * DAY, 13 * DAY)),
		"daily ");
	assert_int_equal(w.sure, 0);
}

/* What the home is counted for, beside its objects. */
static void assert_extra(struct place *place, int64_t extra)
{
	struct usage kept;

	assert_int_equal(store_usage_load(place_read(place), 1, &kept), OK);
	assert_int_equal(kept.extra_rows, extra);
}

struct moved {
	struct member member;
	int64_t to;
};

static enum err move(struct transaction *tx, void *context)
{
	const struct moved *moved = context;

	return store_member_move(tx, &moved->member, moved->to, "moved");
}

static enum err discard(struct transaction *tx, void *context)
{
	return store_member_delete(tx, context);
}

static void the_rows_of_a_home_are_counted_as_they_come_and_go(void **state)
{
	struct place *place = *state;
	int64_t a = make_collection(place, "a"),
		b = make_collection(place, "b");
	struct span three[] = { { { 5 }, { 6 } },
				{ { 7 }, { 8 } },
				{ { 10 }, { 11 } } };
	struct put series = { .member = { .collection = a,
					  .name = "s",
					  .kind = VEVENT,
					  .recurring = true },
			      .bytes = "x",
			      .rows = { three, 3, NULL } };
	struct moved moved = { .to = b };

	add(place, a, "single", span(10, 20));
	assert_extra(place, 0);
	place_write(place, put, &series, OK);
	assert_int_equal(series.member.extra_rows, 2);
	assert_extra(place, 2);
	series.rows.count = 2;
	place_write(place, put, &series, OK);
	assert_extra(place, 1);
	series.rows.count = 3;
	place_write(place, put, &series, OK);
	moved.member = find(place, a, "s");
	assert_int_equal(moved.member.extra_rows, 2);
	place_write(place, move, &moved, OK);
	assert_extra(place, 2);
	moved.member = find(place, b, "moved");
	place_write(place, extend, &moved.member, OK);
	assert_extra(place, 0);
	moved.member = find(place, b, "moved");
	assert_int_equal(moved.member.extra_rows, 0);
	series.member = moved.member;
	place_write(place, put, &series, OK);
	assert_extra(place, 2);
	moved.member = find(place, b, "moved");
	place_write(place, discard, &moved.member, OK);
	assert_extra(place, 0);
}

/* Random spans and windows against the definition. */
static void windows_agree_with_a_slow_search(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct member members[60];
	unsigned seed = 42;

	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		int64_t start = rand_r(&seed) % (90 * DAY);
		int64_t len = i % 7 == 0 ? 0 : rand_r(&seed) % (45 * DAY);

		members[i] =
			add(place, c, arena_printf(place->arena, "%02zu", i),
			    span(start, start + len));
	}
	for (int round = 0; round < 200; round++) {
		int64_t from = rand_r(&seed) % (130 * DAY);
		int64_t to = from + 1 + rand_r(&seed) % (20 * DAY);
		struct walk w;
		struct buf expected;

		if (round % 3 == 0) /* edges meet */
			from = members[round % 60].span.start.s;
		if (to <= from)
			to = from + 1;
		buf_init(&expected, place->arena);
		buf_puts(&expected, "");
		for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
			struct span s = members[i].span;
			bool in = s.start.s == s.end.s
					  ? s.start.s >= from && s.start.s < to
					  : s.start.s < to && s.end.s > from;

			if (in)
				buf_printf(&expected, "%s ", members[i].name);
		}
		assert_string_equal(
			overlapping(place, &w, c, 0, span(from, to)),
			expected.at);
	}
}

#define DATES 100

/* A series of an hour each day, as it is put. */
struct series {
	struct put put;
	struct span spans[DATES];
	enum instance_busy busy[DATES];
};

static void series_fill(struct series *series, int64_t collection)
{
	*series = (struct series){
		.put = { .member = { .collection = collection,
				     .name = "s",
				     .uid = "s",
				     .kind = VEVENT,
				     .span = span(0, DATES * DAY),
				     .recurring = true,
				     .indexed = WHOLE_TIME },
			 .bytes = "Tea",
			 .rows = { series->spans, DATES, series->busy } },
	};
	for (int i = 0; i < DATES; i++) {
		series->spans[i] = span(i * DAY, i * DAY + 3600);
		series->busy[i] = INSTANCE_BUSY;
	}
}

static int statements_of(struct place *place, struct series *series)
{
	(void)statement_count_take();
	place_write(place, put, &series->put, OK);
	return statement_count_take();
}

static bool is_there(struct place *place, const struct series *series,
		     struct span when)
{
	struct walk w;

	return *overlapping(place, &w, series->put.member.collection, 0, when);
}

static enum err count_busy(void *context, struct span when UNUSED,
			   enum instance_busy busy)
{
	*(int *)context += busy == INSTANCE_BUSY;
	return OK;
}

static int busy_of(struct place *place, const struct series *series)
{
	int count = 0;
	bool asked;

	assert_int_equal(store_instance_busy(place_read(place),
					     series->put.member.collection,
					     span(0, 2 * DATES * DAY),
					     count_busy, &count, &asked),
			 OK);
	assert_false(asked);
	return count;
}

static void a_series_whose_dates_stay_is_put_as_one_event_is(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct series series;

	series_fill(&series, c);
	place_write(place, put, &series.put, OK);
	series.put.bytes = "Coffee";
	assert_in_range(statements_of(place, &series), 1, 10);
	assert_int_equal(busy_of(place, &series), DATES);
	series.put.rows.count = 1;
	place_write(place, put, &series.put, OK);
	assert_in_range(statements_of(place, &series), 1, 10);
	assert_int_equal(busy_of(place, &series), 1);
}

static void dates_that_differ_take_the_place_of_others(void **state)
{
	struct place *place = *state;
	int64_t c = make_collection(place, "a");
	struct series series;

	series_fill(&series, c);
	place_write(place, put, &series.put, OK);
	series.spans[DATES - 1] = span(500 * DAY, 500 * DAY + 3600);
	place_write(place, put, &series.put, OK);
	assert_true(is_there(place, &series, span(500 * DAY, 501 * DAY)));
	assert_false(is_there(place, &series, span(99 * DAY, 100 * DAY)));
	series.spans[0].end.s = 7200;
	place_write(place, put, &series.put, OK);
	assert_true(is_there(place, &series, span(7100, 7200)));
	series.busy[7] = INSTANCE_FREE;
	place_write(place, put, &series.put, OK);
	assert_int_equal(busy_of(place, &series), DATES - 2);
	series.put.rows.count = DATES / 2;
	place_write(place, put, &series.put, OK);
	assert_false(is_there(place, &series, span(50 * DAY, 501 * DAY)));
	series.put.rows.count = 0;
	place_write(place, put, &series.put, OK);
	assert_int_equal(busy_of(place, &series), 0);
	series.put.rows.count = DATES - 1;
	place_write(place, put, &series.put, OK);
	assert_int_equal(busy_of(place, &series), DATES - 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_window_is_half_open),
		IN_PLACE(a_moment_counts_at_the_windows_start),
		IN_PLACE(long_ones_are_found_in_their_middle),
		IN_PLACE(those_of_a_day_and_longer_are_found_in_their_end),
		IN_PLACE(kinds_are_told_apart),
		IN_PLACE(what_has_no_time_may_be_in_every_window),
		IN_PLACE(a_recurring_one_is_found_once),
		IN_PLACE(within_its_rows_a_recurring_one_is_surely_not_there),
		IN_PLACE(beyond_its_rows_a_recurring_one_may_be_there),
		IN_PLACE(the_index_is_extended_without_a_new_revision),
		IN_PLACE(the_rows_of_a_home_are_counted_as_they_come_and_go),
		IN_PLACE(windows_agree_with_a_slow_search),
		IN_PLACE(a_series_whose_dates_stay_is_put_as_one_event_is),
		IN_PLACE(dates_that_differ_take_the_place_of_others),
	};

	statement_count_watch();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
