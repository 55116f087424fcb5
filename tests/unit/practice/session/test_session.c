#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/small_practice.h"
#include "practice/people/settings.h"
#include "tests/unit/practice/whole_edit.h"

#include "base/str.h"
#include "store/session_version.h"

#define SOON "2026-06-10T20:00:00Z" /* two days from the clinic's now */

static enum err add(struct clinic *clinic, struct session *session)
{
	return practice_session_add(clinic->op, clinic->store, session);
}

static enum err change(struct clinic *clinic, struct session *session)
{
	return whole_session_change(clinic->op, clinic->store, session);
}

static enum err drop(struct clinic *clinic, const struct session *session)
{
	return practice_session_remove(clinic->op, clinic->store, session->id);
}

static void change_person(struct clinic *clinic, int64_t id, unsigned may,
			  bool active, int64_t default_service)
{
	struct actor actor = clinic->op->actor;
	struct person person;

	clinic_as(clinic, 0);
	assert_int_equal(
		store_person_find(place_read(clinic->place), id, &person), OK);
	person.may = may;
	person.active = active;
	person.default_service = default_service;
	assert_ok(clinic,
		  whole_person_change(clinic->op, clinic->store, &person));
	clinic->op->actor = actor;
}

static void a_new_session_gets_uid_name_state_and_stamps(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	clinic_as(clinic, clinic->staff);
	session = clinic_session(clinic, SOON, 50, clinic->fixed, 1);
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(session.revision, 1);
	assert_true(str_ends(session.name, ".ics"));
	assert_true(str_starts(session.name, session.uid));
	assert_int_equal(session.created.s, FIXTURE_NOW.s);
	assert_int_equal(session.removed.s, INSTANT_MAX.s);
	session = clinic_find(clinic, session.id);
	assert_string_equal(session.zone, CLINIC_ZONE);
	assert_int_equal(session.terms.clients.at[0], clinic->clients[0]);
	assert_string_equal(clinic_audit(clinic, "session", session.id).action,
			    "session.add");
}

static void s5_without_a_client_it_is_a_draft_until_it_has_one(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 0);

	assert_int_equal(session.state, SESSION_DRAFT);
	session.terms.clients = (struct ids){ clinic->clients, 2 };
	assert_ok(clinic, change(clinic, &session));
	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_OPEN);
	session.terms.clients.count = 0;
	session.revision = 0;
	assert_ok(clinic, change(clinic, &session));
	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_DRAFT);
}

static void s8_the_default_service_is_the_practitioners_else_ours(void **state)
{
	struct clinic *clinic = *state;
	struct settings practice = { .default_service = &clinic->hourly };
	struct session session;
	struct practice result;

	session = clinic_session(clinic, SOON, 50, 0, 1);
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_int_equal(session.terms.service, 0);
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &practice, &result));
	session = clinic_session(clinic, SOON, 50, 0, 1);
	assert_int_equal(session.terms.service, clinic->hourly);
	assert_int_equal(session.state, SESSION_OPEN);
	change_person(clinic, clinic->maria, 0, true, clinic->fixed);
	session = clinic_session(clinic, SOON, 50, 0, 1);
	assert_int_equal(session.terms.service, clinic->fixed);
}

static void s7_a_session_ends_after_its_start_within_24_hours(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	session = clinic_draft(clinic, SOON, 0, clinic->fixed, 1);
	assert_failed(clinic, add(clinic, &session), ERR_INVALID);
	assert_true(clinic_field(clinic, "end", "end-before-start"));
	session = clinic_draft(clinic, SOON, 24 * 60, clinic->fixed, 1);
	assert_ok(clinic, add(clinic, &session));
	session = clinic_draft(clinic, SOON, 24 * 60, clinic->fixed, 1);
	session.span.end.s++;
	assert_failed(clinic, add(clinic, &session), ERR_INVALID);
	assert_true(clinic_field(clinic, "end", "end-too-long"));
}

static void all_wrong_fields_are_named_at_once(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_draft(clinic, SOON, -5, 999, 1);
	int64_t twice[] = { clinic->clients[0], clinic->clients[0] };
	char *note = arena_alloc(clinic->op->arena, 10002);

	memset(note, 'n', 10001);
	session.zone = "Mars/Olympus";
	session.terms.clients = (struct ids){ twice, 2 };
	session.terms.practitioners = (struct ids){ &clinic->clients[1], 1 };
	session.terms.place = arena_strndup(clinic->op->arena, note, 256);
	session.terms.public_note = session.terms.private_note = note;
	assert_failed(clinic, add(clinic, &session), ERR_INVALID);
	assert_true(clinic_field(clinic, "end", "end-before-start"));
	assert_true(clinic_field(clinic, "tzid", "zone-unknown"));
	assert_true(clinic_field(clinic, "service", "service-unknown"));
	assert_true(clinic_field(clinic, "clients", "person-twice"));
	assert_true(clinic_field(clinic, "practitioners", "person-unknown"));
	assert_true(clinic_field(clinic, "place", "place-too-long"));
	assert_true(clinic_field(clinic, "public_note", "note-too-long"));
	assert_true(clinic_field(clinic, "private_note", "note-too-long"));
	assert_int_equal(clinic->op->failure.field_count, 8);
	assert_int_equal(session.id, 0);
}

