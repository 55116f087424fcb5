#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/echo.h"

#include <string.h>

/* What a program shows, compared with what was stored. */

static bool differs(struct agenda *agenda, const char *sent, const char *stored)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);

	return practice_echo_differs(&op, slice_of(sent), slice_of(stored));
}

static void what_a_program_shows_is_what_is_compared(void **s)
{
	struct agenda *agenda = *s;
	const char *plain = agenda_event(agenda, "a", "SUMMARY:Swim\r\n");
	const char *placed = agenda_event(
		agenda, "a", "SUMMARY:Swim\r\nLOCATION:Room 2\r\n");
	const char *hidden = agenda_event(
		agenda, "a", "SUMMARY:Swim\r\nX-OTHER:1\r\nCOLOR:red\r\n");
	const char *canceled = agenda_event(
		agenda, "a", "SUMMARY:Swim\r\nSTATUS:CANCELLED\r\n");

	assert_false(differs(agenda, plain, plain));
	assert_false(differs(agenda, plain, hidden));
	assert_true(differs(agenda, plain, placed));
	assert_true(differs(agenda, placed, plain));
	/* It leaves out an optional line and shows nothing of it. */
	assert_false(differs(agenda, plain, canceled));
	assert_true(differs(agenda, canceled, plain));
}

static void what_cannot_be_read_or_shows_nothing_differs(void **s)
{
	struct agenda *agenda = *s;
	const char *event = agenda_event(agenda, "a", "SUMMARY:Swim\r\n");
	const char *note =
		agenda_object(agenda, "VJOURNAL", "UID:a\r\nSUMMARY:Swim\r\n");
	const char *task =
		agenda_object(agenda, "VTODO", "UID:a\r\nSUMMARY:Swim\r\n");

	assert_true(differs(agenda, "no calendar", event));
	assert_true(differs(agenda, event, "no calendar"));
	assert_true(differs(agenda, note, event));
	assert_true(differs(agenda, event, note));
	assert_false(differs(agenda, task, task));
}

static struct member rewritten(struct agenda *agenda,
			       const struct session *session)
{
	const char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session->id);

	agenda_put(agenda, &agenda->maria, "sessions", session->name,
		   agenda_edit(agenda, bytes, "SUMMARY:", "SUMMARY:Other "), 0,
		   OK);
	return agenda_member(agenda, &agenda->maria, "sessions", session->name);
}

static struct member read_by(struct agenda *agenda,
			     const struct session *session,
			     const struct member *member)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);

	store_reader_end(agenda->place->reader);
	assert_int_equal(practice_echo_read(&op, agenda->place->store, member),
			 OK);
	return agenda_member(agenda, &agenda->maria, "sessions", session->name);
}

static void who_reads_what_was_rewritten_is_served_anew_once(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct member before = rewritten(agenda, &session);
	struct member once = read_by(agenda, &session, &before);
	struct member twice;

	assert_true(!str_equal(once.etag, before.etag));
	assert_string_equal(once.echo, before.etag);
	/* Another reader came at the same time, and one behind both. */
	twice = read_by(agenda, &session, &before);
	assert_string_equal(twice.etag, once.etag);
	twice = read_by(agenda, &session, &once);
	assert_string_equal(twice.etag, once.etag);
}

static void who_read_what_has_changed_since_changes_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct member before = rewritten(agenda, &session);
	struct member after;

	before.etag = "another";
	after = read_by(agenda, &session, &before);
	assert_true(!str_equal(after.etag, "another"));
	assert_string_equal(after.echo, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(what_a_program_shows_is_what_is_compared),
		WITH_AGENDA(what_cannot_be_read_or_shows_nothing_differs),
		WITH_AGENDA(who_reads_what_was_rewritten_is_served_anew_once),
		WITH_AGENDA(who_read_what_has_changed_since_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
