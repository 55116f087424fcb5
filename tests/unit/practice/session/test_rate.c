#include "practice/session/rate.h"
#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/practice_fixture.h"

/* What practitioners get from a day on. */

static enum err set(struct clinic *clinic, int64_t person, int64_t hourly,
		    int64_t bonus)
{
	const struct practitioner_rate rate = {
		.effective_from = day_of(2026, 7, 1),
		.has_hourly = true,
		.hourly = { hourly },
		.bonus = { bonus },
	};

	return practice_pay_set(clinic->op, clinic->store, person, &rate);
}

static struct practitioner_rate stands(struct clinic *clinic, struct day day)
{
	struct practitioner_rate rate;

	assert_int_equal(store_practitioner_rate_on(place_read(clinic->place),
						    clinic->maria, day, &rate),
			 OK);
	return rate;
}

static void a_rate_holds_from_its_day_on(void **state)
{
	struct clinic *clinic = *state;

	clinic_as(clinic, clinic->staff);
	assert_ok(clinic, set(clinic, clinic->maria, 5000, 200));
	assert_int_equal(stands(clinic, day_of(2026, 7, 1)).hourly.minor, 5000);
	assert_int_equal(stands(clinic, day_of(2026, 7, 1)).bonus.minor, 200);
	assert_false(stands(clinic, day_of(2026, 6, 30)).has_hourly);
}

static void
only_practitioners_have_one_and_only_the_office_sets_it(void **state)
{
	struct clinic *clinic = *state;

	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, set(clinic, clinic->clients[0], 5000, 0),
		      ERR_NOT_FOUND);
	operation_recover(clinic->op);
	assert_failed(clinic, set(clinic, 999, 5000, 0), ERR_NOT_FOUND);
	operation_recover(clinic->op);
	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, set(clinic, clinic->maria, 5000, 0),
		      ERR_FORBIDDEN);
}

static void both_amounts_are_judged_at_once(void **state)
{
	struct clinic *clinic = *state;

	clinic_as(clinic, clinic->staff);
	assert_failed(clinic, set(clinic, clinic->maria, -1, -1), ERR_INVALID);
	assert_int_equal(clinic->op->failure.field_count, 2);
	operation_recover(clinic->op);
	assert_failed(clinic, set(clinic, clinic->maria, 1, -1), ERR_INVALID);
	assert_false(stands(clinic, day_of(2026, 7, 1)).has_hourly);
}

static enum err sets(void *context)
{
	struct clinic *clinic = context;

	return set(clinic, clinic->maria, 5000, 200);
}

static void no_rate_is_half_set(void **state)
{
	static const struct faults_case one = { "a rate", sets, false, false };
	struct clinic *clinic = *state;

	clinic_as(clinic, clinic->staff);
	faults_sweep(clinic->place, clinic->op, &one, clinic);
	assert_int_equal(stands(clinic, day_of(2026, 7, 1)).hourly.minor, 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_rate_holds_from_its_day_on),
		WITH_CLINIC(
			only_practitioners_have_one_and_only_the_office_sets_it),
		WITH_CLINIC(both_amounts_are_judged_at_once),
		WITH_CLINIC(no_rate_is_half_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