static void the_bounds_of_texts_are_inclusive(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_draft(clinic, SOON, 50, clinic->fixed, 1);
	char *note = arena_alloc(clinic->op->arena, 10001);

	memset(note, 'n', 10000);
	session.terms.private_note = note;
	session.terms.place = arena_strndup(clinic->op->arena, note, 255);
	session.terms.public_note = "";
	assert_ok(clinic, add(clinic, &session));
	session = clinic_find(clinic, session.id);
	assert_int_equal(strlen(session.terms.private_note), 10000);
	assert_null(session.terms.public_note);
}

static void s2_only_active_people_join(void **state)
{
	struct clinic *clinic = *state;
	struct session old = clinic_session(clinic, SOON, 50, clinic->fixed, 1);
	struct session session =
		clinic_draft(clinic, SOON, 50, clinic->fixed, 2);

	change_person(clinic, clinic->clients[0], 0, false, 0);
	change_person(clinic, clinic->maria, 7, false, 0);
	assert_failed(clinic, add(clinic, &session), ERR_INVALID);
	assert_true(clinic_field(clinic, "clients", "person-inactive"));
	assert_true(clinic_field(clinic, "practitioners", "person-inactive"));
	/* Who is in it already stays. */
	old.terms.place = "Room 2";
	assert_ok(clinic, change(clinic, &old));
}

static void practitioners_create_for_themselves_if_they_may(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_draft(clinic, SOON, 50, clinic->fixed, 1);

	clinic_as(clinic, clinic->ben);
	assert_failed(clinic, add(clinic, &session), REFUSED(NOT_PERMITTED));
	session.terms.practitioners = (struct ids){ &clinic->ben, 1 };
	assert_ok(clinic, add(clinic, &session));
	change_person(clinic, clinic->ben, MAY_EDIT | MAY_COMPLETE, true, 0);
	clinic_as(clinic, clinic->ben);
	session.uid = session.name = NULL;
	assert_failed(clinic, add(clinic, &session), REFUSED(NOT_PERMITTED));
	clinic_as(clinic, clinic->clients[0]);
	assert_failed(clinic, add(clinic, &session), REFUSED(NOT_PERMITTED));
}

static void a_given_uid_and_name_are_kept_and_taken_once(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_draft(clinic, SOON, 50, clinic->fixed, 1);

	session.uid = "a@phone";
	session.name = "A.ics";
	assert_ok(clinic, add(clinic, &session));
	session = clinic_find(clinic, session.id);
	assert_string_equal(session.uid, "a@phone");
	assert_string_equal(session.name, "A.ics");
	assert_failed(clinic, add(clinic, &session), ERR_UID_CONFLICT);
}

static void
a_change_raises_the_revision_and_nothing_changed_does_not(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, change(clinic, &session));
	assert_int_equal(session.revision, 1);
	assert_int_equal(clinic_audits(clinic, "session", session.id), 1);
	session.span.end.s += 600;
	assert_ok(clinic, change(clinic, &session));
	assert_int_equal(session.revision, 2);
	assert_string_equal(clinic_audit(clinic, "session", session.id).action,
			    "session.move");
}

static void a_stale_revision_conflicts_and_0_does_not_ask(void **state)
{
	struct clinic *clinic = *state;
	struct session first =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);
	struct session second = first;

	first.terms.place = "Room 1";
	assert_ok(clinic, change(clinic, &first));
	second.terms.place = "Room 2";
	assert_failed(clinic, change(clinic, &second), ERR_CONFLICT);
	second.revision = 0;
	assert_ok(clinic, change(clinic, &second));
	assert_string_equal(clinic_find(clinic, first.id).terms.place,
			    "Room 2");
}

