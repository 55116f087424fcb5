#include "tests/unit/practice/practice_fixture.h"

#include "practice/session/schedule.h"

/* What sessions, schedules and saves may not be. */

#define MON 1u
#define WED 4u
#define TODAY ((struct day){ 0 })

static enum err add(struct scene *scene, struct session session)
{
	operation_recover(scene->op);
	return practice_session_add(scene->op, scene->store, &session);
}

static struct session draft(struct scene *scene)
{
	return scene_draft(scene, "2026-06-09T14:00:00Z", 60, scene->fixed, 1);
}

static void a_session_is_of_years_that_there_are(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);

	session.span.start.s = INSTANT_MIN.s - 1;
	assert_failed(scene, add(scene, session), ERR_INVALID);
	assert_true(scene_field(scene, "start", "start-range"));
	session.span.start.s = INSTANT_MAX.s + 1;
	assert_failed(scene, add(scene, session), ERR_INVALID);
	session.span.start.s = INSTANT_MAX.s;
	session.span.end.s = INSTANT_MAX.s + 1;
	assert_failed(scene, add(scene, session), ERR_INVALID);
	assert_true(scene_field(scene, "start", "start-range"));
}

static void a_session_without_a_zone_is_in_the_practices(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);

	session.zone = NULL;
	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
	assert_string_equal(scene_find(scene, session.id).zone, SCENE_ZONE);
}

static void notes_must_be_text(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);

	session.terms.public_note = "caf\xE9";
	session.terms.private_note = "\xC0\x80";
	assert_failed(scene, add(scene, session), ERR_INVALID);
	assert_true(scene_field(scene, "public_note", "note-invalid"));
	assert_true(scene_field(scene, "private_note", "note-invalid"));
}

static void a_session_has_at_most_100_clients(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);
	int64_t many[101] = { 0 };

	session.terms.clients = (struct ids){ many, ARRAY_SIZE(many) };
	assert_failed(scene, add(scene, session), ERR_INVALID);
	assert_true(scene_field(scene, "clients", "people-too-many"));
}

/* S8: nobody's default is taken for a practitioner who is not there. */
static void an_unknown_practitioner_is_refused_not_looked_up(void **state)
{
	struct scene *scene = *state;
	struct session session = draft(scene);
	int64_t unknown = 4711;

	session.terms.service = 0;
	session.terms.practitioners = (struct ids){ &unknown, 1 };
	assert_failed(scene, add(scene, session), ERR_INVALID);
	assert_true(scene_field(scene, "practitioners", "person-unknown"));
}

static void a_default_that_is_no_longer_given_makes_a_draft(void **state)
{
	struct scene *scene = *state;
	struct practice_change change = { .default_service = &scene->fixed };
	struct session session = draft(scene);
	struct practice result;

	assert_ok(scene,
		  practice_change(scene->op, scene->store, &change, &result));
	place_sql(scene->place, "UPDATE service SET active = 0");
	session.terms.service = 0;
	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
	assert_int_equal(session.terms.service, 0);
	assert_int_equal(session.state, SESSION_DRAFT);
}

static void a_change_of_zone_is_a_change_of_time(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_session(scene, "2026-06-09T14:00:00Z",
					       60, scene->fixed, 1);

	session.zone = "America/New_York";
	assert_ok(scene,
		  practice_session_change(scene->op, scene->store, &session));
	assert_string_equal(scene_find(scene, session.id).zone,
			    "America/New_York");
	assert_string_equal(scene_audit(scene, "session", session.id).action,
			    "session.move");
}

/* Section 10: a removal is an edit or what undoes one's own making. */
static void who_neither_edits_nor_creates_removes_no_draft(void **state)
{
	struct scene *scene = *state;
	struct session session = scene_session(scene, "2026-06-09T14:00:00Z",
					       60, scene->fixed, 0);

	scene_as(scene, scene->maria);
	scene->op->actor.may = MAY_COMPLETE;
	assert_failed(
		scene,
		practice_session_remove(scene->op, scene->store, session.id),
		ERR_NOT_PERMITTED);
	scene->op->actor.may = MAY_CREATE;
	assert_ok(scene,
		  practice_session_remove(scene->op, scene->store, session.id));
}

