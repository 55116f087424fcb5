#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/money_fixture.h"

#include "practice/people/credential.h"
#include "practice/booking/booking.h"
#include "practice/session/closure.h"
#include "practice/transfer/erase.h"
#include "practice/transfer/export_client.h"
#include "practice/transfer/export_practice.h"
#include "practice/people/feed.h"
#include "practice/session/schedule.h"
#include "practice/session/rate.h"
#include "practice/session/service.h"

static void add_event(struct clinic *clinic)
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

	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, practice_object_put(clinic->op, clinic->store, &put,
					      &result));
}

static void add_schedule(struct clinic *clinic)
{
	struct schedule schedule = {
		.days = 1,
		.repeat = REPEAT_WEEKLY,
		.count = 2,
		.enabled = true,
		.minutes = 60,
		.zone = CLINIC_ZONE,
		.terms.service = clinic->fixed,
		.terms.practitioners = { &clinic->ben, 1 },
		.terms.clients = { clinic->clients + 1, 1 },
	};
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = day_of(2026, 6, 22),
				   .to = day_of(2026, 6, 22) };
	struct ids made;

	assert_true(wall_parse("2026-06-15T16:00", &schedule.start));
	assert_ok(clinic, practice_schedule_add(clinic->op, clinic->store,
						&schedule, &made));
	assert_ok(clinic,
		  practice_closure_add(clinic->op, clinic->store, &closure));
}

static void add_money(struct clinic *clinic)
{
	struct money cost = { 777 };
	struct payment payment;
	struct payroll run;

	billing_saved(clinic, 1, 2);
	billing_reopen(clinic, billing_saved(clinic, 2, 1));
	billing_issued(clinic, 10);
	payment = billing_pay(clinic, 9000);
	assert_ok(clinic,
		  practice_refund_add(clinic->op, clinic->store, payment.id,
				      (struct money){ 100 }, NULL, &payment));
	billing_saved_of(clinic, 3, clinic->hourly);
	billing_draft(clinic, 10);
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_payroll_add(clinic->op, clinic->store,
					       billing_june(10), &run));
	assert_ok(clinic, practice_payroll_close(clinic->op, clinic->store,
						 run.id, &run));
	assert_ok(clinic,
		  practice_rate_set(clinic->op, clinic->store,
				    clinic->clients[0], clinic->fixed, &cost));
}

static void add_person(struct clinic *clinic)
{
	struct contact contact = { .name = "Guardian", .phone = "+1" };
	struct feed feed = { .person = clinic->clients[0],
			     .label = "Phone",
			     .expires = INSTANT_MAX };
	const char *secret;
	int64_t token;

	assert_ok(clinic,
		  practice_contacts_set(clinic->op, clinic->store,
					clinic->clients[0], &contact, 1));
	assert_ok(clinic,
		  practice_feed_add(clinic->op, clinic->store, &feed, &secret));
	assert_ok(clinic, practice_token_add(clinic->op, clinic->store, "c042",
					     "iPhone", &secret, &token));
}

/* Alone in it, with notes; by an override, and removed. */
static void add_sessions(struct clinic *clinic)
{
	struct save_client charge = { clinic->clients[0], NULL, true, { 500 } };
	struct save_practitioner wage = { clinic->maria, { 100 } };
	struct session session = clinic_draft(clinic, "2026-06-05T10:00:00Z",
					      60, clinic->fixed, 1);
	struct save save = { .type = "override",
			     .reason = "agreed",
			     .clients = &charge,
			     .client_count = 1,
			     .wages = &wage,
			     .wage_count = 1 };

	session.terms.place = "Room 2";
	session.terms.public_note = "public";
	session.terms.private_note = "private";
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	save.session = session.id;
	assert_ok(clinic, practice_session_save(clinic->op, clinic->store,
						&save, NULL));
	session = clinic_session(clinic, "2026-06-06T10:00:00Z", 60,
				 clinic->fixed, 1);
	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  session.id));
	clinic_session(clinic, "2026-06-07T10:00:00Z", 60, clinic->fixed, 3);
	session = clinic_draft(clinic, "2026-06-20T10:00:00Z", 60,
			       clinic->fixed, 0);
	session.terms.practitioners.count = 0;
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
}

