#include "tests/unit/practice/practice_fixture.h"

#include "practice/calendar/facts_list.h"
#include "practice/session/pricing.h"
#include "practice/session/pricing_private.h"
#include "practice/session/quote.h"
#include "practice/session/rate.h"
#include "practice/session/service.h"

/* A completion of every client at a percentage, priced and not stored. */
static struct completion priced(struct clinic *clinic, int64_t session,
				int64_t client, int64_t practitioner)
{
	struct session found = clinic_find(clinic, session);
	struct arena *arena = clinic->op->arena;
	struct session_facts facts;
	struct completion c = {
		.slug = "completed",
		.modifier = MODIFIER_PERCENTAGE,
		.client_modifier = client,
		.practitioner_modifier = practitioner,
		.client_count = found.terms.clients.count,
		.practitioner_count = found.terms.practitioners.count,
	};

	c.clients = arena_array(arena, c.client_count, sizeof(*c.clients));
	c.practitioners = arena_array(arena, c.practitioner_count,
				      sizeof(*c.practitioners));
	for (size_t i = 0; i < c.client_count; i++)
		c.clients[i] = (struct completion_client){
			.client = found.terms.clients.at[i],
			.modifier = MODIFIER_PERCENTAGE,
			.client_modifier = client,
			.practitioner_modifier = practitioner,
		};
	for (size_t i = 0; i < c.practitioner_count; i++)
		c.practitioners[i].practitioner =
			found.terms.practitioners.at[i];
	assert_ok(clinic,
		  practice_facts_of(clinic->place->reader, &found, &facts));
	assert_ok(clinic, practice_price(clinic->place->reader, &facts, &c));
	return c;
}

static void pay_hourly(struct clinic *clinic, int64_t id, int64_t hourly,
		       int64_t bonus)
{
	struct practitioner_rate rate = {
		.effective_from = day_of(2026, 1, 1),
		.has_hourly = true,
		.hourly = { hourly },
		.bonus = { bonus },
	};

	assert_ok(clinic,
		  practice_pay_set(clinic->op, clinic->store, id, &rate));
}

static void s31_ten_an_hour_for_one_minute_is_17_cents(void **state)
{
	struct clinic *clinic = *state;
	int64_t service = clinic_service(clinic, "Ten", SERVICE_HOURLY,
					 WAGE_SESSION, 1000, 1000, 0);
	struct session session =
		clinic_session(clinic, "2026-06-08T20:00:00Z", 1, service, 1);
	struct completion c = priced(clinic, session.id, 100, 100);

	assert_int_equal(c.minutes, 1);
	assert_int_equal(c.clients[0].charge.minor, 17);
	assert_int_equal(c.practitioners[0].wage.minor, 17);
	assert_true(c.practitioners[0].hourly);
}

static void s31_a_fixed_service_costs_the_same_however_long(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-08T20:00:00Z",
						90, clinic->fixed, 1);
	struct completion c = priced(clinic, session.id, 100, 100);

	assert_int_equal(c.clients[0].charge.minor, 4250);
	assert_int_equal(c.practitioners[0].wage.minor, 3000);
	assert_false(c.practitioners[0].hourly);
	assert_string_equal(c.service_name, "Session");
}

static void s32_the_clients_own_rate_comes_first(void **state)
{
	struct clinic *clinic = *state;
	struct money own = { 3000 };
	struct session session = clinic_session(clinic, "2026-06-08T20:00:00Z",
						60, clinic->fixed, 2);
	struct completion c;

	assert_ok(clinic,
		  practice_rate_set(clinic->op, clinic->store,
				    clinic->clients[0], clinic->fixed, &own));
	c = priced(clinic, session.id, 100, 100);
	assert_int_equal(c.clients[0].charge.minor, 3000);
	assert_int_equal(c.clients[1].charge.minor, 4250);
	assert_ok(clinic,
		  practice_rate_set(clinic->op, clinic->store,
				    clinic->clients[0], clinic->fixed, NULL));
	c = priced(clinic, session.id, 100, 100);
	assert_int_equal(c.clients[0].charge.minor, 4250);
}

