#include "store/session_list.h"

#include "store/actor.h"
#include "store/clash.h"
#include "store/session_stamp.h"
#include "tests/unit/store/transaction_fixture.h"

static struct session add(struct tx_fixture *fix, const char *uid,
			  int64_t hours, int64_t length, int64_t practitioner)
{
	struct session session = tx_session(
		fix, uid, (struct instant){ START + hours * HOUR },
		practitioner, tx_person(fix, ROLE_CLIENT, "Ada Brown"));

	session.span.end.s = session.span.start.s + length * HOUR;
	assert_int_equal(store_session_insert(fix->tx, &session), OK);
	return session;
}

static int64_t maria(struct tx_fixture *fix)
{
	return tx_person(fix, ROLE_PRACTITIONER, "Maria Lopez");
}

static void open_ones_come_by_their_end_a_page_at_a_time(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix);
	struct session long_one = add(fix, "u1", 0, 5, m);
	struct session short_one = add(fix, "u2", 1, 1, m);
	struct session late = add(fix, "u3", 9, 1, m);
	struct session_filter filter = { .open = true,
					 .ended_before = INSTANT_MAX,
					 .by_end = true,
					 .limit = 2 };
	struct session *list;
	size_t count;

	assert_int_equal(
		store_session_list(fix->reader, &filter, &list, &count), OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, short_one.id);
	assert_int_equal(list[0].terms.practitioners.at[0], m);
	assert_int_equal(list[1].id, long_one.id);
	filter.skip = 2;
	assert_int_equal(
		store_session_list(fix->reader, &filter, &list, &count), OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, late.id);
	assert_int_equal(list[0].terms.clients.count, 1);
}

static void how_they_stand_is_counted_whatever_the_filters_status(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), other = maria(fix);
	struct session draft = add(fix, "u1", 0, 1, m);
	struct session_filter filter = { .practitioner = m, .saved = true };
	const struct clash clashes[] = { { true, "c" }, { false, "u3" } };
	struct session meets;
	struct session_tally tally;

	draft.state = SESSION_DRAFT;
	assert_int_equal(store_session_update(fix->tx, &draft), OK);
	(void)add(fix, "u2", 1, 1, m);
	(void)add(fix, "u3", 2, 1, m);
	(void)add(fix, "u4", 9, 1, m);
	meets = add(fix, "u5", 1, 1, other);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
			store_clash_add(fix->tx, draft.id, &clashes[i]), OK);
		assert_int_equal(
			store_clash_add(fix->tx, meets.id, &clashes[i]), OK);
	}
	assert_int_equal(store_session_tally(
				 fix->reader, &filter,
				 (struct instant){ START + 3 * HOUR }, &tally),
			 OK);
	assert_int_equal(tally.drafts, 1);
	assert_int_equal(tally.open, 3);
	assert_int_equal(tally.to_save, 2);
	assert_int_equal(tally.saved, 0);
	assert_int_equal(tally.clashes, 1);
}

static void open_ones_are_counted_for_each_practitioner(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), other = maria(fix), idle = maria(fix);
	struct session gone = add(fix, "u1", 0, 1, idle);
	struct session both = add(fix, "u2", 1, 1, m);
	struct session_open *list;
	size_t count;

	gone.removed = gone.created;
	assert_int_equal(store_session_update(fix->tx, &gone), OK);
	both.terms.practitioners = tx_ids(fix, m, other);
	assert_int_equal(store_session_update(fix->tx, &both), OK);
	(void)add(fix, "u3", 2, 1, m);
	assert_int_equal(store_session_open_list(fix->reader, INSTANT_MAX,
						 &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].practitioner, m);
	assert_int_equal(list[0].count, 2);
	assert_int_equal(list[1].practitioner, other);
	assert_int_equal(list[1].count, 1);
	assert_int_equal(
		store_session_open_list(fix->reader,
					(struct instant){ START + 2 * HOUR },
					&list, &count),
		OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].count, 1);
	assert_int_equal(store_session_open_list(
				 fix->reader,
				 (struct instant){ START + 2 * HOUR - 1 },
				 &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void stamps_are_of_open_ones_of_these_practitioners(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t m = maria(fix), other = maria(fix), third = maria(fix);
	struct session draft = add(fix, "u1", 0, 1, m);
	struct session gone = add(fix, "u2", 1, 1, m);
	struct session late = add(fix, "u3", 5, 2, m);
	struct session early = add(fix, "u4", 3, 1, other);
	struct span span = { { START }, { START + 6 * HOUR } };
	struct ids both = tx_ids(fix, m, other);
	struct ids none = { 0 }, nobody = { .at = &third, .count = 1 };
	struct session_stamp *list;
	size_t count;

	draft.state = SESSION_DRAFT;
	assert_int_equal(store_session_update(fix->tx, &draft), OK);
	gone.removed = gone.created;
	assert_int_equal(store_session_update(fix->tx, &gone), OK);
	early.terms.practitioners = both;
	assert_int_equal(store_session_update(fix->tx, &early), OK);
	(void)add(fix, "u5", 6, 1, m);
	assert_int_equal(
		store_session_stamps(fix->reader, span, &both, &list, &count),
		OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, early.id);
	assert_int_equal(list[1].id, late.id);
	assert_int_equal(list[1].clients, 1);
	assert_int_equal(list[1].revision, late.revision);
	assert_int_equal(
		store_session_stamps(fix->reader, span, &none, &list, &count),
		OK);
	assert_int_equal(count, 2);
	assert_int_equal(
		store_session_stamps(fix->reader, span, &nobody, &list, &count),
		OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(open_ones_come_by_their_end_a_page_at_a_time),
		WITH_TX(how_they_stand_is_counted_whatever_the_filters_status),
		WITH_TX(open_ones_are_counted_for_each_practitioner),
		WITH_TX(stamps_are_of_open_ones_of_these_practitioners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
