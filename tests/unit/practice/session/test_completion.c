#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "base/str.h"
#include "practice/session/service.h"
#include "store/verify.h"

static void check_balances(struct clinic *clinic, int64_t client,
			   int64_t income, int64_t tax, int64_t wages,
			   int64_t payable)
{
	assert_int_equal(
		clinic_sum(clinic, ACCOUNT_RECEIVABLE, clinic->clients[0])
			.minor,
		client);
	assert_int_equal(clinic_sum(clinic, ACCOUNT_INCOME, 0).minor, income);
	assert_int_equal(clinic_sum(clinic, ACCOUNT_TAX, 0).minor, tax);
	assert_int_equal(clinic_sum(clinic, ACCOUNT_WAGES, 0).minor, wages);
	assert_int_equal(
		clinic_sum(clinic, ACCOUNT_PAYABLE, clinic->maria).minor,
		payable);
}

static struct ledger_proof proof_of(struct clinic *clinic)
{
	struct ledger_proof proof;

	assert_int_equal(store_ledger_verify(place_read(clinic->place), &proof),
			 OK);
	return proof;
}

static void s36_saving_42_50_and_13_percent_posts_both_sides(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct completion c;
	struct audit audit;

	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	check_balances(clinic, 4803, -4250, -553, 3000, -3000);
	c = clinic_completion(clinic, session.id);
	assert_int_equal(c.saved_by, clinic->staff);
	assert_int_equal(c.channel, CHANNEL_API);
	assert_string_equal(c.device, "a test");
	assert_int_equal(c.saved_at.s, clinic_instant(CLINIC_AFTER).s);
	assert_true(proof_of(clinic).ok);
	audit = clinic_audit(clinic, "session", session.id);
	assert_string_equal(audit.action, "session.save");
	assert_string_equal(audit.channel, "api");
	assert_non_null(strstr(audit.before, "\"status\":\"open\""));
	assert_non_null(strstr(audit.after, "\"charge\":\"42.50\""));
}

static void s20_unsaved_sessions_count_nowhere(void **state)
{
	struct clinic *clinic = *state;

	for (int i = 0; i < 5; i++)
		clinic_past(clinic, 1);
	check_balances(clinic, 0, 0, 0, 0, 0);
	assert_int_equal(proof_of(clinic).transactions, 0);
}

static void s21_missed_costs_in_full_and_canceled_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct session missed = clinic_past(clinic, 1),
		       canceled = clinic_past(clinic, 1);

	assert_ok(clinic, clinic_save(clinic, canceled.id, "canceled"));
	check_balances(clinic, 0, 0, 0, 0, 0);
	assert_int_equal(clinic_completion(clinic, canceled.id).posting, 0);
	assert_ok(clinic, clinic_save(clinic, missed.id, "missed"));
	check_balances(clinic, 4803, -4250, -553, 3000, -3000);
}

static void s37_reopening_posts_exact_negatives(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct completion first;

	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	first = clinic_completion(clinic, session.id);
	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	check_balances(clinic, 0, 0, 0, 0, 0);
	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_OPEN);
	assert_string_equal(clinic_audit(clinic, "session", session.id).action,
			    "session.reopen");
	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	check_balances(clinic, 4803, -4250, -553, 3000, -3000);
	assert_int_equal(proof_of(clinic).transactions, 3);
	assert_true(proof_of(clinic).ok);
	assert_int_not_equal(clinic_completion(clinic, session.id).id,
			     first.id);
}

static void opening_an_open_session_changes_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);

	assert_ok(clinic, clinic_save(clinic, session.id, "open"));
	assert_int_equal(clinic_find(clinic, session.id).revision, 1);
	assert_int_equal(clinic_audits(clinic, "session", session.id), 1);
}

static void s24_the_same_save_twice_changes_nothing(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 2);
	struct save_client missed = { .client = clinic->clients[1],
				      .type = "missed" };
	struct save save = { .session = session.id,
			     .type = "completed",
			     .clients = &missed,
			     .client_count = 1 };
	struct completion first;

	assert_ok(clinic, clinic_save_as(clinic, &save));
	first = clinic_completion(clinic, session.id);
	clinic_at(clinic, "2026-06-08T22:00:00Z");
	assert_ok(clinic, clinic_save_as(clinic, &save));
	assert_int_equal(clinic_completion(clinic, session.id).id, first.id);
	assert_int_equal(clinic_find(clinic, session.id).revision, 2);
	assert_int_equal(clinic_audits(clinic, "session", session.id), 2);
	/* Without the exception it is another one. */
	save.client_count = 0;
	assert_ok(clinic, clinic_save_as(clinic, &save));
	assert_int_not_equal(clinic_completion(clinic, session.id).id,
			     first.id);
	assert_int_equal(proof_of(clinic).transactions, 3);
}

