#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"
#include "tests/unit/practice/small_practice.h"

#include "practice/people/settings.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_shift.h"

/* What sessions, schedules and saves may not be. */

#define MON 1u
#define WED 4u
#define TODAY ((struct day){ 0 })

static enum err add(struct clinic *clinic, struct session session)
{
	operation_recover(clinic->op);
	return practice_session_add(clinic->op, clinic->store, &session);
}

static struct session draft(struct clinic *clinic)
{
	return clinic_draft(clinic, "2026-06-09T14:00:00Z", 60, clinic->fixed,
			    1);
}

static void a_session_is_of_years_that_there_are(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);

	session.span.start.s = INSTANT_MIN.s - 1;
	assert_failed(clinic, add(clinic, session), ERR_INVALID);
	assert_true(clinic_field(clinic, "start", "start-range"));
	session.span.start.s = INSTANT_MAX.s + 1;
	assert_failed(clinic, add(clinic, session), ERR_INVALID);
	session.span.start.s = INSTANT_MAX.s;
	session.span.end.s = INSTANT_MAX.s + 1;
	assert_failed(clinic, add(clinic, session), ERR_INVALID);
	assert_true(clinic_field(clinic, "start", "start-range"));
}

static void a_session_without_a_zone_is_in_the_practices(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);

	session.zone = NULL;
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	assert_string_equal(clinic_find(clinic, session.id).zone, CLINIC_ZONE);
}

static void notes_must_be_text(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);

	session.terms.public_note = "caf\xE9";
	session.terms.private_note = "\xC0\x80";
	assert_failed(clinic, add(clinic, session), ERR_INVALID);
	assert_true(clinic_field(clinic, "public_note", "note-invalid"));
	assert_true(clinic_field(clinic, "private_note", "note-invalid"));
}

static void a_session_has_at_most_100_clients(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);
	int64_t many[101] = { 0 };

	session.terms.clients = (struct ids){ many, ARRAY_SIZE(many) };
	assert_failed(clinic, add(clinic, session), ERR_INVALID);
	assert_true(clinic_field(clinic, "clients", "people-too-many"));
}

/* S8: nobody's default is taken for a practitioner who is not there. */
static void an_unknown_practitioner_is_refused_not_looked_up(void **state)
{
	struct clinic *clinic = *state;
	struct session session = draft(clinic);
	int64_t unknown = 4711;

	session.terms.service = 0;
	session.terms.practitioners = (struct ids){ &unknown, 1 };
	assert_failed(clinic, add(clinic, session), ERR_INVALID);
	assert_true(clinic_field(clinic, "practitioners", "person-unknown"));
}

static void a_default_that_is_no_longer_given_makes_a_draft(void **state)
{
	struct clinic *clinic = *state;
	struct settings change = { .default_service = &clinic->fixed };
	struct session session = draft(clinic);
	struct practice result;

	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &change, &result));
	place_sql(clinic->place, "UPDATE service SET active = 0");
	session.terms.service = 0;
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	assert_int_equal(session.terms.service, 0);
	assert_int_equal(session.state, SESSION_DRAFT);
}

static void a_change_of_zone_is_a_change_of_time(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-09T14:00:00Z",
						60, clinic->fixed, 1);

	session.zone = "America/New_York";
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	assert_string_equal(clinic_find(clinic, session.id).zone,
			    "America/New_York");
	assert_string_equal(clinic_audit(clinic, "session", session.id).action,
			    "session.move");
}

/* Section 10: a removal is an edit or what undoes one's own making. */
static void who_neither_edits_nor_creates_removes_no_draft(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-09T14:00:00Z",
						60, clinic->fixed, 0);

	clinic_as(clinic, clinic->maria);
	clinic->op->actor.may = MAY_COMPLETE;
	assert_failed(
		clinic,
		practice_session_remove(clinic->op, clinic->store, session.id),
		REFUSED(NOT_PERMITTED));
	clinic->op->actor.may = MAY_CREATE;
	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  session.id));
}

static enum err plan(struct clinic *clinic, struct schedule schedule)
{
	struct reader *reader = place_read(clinic->place);
	struct schedule_plan planned;
	enum err err = practice_schedule_plan(reader, &schedule, &planned);

