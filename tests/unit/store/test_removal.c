#include "tests/unit/store/transaction_fixture.h"

#include "base/str.h"
#include "store/actor.h"
#include "store/removal.h"
#include "store/review.h"

#define DAY (24 * HOUR)

/* A removal of a new session, `start` seconds behind START; not stored. */
static struct removal removal_of(struct tx_fixture *fix, const char *uid,
				 int64_t person, int64_t start)
{
	struct session session = tx_session(
		fix, uid, (struct instant){ START + start }, person, 0);

	session.state = SESSION_DRAFT;
	session.terms.clients.count = 0;
	assert_int_equal(store_session_insert(fix->tx, &session), OK);
	return (struct removal){
		.session = session.id,
		.person = person,
		.device = "phone",
		.shown = person,
		.uid = session.uid,
		.title = "digest",
		.starts = session.span.start,
		.revision = 2,
	};
}

static int64_t batch(struct tx_fixture *fix)
{
	struct review review = { .kind = "deletes", .text = "five" };

	assert_int_equal(store_review_add(fix->tx, &review), OK);
	return review.id;
}

static struct removal found(struct tx_fixture *fix, int64_t session)
{
	struct removal removal;

	assert_int_equal(store_removal_find(fix->reader, session, &removal),
			 OK);
	return removal;
}

static void a_removal_is_found_by_session_and_by_uid(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria");
	struct removal removal = removal_of(fix, "a", maria, HOUR);
	struct removal back;

	assert_int_equal(
		store_removal_find(fix->reader, removal.session, &back),
		ERR_NOT_FOUND);
	assert_int_equal(store_removal_put(fix->tx, &removal), OK);
	back = found(fix, removal.session);
	assert_int_equal(back.id, removal.id);
	assert_int_equal(back.person, maria);
	assert_int_equal(back.shown, maria);
	assert_string_equal(back.device, "phone");
	assert_string_equal(back.title, "digest");
	assert_int_equal(back.at.s, fix->op->now.s);
	assert_int_equal(back.starts.s, START + HOUR);
	assert_int_equal(back.revision, 2);
	assert_int_equal(back.completion, 0);
	assert_int_equal(back.review, 0);
	assert_int_equal(store_removal_find_uid(fix->reader, "a", &back), OK);
	assert_int_equal(back.session, removal.session);
	assert_int_equal(store_removal_find_uid(fix->reader, "A", &back),
			 ERR_NOT_FOUND);
}

static void the_last_removal_of_a_session_is_the_one_kept(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria");
	struct removal removal = removal_of(fix, "a", maria, 0);
	struct removal again = removal;

	removal.review = batch(fix);
	assert_int_equal(store_removal_put(fix->tx, &removal), OK);
	again.device = NULL;
	again.uid = "b";
	again.revision = 4;
	assert_int_equal(store_removal_put(fix->tx, &again), OK);
	assert_int_equal(again.id, removal.id);
	again = found(fix, removal.session);
	assert_null(again.device);
	assert_string_equal(again.uid, "b");
	assert_int_equal(again.revision, 4);
	assert_int_equal(again.review, 0);
}

static void recent_ones_are_a_persons_newest_first(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria");
	int64_t ben = tx_person(fix, ROLE_PRACTITIONER, "Ben");
	struct removal one = removal_of(fix, "a", maria, 0);
	struct removal two = removal_of(fix, "b", maria, 0);
	struct removal three = removal_of(fix, "c", ben, 0);
	struct instant first = fix->op->now;
	struct removal *list;
	size_t count;

	assert_int_equal(store_removal_put(fix->tx, &one), OK);
	fix->op->now.s += 60;
	assert_int_equal(store_removal_put(fix->tx, &two), OK);
	assert_int_equal(store_removal_put(fix->tx, &three), OK);
	assert_int_equal(store_removal_recent(fix->reader, maria,
					      (struct instant){ first.s - 1 },
					      &list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].session, two.session);
	assert_int_equal(list[1].session, one.session);
	assert_int_equal(
		store_removal_recent(fix->reader, maria, first, &list, &count),
		OK);
	assert_int_equal(count, 1);
}

static void a_batch_lists_its_removals_by_start(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria");
	struct removal late = removal_of(fix, "a", maria, DAY);
	struct removal early = removal_of(fix, "b", maria, 0);
	int64_t review = batch(fix);
	struct removal *list;
	size_t count;

	assert_int_equal(store_removal_put(fix->tx, &late), OK);
	assert_int_equal(store_removal_put(fix->tx, &early), OK);
	assert_int_equal(store_removal_hold(fix->tx, late.id, review), OK);
	assert_int_equal(store_removal_hold(fix->tx, early.id, review), OK);
	assert_int_equal(store_removal_hold(fix->tx, early.id + 9, review),
			 ERR_NOT_FOUND);
	assert_int_equal(
		store_removal_of_review(fix->reader, review, &list, &count),
		OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, early.id);
	assert_int_equal(list[1].id, late.id);
	assert_int_equal(store_removal_drop(fix->tx, early.id), OK);
	assert_int_equal(store_removal_drop(fix->tx, early.id), OK);
	assert_int_equal(
		store_removal_of_review(fix->reader, review, &list, &count),
		OK);
	assert_int_equal(count, 1);
}

static void rows_older_than_a_day_go_unless_they_are_in_a_batch(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria");
	struct removal loose = removal_of(fix, "a", maria, 0);
	struct removal held = removal_of(fix, "b", maria, 0);
	struct removal next = removal_of(fix, "c", maria, 0);
	struct removal back;

	held.review = batch(fix);
	assert_int_equal(store_removal_put(fix->tx, &loose), OK);
	assert_int_equal(store_removal_put(fix->tx, &held), OK);
	fix->op->now.s += DAY;
	assert_int_equal(store_removal_put(fix->tx, &next), OK);
	assert_int_equal(found(fix, loose.session).id, loose.id);
	fix->op->now.s += 1;
	assert_int_equal(store_removal_put(fix->tx, &next), OK);
	assert_int_equal(store_removal_find(fix->reader, loose.session, &back),
			 ERR_NOT_FOUND);
	assert_int_equal(found(fix, held.session).review, held.review);
}

static void a_removal_is_of_a_session_and_a_person_that_are_there(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria");
	struct removal removal = removal_of(fix, "a", maria, 0);
	struct removal wrong = removal;

	wrong.session += 100;
	assert_int_equal(store_removal_put(fix->tx, &wrong), ERR_STORAGE);
	wrong = removal;
	wrong.person = 999;
	assert_int_equal(store_removal_put(fix->tx, &wrong), ERR_STORAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(a_removal_is_found_by_session_and_by_uid),
		WITH_TX(the_last_removal_of_a_session_is_the_one_kept),
		WITH_TX(recent_ones_are_a_persons_newest_first),
		WITH_TX(a_batch_lists_its_removals_by_start),
		WITH_TX(rows_older_than_a_day_go_unless_they_are_in_a_batch),
		WITH_TX(a_removal_is_of_a_session_and_a_person_that_are_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