static void s24_another_status_over_a_stale_revision_conflicts(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct save save = { .session = session.id,
			     .revision = session.revision,
			     .type = "completed" };

	assert_ok(clinic, clinic_save_as(clinic, &save));
	/* The same over the revision before it is no conflict. */
	assert_ok(clinic, clinic_save_as(clinic, &save));
	save.type = "missed";
	assert_failed(clinic, clinic_save_as(clinic, &save), ERR_CONFLICT);
	save.type = "open";
	assert_failed(clinic, clinic_save_as(clinic, &save), ERR_CONFLICT);
	save.type = "missed";
	save.revision = 2;
	assert_ok(clinic, clinic_save_as(clinic, &save));
}

static void s28_editing_a_type_never_changes_past_saves(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct completion_type type;
	struct completion c;

	clinic_as(clinic, 0);
	clinic_type(clinic, "Late cancel", MAP_CANCELED, MODIFIER_PERCENTAGE,
		    50, 50);
	assert_ok(clinic, clinic_save(clinic, session.id, "late-cancel"));
	assert_int_equal(store_type_find(place_read(clinic->place),
					 "late-cancel", &type),
			 OK);
	type.client = 80;
	type.label = "Very late";
	assert_ok(clinic, whole_type_change(clinic->op, clinic->store, &type));
	assert_ok(clinic,
		  practice_type_archive(clinic->op, clinic->store, type.id));
	c = clinic_completion(clinic, session.id);
	assert_string_equal(c.label, "Late cancel");
	assert_int_equal(c.client_modifier, 50);
	assert_int_equal(c.clients[0].charge.minor, 2125);
	assert_int_equal(c.clients[0].tax.minor, 276);
	assert_int_equal(c.practitioners[0].wage.minor, 1500);
}

static void s33_fixed_25_and_10_charge_25_00_and_pay_10_00(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_session(clinic, "2026-06-08T20:00:00Z",
						50, clinic->hourly, 1);
	struct completion c;

	clinic_type(clinic, "Sick", MAP_MISSED, MODIFIER_FIXED, 25, 10);
	clinic_at(clinic, CLINIC_AFTER);
	assert_ok(clinic, clinic_save(clinic, session.id, "sick"));
	c = clinic_completion(clinic, session.id);
	assert_int_equal(c.clients[0].charge.minor, 2500);
	assert_int_equal(c.practitioners[0].wage.minor, 1000);
}

/* S34: full, late at 50 %, canceled. */
static struct completion mixed_group(struct clinic *clinic, int64_t service)
{
	struct session session =
		clinic_session(clinic, "2026-06-08T20:00:00Z", 60, service, 3);
	struct save_client exceptions[] = {
		{ .client = clinic->clients[1], .type = "late" },
		{ .client = clinic->clients[2], .type = "canceled" },
	};
	struct save save = { .session = session.id,
			     .type = "completed",
			     .clients = exceptions,
			     .client_count = 2 };

	clinic_type(clinic, "Late", MAP_COMPLETED, MODIFIER_PERCENTAGE, 50, 50);
	clinic_at(clinic, CLINIC_AFTER);
	assert_ok(clinic, clinic_save_as(clinic, &save));
	return clinic_completion(clinic, session.id);
}

static void s34_full_late_and_canceled_are_63_75_and_the_wage_30(void **state)
{
	struct clinic *clinic = *state;
	int64_t service = clinic_service(clinic, "Group", SERVICE_FIXED,
					 WAGE_SESSION, 4250, 3000, 0);
	struct completion c = mixed_group(clinic, service);

	assert_int_equal(c.clients[0].charge.minor, 4250);
	assert_int_equal(c.clients[1].charge.minor, 2125);
	assert_int_equal(c.clients[2].charge.minor, 0);
	assert_int_equal(clinic_sum(clinic, ACCOUNT_INCOME, 0).minor, -6375);
	assert_int_equal(c.practitioners[0].wage.minor, 3000);
	assert_string_equal(c.clients[1].slug, "late");
	assert_int_equal(c.clients[2].map, MAP_CANCELED);
}

static void s34_on_client_basis_the_wage_is_45(void **state)
{
	struct clinic *clinic = *state;
	int64_t service = clinic_service(clinic, "Group", SERVICE_FIXED,
					 WAGE_CLIENT, 4250, 3000, 0);
	struct completion c = mixed_group(clinic, service);

	assert_int_equal(c.practitioners[0].wage.minor, 4500);
}

