#include "tests/unit/practice/practice_fixture.h"

#include "base/str.h"

#define SOON "2026-06-10T20:00:00Z" /* two days from the scene's now */

static enum err add(struct scene *scene, struct session *session)
{
	return practice_session_add(scene->op, scene->store, session);
}

static enum err change(struct scene *scene, struct session *session)
{
	return practice_session_change(scene->op, scene->store, session);
}

static enum err drop(struct scene *scene, const struct session *session)
{
	return practice_session_remove(scene->op, scene->store, session->id);
}

static void change_person(struct scene *scene, int64_t id, unsigned may,
			  bool active, int64_t default_service)
{
	struct actor actor = scene->op->actor;
	struct person person;

	scene_as(scene, 0);
	assert_int_equal(
		store_person_find(place_read(scene->place), id, &person), OK);
	person.may = may;
	person.active = active;
	person.default_service = default_service;
	assert_ok(scene,
		  practice_person_change(scene->op, scene->store, &person));
	scene->op->actor = actor;
}

static void a_new_session_gets_uid_name_state_and_stamps(void **state)
{
	struct scene *scene = *state;
	struct session session;

	scene_as(scene, scene->staff);
	session = scene_session(scene, SOON, 50, scene->fixed, 1);
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(session.revision, 1);
	assert_true(str_ends(session.name, ".ics"));
	assert_true(str_starts(session.name, session.uid));
	assert_int_equal(session.created.s, FIXTURE_NOW.s);
	assert_int_equal(session.removed.s, INSTANT_MAX.s);
	session = scene_find(scene, session.id);
	assert_string_equal(session.zone, SCENE_ZONE);
	assert_int_equal(session.terms.clients.at[0], scene->clients[0]);
	assert_string_equal(scene_audit(scene, "session", session.id).action,
			    "session.add");
}

static void s5_without_a_client_it_is_a_draft_until_it_has_one(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 0);

	assert_int_equal(session.state, SESSION_DRAFT);
	session.terms.clients = (struct ids){ scene->clients, 2 };
	assert_ok(scene, change(scene, &session));
	assert_int_equal(scene_find(scene, session.id).state, SESSION_OPEN);
	session.terms.clients.count = 0;
	session.revision = 0;
	assert_ok(scene, change(scene, &session));
	assert_int_equal(scene_find(scene, session.id).state, SESSION_DRAFT);
}

static void s8_the_default_service_is_the_practitioners_else_ours(void **state)
{
	struct scene *scene = *state;
	struct practice_change practice = { .default_service = &scene->hourly };
	struct session session;
	struct practice result;

	session = scene_session(scene, SOON, 50, 0, 1);
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_int_equal(session.terms.service, 0);
	assert_ok(scene,
		  practice_change(scene->op, scene->store, &practice, &result));
	session = scene_session(scene, SOON, 50, 0, 1);
	assert_int_equal(session.terms.service, scene->hourly);
	assert_int_equal(session.state, SESSION_OPEN);
	change_person(scene, scene->maria, 0, true, scene->fixed);
	session = scene_session(scene, SOON, 50, 0, 1);
	assert_int_equal(session.terms.service, scene->fixed);
}

static void s7_a_session_ends_after_its_start_within_24_hours(void **state)
{
	struct scene *scene = *state;
	struct session session;

	session = scene_draft(scene, SOON, 0, scene->fixed, 1);
	assert_failed(scene, add(scene, &session), ERR_INVALID);
	assert_true(scene_field(scene, "end", "end-before-start"));
	session = scene_draft(scene, SOON, 24 * 60, scene->fixed, 1);
	assert_ok(scene, add(scene, &session));
	session = scene_draft(scene, SOON, 24 * 60, scene->fixed, 1);
	session.span.end.s++;
	assert_failed(scene, add(scene, &session), ERR_INVALID);
	assert_true(scene_field(scene, "end", "end-too-long"));
}

