#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/money_fixture.h"

#include "practice/booking/booking.h"
#include "practice/session/closure.h"
#include "practice/transfer/erase.h"
#include "practice/transfer/export.h"
#include "practice/people/feed.h"
#include "practice/session/schedule.h"
#include "practice/session/service.h"

static void add_event(struct scene *scene)
{
	struct object_put put = {
		.home = "maria",
		.path = "calendar",
		.name = "a.ics",
		.bytes = slice_of(
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
			"BEGIN:VEVENT\r\nUID:a\r\n"
			"DTSTAMP:20260608T120000Z\r\n"
			"DTSTART:20260609T160000Z\r\n"
			"END:VEVENT\r\nEND:VCALENDAR\r\n"),
	};
	struct object_result result;

	scene_as(scene, scene->maria);
	assert_ok(scene,
		  practice_object_put(scene->op, scene->store, &put, &result));
}

static void add_schedule(struct scene *scene)
{
	struct schedule schedule = {
		.days = 1,
		.repeat = REPEAT_WEEKLY,
		.count = 2,
		.enabled = true,
		.minutes = 60,
		.zone = SCENE_ZONE,
		.terms.service = scene->fixed,
		.terms.practitioners = { &scene->ben, 1 },
		.terms.clients = { scene->clients + 1, 1 },
	};
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = day_of(2026, 6, 22),
				   .to = day_of(2026, 6, 22) };
	struct ids made;

	assert_true(wall_parse("2026-06-15T16:00", &schedule.start));
	assert_ok(scene, practice_schedule_add(scene->op, scene->store,
					       &schedule, &made));
	assert_ok(scene,
		  practice_closure_add(scene->op, scene->store, &closure));
}

static void add_money(struct scene *scene)
{
	struct money cost = { 777 };
	struct payment payment;
	struct payroll run;

	till_saved(scene, 1, 2);
	till_reopen(scene, till_saved(scene, 2, 1));
	till_issued(scene, 10);
	payment = till_pay(scene, 9000);
	assert_ok(scene,
		  practice_refund_add(scene->op, scene->store, payment.id,
				      (struct money){ 100 }, NULL, &payment));
	till_saved_of(scene, 3, scene->hourly);
	till_draft(scene, 10);
	scene_as(scene, scene->admin);
	assert_ok(scene, practice_payroll_add(scene->op, scene->store,
					      till_june(10), &run));
	assert_ok(scene, practice_payroll_close(scene->op, scene->store, run.id,
						&run));
	assert_ok(scene,
		  practice_rate_set(scene->op, scene->store, scene->clients[0],
				    scene->fixed, &cost));
}

static void add_person(struct scene *scene)
{
	struct contact contact = { .name = "Guardian", .phone = "+1" };
	struct feed feed = { .person = scene->clients[0],
			     .label = "Phone",
			     .expires = INSTANT_MAX };
	const char *secret;
	int64_t token;

	assert_ok(scene, practice_contacts_set(scene->op, scene->store,
					       scene->clients[0], &contact, 1));
	assert_ok(scene,
		  practice_feed_add(scene->op, scene->store, &feed, &secret));
	assert_ok(scene, practice_token_add(scene->op, scene->store, "c042",
					    "iPhone", &secret, &token));
}

/* Alone in it, with notes; by an override, and removed. */
static void add_sessions(struct scene *scene)
{
	struct save_client charge = { scene->clients[0], NULL, true, { 500 } };
	struct save_practitioner wage = { scene->maria, { 100 } };
	struct session session =
		scene_draft(scene, "2026-06-05T10:00:00Z", 60, scene->fixed, 1);
	struct save save = { .type = "override",
			     .reason = "agreed",
			     .clients = &charge,
			     .client_count = 1,
			     .wages = &wage,
			     .wage_count = 1 };

	session.terms.place = "Room 2";
	session.terms.public_note = "public";
	session.terms.private_note = "private";
	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
	save.session = session.id;
	assert_ok(scene, practice_session_save(scene->op, scene->store, &save,
					       &session));
	session = scene_session(scene, "2026-06-06T10:00:00Z", 60, scene->fixed,
				1);
	assert_ok(scene,
		  practice_session_remove(scene->op, scene->store, session.id));
	scene_session(scene, "2026-06-07T10:00:00Z", 60, scene->fixed, 3);
	session =
		scene_draft(scene, "2026-06-20T10:00:00Z", 60, scene->fixed, 0);
	session.terms.practitioners.count = 0;
	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
}

static void fill(struct scene *scene)
{
	add_money(scene);
	add_person(scene);
	add_schedule(scene);
	add_sessions(scene);
	add_event(scene);
	scene_as(scene, scene->admin);
}

static enum err swallow(void *context, const char *name, struct slice bytes)
{
	size_t *written = context;

	*written += strlen(name) + bytes.len;
	return OK;
}

static enum err exports_the_practice(void *context)
{
	struct scene *scene = context;
	size_t written = 0;

	return practice_export(scene->op, scene->place->reader, swallow,
			       &written);
}

static enum err exports_a_client(void *context)
{
	struct scene *scene = context;
	const char *file;
	struct slice zip;
	enum err err;

	faults_fill(zip);
	err = practice_client_export(scene->op, scene->place->reader,
				     scene->clients[0], &file, &zip);
	return faults_kept(err, zip);
}

static enum err erases(void *context)
{
	struct scene *scene = context;

	return practice_person_erase(scene->op, scene->store, scene->clients[0],
				     NULL);
}

static void s49_an_export_that_cannot_be_read_whole_says_so(void **state)
{
	static const struct faults_case cases[] = {
		{ "the whole practice", exports_the_practice, false, false },
		{ "one client to the office", exports_a_client, false, false },
	};
	struct scene *scene = *state;

	fill(scene);
	faults_sweep_all(scene->place, scene->op, cases, ARRAY_SIZE(cases),
			 scene);
}

static void s49_a_clients_own_export_is_whole_or_none(void **state)
{
	static const struct faults_case own = { "one client to themselves",
						exports_a_client, false,
						false };
	struct scene *scene = *state;

	fill(scene);
	scene_as(scene, scene->clients[0]);
	faults_sweep(scene->place, scene->op, &own, scene);
}

/* The names are gone with the first transaction; making the file anew is work
 * that follows. */
static void s49_an_erasure_that_fails_is_done_again(void **state)
{
	static const struct faults_case erasing = { "an erasure", erases, false,
						    true };
	struct scene *scene = *state;

	fill(scene);
	faults_sweep(scene->place, scene->op, &erasing, scene);
	till_verify(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(s49_an_export_that_cannot_be_read_whole_says_so),
		WITH_TILL(s49_a_clients_own_export_is_whole_or_none),
		WITH_TILL(s49_an_erasure_that_fails_is_done_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