static void practitioners_change_time_place_and_notes_only(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);
	struct session wish;

	clinic_as(clinic, clinic->maria);
	wish = session;
	wish.span.start.s -= 600;
	wish.terms.place = "Room 7";
	wish.terms.public_note = "Bring the folder";
	wish.terms.private_note = "Was late last time";
	assert_ok(clinic, change(clinic, &wish));
	session = wish;
	wish.terms.clients = (struct ids){ clinic->clients, 2 };
	assert_failed(clinic, change(clinic, &wish), REFUSED(NOT_PERMITTED));
	wish = session;
	wish.terms.practitioners = (struct ids){ &clinic->ben, 1 };
	assert_failed(clinic, change(clinic, &wish), REFUSED(NOT_PERMITTED));
	wish = session;
	wish.terms.service = clinic->hourly;
	assert_failed(clinic, change(clinic, &wish), REFUSED(NOT_PERMITTED));
	change_person(clinic, clinic->maria, MAY_CREATE | MAY_COMPLETE, true,
		      0);
	clinic_as(clinic, clinic->maria);
	wish = session;
	wish.terms.place = "Room 8";
	assert_failed(clinic, change(clinic, &wish), REFUSED(NOT_PERMITTED));
}

static void others_sessions_are_not_found_and_clients_change_none(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);

	session.terms.place = "Elsewhere";
	clinic_as(clinic, clinic->ben);
	assert_failed(clinic, change(clinic, &session), ERR_NOT_FOUND);
	clinic_as(clinic, clinic->clients[1]);
	assert_failed(clinic, change(clinic, &session), ERR_NOT_FOUND);
	clinic_as(clinic, clinic->clients[0]);
	assert_failed(clinic, change(clinic, &session), REFUSED(NOT_PERMITTED));
	assert_failed(clinic, drop(clinic, &session), REFUSED(NOT_PERMITTED));
}

static void a_saved_session_stays_as_it_is_until_reopened(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);

	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	session.revision = 0;
	session.terms.private_note = "So it went";
	clinic_as(clinic, clinic->admin);
	assert_failed(clinic, change(clinic, &session), REFUSED(SESSION_SAVED));
	assert_failed(clinic, drop(clinic, &session), REFUSED(SESSION_SAVED));
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_ok(clinic, change(clinic, &session));
	assert_ok(clinic, drop(clinic, &session));
}

static void the_office_removes_softly(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, drop(clinic, &session));
	assert_int_equal(clinic_find(clinic, session.id).removed.s,
			 FIXTURE_NOW.s);
	assert_string_equal(clinic_audit(clinic, "session", session.id).action,
			    "session.remove");
	assert_failed(clinic, drop(clinic, &session), ERR_NOT_FOUND);
	assert_failed(clinic, change(clinic, &session), ERR_NOT_FOUND);
}

static void a_practitioners_removal_of_a_coming_one_cancels_it(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);
	struct completion c;

	change_person(clinic, clinic->maria, 0, true, 0);
	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, drop(clinic, &session));
	c = clinic_completion(clinic, session.id);
	assert_string_equal(c.slug, "canceled");
	assert_int_equal(c.clients[0].charge.minor, 0);
	assert_int_equal(c.practitioners[0].wage.minor, 0);
	assert_int_equal(clinic_find(clinic, session.id).removed.s,
			 INSTANT_MAX.s);
	assert_failed(clinic, drop(clinic, &session), REFUSED(SESSION_SAVED));
}

static void a_practitioner_does_not_remove_a_past_one(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);

	clinic_at(clinic, SOON);
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, drop(clinic, &session), REFUSED(PAST_OPEN));
	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, drop(clinic, &session));
}

static void a_practitioner_removes_an_own_draft(void **state)
{
	struct clinic *clinic = *state;
	struct session draft =
		clinic_session(clinic, SOON, 50, clinic->fixed, 0);

	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, drop(clinic, &draft));
	assert_int_not_equal(clinic_find(clinic, draft.id).removed.s,
			     INSTANT_MAX.s);
}

static void s48_audit_rows_hold_no_notes_and_no_places(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);
	struct audit audit;

	clinic_as(clinic, clinic->staff);
	session.terms.private_note = "a secret of hers";
	assert_ok(clinic, change(clinic, &session));
	audit = clinic_audit(clinic, "session", session.id);
	assert_int_equal(audit.who, clinic->staff);
	assert_string_equal(audit.device, "a test");
	assert_null(strstr(audit.after, "secret"));
	assert_non_null(strstr(audit.after, "\"private_note_changed\":true"));
	assert_null(strstr(audit.after, "public_note"));
	session.terms.private_note = "another one";
	session.terms.place = "Room 3";
	assert_ok(clinic, change(clinic, &session));
	audit = clinic_audit(clinic, "session", session.id);
	assert_null(strstr(audit.before, "secret"));
	assert_non_null(strstr(audit.after, "private_note_changed"));
	assert_non_null(strstr(audit.after, "\"place_changed\":true"));
	assert_null(strstr(audit.after, "Room 3"));
	session.terms.place = "Room 4";
	assert_ok(clinic, change(clinic, &session));
	audit = clinic_audit(clinic, "session", session.id);
	assert_null(strstr(audit.after, "private_note"));
	assert_null(strstr(audit.before, "Room 3"));
}

