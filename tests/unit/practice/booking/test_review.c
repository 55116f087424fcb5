#include "tests/unit/practice/practice_fixture.h"

#include "practice/booking/review.h"
#include "store/review.h"

struct item {
	const char *kind;
	int64_t session, person;
	int64_t id;
};

static enum err add_item(struct transaction *tx, void *context)
{
	struct item *item = context;
	struct review review = { .kind = item->kind,
				 .session = item->session,
				 .person = item->person,
				 .text = "Look at this." };
	enum err err = store_review_add(tx, &review);

	item->id = review.id;
	return err;
}

static int64_t item(struct clinic *clinic, const char *kind, int64_t session)
{
	struct item made = { kind, session, clinic->maria, 0 };

	place_write(clinic->place, add_item, &made, OK);
	return made.id;
}

static enum review_state state_of(struct clinic *clinic, int64_t id)
{
	struct review review;

	assert_int_equal(
		store_review_find(place_read(clinic->place), id, &review), OK);
	return review.state;
}

static void accepting_changes_nothing_but_the_item(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-10T20:00:00Z",
						50, clinic->fixed, 1);
	int64_t id = item(clinic, "deletes", session.id);

	clinic_as(clinic, clinic->maria);
	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  session.id));
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic,
		  practice_review_settle(clinic->op, clinic->store, id, false));
	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_SAVED);
	assert_int_equal(state_of(clinic, id), REVIEW_ACCEPTED);
	assert_string_equal(clinic_audit(clinic, "review", id).action,
			    "review.settle");
}

static void an_item_is_settled_once_and_by_the_office(void **state)
{
	struct clinic *clinic = *state;
	int64_t id = item(clinic, "refused", 0);

	clinic_as(clinic, clinic->maria);
	assert_failed(
		clinic,
		practice_review_settle(clinic->op, clinic->store, id, false),
		ERR_FORBIDDEN);
	clinic_as(clinic, clinic->staff);
	assert_failed(clinic,
		      practice_review_settle(clinic->op, clinic->store, id + 1,
					     false),
		      ERR_NOT_FOUND);
	assert_ok(clinic,
		  practice_review_settle(clinic->op, clinic->store, id, true));
	assert_failed(
		clinic,
		practice_review_settle(clinic->op, clinic->store, id, false),
		ERR_CONFLICT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(accepting_changes_nothing_but_the_item),
		WITH_CLINIC(an_item_is_settled_once_and_by_the_office),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