static void s8_a_resave_resolves_the_price_anew(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct price price = { .effective_from = day_of(2026, 6, 1),
			       .cost = { 5000 },
			       .wage = { 3000 },
			       .tax_bp = 0 };

	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	assert_ok(clinic, practice_price_add(clinic->op, clinic->store,
					     clinic->fixed, &price));
	assert_int_equal(
		clinic_completion(clinic, session.id).clients[0].charge.minor,
		4250);
	assert_ok(clinic, clinic_save(clinic, session.id, "missed"));
	assert_int_equal(
		clinic_completion(clinic, session.id).clients[0].charge.minor,
		5000);
}

static void s21_an_override_takes_charge_wage_and_reason(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 2);
	struct save_client charges[] = {
		{ .client = clinic->clients[0],
		  .has_charge = true,
		  .charge = { 1000 } },
		{ .client = clinic->clients[1], .has_charge = true },
	};
	struct save_practitioner wage = { clinic->maria, { 500 } };
	struct save save = { .session = session.id,
			     .type = "override",
			     .clients = charges,
			     .client_count = 2,
			     .wages = &wage,
			     .wage_count = 1,
			     .reason = " The heating failed. " };
	struct completion c, again;

	assert_ok(clinic, clinic_save_as(clinic, &save));
	c = clinic_completion(clinic, session.id);
	assert_int_equal(c.clients[0].charge.minor, 1000);
	assert_int_equal(c.clients[0].tax.minor, 130);
	assert_int_equal(c.clients[0].base.minor, 4250);
	assert_int_equal(c.clients[1].charge.minor, 0);
	assert_int_equal(c.practitioners[0].wage.minor, 500);
	assert_int_equal(c.map, MAP_COMPLETED);
	assert_string_equal(c.reason, "The heating failed.");
	assert_null(strstr(clinic_audit(clinic, "session", session.id).after,
			   "heating"));
	assert_ok(clinic, clinic_save_as(clinic, &save));
	again = clinic_completion(clinic, session.id);
	assert_int_equal(again.id, c.id);
	wage.wage.minor = 600;
	assert_ok(clinic, clinic_save_as(clinic, &save));
	again = clinic_completion(clinic, session.id);
	assert_int_not_equal(again.id, c.id);
}

static void s21_an_override_without_its_parts_is_refused(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 2);
	struct save_client charge = { .client = clinic->clients[0],
				      .has_charge = true,
				      .charge = { -1 } };
	struct save save = { .session = session.id, .type = "override" };

	assert_failed(clinic, clinic_save_as(clinic, &save), ERR_INVALID);
	assert_true(clinic_field(clinic, "reason", "reason-missing"));
	assert_true(clinic_field(clinic, "charge", "charge-missing"));
	assert_true(clinic_field(clinic, "wage", "wage-missing"));
	save.clients = &charge;
	save.client_count = 1;
	assert_failed(clinic, clinic_save_as(clinic, &save), ERR_INVALID);
	assert_true(clinic_field(clinic, "charge", "charge-range"));
	assert_int_equal(clinic_find(clinic, session.id).state, SESSION_OPEN);
}

static void s21_a_practitioner_may_not_override(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct save_client charge = { .client = clinic->clients[0],
				      .has_charge = true };
	struct save save = { .session = session.id,
			     .type = "override",
			     .reason = "I say so" };

	clinic_as(clinic, clinic->maria);
	assert_failed(clinic, clinic_save_as(clinic, &save),
		      REFUSED(OVERRIDE_DENIED));
	save.type = "completed";
	save.clients = &charge;
	save.client_count = 1;
	assert_failed(clinic, clinic_save_as(clinic, &save),
		      REFUSED(OVERRIDE_DENIED));
}

static void amounts_without_an_override_are_refused(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct save_client charge = { .client = clinic->clients[0],
				      .has_charge = true };
	struct save_practitioner wage = { clinic->maria, { 500 } };
	struct save save = { .session = session.id,
			     .type = "completed",
			     .clients = &charge,
			     .client_count = 1,
			     .wages = &wage,
			     .wage_count = 1 };

	assert_failed(clinic, clinic_save_as(clinic, &save), ERR_INVALID);
	assert_true(clinic_field(clinic, "charges", "charge-without-override"));
	assert_true(clinic_field(clinic, "wages", "wage-without-override"));
}

