#include "tests/unit/store/transaction_fixture.h"

#include "base/str.h"
#include "store/actor.h"
#include "store/erasure.h"
#include "store/outbox.h"
#include "store/run.h"

#include <string.h>

struct outbox_fixture {
	struct tx_fixture *fix;
	int64_t session, client;
};

static struct outbox_fixture open_fixture(void **state)
{
	struct outbox_fixture of = { .fix = *state };
	struct session session;
	int64_t maria = tx_person(of.fix, ROLE_PRACTITIONER, "Maria");

	of.client = tx_person(of.fix, ROLE_CLIENT, "Ada");
	session = tx_session(of.fix, "u", (struct instant){ START }, maria,
			     of.client);
	session.terms.service = tx_service(of.fix, "Speech");
	assert_int_equal(store_session_insert(of.fix->tx, &session), OK);
	of.session = session.id;
	return of;
}

static struct outbox row_of(const struct outbox_fixture *of, int64_t next)
{
	return (struct outbox){
		.session = of->session,
		.person = of->client,
		.address = "ada@example.org",
		.kind = NOTICE_CANCELED,
		.revision = 2,
		.span = { { START }, { START + HOUR } },
		.was = INSTANT_MIN,
		.state = OUTBOX_QUEUED,
		.next = { next },
		.stops = { next + 24 * HOUR },
	};
}

static void a_row_comes_back_as_it_was_put(void **state)
{
	struct outbox_fixture of = open_fixture(state);
	struct outbox row = row_of(&of, START), back;

	row.channel = NOTICE_BY_TEXT;
	row.urgent = true;
	row.data = "{}";
	row.was.s = START - HOUR;
	assert_int_equal(store_outbox_add(of.fix->tx, &row), OK);
	assert_int_equal(store_outbox_find(of.fix->reader, row.id, &back), OK);
	assert_int_equal(back.session, of.session);
	assert_int_equal(back.person, of.client);
	assert_string_equal(back.address, "ada@example.org");
	assert_int_equal(back.channel, NOTICE_BY_TEXT);
	assert_true(back.urgent);
	assert_int_equal(back.was.s, START - HOUR);
	assert_int_equal(back.span.end.s, START + HOUR);
	assert_int_equal(back.queued.s, of.fix->op->now.s);
	assert_null(back.reason);
	assert_int_equal(store_outbox_find(of.fix->reader, 99, &back),
			 ERR_NOT_FOUND);
}

static void the_table_refuses_the_same_notice(void **state)
{
	struct outbox_fixture of = open_fixture(state);
	struct outbox row = row_of(&of, START), other;

	assert_int_equal(store_outbox_add(of.fix->tx, &row), OK);
	assert_int_equal(store_outbox_add(of.fix->tx, &row), ERR_EXISTS);
	other = row;
	other.revision++;
	assert_int_equal(store_outbox_add(of.fix->tx, &other), OK);
	other = row;
	other.channel = NOTICE_BY_TEXT;
	assert_int_equal(store_outbox_add(of.fix->tx, &other), OK);
	other = row;
	other.kind = NOTICE_RESTORED;
	assert_int_equal(store_outbox_add(of.fix->tx, &other), OK);
	other = row;
	other.address = "pat@example.org";
	assert_int_equal(store_outbox_add(of.fix->tx, &other), OK);
}

