#include "tests/unit/practice/money_fixture.h"

#include "practice/transfer/export_client.h"
#include "practice/transfer/export_practice.h"
#include "practice/session/rate.h"
#include "practice/session/service.h"

/* What was written, by name: "name\n" for each file, once. */
struct sink {
	struct operation *op;
	struct buf names, bytes;
	int writes, fails_at; /* 0: never */
};

static enum err sink_write(void *context, const char *name, struct slice bytes)
{
	struct sink *sink = context;

	if (++sink->writes == sink->fails_at)
		return fail(sink->op, ERR_STORAGE, "the disk is full");
	buf_printf(&sink->names, "%s\n", name);
	buf_slice(&sink->bytes, bytes);
	return OK;
}

static struct sink sink_of(struct clinic *clinic, int fails_at)
{
	struct sink sink = { .op = clinic->op, .fails_at = fails_at };

	buf_init(&sink.names, clinic->op->arena);
	buf_init(&sink.bytes, clinic->op->arena);
	return sink;
}

static struct reader *reader_of(struct clinic *clinic)
{
	struct reader *reader;

	assert_int_equal(store_reader_new(clinic->op, clinic->store, &reader),
			 OK);
	return reader;
}

static enum err whole(struct clinic *clinic, struct sink *sink)
{
	struct reader *reader = reader_of(clinic);
	enum err err = practice_export(clinic->op, reader, sink_write, sink);

	assert_null(store_reader_operation(reader));
	store_reader_free(reader);
	return err;
}

static enum err client(struct clinic *clinic, int64_t id, struct slice *zip)
{
	struct reader *reader = reader_of(clinic);
	const char *file = NULL;
	enum err err =
		practice_client_export(clinic->op, reader, id, &file, zip);

	assert_null(store_reader_operation(reader));
	store_reader_free(reader);
	if (!err)
		assert_string_equal(file, "C042.zip");
	return err;
}

static void busy_practice(struct clinic *clinic)
{
	struct contact contact = { .name = "Guardian", .phone = "+1" };
	struct money cost = { 777 };
	struct payment payment;
	struct session session;

	billing_saved(clinic, 1, 2);
	billing_reopen(clinic, billing_saved(clinic, 2, 1));
	billing_issued(clinic, 10);
	payment = billing_pay(clinic, 9000);
	assert_ok(clinic,
		  practice_refund_add(clinic->op, clinic->store, payment.id,
				      (struct money){ 100 }, NULL, &payment));
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic,
		  practice_contacts_set(clinic->op, clinic->store,
					clinic->clients[0], &contact, 1));
	assert_ok(clinic,
		  practice_rate_set(clinic->op, clinic->store,
				    clinic->clients[0], clinic->fixed, &cost));
	session = clinic_draft(clinic, "2026-06-20T10:00:00Z", 60,
			       clinic->fixed, 1);
	session.terms.practitioners.count = 0;
	session.terms.private_note = "private";
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
}

static void s49_the_whole_practice_is_written_and_nothing_twice(void **state)
{
	struct clinic *clinic = *state;
	struct sink first = sink_of(clinic, 0), again = sink_of(clinic, 0);

	busy_practice(clinic);
	assert_ok(clinic, whole(clinic, &first));
	assert_ok(clinic, whole(clinic, &again));
	assert_string_equal(first.names.at, again.names.at);
	assert_string_equal(first.bytes.at, again.bytes.at);
	assert_non_null(strstr(first.names.at, "ledger-proof.json\n"));
	assert_non_null(strstr(first.names.at, "sessions-of-nobody.ics\n"));
	assert_non_null(
		strstr(first.bytes.at, "C042,Guardian,,'+1,none,,,no\r\n"));
	assert_non_null(strstr(first.bytes.at, ",7.77,,,,\r\n"));
}

static void the_whole_practice_is_an_admins(void **state)
{
	struct clinic *clinic = *state;
	struct sink sink = sink_of(clinic, 0);

	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, whole(clinic, &sink), ERR_FORBIDDEN);
	assert_int_equal(sink.writes, 0);
}

static void a_write_that_fails_ends_the_export_wherever_it_is(void **state)
{
	struct clinic *clinic = *state;
	int fails_at = 0;
	enum err err;

	busy_practice(clinic);
	do {
		struct sink sink = sink_of(clinic, ++fails_at);

		operation_recover(clinic->op);
		err = whole(clinic, &sink);
		if (err) {
			assert_int_equal(err, ERR_STORAGE);
			assert_string_equal(clinic->op->failure.message,
					    "the disk is full");
			assert_int_equal(sink.writes, fails_at);
		}
	} while (err);
	assert_true(fails_at > 20);
}

static void a_client_gets_their_own_and_the_office_more(void **state)
{
	struct clinic *clinic = *state;
	struct slice own, office;

	busy_practice(clinic);
	assert_ok(clinic, client(clinic, clinic->clients[0], &office));
	clinic_as(clinic, clinic->clients[0]);
	assert_ok(clinic, client(clinic, clinic->clients[0], &own));
	assert_true(own.len < office.len);
	assert_memory_equal(own.at, "PK", 2);
}

static void others_have_no_export_and_it_tells_why(void **state)
{
	struct clinic *clinic = *state;
	struct slice zip;

	clinic_as(clinic, clinic->clients[1]);
	assert_failed(clinic, client(clinic, clinic->clients[0], &zip),
		      ERR_NOT_FOUND);
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, client(clinic, clinic->clients[0], &zip),
		      ERR_NOT_FOUND);
	clinic_as(clinic, clinic->admin);
	assert_failed(clinic, client(clinic, clinic->maria, &zip),
		      ERR_NOT_FOUND);
	assert_string_equal(clinic->op->failure.message,
			    "there is no such client");
	assert_failed(clinic, client(clinic, 9999, &zip), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(
			s49_the_whole_practice_is_written_and_nothing_twice),
		WITH_BILLING(the_whole_practice_is_an_admins),
		WITH_BILLING(a_write_that_fails_ends_the_export_wherever_it_is),
		WITH_BILLING(a_client_gets_their_own_and_the_office_more),
		WITH_BILLING(others_have_no_export_and_it_tells_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