static void s32_25_and_3_are_28_an_hour_whatever_the_service(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-08T20:00:00Z",
						90, clinic->fixed, 1);
	struct completion c;

	pay_hourly(clinic, clinic->maria, 2500, 300);
	c = priced(clinic, session.id, 100, 100);
	assert_int_equal(c.practitioners[0].rate.minor, 2800);
	assert_int_equal(c.practitioners[0].wage.minor, 4200);
	assert_true(c.practitioners[0].hourly);
}

static void s32_own_hourly_pay_counts_once_for_each_client(void **state)
{
	struct clinic *clinic = *state;
	int64_t each = clinic_service(clinic, "Each", SERVICE_FIXED,
				      WAGE_CLIENT, 4250, 3000, 0);
	struct session session =
		clinic_session(clinic, "2026-06-08T20:00:00Z", 30, each, 3);
	struct completion c;

	pay_hourly(clinic, clinic->maria, 2800, 0);
	c = priced(clinic, session.id, 100, 100);
	assert_int_equal(c.practitioners[0].base.minor, 1400);
	assert_int_equal(c.practitioners[0].wage.minor, 4200);
}

static void s32_several_practitioners_each_earn_theirs_in_full(void **state)
{
	struct clinic *clinic = *state;
	int64_t both[] = { clinic->maria, clinic->ben };
	struct session session = clinic_draft(clinic, "2026-06-08T20:00:00Z",
					      60, clinic->fixed, 1);
	struct completion c;

	session.terms.practitioners = (struct ids){ both, 2 };
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	pay_hourly(clinic, clinic->ben, 2500, 300);
	c = priced(clinic, session.id, 100, 100);
	assert_int_equal(c.practitioners[0].wage.minor, 3000);
	assert_int_equal(c.practitioners[1].wage.minor, 2800);
}

static void s33_50_minutes_of_42_50_are_35_42_and_a_quarter_8_86(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-08T20:00:00Z",
						50, clinic->hourly, 1);
	struct completion c = priced(clinic, session.id, 25, 25);

	assert_int_equal(c.clients[0].rate.minor, 4250);
	assert_int_equal(c.clients[0].base.minor, 3542);
	assert_int_equal(c.clients[0].charge.minor, 886);
}

static void s33_fixed_modifiers_replace_in_whole_units(void **state)
{
	struct money base = { 3542 };

	(void)state;
	assert_int_equal(practice_modified(base, MODIFIER_FIXED, 25, 2).minor,
			 2500);
	assert_int_equal(practice_modified(base, MODIFIER_FIXED, 25, 0).minor,
			 25);
	assert_int_equal(practice_modified(base, MODIFIER_FIXED, 25, 3).minor,
			 25000);
	assert_int_equal(practice_modified(base, MODIFIER_FIXED, 0, 2).minor,
			 0);
	assert_int_equal(
		practice_modified(base, MODIFIER_PERCENTAGE, 25, 2).minor, 886);
	assert_int_equal(
		practice_modified(base, MODIFIER_PERCENTAGE, 999, 2).minor,
		35385);
	assert_int_equal(
		practice_modified(base, MODIFIER_PERCENTAGE, 0, 2).minor, 0);
}

static void s34_three_clients_pay_127_50_and_the_wage_is_30_once(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-08T20:00:00Z",
						60, clinic->fixed, 3);
	struct completion c = priced(clinic, session.id, 100, 100);
	int64_t sum = 0;

	for (size_t i = 0; i < c.client_count; i++)
		sum += c.clients[i].charge.minor;
	assert_int_equal(sum, 12750);
	assert_int_equal(c.practitioners[0].wage.minor, 3000);
}

static void s34_a_wage_per_client_is_90_for_three(void **state)
{
	struct clinic *clinic = *state;
	int64_t each = clinic_service(clinic, "Each", SERVICE_FIXED,
				      WAGE_CLIENT, 4250, 3000, 0);
	struct session session =
		clinic_session(clinic, "2026-06-08T20:00:00Z", 60, each, 3);
	struct completion c = priced(clinic, session.id, 100, 100);

	assert_int_equal(c.practitioners[0].wage.minor, 9000);
}

static void s35_13_percent_of_42_50_are_5_53_a_line(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-08T20:00:00Z",
						60, clinic->fixed, 3);
	struct completion c = priced(clinic, session.id, 100, 100);
	int64_t sum = 0;

	assert_int_equal(c.clients[0].tax.minor, 553);
	assert_int_equal(c.clients[0].tax_bp, 1300);
	for (size_t i = 0; i < c.client_count; i++)
		sum += c.clients[i].tax.minor;
	assert_int_equal(sum, 1659);
}

