#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/tick.h"
#include "practice/session/completion.h"
#include "store/audit.h"

#include <string.h>

static void tick(struct agenda *agenda, int64_t later)
{
	struct operation op = agenda_as(agenda, NULL, later);

	assert_int_equal(practice_tick(&op, agenda->place->store), OK);
}

static void a_session_that_ends_becomes_a_task(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, HOUR, agenda->ada.id, 0);

	tick(agenda, 2 * HOUR - 1);
	assert_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
	tick(agenda, 2 * HOUR);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
}

static void an_idle_tick_writes_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct collection before;

	agenda_session(agenda, HOUR, agenda->ada.id, 0);
	tick(agenda, 2 * HOUR);
	before = agenda_collection(agenda, &agenda->maria, "to-save");
	tick(agenda, 2 * HOUR + 30);
	assert_int_equal(
		agenda_collection(agenda, &agenda->maria, "to-save").revision,
		before.revision);
}

static void what_ended_while_nothing_ran_is_caught_up(void **s)
{
	struct agenda *agenda = *s;
	struct session one = agenda_session(agenda, 3 * DAY, agenda->ada.id, 0);
	struct session two =
		agenda_session(agenda, 20 * DAY, agenda->ada.id, 0);

	tick(agenda, HOUR);
	tick(agenda, 40 * DAY);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", one.id));
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", two.id));
}

static void a_ticked_task_leaves_after_a_day(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -HOUR, agenda->ada.id, 0);

	agenda_save(agenda, session.id, "completed", HOUR);
	tick(agenda, 2 * HOUR);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
	tick(agenda, DAY + HOUR - 1);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
	tick(agenda, DAY + HOUR + 600);
	assert_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id));
}

static void a_canceled_session_leaves_its_client_a_day_after_its_start(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	agenda_save(agenda, session.id, "canceled", 0);
	tick(agenda, 2 * DAY - 1);
	assert_non_null(
		agenda_bytes(agenda, &agenda->ada, "sessions", session.id));
	tick(agenda, 2 * DAY);
	assert_null(agenda_bytes(agenda, &agenda->ada, "sessions", session.id));
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id));
}

static void the_index_of_an_endless_rule_rolls_on(void **s)
{
	static const char daily[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		"BEGIN:VEVENT\r\nUID:d\r\nDTSTAMP:20260608T120000Z\r\n"
		"DTSTART:20260609T160000Z\r\nDTEND:20260609T170000Z\r\n"
		"RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	struct agenda *agenda = *s;
	struct object_result put = agenda_put(
		agenda, &agenda->maria, "calendar", "d.ics", daily, 0, OK);
	struct member member;

	assert_true(put.member.recurring);
	assert_int_equal(put.member.indexed.end.s, FIXTURE_NOW.s + 775 * DAY);
	tick(agenda, 20 * DAY);
	tick(agenda, 40 * DAY);
	assert_int_equal(store_member_load(place_read(agenda->place),
					   put.member.id, &member),
			 OK);
	assert_int_equal(member.indexed.end.s, FIXTURE_NOW.s + 815 * DAY);
	assert_int_equal(member.revision, put.member.revision);
}

static void an_idle_tick_touches_no_canceled_session_again(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	int64_t before;

	agenda_save(agenda, session.id, "canceled", 0);
	tick(agenda, 2 * DAY);
	before = agenda_collection(agenda, &agenda->ada, "sessions").revision;
	/* It still overlaps what is looked at, but began before that. */
	tick(agenda, 2 * DAY + HOUR / 2);
	assert_int_equal(
		agenda_collection(agenda, &agenda->ada, "sessions").revision,
		before);
	assert_null(agenda_bytes(agenda, &agenda->ada, "sessions", session.id));
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
	struct agenda *agenda = *s;
	struct session session;

	tick(agenda, 40 * DAY);
	session = agenda_session(agenda, HOUR, agenda->ada.id, 0);
	tick(agenda, 2 * HOUR - 1);
	assert_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
	tick(agenda, 2 * HOUR);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
}

static void ticked_tasks_are_looked_through_every_ten_minutes(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -HOUR, agenda->ada.id, 0);
	struct session open =
		agenda_session(agenda, -2 * HOUR, agenda->ada.id, 0);

	agenda_save(agenda, session.id, "completed", HOUR);
	tick(agenda, DAY + HOUR - 1);
	tick(agenda, DAY + HOUR + 598);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
	tick(agenda, DAY + HOUR + 599);
	assert_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
	/* What is not saved stays as long as that takes. */
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", open.id));
}

static struct member series(struct agenda *agenda, const char *uid,
			    const char *rule)
{
	char *name = arena_printf(agenda->place->arena, "%s.ics", uid);
	char *lines = arena_printf(agenda->place->arena, "RRULE:%s\r\n", rule);

	agenda_put(agenda, &agenda->maria, "calendar", name,
		   agenda_event(agenda, uid, lines), 0, OK);
	return agenda_member(agenda, &agenda->maria, "calendar", name);
}

