#include "tests/unit/practice/booking/series_fixture.h"

#include "practice/session/schedule.h"
#include "store/session_list.h"

/* Which rules over a session of Maria's make a schedule, and which sessions
 * that are there join it. */

static void two_rules_make_sessions_and_no_schedule(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session *list;
	size_t count;

	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session,
			       "RRULE:FREQ=WEEKLY;COUNT=2\r\nRRULE:FREQ=DAILY;"
			       "COUNT=2"),
		   OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 3);
	assert_int_equal(list[0].schedule, 0);
}

static void a_last_day_is_the_schedules_too(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct schedule schedule = {
		.days = 1u << 1,
		.repeat = REPEAT_WEEKLY,
		.until = day_of(2026, 6, 23),
		.enabled = true,
		.minutes = 60,
		.zone = "America/Toronto",
		.terms.service = agenda->service,
		.terms.practitioners = { &agenda->maria.id, 1 },
		.terms.clients = { &agenda->ada.id, 1 },
	};
	struct session first;
	char *bytes;
	struct ids made;

	assert_true(wall_parse("2026-06-09T08:00", &schedule.start));
	assert_int_equal(practice_schedule_add(&op, agenda->place->store,
					       &schedule, &made),
			 OK);
	assert_int_equal(store_session_find(place_read(agenda->place),
					    made.at[0], &first),
			 OK);
	bytes = series_over(agenda, &first,
			    "RRULE:FREQ=WEEKLY;UNTIL=20260623T235959");
	series_put(agenda, &agenda->maria, &first, bytes, OK);
	series_put(
		agenda, &agenda->maria, &first,
		agenda_edit(agenda, bytes, "UNTIL=20260623", "UNTIL=20260630"),
		REFUSED(NOT_PERMITTED));
}

/* Another time, another client, or one that has ended: it is another. */
static void only_the_same_open_session_joins_a_series(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session saved =
		agenda_session(agenda, 8 * (int64_t)DAY, agenda->ada.id, 0);
	struct session longer =
		agenda_session(agenda, 15 * (int64_t)DAY, agenda->ada.id, 0);
	size_t count;

	agenda_save(agenda, saved.id, "canceled", 0);
	place_sql(agenda->place,
		  arena_printf(agenda->place->arena,
			       "UPDATE session SET ends = ends + 600"
			       "  WHERE id = %lld",
			       (long long)longer.id));
	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3"),
		   OK);
	agenda_sessions(agenda, &count);
	/* The one that was canceled stands for its date. */
	assert_int_equal(count, 4);
	assert_int_equal(agenda_session_of(agenda, saved.uid).schedule, 0);
	assert_int_equal(agenda_session_of(agenda, longer.uid).schedule, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(two_rules_make_sessions_and_no_schedule),
		WITH_AGENDA(a_last_day_is_the_schedules_too),
		WITH_AGENDA(only_the_same_open_session_joins_a_series),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
