#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/tick.h"
#include "practice/session/completion.h"
#include "store/audit.h"

#include <string.h>

static void tick(struct home *home, int64_t later)
{
	struct operation op = home_as(home, NULL, later);

	assert_int_equal(practice_tick(&op, home->place->store), OK);
}

static void a_session_that_ends_becomes_a_task(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, HOUR, home->ada.id, 0);

	tick(home, 2 * HOUR - 1);
	assert_null(home_bytes(home, &home->maria, "to-save", session.id));
	tick(home, 2 * HOUR);
	assert_non_null(home_bytes(home, &home->maria, "to-save", session.id));
}

static void an_idle_tick_writes_nothing(void **s)
{
	struct home *home = *s;
	struct collection before;

	home_session(home, HOUR, home->ada.id, 0);
	tick(home, 2 * HOUR);
	before = home_collection(home, &home->maria, "to-save");
	tick(home, 2 * HOUR + 30);
	assert_int_equal(
		home_collection(home, &home->maria, "to-save").revision,
		before.revision);
}

static void what_ended_while_nothing_ran_is_caught_up(void **s)
{
	struct home *home = *s;
	struct session one = home_session(home, 3 * DAY, home->ada.id, 0);
	struct session two = home_session(home, 20 * DAY, home->ada.id, 0);

	tick(home, HOUR);
	tick(home, 40 * DAY);
	assert_non_null(home_bytes(home, &home->maria, "to-save", one.id));
	assert_non_null(home_bytes(home, &home->maria, "to-save", two.id));
}

static void a_ticked_task_leaves_after_a_day(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -HOUR, home->ada.id, 0);

	home_save(home, session.id, "completed", HOUR);
	tick(home, 2 * HOUR);
	assert_non_null(home_bytes(home, &home->maria, "to-save", session.id));
	tick(home, DAY + HOUR - 1);
	assert_non_null(home_bytes(home, &home->maria, "to-save", session.id));
	tick(home, DAY + HOUR + 600);
	assert_null(home_bytes(home, &home->maria, "to-save", session.id));
	assert_non_null(home_bytes(home, &home->maria, "sessions", session.id));
}

static void a_canceled_session_leaves_its_client_a_day_after_its_start(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);

	home_save(home, session.id, "canceled", 0);
	tick(home, 2 * DAY - 1);
	assert_non_null(home_bytes(home, &home->ada, "sessions", session.id));
	tick(home, 2 * DAY);
	assert_null(home_bytes(home, &home->ada, "sessions", session.id));
	assert_non_null(home_bytes(home, &home->maria, "sessions", session.id));
}