static void all_wrong_fields_are_named_at_once(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_draft(scene, SOON, -5, 999, 1);
	int64_t twice[] = { scene->clients[0], scene->clients[0] };
	char *note = arena_alloc(scene->op->arena, 10002);

	memset(note, 'n', 10001);
	session.zone = "Mars/Olympus";
	session.terms.clients = (struct ids){ twice, 2 };
	session.terms.practitioners = (struct ids){ &scene->clients[1], 1 };
	session.terms.place = arena_strndup(scene->op->arena, note, 256);
	session.terms.public_note = session.terms.private_note = note;
	assert_failed(scene, add(scene, &session), ERR_INVALID);
	assert_true(scene_field(scene, "end", "end-before-start"));
	assert_true(scene_field(scene, "tzid", "zone-unknown"));
	assert_true(scene_field(scene, "service", "service-unknown"));
	assert_true(scene_field(scene, "clients", "person-twice"));
	assert_true(scene_field(scene, "practitioners", "person-unknown"));
	assert_true(scene_field(scene, "place", "place-too-long"));
	assert_true(scene_field(scene, "public_note", "note-too-long"));
	assert_true(scene_field(scene, "private_note", "note-too-long"));
	assert_int_equal(scene->op->failure.field_count, 8);
	assert_int_equal(session.id, 0);
}

static void the_bounds_of_texts_are_inclusive(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_draft(scene, SOON, 50, scene->fixed, 1);
	char *note = arena_alloc(scene->op->arena, 10001);

	memset(note, 'n', 10000);
	session.terms.private_note = note;
	session.terms.place = arena_strndup(scene->op->arena, note, 255);
	session.terms.public_note = "";
	assert_ok(scene, add(scene, &session));
	session = scene_find(scene, session.id);
	assert_int_equal(strlen(session.terms.private_note), 10000);
	assert_null(session.terms.public_note);
}

static void s2_only_active_people_join(void **state)
{
	struct scene *scene = *state;
	struct session old = scene_session(scene, SOON, 50, scene->fixed, 1);
	struct session session = scene_draft(scene, SOON, 50, scene->fixed, 2);

	change_person(scene, scene->clients[0], 0, false, 0);
	change_person(scene, scene->maria, 7, false, 0);
	assert_failed(scene, add(scene, &session), ERR_INVALID);
	assert_true(scene_field(scene, "clients", "person-inactive"));
	assert_true(scene_field(scene, "practitioners", "person-inactive"));
	/* Who is in it already stays. */
	old.terms.place = "Room 2";
	assert_ok(scene, change(scene, &old));
}

static void practitioners_create_for_themselves_if_they_may(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_draft(scene, SOON, 50, scene->fixed, 1);

	scene_as(scene, scene->ben);
	assert_failed(scene, add(scene, &session), ERR_NOT_PERMITTED);
	session.terms.practitioners = (struct ids){ &scene->ben, 1 };
	assert_ok(scene, add(scene, &session));
	change_person(scene, scene->ben, MAY_EDIT | MAY_COMPLETE, true, 0);
	scene_as(scene, scene->ben);
	session.uid = session.name = NULL;
	assert_failed(scene, add(scene, &session), ERR_NOT_PERMITTED);
	scene_as(scene, scene->clients[0]);
	assert_failed(scene, add(scene, &session), ERR_NOT_PERMITTED);
}

static void a_given_uid_and_name_are_kept_and_taken_once(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_draft(scene, SOON, 50, scene->fixed, 1);

	session.uid = "a@phone";
	session.name = "A.ics";
	assert_ok(scene, add(scene, &session));
	session = scene_find(scene, session.id);
	assert_string_equal(session.uid, "a@phone");
	assert_string_equal(session.name, "A.ics");
	assert_failed(scene, add(scene, &session), ERR_UID_CONFLICT);
}

static void
a_change_raises_the_revision_and_nothing_changed_does_not(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);

	scene_as(scene, scene->staff);
	assert_ok(scene, change(scene, &session));
	assert_int_equal(session.revision, 1);
	assert_int_equal(scene_audits(scene, "session", session.id), 1);
	session.span.end.s += 600;
	assert_ok(scene, change(scene, &session));
	assert_int_equal(session.revision, 2);
	assert_string_equal(scene_audit(scene, "session", session.id).action,
			    "session.move");
}

static void a_stale_revision_conflicts_and_0_does_not_ask(void **state)
{
	struct scene *scene = *state;
	struct session first = scene_session(scene, SOON, 50, scene->fixed, 1);
	struct session second = first;

	first.terms.place = "Room 1";
	assert_ok(scene, change(scene, &first));
	second.terms.place = "Room 2";
	assert_failed(scene, change(scene, &second), ERR_CONFLICT);
	second.revision = 0;
	assert_ok(scene, change(scene, &second));
	assert_string_equal(scene_find(scene, first.id).terms.place, "Room 2");
}

