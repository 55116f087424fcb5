#include "tests/unit/practice/money_fixture.h"

#include "practice/transfer/export.h"
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

static struct sink sink_of(struct scene *scene, int fails_at)
{
	struct sink sink = { .op = scene->op, .fails_at = fails_at };

	buf_init(&sink.names, scene->op->arena);
	buf_init(&sink.bytes, scene->op->arena);
	return sink;
}

static struct reader *reader_of(struct scene *scene)
{
	struct reader *reader;

	assert_int_equal(store_reader_new(scene->op, scene->store, &reader),
			 OK);
	return reader;
}

static enum err whole(struct scene *scene, struct sink *sink)
{
	struct reader *reader = reader_of(scene);
	enum err err = practice_export(scene->op, reader, sink_write, sink);

	assert_null(store_reader_operation(reader));
	store_reader_free(reader);
	return err;
}

static enum err client(struct scene *scene, int64_t id, struct slice *zip)
{
	struct reader *reader = reader_of(scene);
	const char *file = NULL;
	enum err err =
		practice_client_export(scene->op, reader, id, &file, zip);

	assert_null(store_reader_operation(reader));
	store_reader_free(reader);
	if (!err)
		assert_string_equal(file, "C042.zip");
	return err;
}

static void busy_practice(struct scene *scene)
{
	struct contact contact = { .name = "Guardian", .phone = "+1" };
	struct money cost = { 777 };
	struct payment payment;
	struct session session;

	till_saved(scene, 1, 2);
	till_reopen(scene, till_saved(scene, 2, 1));
	till_issued(scene, 10);
	payment = till_pay(scene, 9000);
	assert_ok(scene,
		  practice_refund_add(scene->op, scene->store, payment.id,
				      (struct money){ 100 }, NULL, &payment));
	scene_as(scene, scene->admin);
	assert_ok(scene, practice_contacts_set(scene->op, scene->store,
					       scene->clients[0], &contact, 1));
	assert_ok(scene,
		  practice_rate_set(scene->op, scene->store, scene->clients[0],
				    scene->fixed, &cost));
	session =
		scene_draft(scene, "2026-06-20T10:00:00Z", 60, scene->fixed, 1);
	session.terms.practitioners.count = 0;
	session.terms.private_note = "private";
	assert_ok(scene,
		  practice_session_add(scene->op, scene->store, &session));
}

static void s49_the_whole_practice_is_written_and_nothing_twice(void **state)
{
	struct scene *scene = *state;
	struct sink first = sink_of(scene, 0), again = sink_of(scene, 0);

	busy_practice(scene);
	assert_ok(scene, whole(scene, &first));
	assert_ok(scene, whole(scene, &again));
	assert_string_equal(first.names.at, again.names.at);
	assert_string_equal(first.bytes.at, again.bytes.at);
	assert_non_null(strstr(first.names.at, "ledger-proof.json\n"));
	assert_non_null(strstr(first.names.at, "sessions-of-nobody.ics\n"));
	assert_non_null(strstr(first.bytes.at, "C042,Guardian,,'+1,none,\r\n"));
	assert_non_null(strstr(first.bytes.at, ",7.77\r\n"));
}

static void the_whole_practice_is_an_admins(void **state)
{
	struct scene *scene = *state;
	struct sink sink = sink_of(scene, 0);

	scene_as(scene, scene->staff);
	assert_failed(scene, whole(scene, &sink), ERR_FORBIDDEN);
	assert_int_equal(sink.writes, 0);
}

static void a_write_that_fails_ends_the_export_wherever_it_is(void **state)
{
	struct scene *scene = *state;
	int fails_at = 0;
	enum err err;

	busy_practice(scene);
	do {
		struct sink sink = sink_of(scene, ++fails_at);

		operation_recover(scene->op);
		err = whole(scene, &sink);
		if (err) {
			assert_int_equal(err, ERR_STORAGE);
			assert_string_equal(scene->op->failure.message,
					    "the disk is full");
			assert_int_equal(sink.writes, fails_at);
		}
	} while (err);
	assert_true(fails_at > 20);
}

static void a_client_gets_their_own_and_the_office_more(void **state)
{
	struct scene *scene = *state;
	struct slice own, office;

	busy_practice(scene);
	assert_ok(scene, client(scene, scene->clients[0], &office));
	scene_as(scene, scene->clients[0]);
	assert_ok(scene, client(scene, scene->clients[0], &own));
	assert_true(own.len < office.len);
	assert_memory_equal(own.at, "PK", 2);
}

static void others_have_no_export_and_it_tells_why(void **state)
{
	struct scene *scene = *state;
	struct slice zip;

	scene_as(scene, scene->clients[1]);
	assert_failed(scene, client(scene, scene->clients[0], &zip),
		      ERR_NOT_FOUND);
	scene_as(scene, scene->maria);
	assert_failed(scene, client(scene, scene->clients[0], &zip),
		      ERR_NOT_FOUND);
	scene_as(scene, scene->admin);
	assert_failed(scene, client(scene, scene->maria, &zip), ERR_NOT_FOUND);
	assert_string_equal(scene->op->failure.message,
			    "there is no such client");
	assert_failed(scene, client(scene, 9999, &zip), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(s49_the_whole_practice_is_written_and_nothing_twice),
		WITH_TILL(the_whole_practice_is_an_admins),
		WITH_TILL(a_write_that_fails_ends_the_export_wherever_it_is),
		WITH_TILL(a_client_gets_their_own_and_the_office_more),
		WITH_TILL(others_have_no_export_and_it_tells_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