static struct schedule weekly(struct scene *scene, int count)
{
	struct schedule schedule = {
		.days = MON,
		.repeat = REPEAT_WEEKLY,
		.count = count,
		.enabled = true,
		.minutes = 60,
		.zone = SCENE_ZONE,
		.terms.service = scene->fixed,
		.terms.practitioners = { &scene->maria, 1 },
		.terms.clients = { scene->clients, 1 },
	};

	assert_true(wall_parse("2026-06-15T16:00", &schedule.start));
	return schedule;
}

static enum err plan(struct scene *scene, struct schedule schedule)
{
	struct reader *reader = place_read(scene->place);
	struct plan planned;
	enum err err = practice_schedule_plan(reader, &schedule, &planned);

	scene->op->failure = store_reader_operation(reader)->failure;
	return err;
}

static void a_schedule_says_what_can_be(void **state)
{
	struct scene *scene = *state;
	struct schedule schedule = weekly(scene, 3);

	schedule.days = 1u << 7;
	schedule.repeat = (enum repeat)9;
	schedule.start.month = 13;
	schedule.minutes = 24 * 60 + 1;
	schedule.zone = NULL;
	assert_failed(scene, plan(scene, schedule), ERR_INVALID);
	assert_true(scene_field(scene, "days", "days-missing"));
	assert_true(scene_field(scene, "repeat", "unknown-word"));
	assert_true(scene_field(scene, "start", "start-range"));
	assert_true(scene_field(scene, "end", "end-before-start"));
	assert_true(scene_field(scene, "tzid", "zone-unknown"));
	schedule = weekly(scene, 3);
	schedule.zone = "Mars/Olympus";
	schedule.start.year = 9999;
	schedule.minutes = 0;
	assert_failed(scene, plan(scene, schedule), ERR_INVALID);
	assert_true(scene_field(scene, "tzid", "zone-unknown"));
	assert_true(scene_field(scene, "start", "start-range"));
	assert_true(scene_field(scene, "end", "end-before-start"));
}

static struct schedule made(struct scene *scene, int count, struct ids *ids)
{
	struct schedule schedule = weekly(scene, count);

	assert_ok(scene, practice_schedule_add(scene->op, scene->store,
					       &schedule, ids));
	return schedule;
}

static enum err change(struct scene *scene, struct schedule schedule,
		       struct day from, struct ids *ids)
{
	operation_recover(scene->op);
	return practice_schedule_change(scene->op, scene->store, &schedule,
					from, ids);
}

static void a_schedule_is_changed_from_a_day_near_to_it(void **state)
{
	struct scene *scene = *state;
	struct ids ids;
	struct schedule schedule = made(scene, 3, &ids);

	schedule.minutes = 30;
	assert_failed(
		scene,
		change(scene, schedule, (struct day){ INT32_MIN / 2 }, &ids),
		ERR_INVALID);
	assert_true(scene_field(scene, "from", "from-range"));
	assert_failed(
		scene,
		change(scene, schedule, (struct day){ INT32_MAX / 2 }, &ids),
		ERR_INVALID);
	assert_true(scene_field(scene, "from", "from-range"));
}

static void others_schedules_are_not_there_to_a_practitioner(void **state)
{
	struct scene *scene = *state;
	struct ids ids;
	struct schedule schedule = made(scene, 3, &ids);

	schedule.minutes = 30;
	scene_as(scene, scene->ben);
	assert_failed(scene, change(scene, schedule, TODAY, &ids),
		      ERR_NOT_FOUND);
	scene_as(scene, scene->maria);
	scene->op->actor.may = MAY_CREATE;
	assert_failed(scene, change(scene, schedule, TODAY, &ids),
		      ERR_NOT_PERMITTED);
	scene->op->actor.may = MAY_EDIT;
	assert_failed(scene, change(scene, schedule, TODAY, &ids),
		      ERR_NOT_PERMITTED);
	scene->op->actor.may = MAY_CREATE | MAY_EDIT;
	assert_ok(scene, change(scene, schedule, TODAY, &ids));
}

/* S14: both told, both new: it must be one of them. */
static void a_new_count_and_a_new_last_date_are_refused_together(void **state)
{
	struct scene *scene = *state;
	struct ids ids;
	struct schedule schedule = made(scene, 3, &ids);

	schedule.count = 5;
	schedule.until = day_of(2026, 8, 1);
	assert_failed(scene, change(scene, schedule, TODAY, &ids), ERR_INVALID);
}