static void the_index_of_an_endless_rule_rolls_on(void **s)
{
	static const char daily[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		"BEGIN:VEVENT\r\nUID:d\r\nDTSTAMP:20260608T120000Z\r\n"
		"DTSTART:20260609T160000Z\r\nDTEND:20260609T170000Z\r\n"
		"RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	struct home *home = *s;
	struct object_result put =
		home_put(home, &home->maria, "calendar", "d.ics", daily, 0, OK);
	struct member member;

	assert_true(put.member.recurring);
	assert_int_equal(put.member.indexed.end.s, FIXTURE_NOW.s + 775 * DAY);
	tick(home, 20 * DAY);
	tick(home, 40 * DAY);
	assert_int_equal(store_member_load(place_read(home->place),
					   put.member.id, &member),
			 OK);
	assert_int_equal(member.indexed.end.s, FIXTURE_NOW.s + 815 * DAY);
	assert_int_equal(member.revision, put.member.revision);
}

static void an_idle_tick_touches_no_canceled_session_again(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	int64_t before;

	home_save(home, session.id, "canceled", 0);
	tick(home, 2 * DAY);
	before = home_collection(home, &home->ada, "sessions").revision;
	/* It still overlaps what is looked at, but began before that. */
	tick(home, 2 * DAY + HOUR / 2);
	assert_int_equal(home_collection(home, &home->ada, "sessions").revision,
			 before);
	assert_null(home_bytes(home, &home->ada, "sessions", session.id));
}

static void what_is_not_a_practice_yet_has_nothing_due(void **state)
{
	struct place *place = *state;
	struct operation op;
	struct audit *list;
	size_t count;

	operation_init(&op, place->arena, FIXTURE_NOW);
	assert_int_equal(practice_tick(&op, place->store), OK);
	assert_int_equal(store_audit_list(place_read(place), NULL, 0, 0, 10,
					  &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void a_clock_that_was_set_back_loses_no_session(void **s)
{
	struct home *home = *s;
	struct session session;

	tick(home, 40 * DAY);
	session = home_session(home, HOUR, home->ada.id, 0);
	tick(home, 2 * HOUR - 1);
	assert_null(home_bytes(home, &home->maria, "to-save", session.id));
	tick(home, 2 * HOUR);
	assert_non_null(home_bytes(home, &home->maria, "to-save", session.id));
}

static void ticked_tasks_are_looked_through_every_ten_minutes(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -HOUR, home->ada.id, 0);
	struct session open = home_session(home, -2 * HOUR, home->ada.id, 0);

	home_save(home, session.id, "completed", HOUR);
	tick(home, DAY + HOUR - 1);
	tick(home, DAY + HOUR + 598);
	assert_non_null(home_bytes(home, &home->maria, "to-save", session.id));
	tick(home, DAY + HOUR + 599);
	assert_null(home_bytes(home, &home->maria, "to-save", session.id));
	/* What is not saved stays as long as that takes. */
	assert_non_null(home_bytes(home, &home->maria, "to-save", open.id));
}

static struct member series(struct home *home, const char *uid,
			    const char *rule)
{
	char *name = arena_printf(home->place->arena, "%s.ics", uid);
	char *lines = arena_printf(home->place->arena, "RRULE:%s\r\n", rule);

	home_put(home, &home->maria, "calendar", name,
		 home_event(home, uid, lines), 0, OK);
	return home_member(home, &home->maria, "calendar", name);
}

static int64_t reach(struct home *home, int64_t id)
{
	struct member member;

	assert_int_equal(
		store_member_load(place_read(home->place), id, &member), OK);
	return member.indexed.end.s - FIXTURE_NOW.s;
}

static void a_dense_series_is_indexed_anew_when_little_is_left(void **s)
{
	struct home *home = *s;
	struct member hourly = series(home, "h", "FREQ=HOURLY");
	int64_t before = reach(home, hourly.id);

	/* 2,000 hours from tomorrow. */
	assert_in_range(before, 83 * DAY, 85 * DAY);
	tick(home, 50 * DAY);
	assert_int_equal(reach(home, hourly.id), before);
	tick(home, 60 * DAY);
	assert_true(reach(home, hourly.id) > before);
}

static void the_index_is_looked_through_once_a_day(void **s)
{
	struct home *home = *s;
	struct member daily = series(home, "d", "FREQ=DAILY");

	tick(home, 40 * DAY);
	assert_int_equal(reach(home, daily.id), 815 * DAY);
	tick(home, 40 * DAY + HOUR);
	assert_int_equal(reach(home, daily.id), 815 * DAY);
}

static enum err damage(struct transaction *tx, void *context)
{
	struct member *member = context;
	struct span now = { FIXTURE_NOW, { FIXTURE_NOW.s + HOUR } };
	struct index_rows rows = { &now, 1 };

	member->etag = NULL;
	return store_member_put(tx, member, slice_of("no calendar"), &rows);
}

static void what_cannot_be_read_keeps_its_rows_and_stops_nobody(void **s)
{
	struct home *home = *s;
	struct member broken = series(home, "b", "FREQ=DAILY");
	struct member daily = series(home, "d", "FREQ=DAILY");
	int64_t before = reach(home, broken.id);

	place_write(home->place, damage, &broken, OK);
	tick(home, 40 * DAY);
	assert_int_equal(reach(home, broken.id), before);
	assert_int_equal(reach(home, daily.id), 815 * DAY);
}

static size_t rolled(struct home *home, size_t count)
{
	struct arena *arena = home->place->arena;
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		struct member member =
			home_member(home, &home->maria, "calendar",
				    arena_printf(arena, "s%zu.ics", i));

		found += member.indexed.end.s == FIXTURE_NOW.s + 815 * DAY;
	}
	return found;
}

static void a_tick_indexes_two_hundred_and_the_next_the_rest(void **s)
{
	struct home *home = *s;
	struct arena *arena = home->place->arena;

	for (size_t i = 0; i < 203; i++)
		series(home, arena_printf(arena, "s%zu", i), "FREQ=YEARLY");
	tick(home, 40 * DAY);
	assert_int_equal(rolled(home, 203), 200);
	tick(home, 40 * DAY);
	assert_int_equal(rolled(home, 203), 203);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_session_that_ends_becomes_a_task),
		AT_HOME(an_idle_tick_writes_nothing),
		AT_HOME(what_ended_while_nothing_ran_is_caught_up),
		AT_HOME(a_ticked_task_leaves_after_a_day),
		AT_HOME(a_canceled_session_leaves_its_client_a_day_after_its_start),
		AT_HOME(the_index_of_an_endless_rule_rolls_on),
		AT_HOME(an_idle_tick_touches_no_canceled_session_again),
		IN_PLACE(what_is_not_a_practice_yet_has_nothing_due),
		AT_HOME(a_clock_that_was_set_back_loses_no_session),
		AT_HOME(ticked_tasks_are_looked_through_every_ten_minutes),
		AT_HOME(a_dense_series_is_indexed_anew_when_little_is_left),
		AT_HOME(the_index_is_looked_through_once_a_day),
		AT_HOME(what_cannot_be_read_keeps_its_rows_and_stops_nobody),
		AT_HOME(a_tick_indexes_two_hundred_and_the_next_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
