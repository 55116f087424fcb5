#include "tests/unit/store/place_fixture.h"

#include "base/str.h"
#include "store/claim.h"
#include "store/people.h"

#define WEEK (7 * 24 * 3600)

static enum err add_person(struct transaction *tx, void *context)
{
	struct person *person = context;

	person->name = "Ada";
	return store_person_insert(tx, person);
}

static enum err refuse(struct transaction *tx, UNUSED void *context)
{
	return fail(store_tx_operation(tx), ERR_CONFLICT, "no");
}

static enum err answer(struct transaction *tx, void *context)
{
	return store_claim_answer(tx, context);
}

static struct claim claim_of(int64_t person, const char *key)
{
	return (struct claim){
		.person = person,
		.key = key,
		.request = digest_sha256(key, 1),
	};
}

static int64_t owner(struct place *place)
{
	struct person person = { .name = "Owner" };

	place_write(place, add_person, &person, OK);
	return person.id;
}

/* A write of the place's own operation, which carries the claim. */
static enum err write_with(struct place *place, struct claim *claim,
			   store_work *work, void *context)
{
	enum err err;

	place->op.claim = claim;
	err = store_write(&place->op, place->store, work, context);
	place->op.claim = NULL;
	return err;
}

static void a_claim_goes_with_the_first_write_of_its_operation(void **state)
{
	struct place *place = *state;
	struct claim claim = claim_of(owner(place), "k");
	struct claim found;
	struct person one = { 0 }, two = { 0 };

	assert_int_equal(write_with(place, &claim, add_person, &one), OK);
	assert_true(claim.recorded);
	assert_int_equal(write_with(place, &claim, add_person, &two), OK);
	assert_int_equal(
		store_claim_find(place_read(place), claim.person, "k", &found),
		OK);
	assert_true(digest_equal(&found.request, &claim.request));
	assert_int_equal(found.status, 0);
	assert_int_not_equal(one.id, two.id);
}

static void a_claim_that_is_taken_stops_the_write(void **state)
{
	struct place *place = *state;
	int64_t person = owner(place);
	struct claim first = claim_of(person, "k");
	struct claim second = claim_of(person, "k");
	struct person one = { 0 }, two = { 0 };

	assert_int_equal(write_with(place, &first, add_person, &one), OK);
	assert_int_equal(write_with(place, &second, add_person, &two),
			 ERR_EXISTS);
	assert_true(second.taken);
	assert_false(second.recorded);
	assert_int_equal(two.id, 0);
}

static void a_write_that_fails_leaves_no_claim(void **state)
{
	struct place *place = *state;
	struct claim claim = claim_of(owner(place), "k");
	struct claim found;
	struct person one = { 0 };

	assert_int_equal(write_with(place, &claim, refuse, NULL), ERR_CONFLICT);
	assert_false(claim.recorded || claim.taken);
	assert_int_equal(
		store_claim_find(place_read(place), claim.person, "k", &found),
		ERR_NOT_FOUND);
	assert_int_equal(write_with(place, &claim, add_person, &one), OK);
}

static void keys_are_a_persons_own(void **state)
{
	struct place *place = *state;
	struct claim mine = claim_of(owner(place), "k");
	struct claim theirs = claim_of(owner(place), "k");
	struct person one = { 0 };

	assert_int_equal(write_with(place, &mine, add_person, &one), OK);
	assert_int_equal(write_with(place, &theirs, add_person, &one), OK);
}

static void an_answer_is_kept_with_or_without_a_write(void **state)
{
	struct place *place = *state;
	struct claim claim = claim_of(owner(place), "k");
	struct claim found;

	claim.status = 201;
	claim.sealed = true;
	claim.body = slice_of("{\"id\":\"1\"}");
	place_write(place, answer, &claim, OK);
	claim.status = 200;
	claim.body = slice_of("");
	place_write(place, answer, &claim, OK);
	claim.body = slice_of("{}");
	place_write(place, answer, &claim, OK);
	assert_int_equal(
		store_claim_find(place_read(place), claim.person, "k", &found),
		OK);
	assert_int_equal(found.status, 200);
	assert_true(found.sealed);
	assert_true(slice_equal(found.body, slice_of("{}")));
}

static void a_claim_ends_after_a_week(void **state)
{
	struct place *place = *state;
	struct claim first = claim_of(owner(place), "k");
	struct claim again = claim_of(first.person, "k");
	struct claim found;
	struct person one = { 0 };

	assert_int_equal(write_with(place, &first, add_person, &one), OK);
	place->op.now.s += WEEK - 1;
	assert_int_equal(
		store_claim_find(place_read(place), first.person, "k", &found),
		OK);
	assert_int_equal(write_with(place, &again, add_person, &one),
			 ERR_EXISTS);
	place->op.now.s += 1;
	assert_int_equal(
		store_claim_find(place_read(place), first.person, "k", &found),
		ERR_NOT_FOUND);
	again.taken = false;
	assert_int_equal(write_with(place, &again, add_person, &one), OK);
}

static void a_key_of_201_characters_is_refused_by_the_database(void **state)
{
	struct place *place = *state;
	struct claim claim = claim_of(owner(place), "");
	char key[202] = { 0 };
	struct person one = { 0 };

	for (int i = 0; i < 201; i++)
		key[i] = 'k';
	claim.key = key;
	assert_int_equal(write_with(place, &claim, add_person, &one),
			 ERR_STORAGE);
	key[CLAIM_KEY_LIMIT] = '\0';
	assert_int_equal(write_with(place, &claim, add_person, &one), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_claim_goes_with_the_first_write_of_its_operation),
		IN_PLACE(a_claim_that_is_taken_stops_the_write),
		IN_PLACE(a_write_that_fails_leaves_no_claim),
		IN_PLACE(keys_are_a_persons_own),
		IN_PLACE(an_answer_is_kept_with_or_without_a_write),
		IN_PLACE(a_claim_ends_after_a_week),
		IN_PLACE(a_key_of_201_characters_is_refused_by_the_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