	clinic->op->failure = store_reader_operation(reader)->failure;
	return err;
}

static void a_schedule_says_what_can_be(void **state)
{
	struct clinic *clinic = *state;
	struct schedule schedule =
		clinic_weekly(clinic, "2026-06-15T16:00", MON, 3);

	schedule.days = 1u << 7;
	schedule.repeat = (enum repeat)9;
	schedule.start.month = 13;
	schedule.minutes = 24 * 60 + 1;
	schedule.zone = NULL;
	assert_failed(clinic, plan(clinic, schedule), ERR_INVALID);
	assert_true(clinic_field(clinic, "days", "days-missing"));
	assert_true(clinic_field(clinic, "repeat", "unknown-word"));
	assert_true(clinic_field(clinic, "start", "start-range"));
	assert_true(clinic_field(clinic, "end", "end-before-start"));
	assert_true(clinic_field(clinic, "tzid", "zone-unknown"));
	schedule = clinic_weekly(clinic, "2026-06-15T16:00", MON, 3);
	schedule.zone = "Mars/Olympus";
	schedule.start.year = 9999;
	schedule.minutes = 0;
	assert_failed(clinic, plan(clinic, schedule), ERR_INVALID);
	assert_true(clinic_field(clinic, "tzid", "zone-unknown"));
	assert_true(clinic_field(clinic, "start", "start-range"));
	assert_true(clinic_field(clinic, "end", "end-before-start"));
}

static struct schedule made(struct clinic *clinic, int count, struct ids *ids)
{
	struct schedule schedule =
		clinic_weekly(clinic, "2026-06-15T16:00", MON, count);

	assert_ok(clinic, practice_schedule_add(clinic->op, clinic->store,
						&schedule, ids));
	return schedule;
}

static enum err change(struct clinic *clinic, struct schedule schedule,
		       struct day from, struct ids *ids)
{
	operation_recover(clinic->op);
	return whole_schedule_change(clinic->op, clinic->store, &schedule, from,
				     ids);
}

static void a_schedule_is_changed_from_a_day_near_to_it(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 3, &ids);

	schedule.minutes = 30;
	assert_failed(
		clinic,
		change(clinic, schedule, (struct day){ INT32_MIN / 2 }, &ids),
		ERR_INVALID);
	assert_true(clinic_field(clinic, "from", "from-range"));
	assert_failed(
		clinic,
		change(clinic, schedule, (struct day){ INT32_MAX / 2 }, &ids),
		ERR_INVALID);
	assert_true(clinic_field(clinic, "from", "from-range"));
}

static void others_schedules_are_not_there_to_a_practitioner(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 3, &ids);

	schedule.minutes = 30;
	clinic_as(clinic, clinic->ben);
	assert_failed(clinic, change(clinic, schedule, TODAY, &ids),
		      ERR_NOT_FOUND);
	clinic_as(clinic, clinic->maria);
	clinic->op->actor.may = MAY_CREATE;
	assert_failed(clinic, change(clinic, schedule, TODAY, &ids),
		      REFUSED(NOT_PERMITTED));
	clinic->op->actor.may = MAY_EDIT;
	assert_ok(clinic, change(clinic, schedule, TODAY, &ids));
	schedule.count = 4;
	schedule.revision = 0;
	assert_failed(clinic, change(clinic, schedule, TODAY, &ids),
		      REFUSED(NOT_PERMITTED));
	clinic->op->actor.may = MAY_CREATE | MAY_EDIT;
	assert_ok(clinic, change(clinic, schedule, TODAY, &ids));
	assert_int_equal(ids.count, 4);
}

/* S14: both told, both new: it must be one of them. */
static void a_new_count_and_a_new_last_date_are_refused_together(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 3, &ids);

	schedule.count = 5;
	schedule.until = day_of(2026, 8, 1);
	assert_failed(clinic, change(clinic, schedule, TODAY, &ids),
		      ERR_INVALID);
}

