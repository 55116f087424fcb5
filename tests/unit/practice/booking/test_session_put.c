#include "tests/unit/practice/calendar_fixture.h"

#include "practice/session/service.h"

#include <string.h>

/** What is put over a session of Maria's with Ada, tomorrow. */
struct edit {
	struct agenda *agenda;
	const struct person *person;
	const char *path;
	struct session session;
	char *bytes;
};

static struct edit edit_of(struct agenda *agenda, const struct person *person)
{
	const char *path =
		person->id == agenda->maria.id ? "sessions" : "maria";
	int64_t id = agenda_session(agenda, DAY, agenda->ada.id, 0).id;

	return (struct edit){ agenda, person, path,
			      agenda_facts(agenda, id).session,
			      agenda_bytes(agenda, person, path, id) };
}

static void replace(struct edit *edit, const char *old, const char *new)
{
	edit->bytes = agenda_edit(edit->agenda, edit->bytes, old, new);
}

/** Put it, and see what became of the session. */
static struct session put(struct edit *edit, enum err err)
{
	agenda_put(edit->agenda, edit->person, edit->path, edit->session.name,
		   edit->bytes, 0, err);
	return agenda_facts(edit->agenda, edit->session.id).session;
}

static int64_t add_service(struct agenda *agenda, const char *name, bool active)
{
	struct operation op = agenda_as(agenda, NULL, 0);
	struct service service = { .name = name,
				   .kind = SERVICE_FIXED,
				   .active = active };
	struct price price = { .effective_from = RATE_BEGINNING };

	assert_int_equal(practice_service_add(&op, agenda->place->store,
					      &service, &price),
			 OK);
	return service.id;
}

static void the_office_changes_the_service_by_its_name(void **state)
{
	struct agenda *agenda = *state;
	int64_t speech = add_service(agenda, "Speech", true);
	struct edit edit = edit_of(agenda, &agenda->sam);

	replace(&edit, "X-PRACTICE-SERVICE:Therapy",
		"X-PRACTICE-SERVICE: Speech ");
	assert_int_equal(put(&edit, OK).terms.service, speech);
}

static void a_service_that_cannot_be_had_is_refused(void **state)
{
	struct agenda *agenda = *state;
	struct edit edit = edit_of(agenda, &agenda->sam);

	add_service(agenda, "Dance", false);
	replace(&edit, "SERVICE:Therapy", "SERVICE:Dance");
	assert_int_equal(put(&edit, REFUSED(NOT_PERMITTED)).terms.service,
			 agenda->service);
	replace(&edit, "SERVICE:Dance", "SERVICE:Chess");
	assert_int_equal(put(&edit, REFUSED(NOT_PERMITTED)).terms.service,
			 agenda->service);
	/* None named is none asked for. */
	replace(&edit, "SERVICE:Chess", "SERVICE:");
	assert_int_equal(put(&edit, OK).terms.service, agenda->service);
}

static void a_practitioners_service_is_dropped(void **state)
{
	struct agenda *agenda = *state;
	struct edit edit = edit_of(agenda, &agenda->maria);

	add_service(agenda, "Speech", true);
	replace(&edit, "SERVICE:Therapy", "SERVICE:Speech");
	assert_int_equal(put(&edit, OK).terms.service, agenda->service);
}

static void
a_time_in_utc_or_a_zone_of_ones_own_keeps_the_sessions_zone(void **state)
{
	struct agenda *agenda = *state;
	struct edit edit = edit_of(agenda, &agenda->maria);
	struct session session;

	replace(&edit, "DTSTART;TZID=America/Toronto:20260609T080000",
		"DTSTART:20260609T121500Z");
	session = put(&edit, OK);
	assert_int_equal(session.span.start.s,
			 edit.session.span.start.s + 15 * 60);
	assert_string_equal(session.zone, "America/Toronto");
	edit = edit_of(agenda, &agenda->maria);
	replace(&edit, "DTSTART;TZID=America/Toronto:20260609T080000",
		"DTSTART;TZID=Ship:20260609T153000");
	replace(&edit, "BEGIN:VEVENT",
		"BEGIN:VTIMEZONE\r\nTZID:Ship\r\nBEGIN:STANDARD\r\n"
		"DTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
		"TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
		"BEGIN:VEVENT");
	session = put(&edit, OK);
	assert_int_equal(session.span.start.s,
			 edit.session.span.start.s + 30 * 60);
	assert_string_equal(session.zone, "America/Toronto");
}

static void a_time_in_a_zone_that_is_known_takes_it_over(void **state)
{
	struct agenda *agenda = *state;
	struct edit edit = edit_of(agenda, &agenda->maria);
	struct session session;

	replace(&edit, "DTSTART;TZID=America/Toronto:20260609T080000",
		"DTSTART;TZID=Europe/Oslo:20260609T143000");
	session = put(&edit, OK);
	assert_string_equal(session.zone, "Europe/Oslo");
	assert_int_equal(session.span.start.s,
			 edit.session.span.start.s + 30 * 60);
}

static void a_new_end_alone_is_a_new_length(void **state)
{
	struct agenda *agenda = *state;
	struct edit edit = edit_of(agenda, &agenda->maria);
	struct session session;

	replace(&edit, "DTEND;TZID=America/Toronto:20260609T090000",
		"DTEND;TZID=America/Toronto:20260609T093000");
	session = put(&edit, OK);
	assert_int_equal(session.span.start.s, edit.session.span.start.s);
	assert_int_equal(session.span.end.s - session.span.start.s,
			 HOUR + HOUR / 2);
}

static void lines_of_a_place_become_one(void **state)
{
	struct agenda *agenda = *state;
	struct edit edit = edit_of(agenda, &agenda->maria);

	replace(&edit, "END:VEVENT",
		"LOCATION:\\n Room 4 \\n\\nHigh Street 1\\n\r\nEND:VEVENT");
	assert_string_equal(put(&edit, OK).terms.place,
			    "Room 4, High Street 1");
}

static void own_lines_are_kept_whatever_ends_them(void **state)
{
	struct agenda *agenda = *state;
	struct edit edit = edit_of(agenda, &agenda->maria);
	char *bytes;

	replace(&edit, "END:VEVENT", "X-MINE:a\nX-LONG:b\n c\nEND:VEVENT");
	put(&edit, OK);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions",
			     edit.session.id);
	assert_holds(bytes, "\r\nX-MINE:a\r\nX-LONG:b\r\n c\r\n");
}

static void a_revision_that_is_no_number_is_not_told(void **state)
{
	struct agenda *agenda = *state;
	struct edit edit = edit_of(agenda, &agenda->maria);

	replace(&edit, "X-PRACTICE-REVISION:1", "X-PRACTICE-REVISION:one");
	replace(&edit, "END:VEVENT", "LOCATION:Room 4\r\nEND:VEVENT");
	assert_string_equal(put(&edit, OK).terms.place, "Room 4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(the_office_changes_the_service_by_its_name),
		WITH_AGENDA(a_service_that_cannot_be_had_is_refused),
		WITH_AGENDA(a_practitioners_service_is_dropped),
		WITH_AGENDA(
			a_time_in_utc_or_a_zone_of_ones_own_keeps_the_sessions_zone),
		WITH_AGENDA(a_time_in_a_zone_that_is_known_takes_it_over),
		WITH_AGENDA(a_new_end_alone_is_a_new_length),
		WITH_AGENDA(lines_of_a_place_become_one),
		WITH_AGENDA(own_lines_are_kept_whatever_ends_them),
		WITH_AGENDA(a_revision_that_is_no_number_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
