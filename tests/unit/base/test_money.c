#include "base/money.h"

#include "tests/unit/base/arena_fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

struct scaling {
	int64_t amount;
	int64_t numerator;
	int64_t denominator;
	int64_t wanted;
};

static const struct scaling scalings[] = {
	/* hourly: rate, minutes, 60 */
	{ 1000, 1, 60, 17 },
	{ 4250, 50, 60, 3542 },
	{ 4250, 60, 60, 4250 },
	{ 2800, 0, 60, 0 },
	{ 3000, 90, 60, 4500 },
	/* percentages */
	{ 3542, 25, 100, 886 },
	{ 4250, 50, 100, 2125 },
	{ 4250, 0, 100, 0 },
	{ 4250, 999, 100, 42458 },
	/* taxes, in hundredths of a percent */
	{ 4250, 1300, 10000, 553 },
	{ 4250, 0, 10000, 0 },
	{ 10000, 1, 10000, 1 },
	{ 4999, 1, 10000, 0 },
	{ 5000, 1, 10000, 1 }, /* half goes up */
	/* halves, both signs: a negative is the exact negative */
	{ 1, 1, 2, 1 },
	{ -1, 1, 2, -1 },
	{ 3, 1, 2, 2 },
	{ -3, 1, 2, -2 },
	{ 1, -1, 2, -1 },
	{ 1, 1, 3, 0 },
	{ 2, 1, 3, 1 },
	{ -2, 1, 3, -1 },
	{ -4250, 1300, 10000, -553 },
	/* products beyond 64 bits */
	{ INT64_C(1000000000000), 525600, 60, INT64_C(8760000000000000) },
	{ INT64_MAX, 3, 3, INT64_MAX },
	{ -INT64_MAX, 7, 7, -INT64_MAX },
	{ INT64_MAX, 1, INT64_MAX, 1 },
	{ INT64_MAX / 2, 1, INT64_MAX, 0 },
	{ INT64_MAX / 2 + 1, 1, INT64_MAX, 1 },
};

static void amounts_are_scaled_half_up(UNUSED void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(scalings); i++) {
		const struct scaling *s = &scalings[i];
		struct money got = money_scale((struct money){ s->amount },
					       s->numerator, s->denominator);

		if (got.minor != s->wanted)
			fail_msg("%lld x %lld / %lld gave %lld",
				 (long long)s->amount, (long long)s->numerator,
				 (long long)s->denominator,
				 (long long)got.minor);
	}
}

static void three_taxed_lines_of_42_50_owe_16_59(void **state)
{
	struct money tax = { 0 };

	for (int i = 0; i < 3; i++)
		tax = money_add(
			tax, money_scale((struct money){ 4250 }, 1300, 10000));
	assert_string_equal(money_text(*state, tax, 2), "16.59");
}

static void a_charge_of_42_50_at_13_percent_costs_48_03(void **state)
{
	struct money fee = { 4250 };
	struct money sum = money_add(fee, money_scale(fee, 1300, 10000));

	assert_string_equal(money_text(*state, sum, 2), "48.03");
	assert_int_equal(money_add(sum, money_negate(sum)).minor, 0);
}

static void amounts_are_written_with_the_currency_s_digits(void **state)
{
	struct money m = { 4250 };

	assert_string_equal(money_text(*state, m, 2), "42.50");
	assert_string_equal(money_text(*state, m, 0), "4250");
	assert_string_equal(money_text(*state, m, 3), "4.250");
	assert_string_equal(money_text(*state, m, 4), "0.4250");
	assert_string_equal(money_text(*state, (struct money){ -17 }, 2),
			    "-0.17");
	assert_string_equal(money_text(*state, (struct money){ 0 }, 2), "0.00");
	assert_string_equal(money_text(*state, (struct money){ INT64_MIN }, 2),
			    "-92233720368547758.08");
}

static void whole_units_are_money_of_the_currency(void **state)
{
	assert_string_equal(money_text(*state, money_of_units(25, 2), 2),
			    "25.00");
	assert_int_equal(money_of_units(25, 0).minor, 25);
	assert_int_equal(money_of_units(25, 3).minor, 25000);
	assert_int_equal(money_times((struct money){ -7 }, 3).minor, -21);
	assert_int_equal(
		money_subtract((struct money){ 5 }, (struct money){ 8 }).minor,
		-3);
}

static void amounts_are_compared(UNUSED void **state)
{
	const struct money less = { -2 }, zero = { 0 }, more = { 3 };

	assert_true(money_compare(less, more) < 0);
	assert_true(money_compare(more, less) > 0);
	assert_int_equal(money_compare(more, more), 0);
	assert_int_equal(money_sign(less), -1);
	assert_int_equal(money_sign(zero), 0);
	assert_int_equal(money_sign(more), 1);
	assert_true(money_is_zero(zero));
	assert_false(money_is_zero(less));
	assert_int_equal(money_min(more, less).minor, -2);
	assert_int_equal(money_min(less, more).minor, -2);
}

static void a_person_enters_nothing_below_zero_or_too_large(UNUSED void **state)
{
	assert_true(money_enterable((struct money){ 0 }));
	assert_true(money_enterable((struct money){ MONEY_LIMIT }));
	assert_false(money_enterable((struct money){ -1 }));
	assert_false(money_enterable((struct money){ MONEY_LIMIT + 1 }));
}

struct reading {
	const char *text;
	int digits;
	int64_t wanted; /* -1: refused */
};