static void practitioners_change_time_place_and_notes_only(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);
	struct session wish;

	scene_as(scene, scene->maria);
	wish = session;
	wish.span.start.s -= 600;
	wish.terms.place = "Room 7";
	wish.terms.public_note = "Bring the folder";
	wish.terms.private_note = "Was late last time";
	assert_ok(scene, change(scene, &wish));
	session = wish;
	wish.terms.clients = (struct ids){ scene->clients, 2 };
	assert_failed(scene, change(scene, &wish), ERR_NOT_PERMITTED);
	wish = session;
	wish.terms.practitioners = (struct ids){ &scene->ben, 1 };
	assert_failed(scene, change(scene, &wish), ERR_NOT_PERMITTED);
	wish = session;
	wish.terms.service = scene->hourly;
	assert_failed(scene, change(scene, &wish), ERR_NOT_PERMITTED);
	change_person(scene, scene->maria, MAY_CREATE | MAY_COMPLETE, true, 0);
	scene_as(scene, scene->maria);
	wish = session;
	wish.terms.place = "Room 8";
	assert_failed(scene, change(scene, &wish), ERR_NOT_PERMITTED);
}

static void others_sessions_are_not_found_and_clients_change_none(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);

	session.terms.place = "Elsewhere";
	scene_as(scene, scene->ben);
	assert_failed(scene, change(scene, &session), ERR_NOT_FOUND);
	scene_as(scene, scene->clients[1]);
	assert_failed(scene, change(scene, &session), ERR_NOT_FOUND);
	scene_as(scene, scene->clients[0]);
	assert_failed(scene, change(scene, &session), ERR_NOT_PERMITTED);
	assert_failed(scene, drop(scene, &session), ERR_NOT_PERMITTED);
}

static void a_saved_session_stays_as_it_is_until_reopened(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);

	assert_ok(scene, scene_save(scene, session.id, "completed"));
	session.revision = 0;
	session.terms.private_note = "So it went";
	scene_as(scene, scene->admin);
	assert_failed(scene, change(scene, &session), ERR_SESSION_SAVED);
	assert_failed(scene, drop(scene, &session), ERR_SESSION_SAVED);
	assert_ok(scene, scene_save(scene, session.id, "open"));
	assert_ok(scene, change(scene, &session));
	assert_ok(scene, drop(scene, &session));
}

static void the_office_removes_softly(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);

	scene_as(scene, scene->staff);
	assert_ok(scene, drop(scene, &session));
	assert_int_equal(scene_find(scene, session.id).removed.s,
			 FIXTURE_NOW.s);
	assert_string_equal(scene_audit(scene, "session", session.id).action,
			    "session.remove");
	assert_failed(scene, drop(scene, &session), ERR_NOT_FOUND);
	assert_failed(scene, change(scene, &session), ERR_NOT_FOUND);
}

static void a_practitioners_removal_of_a_coming_one_cancels_it(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);
	struct completion c;

	change_person(scene, scene->maria, 0, true, 0);
	scene_as(scene, scene->maria);
	assert_ok(scene, drop(scene, &session));
	c = scene_completion(scene, session.id);
	assert_string_equal(c.slug, "canceled");
	assert_int_equal(c.clients[0].charge.minor, 0);
	assert_int_equal(c.practitioners[0].wage.minor, 0);
	assert_int_equal(scene_find(scene, session.id).removed.s,
			 INSTANT_MAX.s);
	assert_failed(scene, drop(scene, &session), ERR_SESSION_SAVED);
}

static void a_practitioner_does_not_remove_a_past_one(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);

	scene_at(scene, SOON);
	scene_as(scene, scene->maria);
	assert_failed(scene, drop(scene, &session), ERR_PAST_OPEN);
	scene_as(scene, scene->staff);
	assert_ok(scene, drop(scene, &session));
}

static void a_practitioner_removes_an_own_draft(void **state)
{
	struct scene *scene = *state;
	struct session draft = scene_session(scene, SOON, 50, scene->fixed, 0);

	scene_as(scene, scene->maria);
	assert_ok(scene, drop(scene, &draft));
	assert_int_not_equal(scene_find(scene, draft.id).removed.s,
			     INSTANT_MAX.s);
}