/* S14: whatever is changed in one changes in those that follow. */
static void everything_of_a_session_goes_to_those_that_follow(void **state)
{
	struct scene *scene = *state;
	struct ids ids;
	struct schedule schedule = made(scene, 3, &ids);
	struct session session = scene_find(scene, ids.at[0]);
	struct session last;
	struct schedule row;

	session.zone = "Europe/Paris";
	session.terms.place = "Room 3";
	session.terms.public_note = "Bring the book.";
	session.terms.private_note = "Tired last time.";
	session.terms.service = scene->hourly;
	session.terms.practitioners = (struct ids){ &scene->ben, 1 };
	session.terms.clients = (struct ids){ scene->clients, 2 };
	assert_ok(scene, practice_session_change_scope(scene->op, scene->store,
						       &session, SCHEDULE_ALL));
	last = scene_find(scene, ids.at[2]);
	assert_string_equal(last.zone, "Europe/Paris");
	assert_string_equal(last.terms.place, "Room 3");
	assert_string_equal(last.terms.public_note, "Bring the book.");
	assert_string_equal(last.terms.private_note, "Tired last time.");
	assert_int_equal(last.terms.service, scene->hourly);
	assert_int_equal(last.terms.practitioners.at[0], scene->ben);
	assert_int_equal(last.terms.clients.count, 2);
	assert_int_equal(store_schedule_find(place_read(scene->place),
					     schedule.id, &row),
			 OK);
	assert_string_equal(row.zone, "Europe/Paris");
	assert_string_equal(row.terms.private_note, "Tired last time.");
	assert_int_equal(row.terms.service, scene->hourly);
	assert_int_equal(row.terms.practitioners.at[0], scene->ben);
	assert_int_equal(row.terms.clients.count, 2);
}

/* S14 */
static void a_change_of_nothing_leaves_those_that_follow(void **state)
{
	struct scene *scene = *state;
	struct ids ids;
	struct schedule schedule = made(scene, 3, &ids);
	struct session session = scene_find(scene, ids.at[0]);
	size_t audits = scene_audits(scene, "schedule", schedule.id);

	assert_ok(scene,
		  practice_session_change_scope(scene->op, scene->store,
						&session, SCHEDULE_FOLLOWING));
	assert_int_equal(scene_audits(scene, "schedule", schedule.id), audits);
}

/* A sibling that is another's meanwhile is not there to a practitioner. */
static void those_that_became_anothers_do_not_follow(void **state)
{
	struct scene *scene = *state;
	struct ids ids;
	struct session session;

	made(scene, 3, &ids);
	session = scene_find(scene, ids.at[1]);
	session.terms.practitioners = (struct ids){ &scene->ben, 1 };
	assert_ok(scene,
		  practice_session_change(scene->op, scene->store, &session));
	scene_as(scene, scene->maria);
	session = scene_find(scene, ids.at[0]);
	session.terms.place = "Room 3";
	assert_ok(scene, practice_session_change_scope(scene->op, scene->store,
						       &session, SCHEDULE_ALL));
	assert_null(scene_find(scene, ids.at[1]).terms.place);
	assert_string_equal(scene_find(scene, ids.at[2]).terms.place, "Room 3");
}

static enum err save(struct scene *scene, const struct save *save)
{
	struct session saved;

	operation_recover(scene->op);
	return practice_session_save(scene->op, scene->store, save, &saved);
}

static void an_override_is_for_everybody_of_the_session(void **state)
{
	struct scene *scene = *state;
	int64_t session = scene_session(scene, "2026-06-01T14:00:00Z", 60,
					scene->fixed, 1)
				  .id;
	struct save_client client = { .client = scene->clients[1],
				      .has_charge = true };
	struct save_practitioner wages[] = { { scene->maria, { -1 } },
					     { scene->ben, { 100 } } };
	struct save wish = { .session = session,
			     .type = "override",
			     .reason = "agreed",
			     .clients = &client,
			     .client_count = 1,
			     .wages = wages,
			     .wage_count = 2 };

	assert_failed(scene, save(scene, &wish), ERR_INVALID);
	assert_true(scene_field(scene, "clients", "person-unknown"));
	assert_true(scene_field(scene, "wage", "wage-range"));
	client.client = scene->clients[0];
	client.type = "missed";
	wages[0].wage.minor = 100;
	assert_failed(scene, save(scene, &wish), ERR_INVALID);
	assert_true(scene_field(scene, "clients", "type-with-override"));
	assert_true(scene_field(scene, "wages", "person-unknown"));
	client.type = "override";
	wish.wage_count = 1;
	assert_ok(scene, save(scene, &wish));
}