static void fill(struct clinic *clinic)
{
	add_money(clinic);
	add_person(clinic);
	add_schedule(clinic);
	add_sessions(clinic);
	add_event(clinic);
	clinic_as(clinic, clinic->admin);
}

static enum err swallow(void *context, const char *name, struct slice bytes)
{
	size_t *written = context;

	*written += strlen(name) + bytes.len;
	return OK;
}

/* A disk that takes so many writes, and no more. */
struct disk {
	struct operation *op;
	int room, asked;
};

static enum err write_to(void *context, const char *name,
			 struct slice bytes UNUSED)
{
	struct disk *disk = context;

	if (disk->asked++ < disk->room)
		return OK;
	return fail(disk->op, ERR_FULL, "no room for %s", name);
}

static void s49_an_export_that_cannot_be_written_whole_says_so(void **state)
{
	struct clinic *clinic = *state;
	struct disk disk = { .op = clinic->op };
	enum err err;

	fill(clinic);
	do {
		disk.asked = 0;
		operation_recover(clinic->op);
		if (store_reader_operation(clinic->place->reader))
			store_reader_end(clinic->place->reader);
		err = practice_export(clinic->op, clinic->place->reader,
				      write_to, &disk);
		/* It asks for nothing more once it was refused. */
		if (err) {
			assert_int_equal(err, ERR_FULL);
			assert_non_null(strstr(clinic->op->failure.message,
					       "no room for "));
			assert_int_equal(disk.asked, disk.room + 1);
		}
		disk.room++;
	} while (err);
	assert_true(disk.asked > 15);
}

static enum err exports_the_practice(void *context)
{
	struct clinic *clinic = context;
	size_t written = 0;

	return practice_export(clinic->op, clinic->place->reader, swallow,
			       &written);
}

static enum err exports_a_client(void *context)
{
	struct clinic *clinic = context;
	const char *file;
	struct slice zip;
	enum err err;

	faults_fill(zip);
	err = practice_client_export(clinic->op, clinic->place->reader,
				     clinic->clients[0], &file, &zip);
	return faults_kept(err, zip);
}

static enum err erases(void *context)
{
	struct clinic *clinic = context;

	return practice_person_erase(clinic->op, clinic->store,
				     clinic->clients[0], NULL);
}

static void s49_an_export_that_cannot_be_read_whole_says_so(void **state)
{
	static const struct faults_case cases[] = {
		{ "the whole practice", exports_the_practice, false, false },
		{ "one client to the office", exports_a_client, false, false },
	};
	struct clinic *clinic = *state;

	fill(clinic);
	faults_sweep_all(clinic->place, clinic->op, cases, ARRAY_SIZE(cases),
			 clinic);
}

static void s49_a_clients_own_export_is_whole_or_none(void **state)
{
	static const struct faults_case own = { "one client to themselves",
						exports_a_client, false,
						false };
	struct clinic *clinic = *state;

	fill(clinic);
	clinic_as(clinic, clinic->clients[0]);
	faults_sweep(clinic->place, clinic->op, &own, clinic);
}

/* The names are gone with the first transaction; making the file anew is work
 * that follows. */
static void s49_an_erasure_that_fails_is_done_again(void **state)
{
	static const struct faults_case erasing = { "an erasure", erases, false,
						    true };
	struct clinic *clinic = *state;

	fill(clinic);
	faults_sweep(clinic->place, clinic->op, &erasing, clinic);
	billing_verify(clinic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(s49_an_export_that_cannot_be_read_whole_says_so),
		WITH_BILLING(
			s49_an_export_that_cannot_be_written_whole_says_so),
		WITH_BILLING(s49_a_clients_own_export_is_whole_or_none),
		WITH_BILLING(s49_an_erasure_that_fails_is_done_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