/* S14: whatever is changed in one changes in those that follow. */
static void everything_of_a_session_goes_to_those_that_follow(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 3, &ids);
	struct session session = clinic_find(clinic, ids.at[0]);
	struct session last;
	struct schedule row;

	session.zone = "Europe/Paris";
	session.terms.place = "Room 3";
	session.terms.public_note = "Bring the book.";
	session.terms.private_note = "Tired last time.";
	session.terms.service = clinic->hourly;
	session.terms.practitioners = (struct ids){ &clinic->ben, 1 };
	session.terms.clients = (struct ids){ clinic->clients, 2 };
	assert_ok(clinic, whole_session_change_scope(clinic->op, clinic->store,
						     &session, SCHEDULE_ALL));
	last = clinic_find(clinic, ids.at[2]);
	assert_string_equal(last.zone, "Europe/Paris");
	assert_string_equal(last.terms.place, "Room 3");
	assert_string_equal(last.terms.public_note, "Bring the book.");
	assert_string_equal(last.terms.private_note, "Tired last time.");
	assert_int_equal(last.terms.service, clinic->hourly);
	assert_int_equal(last.terms.practitioners.at[0], clinic->ben);
	assert_int_equal(last.terms.clients.count, 2);
	assert_int_equal(store_schedule_find(place_read(clinic->place),
					     schedule.id, &row),
			 OK);
	assert_string_equal(row.zone, "Europe/Paris");
	assert_string_equal(row.terms.private_note, "Tired last time.");
	assert_int_equal(row.terms.service, clinic->hourly);
	assert_int_equal(row.terms.practitioners.at[0], clinic->ben);
	assert_int_equal(row.terms.clients.count, 2);
}

/* S14 */
static void a_change_of_nothing_leaves_those_that_follow(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct schedule schedule = made(clinic, 3, &ids);
	struct session session = clinic_find(clinic, ids.at[0]);
	size_t audits = clinic_audits(clinic, "schedule", schedule.id);

	assert_ok(clinic,
		  whole_session_change_scope(clinic->op, clinic->store,
					     &session, SCHEDULE_FOLLOWING));
	assert_int_equal(clinic_audits(clinic, "schedule", schedule.id),
			 audits);
}

/* A sibling that is another's meanwhile is not there to a practitioner. */
static void those_that_became_anothers_do_not_follow(void **state)
{
	struct clinic *clinic = *state;
	struct ids ids;
	struct session session;

	made(clinic, 3, &ids);
	session = clinic_find(clinic, ids.at[1]);
	session.terms.practitioners = (struct ids){ &clinic->ben, 1 };
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	clinic_as(clinic, clinic->maria);
	session = clinic_find(clinic, ids.at[0]);
	session.terms.place = "Room 3";
	assert_ok(clinic, whole_session_change_scope(clinic->op, clinic->store,
						     &session, SCHEDULE_ALL));
	assert_null(clinic_find(clinic, ids.at[1]).terms.place);
	assert_string_equal(clinic_find(clinic, ids.at[2]).terms.place,
			    "Room 3");
}

static enum err save(struct clinic *clinic, const struct save *save)
{
	operation_recover(clinic->op);
	return practice_session_save(clinic->op, clinic->store, save, NULL);
}

static void an_override_is_for_everybody_of_the_session(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = clinic_session(clinic, "2026-06-01T14:00:00Z", 60,
					 clinic->fixed, 1)
				  .id;
	struct save_client client = { .client = clinic->clients[1],
				      .has_charge = true };
	struct save_practitioner wages[] = { { clinic->maria, { -1 } },
					     { clinic->ben, { 100 } } };
	struct save wish = { .session = session,
			     .type = "override",
			     .reason = "agreed",
			     .clients = &client,
			     .client_count = 1,
			     .wages = wages,
			     .wage_count = 2 };

	assert_failed(clinic, save(clinic, &wish), ERR_INVALID);
	assert_true(clinic_field(clinic, "clients", "person-unknown"));
	assert_true(clinic_field(clinic, "wage", "wage-range"));
	client.client = clinic->clients[0];
	client.type = "missed";
	wages[0].wage.minor = 100;
	assert_failed(clinic, save(clinic, &wish), ERR_INVALID);
	assert_true(clinic_field(clinic, "clients", "type-with-override"));
	assert_true(clinic_field(clinic, "wages", "person-unknown"));
	client.type = "override";
	wish.wage_count = 1;
	assert_ok(clinic, save(clinic, &wish));
}