/* S21, S24: an override of other amounts is another save. */
static void every_difference_of_amounts_is_another_save(void **state)
{
	struct scene *scene = *state;
	int64_t session = scene_session(scene, "2026-06-01T14:00:00Z", 60,
					scene->fixed, 1)
				  .id;
	struct save_client client = { .client = scene->clients[0],
				      .has_charge = true,
				      .charge = { 1000 } };
	struct save_practitioner wage = { scene->maria, { 500 } };
	struct save wish = { .session = session,
			     .type = "override",
			     .reason = "agreed",
			     .clients = &client,
			     .client_count = 1,
			     .wages = &wage,
			     .wage_count = 1 };
	size_t audits;

	assert_ok(scene, save(scene, &wish));
	audits = scene_audits(scene, "session", session);
	assert_ok(scene, save(scene, &wish));
	assert_int_equal(scene_audits(scene, "session", session), audits);
	client.charge.minor = 1100;
	assert_ok(scene, save(scene, &wish));
	assert_true(scene_audits(scene, "session", session) > audits);
	audits = scene_audits(scene, "session", session);
	wage.wage.minor = 600;
	assert_ok(scene, save(scene, &wish));
	assert_true(scene_audits(scene, "session", session) > audits);
	assert_int_equal(
		scene_completion(scene, session).practitioners[0].wage.minor,
		600);
}

/* S21: deciding an amount for one client is an override, too. */
static void naming_an_override_for_one_client_is_the_offices(void **state)
{
	struct scene *scene = *state;
	int64_t session = scene_session(scene, "2026-06-01T14:00:00Z", 60,
					scene->fixed, 2)
				  .id;
	struct save_client client = { .client = scene->clients[0],
				      .type = "override" };
	struct save wish = { .session = session,
			     .type = "completed",
			     .clients = &client,
			     .client_count = 1 };

	scene_as(scene, scene->maria);
	assert_failed(scene, save(scene, &wish), ERR_OVERRIDE_DENIED);
	client.type = NULL;
	assert_ok(scene, save(scene, &wish));
	assert_string_equal(scene_completion(scene, session).clients[0].slug,
			    "completed");
}

/* S26: the cancellations tool takes "canceled", not whatever is disabled. */
static void a_removal_takes_no_other_disabled_type(void **state)
{
	struct scene *scene = *state;
	int64_t session = scene_session(scene, "2026-06-09T14:00:00Z", 60,
					scene->fixed, 1)
				  .id;
	struct save wish = { .session = session,
			     .type = "missed",
			     .cancels = true };

	place_sql(scene->place, "UPDATE completion_type SET enabled = 0"
				" WHERE slug IN ('missed', 'canceled')");
	assert_failed(scene, save(scene, &wish), ERR_UNKNOWN_STATUS);
	wish.type = "canceled";
	assert_ok(scene, save(scene, &wish));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(a_session_is_of_years_that_there_are),
		WITH_SCENE(a_session_without_a_zone_is_in_the_practices),
		WITH_SCENE(notes_must_be_text),
		WITH_SCENE(a_session_has_at_most_100_clients),
		WITH_SCENE(an_unknown_practitioner_is_refused_not_looked_up),
		WITH_SCENE(a_default_that_is_no_longer_given_makes_a_draft),
		WITH_SCENE(a_change_of_zone_is_a_change_of_time),
		WITH_SCENE(who_neither_edits_nor_creates_removes_no_draft),
		WITH_SCENE(a_schedule_says_what_can_be),
		WITH_SCENE(a_schedule_is_changed_from_a_day_near_to_it),
		WITH_SCENE(others_schedules_are_not_there_to_a_practitioner),
		WITH_SCENE(
			a_new_count_and_a_new_last_date_are_refused_together),
		WITH_SCENE(everything_of_a_session_goes_to_those_that_follow),
		WITH_SCENE(a_change_of_nothing_leaves_those_that_follow),
		WITH_SCENE(those_that_became_anothers_do_not_follow),
		WITH_SCENE(an_override_is_for_everybody_of_the_session),
		WITH_SCENE(every_difference_of_amounts_is_another_save),
		WITH_SCENE(naming_an_override_for_one_client_is_the_offices),
		WITH_SCENE(a_removal_takes_no_other_disabled_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
