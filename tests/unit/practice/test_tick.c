#include "tests/unit/practice/home_fixture.h"

#include "practice/completion.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_session_that_ends_becomes_a_task),
		AT_HOME(an_idle_tick_writes_nothing),
		AT_HOME(what_ended_while_nothing_ran_is_caught_up),
		AT_HOME(a_ticked_task_leaves_after_a_day),
		AT_HOME(a_canceled_session_leaves_its_client_a_day_after_its_start),
		AT_HOME(the_index_of_an_endless_rule_rolls_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