static void unknown_disabled_and_archived_types_are_unknown(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 2);
	struct completion_type type;
	struct save_client exception = { .client = clinic->clients[1],
					 .type = "vanished" };
	struct save save = { .session = session.id,
			     .type = "completed",
			     .clients = &exception,
			     .client_count = 1 };
	int64_t id;

	clinic_as(clinic, 0);
	id = clinic_type(clinic, "Late", MAP_COMPLETED, MODIFIER_PERCENTAGE, 50,
			 50);
	assert_failed(clinic, clinic_save(clinic, session.id, "vanished"),
		      REFUSED(UNKNOWN_STATUS));
	assert_failed(clinic, clinic_save(clinic, session.id, NULL),
		      REFUSED(UNKNOWN_STATUS));
	assert_failed(clinic, clinic_save_as(clinic, &save),
		      REFUSED(UNKNOWN_STATUS));
	exception.type = "open";
	assert_failed(clinic, clinic_save_as(clinic, &save),
		      REFUSED(UNKNOWN_STATUS));
	assert_int_equal(
		store_type_find(place_read(clinic->place), "missed", &type),
		OK);
	type.enabled = false;
	assert_ok(clinic, whole_type_change(clinic->op, clinic->store, &type));
	assert_failed(clinic, clinic_save(clinic, session.id, "missed"),
		      REFUSED(UNKNOWN_STATUS));
	assert_ok(clinic, practice_type_archive(clinic->op, clinic->store, id));
	assert_failed(clinic, clinic_save(clinic, session.id, "late"),
		      REFUSED(UNKNOWN_STATUS));
}

static void s26_cancellations_take_canceled_even_where_disabled(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct completion_type type;
	struct save save = { .session = session.id, .type = "canceled" };

	clinic_as(clinic, 0);
	assert_int_equal(
		store_type_find(place_read(clinic->place), "canceled", &type),
		OK);
	type.enabled = false;
	assert_ok(clinic, whole_type_change(clinic->op, clinic->store, &type));
	assert_failed(clinic, clinic_save_as(clinic, &save),
		      REFUSED(UNKNOWN_STATUS));
	save.cancels = true;
	assert_ok(clinic, clinic_save_as(clinic, &save));
	assert_string_equal(clinic_completion(clinic, session.id).slug,
			    "canceled");
}

static void exceptions_name_each_client_of_the_session_once(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 2);
	struct save_client exceptions[] = {
		{ .client = clinic->clients[1], .type = "missed" },
		{ .client = clinic->clients[1], .type = "canceled" },
		{ .client = clinic->clients[2], .type = "missed" },
	};
	struct save save = { .session = session.id,
			     .type = "completed",
			     .clients = exceptions,
			     .client_count = 3 };

	assert_failed(clinic, clinic_save_as(clinic, &save), ERR_INVALID);
	assert_true(clinic_field(clinic, "clients", "person-twice"));
	assert_true(clinic_field(clinic, "clients", "person-unknown"));
}

static void a_refused_save_leaves_nothing_behind(void **state)
{
	struct clinic *clinic = *state;
	struct session session = clinic_past(clinic, 1);
	struct session_facts untouched = { .session.id = -1 };
	struct save save = { .session = session.id, .type = "vanished" };

	assert_failed(clinic,
		      practice_session_save(clinic->op, clinic->store, &save,
					    &untouched),
		      REFUSED(UNKNOWN_STATUS));
	assert_int_equal(untouched.session.id, -1);
	assert_int_equal(clinic_find(clinic, session.id).revision, 1);
	assert_int_equal(clinic_audits(clinic, "session", session.id), 1);
	assert_int_equal(proof_of(clinic).transactions, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s36_saving_42_50_and_13_percent_posts_both_sides),
		WITH_CLINIC(s20_unsaved_sessions_count_nowhere),
		WITH_CLINIC(s21_missed_costs_in_full_and_canceled_nothing),
		WITH_CLINIC(s37_reopening_posts_exact_negatives),
		WITH_CLINIC(opening_an_open_session_changes_nothing),
		WITH_CLINIC(s24_the_same_save_twice_changes_nothing),
		WITH_CLINIC(s24_another_status_over_a_stale_revision_conflicts),
		WITH_CLINIC(s28_editing_a_type_never_changes_past_saves),
		WITH_CLINIC(s33_fixed_25_and_10_charge_25_00_and_pay_10_00),
		WITH_CLINIC(
			s34_full_late_and_canceled_are_63_75_and_the_wage_30),
		WITH_CLINIC(s34_on_client_basis_the_wage_is_45),
		WITH_CLINIC(s8_a_resave_resolves_the_price_anew),
		WITH_CLINIC(s21_an_override_takes_charge_wage_and_reason),
		WITH_CLINIC(s21_an_override_without_its_parts_is_refused),
		WITH_CLINIC(s21_a_practitioner_may_not_override),
		WITH_CLINIC(amounts_without_an_override_are_refused),
		WITH_CLINIC(unknown_disabled_and_archived_types_are_unknown),
		WITH_CLINIC(
			s26_cancellations_take_canceled_even_where_disabled),
		WITH_CLINIC(exceptions_name_each_client_of_the_session_once),
		WITH_CLINIC(a_refused_save_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
