#include "tests/unit/practice/booking/series_fixture.h"

char *series_over(struct agenda *agenda, const struct session *session,
		  const char *lines)
{
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session->id);

	return agenda_edit(
		agenda, bytes, "TRANSP:",
		arena_printf(agenda->place->arena, "%s\r\nTRANSP:", lines));
}

struct object_result series_put(struct agenda *agenda,
				const struct person *person,
				const struct session *session,
				const char *bytes, enum err err)
{
	return agenda_put(agenda, person,
			  person->id == agenda->sam.id ? "maria" : "sessions",
			  session->name, bytes, 0, err);
}

struct schedule series_schedule(struct agenda *agenda, const char *uid)
{
	struct session session = agenda_session_of(agenda, uid);
	struct schedule schedule;

	assert_true(session.schedule != 0);
	assert_int_equal(store_schedule_find(place_read(agenda->place),
					     session.schedule, &schedule),
			 OK);
	return schedule;
}
