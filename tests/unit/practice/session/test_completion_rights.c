#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/small_practice.h"
#include "tests/unit/practice/whole_edit.h"
#include "practice/people/settings.h"

static void a_draft_cannot_be_saved_and_the_answer_says_why(void **state)
{
	struct clinic *clinic = *state;
	struct session draft = clinic_past(clinic, 0);
	struct session no_service =
		clinic_session(clinic, "2026-06-08T20:00:00Z", 50, 0, 1);

	assert_failed(clinic, clinic_save(clinic, draft.id, "completed"),
		      ERR_CONFLICT);
	assert_non_null(strstr(clinic->op->failure.message, "no client"));
	assert_failed(clinic, clinic_save(clinic, no_service.id, "completed"),
		      ERR_CONFLICT);
	assert_non_null(strstr(clinic->op->failure.message, "no service"));
}

static void section_10_who_may_save(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct person maria;

	clinic_as(clinic, clinic->ben);
	assert_failed(clinic, clinic_save(clinic, session.id, "completed"),
		      ERR_NOT_FOUND);
	clinic_as(clinic, clinic->clients[0]);
	assert_failed(clinic, clinic_save(clinic, session.id, "completed"),
		      REFUSED(NOT_PERMITTED));
	clinic_as(clinic, 0);
	assert_int_equal(store_person_find(place_read(clinic->place),
					   clinic->maria, &maria),
			 OK);
	maria.may = MAY_CREATE | MAY_EDIT;
	assert_ok(clinic,
		  whole_person_change(clinic->op, clinic->store, &maria));
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, clinic_save(clinic, session.id, "completed"),
		      REFUSED(NOT_PERMITTED));
	assert_failed(clinic, clinic_save(clinic, 999, "completed"),
		      ERR_NOT_FOUND);
}

static void s25_a_practitioner_reopens_within_24_hours(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);

	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	clinic_at(clinic, "2026-06-09T20:59:59Z");
	assert_ok(clinic, clinic_save(clinic, session.id, "missed"));
	clinic_at(clinic, "2026-06-10T20:59:59Z");
	assert_failed(clinic, clinic_save(clinic, session.id, "open"),
		      REFUSED(SESSION_SAVED));
	assert_failed(clinic, clinic_save(clinic, session.id, "completed"),
		      REFUSED(SESSION_SAVED));
	/* What it is already is no change. */
	assert_ok(clinic, clinic_save(clinic, session.id, "missed"));
	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
}

static void s25_the_window_is_the_practices_reopen_hours(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct settings change = { .reopen_hours = &(int){ 1 } };
	struct practice practice;

	clinic_as(clinic, 0);
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &change, &practice));
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	clinic_at(clinic, "2026-06-08T22:00:00Z");
	assert_failed(clinic, clinic_save(clinic, session.id, "open"),
		      REFUSED(SESSION_SAVED));
}

static void s25_before_the_start_only_canceled_but_for_the_office(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 2);
	struct save_client exception = { .client = clinic->clients[1],
					 .type = "completed" };
	struct save save = { .session = session.id,
			     .type = "canceled",
			     .clients = &exception,
			     .client_count = 1 };

	clinic_at(clinic, "2026-06-08T19:59:59Z");
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, clinic_save(clinic, session.id, "completed"),
		      REFUSED(NOT_PERMITTED));
	assert_failed(clinic, clinic_save_as(clinic, &save),
		      REFUSED(NOT_PERMITTED));
	assert_ok(clinic, clinic_save(clinic, session.id, "canceled"));
	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	clinic_at(clinic, "2026-06-08T20:00:00Z");
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, clinic_save(clinic, session.id, "missed"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_draft_cannot_be_saved_and_the_answer_says_why),
		WITH_CLINIC(section_10_who_may_save),
		WITH_CLINIC(s25_a_practitioner_reopens_within_24_hours),
		WITH_CLINIC(s25_the_window_is_the_practices_reopen_hours),
		WITH_CLINIC(
			s25_before_the_start_only_canceled_but_for_the_office),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