static void s8_prices_resolve_by_the_day_in_the_practices_zone(void **state)
{
	struct clinic *clinic = *state;
	struct price dearer = { .effective_from = day_of(2026, 6, 9),
				.cost = { 5000 },
				.wage = { 3500 },
				.tax_bp = 0 };
	/* 23:30 on the 8th in Toronto, already the 9th in UTC. */
	struct session before = clinic_session(clinic, "2026-06-09T03:30:00Z",
					       60, clinic->fixed, 1);
	struct session after = clinic_session(clinic, "2026-06-09T04:00:00Z",
					      60, clinic->fixed, 1);
	struct completion c;

	assert_ok(clinic, practice_price_add(clinic->op, clinic->store,
					     clinic->fixed, &dearer));
	c = priced(clinic, before.id, 100, 100);
	assert_int_equal(c.clients[0].charge.minor, 4250);
	c = priced(clinic, after.id, 100, 100);
	assert_int_equal(c.clients[0].charge.minor, 5000);
	assert_int_equal(c.practitioners[0].wage.minor, 3500);
	assert_int_equal(c.clients[0].tax.minor, 0);
}

static void s15_minutes_are_elapsed_over_a_change_of_clocks(void **state)
{
	struct clinic *clinic = *state;
	/* 00:30 to 02:30 on the wall of 1 November, three hours. */
	struct session session = clinic_session(clinic, "2026-11-01T04:30:00Z",
						180, clinic->hourly, 1);
	struct completion c = priced(clinic, session.id, 100, 100);

	assert_int_equal(c.minutes, 180);
	assert_int_equal(c.clients[0].charge.minor, 12750);
}

static enum err quote_as(struct clinic *clinic, int64_t person, int64_t session,
			 const char *type, struct quote *quote)
{
	struct session found = clinic_find(clinic, session);
	struct reader *reader = place_read(clinic->place);
	struct operation *op = store_reader_operation(reader);
	struct actor actor = op->actor;
	enum err err;

	clinic_as(clinic, person);
	op->actor = clinic->op->actor;
	err = practice_quote(reader, &found, type, quote);
	op->actor = actor;
	operation_recover(op);
	return err;
}

static void a_quote_is_what_saving_would_come_to(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 2);
	struct quote quote = { .charge = { 1 } };

	assert_int_equal(quote_as(clinic, clinic->maria, session.id,
				  "completed", &quote),
			 OK);
	assert_int_equal(quote.charge.minor, 2 * 4250);
	assert_int_equal(quote.wage.minor, 3000);
	assert_int_equal(quote.own.minor, 3000);
	assert_int_equal(quote_as(clinic, clinic->staff, session.id,
				  "completed", &quote),
			 OK);
	assert_int_equal(quote.wage.minor, 3000);
	assert_int_equal(quote.own.minor, 0);
	assert_int_not_equal(
		quote_as(clinic, clinic->staff, session.id, "fine", &quote),
		OK);
	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_OPEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_quote_is_what_saving_would_come_to),
		WITH_CLINIC(s31_ten_an_hour_for_one_minute_is_17_cents),
		WITH_CLINIC(s31_a_fixed_service_costs_the_same_however_long),
		WITH_CLINIC(s32_the_clients_own_rate_comes_first),
		WITH_CLINIC(s32_25_and_3_are_28_an_hour_whatever_the_service),
		WITH_CLINIC(s32_own_hourly_pay_counts_once_for_each_client),
		WITH_CLINIC(s32_several_practitioners_each_earn_theirs_in_full),
		WITH_CLINIC(
			s33_50_minutes_of_42_50_are_35_42_and_a_quarter_8_86),
		cmocka_unit_test(s33_fixed_modifiers_replace_in_whole_units),
		WITH_CLINIC(
			s34_three_clients_pay_127_50_and_the_wage_is_30_once),
		WITH_CLINIC(s34_a_wage_per_client_is_90_for_three),
		WITH_CLINIC(s35_13_percent_of_42_50_are_5_53_a_line),
		WITH_CLINIC(s8_prices_resolve_by_the_day_in_the_practices_zone),
		WITH_CLINIC(s15_minutes_are_elapsed_over_a_change_of_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
