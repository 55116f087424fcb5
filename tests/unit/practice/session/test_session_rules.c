#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/session/session_rules.h"

static struct session draft(struct clinic *clinic)
{
	return clinic_draft(clinic, "2026-06-10T14:00:00Z", 50, clinic->fixed,
			    1);
}

static enum err add(struct clinic *clinic, struct session session)
{
	return practice_session_add(clinic->op, clinic->store, &session);
}

static enum err change(struct clinic *clinic, struct session session)
{
	return whole_session_change(clinic->op, clinic->store, &session);
}

/** Refused for this field alone. */
static void refused(struct clinic *clinic, struct session session,
		    const char *field, const char *code)
{
	assert_failed(clinic, add(clinic, session), ERR_INVALID);
	assert_true(clinic_field(clinic, field, code));
	assert_int_equal(clinic->op->failure.field_count, 1);
	clinic->op->failure = (struct failure){ .code = OK };
}

static void s7_a_session_lies_within_the_years_that_there_are(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);

	session.span.start.s = INSTANT_MIN.s - 1;
	refused(clinic, session, "start", "start-range");
	session = draft(clinic);
	session.span.start.s = INSTANT_MAX.s + 1;
	session.span.end.s = INSTANT_MAX.s + 2;
	refused(clinic, session, "start", "start-range");
	session.span =
		(struct span){ { INSTANT_MAX.s - 1 }, { INSTANT_MAX.s + 1 } };
	refused(clinic, session, "start", "start-range");
}

static void s7_a_session_lasts_up_to_a_day(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);

	session.span.end = session.span.start;
	refused(clinic, session, "end", "end-before-start");
	session.span.end.s = session.span.start.s + PRACTICE_SESSION_LONGEST;
	assert_ok(clinic, add(clinic, session));
	session.span.end.s++;
	refused(clinic, session, "end", "end-too-long");
}

static void notes_are_text(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);

	session.terms.public_note = "\xff";
	refused(clinic, session, "public_note", "note-invalid");
	session = draft(clinic);
	session.terms.private_note = "\xc3";
	refused(clinic, session, "private_note", "note-invalid");
	session.terms.private_note = "";
	assert_ok(clinic, add(clinic, session));
}

static void a_session_takes_a_bounded_number_of_people(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);
	size_t count = PRACTICE_PEOPLE_LIMIT + 1;
	int64_t *ids = arena_array(clinic->op->arena, count, sizeof(*ids));

	for (size_t i = 0; i < count; i++)
		ids[i] = clinic->clients[0];
	session.terms.clients = (struct ids){ ids, count };
	refused(clinic, session, "clients", "people-too-many");
}

static void practitioners_create_for_themselves_alone(void **state)
{
	struct clinic *clinic = *state;
	int64_t both[] = { clinic->maria, clinic->ben };
	struct session session = draft(clinic);

	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, add(clinic, session));
	session.terms.practitioners = (struct ids){ both, 2 };
	assert_failed(clinic, add(clinic, session), REFUSED(NOT_PERMITTED));
	session.terms.practitioners = (struct ids){ &clinic->ben, 1 };
	assert_failed(clinic, add(clinic, session), REFUSED(NOT_PERMITTED));
	session.terms.practitioners = (struct ids){ &clinic->maria, 1 };
	clinic->op->actor.may = MAY_EDIT | MAY_COMPLETE;
	assert_failed(clinic, add(clinic, session), REFUSED(NOT_PERMITTED));
	clinic_as(clinic, clinic->clients[0]);
	clinic->op->actor.may = MAY_CREATE;
	assert_failed(clinic, add(clinic, session), REFUSED(NOT_PERMITTED));
}

static void practitioners_change_their_own_where_they_may_edit(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-10T14:00:00Z",
						50, clinic->fixed, 1);

	session = clinic_find(clinic, session.id);
	session.terms.place = "Room 2";
	clinic_as(clinic, clinic->maria);
	clinic->op->actor.may = MAY_CREATE | MAY_COMPLETE;
	assert_failed(clinic, change(clinic, session), REFUSED(NOT_PERMITTED));
	clinic->op->actor.may = MAY_EDIT;
	assert_ok(clinic, change(clinic, session));
	session = clinic_find(clinic, session.id);
	session.terms.service = clinic->hourly;
	assert_failed(clinic, change(clinic, session), REFUSED(NOT_PERMITTED));
	assert_string_equal(clinic_find(clinic, session.id).terms.place,
			    "Room 2");
}

static void a_new_end_or_zone_alone_is_a_change_of_time(void **state)
{
	struct clinic *clinic = *state;
	struct session before = draft(clinic), after = before;

	assert_int_equal(practice_session_differs(&before, &after), 0);
	after.span.end.s += 60;
	assert_int_equal(practice_session_differs(&before, &after), PART_TIME);
	after = before;
	after.zone = "Europe/Oslo";
	assert_int_equal(practice_session_differs(&before, &after), PART_TIME);
	after = before;
	after.span.start.s += 60;
	assert_int_equal(practice_session_differs(&before, &after), PART_TIME);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s7_a_session_lies_within_the_years_that_there_are),
		WITH_CLINIC(s7_a_session_lasts_up_to_a_day),
		WITH_CLINIC(notes_are_text),
		WITH_CLINIC(a_session_takes_a_bounded_number_of_people),
		WITH_CLINIC(practitioners_create_for_themselves_alone),
		WITH_CLINIC(practitioners_change_their_own_where_they_may_edit),
		WITH_CLINIC(a_new_end_or_zone_alone_is_a_change_of_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
