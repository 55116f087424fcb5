#include "tests/unit/practice/calendar_fixture.h"

#include "practice/session/schedule.h"
#include "store/session_list.h"

/* A recurring event that was put over a session of Maria's is put again, by a
 * program that has not read what it became. */

static char *repeated(struct agenda *agenda, const struct session *session,
		      const char *rule)
{
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session->id);

	return agenda_edit(
		agenda, bytes, "TRANSP:",
		arena_printf(agenda->place->arena, "%s\r\nTRANSP:", rule));
}

static void put(struct agenda *agenda, const struct session *session,
		const char *bytes, enum err err)
{
	agenda_put(agenda, &agenda->maria, "sessions", session->name, bytes, 0,
		   err);
}

static struct session *all(struct agenda *agenda, size_t *count)
{
	struct session_filter filter = { .practitioner = agenda->maria.id };
	struct session *list;

	assert_int_equal(store_session_list(place_read(agenda->place), &filter,
					    &list, count),
			 OK);
	return list;
}

static void a_series_that_is_sent_again_later_moves_as_a_whole(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = repeated(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *later = agenda_edit(agenda, bytes, "0609T090000", "0609T100000");
	struct schedule schedule;
	struct session *list;
	size_t count;

	later = agenda_edit(agenda, later, "0609T080000", "0609T090000");
	put(agenda, &session, bytes, OK);
	put(agenda, &session, later, OK);
	list = all(agenda, &count);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].span.start.s,
				 session.span.start.s + HOUR +
					 (int64_t)i * 7 * DAY);
	assert_int_equal(store_schedule_find(place_read(agenda->place),
					     list[0].schedule, &schedule),
			 OK);
	assert_int_equal(schedule.start.hour, 9);
}

static void a_series_of_which_one_is_saved_does_not_move_in_part(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -8 * DAY, agenda->ada.id, 0);
	char *bytes = repeated(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	char *later = agenda_edit(agenda, bytes, "0531T090000", "0531T100000");
	struct session *list;
	size_t count;

	put(agenda, &session, bytes, OK);
	list = all(agenda, &count);
	assert_int_equal(count, 3);
	agenda_save(agenda, list[1].id, "completed", 0);
	put(agenda, &session, later, REFUSED(SESSION_SAVED));
	list = all(agenda, &count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].span.end.s - list[i].span.start.s,
				 HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_series_that_is_sent_again_later_moves_as_a_whole),
		WITH_AGENDA(
			a_series_of_which_one_is_saved_does_not_move_in_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
