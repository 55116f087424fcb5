#include "tests/unit/practice/booking/removal_fixture.h"

/* Some programs move an event so: a new one first, then the old one goes.
 * device: another one that deletes it; NULL: the same. */
static struct session moved_by(struct agenda *agenda, int64_t start,
			       const char *lines, const char *device)
{
	struct session session = removal_session(agenda, start);

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", start + HOUR, lines), MINUTE,
		   OK);
	assert_int_equal(removal_count(agenda), 2);
	if (device)
		removal_delete_by(agenda, &agenda->maria, device, "sessions",
				  session.name, 2 * MINUTE);
	else
		agenda_delete(agenda, &agenda->maria, "sessions", session.name,
			      2 * MINUTE, OK);
	return session;
}

static void the_session_goes_on_under_the_new_event(void **s)
{
	struct agenda *agenda = *s;
	struct session session = moved_by(agenda, DAY, TITLE, NULL);

	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		session.id);
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
	assert_int_equal(agenda_session_of(agenda, session.uid).span.start.s,
			 session.span.start.s + HOUR);
}

static void what_another_program_put_replaces_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = moved_by(agenda, DAY, TITLE, "Tablet");

	assert_false(removal_audited(agenda, session.id, "session.adopt"));
	assert_true(removal_shown(agenda, &agenda->maria, "sessions",
				  "new.ics") != session.id);
}

static void another_title_replaces_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		moved_by(agenda, DAY, "SUMMARY:C051 Therapy\r\n", NULL);

	assert_false(removal_audited(agenda, session.id, "session.adopt"));
}

static void who_may_not_edit_moves_nothing_so(void **s)
{
	struct agenda *agenda = *s;
	struct session session;

	assert_int_equal(place_sql(agenda->place,
				   "UPDATE person SET may = may - 2"
				   "  WHERE login = 'maria'"),
			 0);
	agenda->maria.may &= ~(unsigned)MAY_EDIT;
	session = moved_by(agenda, DAY, TITLE, NULL);
	assert_false(removal_audited(agenda, session.id, "session.adopt"));
}

static void a_draft_goes_on_where_the_same_was_typed(void **s)
{
	struct agenda *agenda = *s;
	int64_t draft;

	agenda_put(
		agenda, &agenda->maria, "sessions", "old.ics",
		removal_event(agenda, "old", DAY, "SUMMARY:Somebody new\r\n"),
		0, OK);
	draft = removal_shown(agenda, &agenda->maria, "sessions", "old.ics");
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY + HOUR,
				 "SUMMARY:Somebody new\r\n"),
		   MINUTE, OK);
	agenda_delete(agenda, &agenda->maria, "sessions", "old.ics", 2 * MINUTE,
		      OK);
	assert_state(agenda, draft, SESSION_DRAFT);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		draft);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(the_session_goes_on_under_the_new_event),
		WITH_AGENDA(what_another_program_put_replaces_nothing),
		WITH_AGENDA(another_title_replaces_nothing),
		WITH_AGENDA(who_may_not_edit_moves_nothing_so),
		WITH_AGENDA(a_draft_goes_on_where_the_same_was_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