static int64_t reach(struct agenda *agenda, int64_t id)
{
	struct member member;

	assert_int_equal(
		store_member_load(place_read(agenda->place), id, &member), OK);
	return member.indexed.end.s - FIXTURE_NOW.s;
}

static void a_dense_series_is_indexed_anew_when_little_is_left(void **s)
{
	struct agenda *agenda = *s;
	struct member hourly = series(agenda, "h", "FREQ=HOURLY");
	int64_t before = reach(agenda, hourly.id);

	/* 2,000 hours from tomorrow. */
	assert_in_range(before, 83 * DAY, 85 * DAY);
	tick(agenda, 50 * DAY);
	assert_int_equal(reach(agenda, hourly.id), before);
	tick(agenda, 60 * DAY);
	assert_true(reach(agenda, hourly.id) > before);
}

static void the_index_is_looked_through_once_a_day(void **s)
{
	struct agenda *agenda = *s;
	struct member daily = series(agenda, "d", "FREQ=DAILY");

	tick(agenda, 40 * DAY);
	assert_int_equal(reach(agenda, daily.id), 815 * DAY);
	tick(agenda, 40 * DAY + HOUR);
	assert_int_equal(reach(agenda, daily.id), 815 * DAY);
}

static enum err damage(struct transaction *tx, void *context)
{
	struct member *member = context;
	struct span now = { FIXTURE_NOW, { FIXTURE_NOW.s + HOUR } };
	struct index_rows rows = { &now, 1, NULL };

	member->etag = NULL;
	return store_member_put(tx, member, slice_of("no calendar"), &rows);
}

static void what_cannot_be_read_keeps_its_rows_and_stops_nobody(void **s)
{
	struct agenda *agenda = *s;
	struct member broken = series(agenda, "b", "FREQ=DAILY");
	struct member daily = series(agenda, "d", "FREQ=DAILY");
	int64_t before = reach(agenda, broken.id);

	place_write(agenda->place, damage, &broken, OK);
	tick(agenda, 40 * DAY);
	assert_int_equal(reach(agenda, broken.id), before);
	assert_int_equal(reach(agenda, daily.id), 815 * DAY);
}

static size_t rolled(struct agenda *agenda, size_t count)
{
	struct arena *arena = agenda->place->arena;
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		struct member member =
			agenda_member(agenda, &agenda->maria, "calendar",
				      arena_printf(arena, "s%zu.ics", i));

		found += member.indexed.end.s == FIXTURE_NOW.s + 815 * DAY;
	}
	return found;
}

static void a_tick_indexes_two_hundred_and_the_next_the_rest(void **s)
{
	struct agenda *agenda = *s;
	struct arena *arena = agenda->place->arena;

	for (size_t i = 0; i < 203; i++)
		series(agenda, arena_printf(arena, "s%zu", i), "FREQ=YEARLY");
	tick(agenda, 40 * DAY);
	assert_int_equal(rolled(agenda, 203), 200);
	tick(agenda, 40 * DAY);
	assert_int_equal(rolled(agenda, 203), 203);
}

/* They reach ten days from now, whenever they are indexed. */
static void series_too_dense_to_reach_far_keep_no_other_from_its_index(void **s)
{
	static const char rule[] =
		"FREQ=DAILY;BYMINUTE=0,30;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,"
		"13,14,15,16,17,18,19,20,21,22,23";
	struct agenda *agenda = *s;
	struct arena *arena = agenda->place->arena;
	struct member daily = series(agenda, "d", "FREQ=DAILY");

	for (size_t i = 0; i < 200; i++)
		series(agenda, arena_printf(arena, "s%zu", i), rule);
	tick(agenda, 40 * DAY);
	assert_int_equal(reach(agenda, daily.id), 775 * DAY);
	tick(agenda, 40 * DAY + 30);
	assert_int_equal(reach(agenda, daily.id), 815 * DAY + 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_session_that_ends_becomes_a_task),
		WITH_AGENDA(an_idle_tick_writes_nothing),
		WITH_AGENDA(what_ended_while_nothing_ran_is_caught_up),
		WITH_AGENDA(a_ticked_task_leaves_after_a_day),
		WITH_AGENDA(
			a_canceled_session_leaves_its_client_a_day_after_its_start),
		WITH_AGENDA(the_index_of_an_endless_rule_rolls_on),
		WITH_AGENDA(an_idle_tick_touches_no_canceled_session_again),
		IN_PLACE(what_is_not_a_practice_yet_has_nothing_due),
		WITH_AGENDA(a_clock_that_was_set_back_loses_no_session),
		WITH_AGENDA(ticked_tasks_are_looked_through_every_ten_minutes),
		WITH_AGENDA(a_dense_series_is_indexed_anew_when_little_is_left),
		WITH_AGENDA(the_index_is_looked_through_once_a_day),
		WITH_AGENDA(
			what_cannot_be_read_keeps_its_rows_and_stops_nobody),
		WITH_AGENDA(a_tick_indexes_two_hundred_and_the_next_the_rest),
		WITH_AGENDA(
			series_too_dense_to_reach_far_keep_no_other_from_its_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