static void s48_audit_rows_hold_no_notes(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);
	struct audit audit;

	scene_as(scene, scene->staff);
	session.terms.private_note = "a secret of hers";
	assert_ok(scene, change(scene, &session));
	audit = scene_audit(scene, "session", session.id);
	assert_int_equal(audit.who, scene->staff);
	assert_string_equal(audit.device, "a test");
	assert_null(strstr(audit.after, "secret"));
	assert_non_null(strstr(audit.after, "\"private_note_changed\":true"));
	assert_null(strstr(audit.after, "public_note"));
	session.terms.private_note = "another one";
	session.terms.place = "Room 3";
	assert_ok(scene, change(scene, &session));
	audit = scene_audit(scene, "session", session.id);
	assert_null(strstr(audit.before, "secret"));
	assert_non_null(strstr(audit.after, "private_note_changed"));
	assert_non_null(strstr(audit.after, "\"place\":\"Room 3\""));
	session.terms.place = "Room 4";
	assert_ok(scene, change(scene, &session));
	audit = scene_audit(scene, "session", session.id);
	assert_null(strstr(audit.after, "private_note"));
}

static void s48_a_session_can_be_shown_as_it_was(void **state)
{
	struct scene *scene = *state;
	struct session session =
		scene_session(scene, SOON, 50, scene->fixed, 1);
	struct instant then = scene->op->now;
	const char *json;

	scene_at(scene, "2026-06-08T13:00:00Z");
	session.terms.place = "Room 9";
	assert_ok(scene, change(scene, &session));
	assert_int_equal(store_session_version_find(place_read(scene->place),
						    session.id, then, &json),
			 OK);
	assert_non_null(strstr(json, "\"place\":null"));
	assert_non_null(strstr(json, "\"start\":\"2026-06-10T16:00\""));
	assert_non_null(strstr(json, "\"start_utc\":\"2026-06-10T20:00:00Z\""));
	assert_non_null(strstr(json, "\"code\":\"C042\""));
	assert_int_equal(store_session_version_find(scene->place->reader,
						    session.id, scene->op->now,
						    &json),
			 OK);
	assert_non_null(strstr(json, "\"place\":\"Room 9\""));
}

static void json_for_audits_marks_notes(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_draft(scene, SOON, 50, scene->fixed, 2);
	const char *json;

	session.terms.private_note = "hidden";
	assert_ok(scene, add(scene, &session));
	assert_int_equal(practice_session_json(place_read(scene->place),
					       &session, true, &json),
			 OK);
	assert_null(strstr(json, "hidden"));
	assert_non_null(strstr(json, "\"private_note_changed\":true"));
	assert_non_null(strstr(json, "\"kind\":\"group\""));
	assert_int_equal(practice_session_json(scene->place->reader, &session,
					       false, &json),
			 OK);
	assert_non_null(strstr(json, "\"private_note\":\"hidden\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(a_new_session_gets_uid_name_state_and_stamps),
		WITH_SCENE(s5_without_a_client_it_is_a_draft_until_it_has_one),
		WITH_SCENE(
			s8_the_default_service_is_the_practitioners_else_ours),
		WITH_SCENE(s7_a_session_ends_after_its_start_within_24_hours),
		WITH_SCENE(all_wrong_fields_are_named_at_once),
		WITH_SCENE(the_bounds_of_texts_are_inclusive),
		WITH_SCENE(s2_only_active_people_join),
		WITH_SCENE(practitioners_create_for_themselves_if_they_may),
		WITH_SCENE(a_given_uid_and_name_are_kept_and_taken_once),
		WITH_SCENE(
			a_change_raises_the_revision_and_nothing_changed_does_not),
		WITH_SCENE(a_stale_revision_conflicts_and_0_does_not_ask),
		WITH_SCENE(practitioners_change_time_place_and_notes_only),
		WITH_SCENE(
			others_sessions_are_not_found_and_clients_change_none),
		WITH_SCENE(a_saved_session_stays_as_it_is_until_reopened),
		WITH_SCENE(the_office_removes_softly),
		WITH_SCENE(a_practitioners_removal_of_a_coming_one_cancels_it),
		WITH_SCENE(a_practitioner_does_not_remove_a_past_one),
		WITH_SCENE(a_practitioner_removes_an_own_draft),
		WITH_SCENE(s48_audit_rows_hold_no_notes),
		WITH_SCENE(s48_a_session_can_be_shown_as_it_was),
		WITH_SCENE(json_for_audits_marks_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