static void what_is_due_comes_the_longest_due_first(void **state)
{
	struct outbox_fixture of = open_fixture(state);
	int64_t now = of.fix->op->now.s;
	struct outbox late = row_of(&of, now - 1), later = row_of(&of, now + 1);
	struct outbox early = row_of(&of, now - 5), sent = row_of(&of, now - 9);
	struct outbox *list;
	size_t count;

	late.revision = 3;
	later.revision = 4;
	sent.revision = 5;
	sent.state = OUTBOX_SENT;
	assert_int_equal(store_outbox_add(of.fix->tx, &late), OK);
	assert_int_equal(store_outbox_add(of.fix->tx, &later), OK);
	assert_int_equal(store_outbox_add(of.fix->tx, &early), OK);
	assert_int_equal(store_outbox_add(of.fix->tx, &sent), OK);
	assert_int_equal(store_outbox_due(of.fix->reader, 1, 10, &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, early.id);
	assert_int_equal(list[1].id, late.id);
	early.state = OUTBOX_LEASED;
	assert_int_equal(store_outbox_update(of.fix->tx, &early), OK);
	assert_int_equal(store_outbox_due(of.fix->reader, 1, 10, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(store_outbox_leased(of.fix->reader, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, early.id);
}

static void lists_go_by_session_state_and_page(void **state)
{
	struct outbox_fixture of = open_fixture(state);
	struct outbox_filter filter = { .session = of.session, .limit = 2 };
	struct outbox *list;
	size_t count;

	for (int i = 0; i < 3; i++) {
		struct outbox row = row_of(&of, START);

		row.revision = i + 1;
		row.state = i ? OUTBOX_QUEUED : OUTBOX_DEAD;
		assert_int_equal(store_outbox_add(of.fix->tx, &row), OK);
	}
	assert_int_equal(
		store_outbox_list(of.fix->reader, &filter, &list, &count), OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].revision, 3);
	filter.below = list[1].id;
	assert_int_equal(
		store_outbox_list(of.fix->reader, &filter, &list, &count), OK);
	assert_int_equal(count, 1);
	filter = (struct outbox_filter){ .states = 1U << OUTBOX_DEAD };
	assert_int_equal(
		store_outbox_list(of.fix->reader, &filter, &list, &count), OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].revision, 1);
	filter = (struct outbox_filter){ .skip = 2, .limit = 2 };
	assert_int_equal(
		store_outbox_list(of.fix->reader, &filter, &list, &count), OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].revision, 1);
	filter = (struct outbox_filter){ .session = of.session + 1 };
	assert_int_equal(
		store_outbox_list(of.fix->reader, &filter, &list, &count), OK);
	assert_int_equal(count, 0);
}

static void what_there_is_is_counted_by_state(void **state)
{
	struct outbox_fixture of = open_fixture(state);
	struct outbox_filter filter = { .session = of.session, .limit = 1 };
	size_t counts[OUTBOX_UNDONE + 1];

	for (int i = 0; i < 3; i++) {
		struct outbox row = row_of(&of, START);

		row.revision = i + 1;
		row.state = i ? OUTBOX_QUEUED : OUTBOX_DEAD;
		assert_int_equal(store_outbox_add(of.fix->tx, &row), OK);
	}
	assert_int_equal(store_outbox_counts(of.fix->reader, &filter, counts),
			 OK);
	assert_int_equal(counts[OUTBOX_QUEUED], 2);
	assert_int_equal(counts[OUTBOX_DEAD], 1);
	assert_int_equal(counts[OUTBOX_SENT], 0);
	filter.session++;
	assert_int_equal(store_outbox_counts(of.fix->reader, &filter, counts),
			 OK);
	assert_int_equal(counts[OUTBOX_QUEUED], 0);
}

static void an_address_is_stopped_and_let_go(void **state)
{
	struct outbox_fixture of = open_fixture(state);
	struct notice_stop stop = { .channel = NOTICE_BY_EMAIL,
				    .address = "a@b.org",
				    .cause = STOP_BOUNCED,
				    .reason = "550" };
	struct notice_stop back;
	struct reader *reader = of.fix->reader;

	assert_int_equal(store_stop_set(of.fix->tx, &stop), OK);
	stop.cause = STOP_ASKED;
	stop.reason = NULL;
	assert_int_equal(store_stop_set(of.fix->tx, &stop), OK);
	assert_int_equal(
		store_stop_find(reader, NOTICE_BY_EMAIL, "a@b.org", &back), OK);
	assert_int_equal(back.cause, STOP_ASKED);
	assert_null(back.reason);
	assert_int_equal(
		store_stop_find(reader, NOTICE_BY_TEXT, "a@b.org", &back),
		ERR_NOT_FOUND);
	assert_int_equal(
		store_stop_drop(of.fix->tx, NOTICE_BY_EMAIL, "a@b.org"), OK);
	assert_int_equal(
		store_stop_find(reader, NOTICE_BY_EMAIL, "a@b.org", &back),
		ERR_NOT_FOUND);
}

static void s49_erasure_takes_addresses_out(void **state)
{
	struct outbox_fixture of = open_fixture(state);
	struct outbox row = row_of(&of, START), other = row, back;
	struct notice_stop stop = { .address = row.address,
				    .cause = STOP_ASKED };

	row.reason = "550 no ada@example.org here";
	other.address = "pat@example.org";
	other.state = OUTBOX_SENT;
	assert_int_equal(store_outbox_add(of.fix->tx, &row), OK);
	assert_int_equal(store_outbox_add(of.fix->tx, &other), OK);
	assert_int_equal(store_stop_set(of.fix->tx, &stop), OK);
	assert_int_equal(store_person_erase(of.fix->tx, of.client), OK);
	assert_int_equal(store_outbox_find(of.fix->reader, row.id, &back), OK);
	assert_null(strchr(back.address, '@'));
	assert_null(back.reason);
	assert_int_equal(back.state, OUTBOX_DROPPED);
	assert_int_equal(store_outbox_find(of.fix->reader, other.id, &back),
			 OK);
	assert_null(strchr(back.address, '@'));
	assert_int_equal(back.state, OUTBOX_SENT);
	assert_int_equal(store_stop_find(of.fix->reader, NOTICE_BY_EMAIL,
					 row.address, &stop),
			 ERR_NOT_FOUND);
}

static void a_run_comes_back_with_its_sessions(void **state)
{
	struct outbox_fixture of = open_fixture(state);
	struct run run = { .asked_from = "2026-06-08",
			   .asked_to = "2026-06-09",
			   .practitioners = tx_ids(of.fix, 3, 5),
			   .hash = "h",
			   .message = "Snow.",
			   .notify = true,
			   .state = RUN_APPLYING };
	struct run_session row = { .session = of.session, .planned = 4 }, back;
	struct run_session *list;
	struct run found, *runs;
	struct ids open;
	size_t counts[OUTCOME_REFUSED + 1];
	size_t count;

	assert_int_equal(store_run_add(of.fix->tx, &run), OK);
	row.run = run.id;
	assert_int_equal(store_run_session_add(of.fix->tx, &row), OK);
	assert_int_equal(store_run_find(of.fix->reader, run.id, &found), OK);
	assert_string_equal(found.message, "Snow.");
	assert_ids(&found.practitioners, 3, 5);
	assert_true(found.notify && !found.cancel);
	row.outcome = OUTCOME_REFUSED;
	row.reason = "why";
	row.made = 5;
	row.undone = true;
	assert_int_equal(store_run_session_update(of.fix->tx, &row), OK);
	assert_int_equal(
		store_run_session_find(of.fix->reader, run.id, 0, &back), OK);
	assert_int_equal(back.made, 5);
	assert_true(back.undone);
	assert_string_equal(back.reason, "why");
	assert_int_equal(store_run_sessions(of.fix->reader, run.id, 0, SIZE_MAX,
					    &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(
		store_run_sessions(of.fix->reader, run.id, 1, 5, &list, &count),
		OK);
	assert_int_equal(count, 0);
	assert_int_equal(store_run_counts(of.fix->reader, run.id, counts), OK);
	assert_int_equal(counts[OUTCOME_REFUSED], 1);
	assert_int_equal(counts[OUTCOME_WAITING], 0);
	assert_int_equal(store_run_open(of.fix->reader, &open), OK);
	assert_ids(&open, run.id, 0);
	assert_int_equal(store_run_state(of.fix->tx, run.id, RUN_DONE), OK);
	assert_int_equal(store_run_open(of.fix->reader, &open), OK);
	assert_ids(&open, 0, 0);
	assert_int_equal(store_run_list(of.fix->reader, 0, 5, &runs, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(runs[0].state, RUN_DONE);
	assert_int_equal(store_run_find(of.fix->reader, 99, &found),
			 ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(a_row_comes_back_as_it_was_put),
		WITH_TX(the_table_refuses_the_same_notice),
		WITH_TX(what_is_due_comes_the_longest_due_first),
		WITH_TX(lists_go_by_session_state_and_page),
		WITH_TX(what_there_is_is_counted_by_state),
		WITH_TX(an_address_is_stopped_and_let_go),
		WITH_TX(s49_erasure_takes_addresses_out),
		WITH_TX(a_run_comes_back_with_its_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