static void s48_a_session_can_be_shown_as_it_was(void **state)
{
	struct clinic *clinic = *state;
	struct session session =
		clinic_session(clinic, SOON, 50, clinic->fixed, 1);
	struct instant then = clinic->op->now;
	const char *json;

	clinic_at(clinic, "2026-06-08T13:00:00Z");
	session.terms.place = "Room 9";
	assert_ok(clinic, change(clinic, &session));
	assert_int_equal(store_session_version_find(place_read(clinic->place),
						    session.id, then, &json),
			 OK);
	assert_non_null(strstr(json, "\"place\":null"));
	assert_non_null(strstr(json, "\"start\":\"2026-06-10T16:00\""));
	assert_non_null(strstr(json, "\"start_utc\":\"2026-06-10T20:00:00Z\""));
	assert_non_null(strstr(json, "\"code\":\"C042\""));
	assert_int_equal(store_session_version_find(clinic->place->reader,
						    session.id, clinic->op->now,
						    &json),
			 OK);
	assert_non_null(strstr(json, "\"place\":\"Room 9\""));
}

static enum err restores(void *context)
{
	struct clinic *clinic = context;

	return practice_session_restore(clinic->op, clinic->store, 1, 0);
}

static void the_office_restores_what_was_removed_and_not_changed_since(void **s)
{
	static const struct faults_case one = { "a session that is put back",
						restores, false, false };
	struct clinic *clinic = *s;
	struct session session = clinic_session(clinic, "2026-06-09T14:00:00Z",
						50, clinic->fixed, 1);

	assert_int_equal(session.id, 1);
	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, restores(clinic), ERR_CONFLICT);
	operation_recover(clinic->op);
	assert_ok(clinic,
		  practice_session_remove(clinic->op, clinic->store, 1));
	session = clinic_find(clinic, 1);
	assert_failed(
		clinic,
		practice_session_restore(clinic->op, clinic->store, 99, 0),
		ERR_NOT_FOUND);
	operation_recover(clinic->op);
	assert_failed(clinic,
		      practice_session_restore(clinic->op, clinic->store, 1,
					       session.revision - 1),
		      ERR_CONFLICT);
	operation_recover(clinic->op);
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, restores(clinic), REFUSED(NOT_PERMITTED));
	operation_recover(clinic->op);
	clinic_as(clinic, clinic->staff);
	faults_sweep(clinic->place, clinic->op, &one, clinic);
	assert_int_equal(clinic_find(clinic, 1).removed.s, INSTANT_MAX.s);
	assert_ok(clinic,
		  practice_session_remove(clinic->op, clinic->store, 1));
	session = clinic_find(clinic, 1);
	assert_ok(clinic, practice_session_restore(clinic->op, clinic->store, 1,
						   session.revision));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_new_session_gets_uid_name_state_and_stamps),
		WITH_CLINIC(s5_without_a_client_it_is_a_draft_until_it_has_one),
		WITH_CLINIC(
			s8_the_default_service_is_the_practitioners_else_ours),
		WITH_CLINIC(s7_a_session_ends_after_its_start_within_24_hours),
		WITH_CLINIC(all_wrong_fields_are_named_at_once),
		WITH_CLINIC(the_bounds_of_texts_are_inclusive),
		WITH_CLINIC(s2_only_active_people_join),
		WITH_CLINIC(practitioners_create_for_themselves_if_they_may),
		WITH_CLINIC(a_given_uid_and_name_are_kept_and_taken_once),
		WITH_CLINIC(
			a_change_raises_the_revision_and_nothing_changed_does_not),
		WITH_CLINIC(a_stale_revision_conflicts_and_0_does_not_ask),
		WITH_CLINIC(practitioners_change_time_place_and_notes_only),
		WITH_CLINIC(
			others_sessions_are_not_found_and_clients_change_none),
		WITH_CLINIC(a_saved_session_stays_as_it_is_until_reopened),
		WITH_CLINIC(the_office_removes_softly),
		WITH_CLINIC(a_practitioners_removal_of_a_coming_one_cancels_it),
		WITH_CLINIC(a_practitioner_does_not_remove_a_past_one),
		WITH_CLINIC(a_practitioner_removes_an_own_draft),
		WITH_CLINIC(s48_audit_rows_hold_no_notes_and_no_places),
		WITH_CLINIC(s48_a_session_can_be_shown_as_it_was),
		WITH_CLINIC(
			the_office_restores_what_was_removed_and_not_changed_since),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