/* S21, S24: an override of other amounts is another save. */
static void every_difference_of_amounts_is_another_save(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = clinic_session(clinic, "2026-06-01T14:00:00Z", 60,
					 clinic->fixed, 1)
				  .id;
	struct save_client client = { .client = clinic->clients[0],
				      .has_charge = true,
				      .charge = { 1000 } };
	struct save_practitioner wage = { clinic->maria, { 500 } };
	struct save wish = { .session = session,
			     .type = "override",
			     .reason = "agreed",
			     .clients = &client,
			     .client_count = 1,
			     .wages = &wage,
			     .wage_count = 1 };
	size_t audits;

	assert_ok(clinic, save(clinic, &wish));
	audits = clinic_audits(clinic, "session", session);
	assert_ok(clinic, save(clinic, &wish));
	assert_int_equal(clinic_audits(clinic, "session", session), audits);
	client.charge.minor = 1100;
	assert_ok(clinic, save(clinic, &wish));
	assert_true(clinic_audits(clinic, "session", session) > audits);
	audits = clinic_audits(clinic, "session", session);
	wage.wage.minor = 600;
	assert_ok(clinic, save(clinic, &wish));
	assert_true(clinic_audits(clinic, "session", session) > audits);
	assert_int_equal(
		clinic_completion(clinic, session).practitioners[0].wage.minor,
		600);
}

/* S21: deciding an amount for one client is an override, too. */
static void naming_an_override_for_one_client_is_the_offices(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = clinic_session(clinic, "2026-06-01T14:00:00Z", 60,
					 clinic->fixed, 2)
				  .id;
	struct save_client client = { .client = clinic->clients[0],
				      .type = "override" };
	struct save wish = { .session = session,
			     .type = "completed",
			     .clients = &client,
			     .client_count = 1 };

	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, save(clinic, &wish), REFUSED(OVERRIDE_DENIED));
	client.type = NULL;
	assert_ok(clinic, save(clinic, &wish));
	assert_string_equal(clinic_completion(clinic, session).clients[0].slug,
			    "completed");
}

/* S26: the cancellations tool takes "canceled", not whatever is disabled. */
static void a_removal_takes_no_other_disabled_type(void **state)
{
	struct clinic *clinic = *state;
	int64_t session = clinic_session(clinic, "2026-06-09T14:00:00Z", 60,
					 clinic->fixed, 1)
				  .id;
	struct save wish = { .session = session,
			     .type = "missed",
			     .cancels = true };

	place_sql(clinic->place, "UPDATE completion_type SET enabled = 0"
				 " WHERE slug IN ('missed', 'canceled')");
	assert_failed(clinic, save(clinic, &wish), REFUSED(UNKNOWN_STATUS));
	wish.type = "canceled";
	assert_ok(clinic, save(clinic, &wish));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_session_is_of_years_that_there_are),
		WITH_CLINIC(a_session_without_a_zone_is_in_the_practices),
		WITH_CLINIC(notes_must_be_text),
		WITH_CLINIC(a_session_has_at_most_100_clients),
		WITH_CLINIC(an_unknown_practitioner_is_refused_not_looked_up),
		WITH_CLINIC(a_default_that_is_no_longer_given_makes_a_draft),
		WITH_CLINIC(a_change_of_zone_is_a_change_of_time),
		WITH_CLINIC(who_neither_edits_nor_creates_removes_no_draft),
		WITH_CLINIC(a_schedule_says_what_can_be),
		WITH_CLINIC(a_schedule_is_changed_from_a_day_near_to_it),
		WITH_CLINIC(others_schedules_are_not_there_to_a_practitioner),
		WITH_CLINIC(
			a_new_count_and_a_new_last_date_are_refused_together),
		WITH_CLINIC(everything_of_a_session_goes_to_those_that_follow),
		WITH_CLINIC(a_change_of_nothing_leaves_those_that_follow),
		WITH_CLINIC(those_that_became_anothers_do_not_follow),
		WITH_CLINIC(an_override_is_for_everybody_of_the_session),
		WITH_CLINIC(every_difference_of_amounts_is_another_save),
		WITH_CLINIC(naming_an_override_for_one_client_is_the_offices),
		WITH_CLINIC(a_removal_takes_no_other_disabled_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