static const struct reading readings[] = {
	{ "42.5", 2, 4250 },
	{ "42.50", 2, 4250 },
	{ "42", 2, 4200 },
	{ "0", 2, 0 },
	{ "0.01", 2, 1 },
	{ "007", 2, 700 },
	{ "25", 0, 25 },
	{ "1.234", 3, 1234 },
	{ "1.2", 3, 1200 },
	{ "10000000000.00", 2, MONEY_LIMIT },
	{ "1000000000000", 0, MONEY_LIMIT },
	{ "10000000000.01", 2, -1 },
	{ "1000000000001", 0, -1 },
	{ "1000000000000", 2, -1 },
	{ "99999999999999999999999999", 2, -1 },
	{ "42.505", 2, -1 },
	{ "42.500", 2, -1 },
	{ "25.0", 0, -1 },
	{ "25.", 0, -1 },
	{ "42.", 2, -1 },
	{ ".5", 2, -1 },
	{ "", 2, -1 },
	{ "-1", 2, -1 },
	{ "+1", 2, -1 },
	{ " 1", 2, -1 },
	{ "1 ", 2, -1 },
	{ "1,50", 2, -1 },
	{ "1.5.0", 2, -1 },
	{ "1e2", 2, -1 },
	{ "0x10", 2, -1 },
	{ "42.-5", 2, -1 },
};

static void u14_thousands_are_apart_and_a_minus_is_a_true_one(void **state)
{
	static const char *const pairs[][2] = {
		{ "0.17", "0.17" },
		{ "999.99", "999.99" },
		{ "1204.33", "1,204.33" },
		{ "-57.50", "\xE2\x88\x92"
			    "57.50" },
		{ "-1204.33", "\xE2\x88\x92"
			      "1,204.33" },
		{ "25", "25" },
		{ "1234567", "1,234,567" },
		{ "1000.125", "1,000.125" },
		{ "92233720368547758.07", "92,233,720,368,547,758.07" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		assert_string_equal(money_grouped(*state, pairs[i][0]),
				    pairs[i][1]);
}

static void decimals_are_read_exactly_or_not_at_all(UNUSED void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(readings); i++) {
		const struct reading *r = &readings[i];
		struct money got = { -1 };
		bool read = money_parse(r->text, r->digits, &got);

		if (read != (r->wanted >= 0) || got.minor != r->wanted)
			fail_msg("'%s' with %d digits gave %lld", r->text,
				 r->digits, (long long)got.minor);
	}
}

static void what_is_written_can_be_read(void **state)
{
	for (int digits = 0; digits <= 4; digits++) {
		for (int64_t minor = 0; minor < MONEY_LIMIT;
		     minor = minor * 3 + 7) {
			struct money m = { minor }, back = { -1 };

			assert_true(money_parse(money_text(*state, m, digits),
						digits, &back));
			assert_true(back.minor == minor);
		}
	}
}

static void currencies_have_their_digits(UNUSED void **state)
{
	assert_int_equal(currency_digits("JPY"), 0);
	assert_int_equal(currency_digits("KRW"), 0);
	assert_int_equal(currency_digits("CAD"), 2);
	assert_int_equal(currency_digits("EUR"), 2);
	assert_int_equal(currency_digits("USD"), 2);
	assert_int_equal(currency_digits("ZWG"), 2);
	assert_int_equal(currency_digits("BHD"), 3);
	assert_int_equal(currency_digits("TND"), 3);
	assert_int_equal(currency_digits("CLF"), 4);
}

static void what_is_no_currency_has_none(UNUSED void **state)
{
	static const char *const wrong[] = { "",     "C",   "CA",  "cad",
					     "CADX", "XXX", "XAU", "DEM",
					     "AD ",  "D A", " AE", "E\nA" };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(currency_digits(wrong[i]), -1);
	assert_int_equal(currency_digits(NULL), -1);
}

static void add_too_much(void)
{
	money_add((struct money){ INT64_MAX }, (struct money){ 1 });
}

static void negate_the_least(void)
{
	money_negate((struct money){ INT64_MIN });
}

static void subtract_too_much(void)
{
	money_subtract((struct money){ INT64_MIN }, (struct money){ 1 });
}

static void multiply_too_far(void)
{
	money_times((struct money){ INT64_MAX / 2 }, 3);
}

static void units_beyond_all_money(void)
{
	money_of_units(INT64_MAX, 2);
}

static void scale_too_far(void)
{
	money_scale((struct money){ INT64_MAX }, 2, 1);
}

static void an_overflow_ends_the_process(UNUSED void **state)
{
	void (*const overflows[])(void) = {
		add_too_much,     negate_the_least,       subtract_too_much,
		multiply_too_far, units_beyond_all_money, scale_too_far,
	};

	for (size_t i = 0; i < ARRAY_SIZE(overflows); i++) {
		pid_t child = fork();
		int status = 0;

		assert_true(child >= 0);
		if (child == 0) {
			signal(SIGABRT, SIG_DFL);
			overflows[i]();
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGABRT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ARENA(amounts_are_scaled_half_up),
		WITH_ARENA(three_taxed_lines_of_42_50_owe_16_59),
		WITH_ARENA(a_charge_of_42_50_at_13_percent_costs_48_03),
		WITH_ARENA(amounts_are_written_with_the_currency_s_digits),
		WITH_ARENA(u14_thousands_are_apart_and_a_minus_is_a_true_one),
		WITH_ARENA(decimals_are_read_exactly_or_not_at_all),
		WITH_ARENA(what_is_written_can_be_read),
		WITH_ARENA(currencies_have_their_digits),
		WITH_ARENA(what_is_no_currency_has_none),
		WITH_ARENA(whole_units_are_money_of_the_currency),
		WITH_ARENA(amounts_are_compared),
		WITH_ARENA(a_person_enters_nothing_below_zero_or_too_large),
		WITH_ARENA(an_overflow_ends_the_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
