#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/money_fixture.h"

#include "practice/money/invoice_known.h"
#include "practice/money/ledger_known.h"
#include "practice/money/payment_known.h"
#include "practice/money/payroll_known.h"
#include "practice/money/report_known.h"

/* What the cases leave to those behind them. */
struct swept {
	struct clinic *clinic;
	int64_t session, group, first, invoice, payment, run;
};

static enum err save_as(struct swept *swept, int64_t session, const char *type)
{
	struct clinic *clinic = swept->clinic;
	struct save save = { .session = session, .type = type };

	return practice_session_save(clinic->op, clinic->store, &save, NULL);
}

static enum err completes(void *context)
{
	struct swept *swept = context;

	return save_as(swept, swept->session, "completed");
}

static enum err reopens(void *context)
{
	struct swept *swept = context;

	return save_as(swept, swept->session, "open");
}

static enum err saves_again(void *context)
{
	struct swept *swept = context;

	return save_as(swept, swept->session, "missed");
}

static enum err resaves_over(void *context)
{
	struct swept *swept = context;

	return save_as(swept, swept->session, "completed");
}

static enum err saves_a_group(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	struct save_client clients[] = {
		{ .client = clinic->clients[1], .type = "missed" },
		{ .client = clinic->clients[2], .type = "canceled" },
	};
	struct save save = { .session = swept->group,
			     .type = "completed",
			     .clients = clients,
			     .client_count = ARRAY_SIZE(clients) };

	return practice_session_save(clinic->op, clinic->store, &save, NULL);
}

static enum err overrides_a_group(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	struct money amount = { 1234 };
	struct save_client clients[] = {
		{ clinic->clients[0], NULL, true, amount },
		{ clinic->clients[1], NULL, true, amount },
		{ clinic->clients[2], NULL, true, amount },
	};
	struct save_practitioner wage = { clinic->maria, amount };
	struct save save = { .session = swept->group,
			     .type = "override",
			     .reason = "agreed by phone",
			     .clients = clients,
			     .client_count = ARRAY_SIZE(clients),
			     .wages = &wage,
			     .wage_count = 1 };

	return practice_session_save(clinic->op, clinic->store, &save, NULL);
}

static enum err drafts(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	struct invoice invoice;
	enum err err = practice_invoice_draft(clinic->op, clinic->store,
					      clinic->clients[0],
					      billing_june(10), &invoice);

	if (!err)
		swept->invoice = invoice.id;
	if (!err && !swept->first)
		swept->first = invoice.id;
	return err;
}

static enum err issues(void *context)
{
	struct swept *swept = context;
	struct invoice invoice;

	return practice_invoice_issue(swept->clinic->op, swept->clinic->store,
				      swept->invoice, &invoice);
}

static enum err voids_an_invoice(void *context)
{
	struct swept *swept = context;
	struct invoice invoice;

	return practice_invoice_void(swept->clinic->op, swept->clinic->store,
				     swept->invoice, &invoice);
}

static enum err finds_an_invoice(void *context)
{
	struct swept *swept = context;
	struct invoice invoice;

	return practice_invoice_find(swept->clinic->place->reader,
				     swept->invoice, &invoice);
}

static enum err pays(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	struct payment_entry entry = { .client = clinic->clients[0],
				       .amount = { 7000 } };
	struct payment payment;
	enum err err = practice_payment_add(clinic->op, clinic->store, &entry,
					    &payment);

	if (!err)
		swept->payment = payment.id;
	return err;
}

static enum err pays_what_was_chosen(void *context)
{
	struct swept *swept = context;
	struct clinic *clinic = swept->clinic;
	struct payment_choice choice = { swept->first, { 100 } };
	struct payment_entry entry = { .client = clinic->clients[0],
				       .amount = { 100 },
				       .chooses = true,
				       .chosen = &choice,
				       .chosen_count = 1 };
	struct payment payment;

	return practice_payment_add(clinic->op, clinic->store, &entry,
				    &payment);
}

static enum err finds_a_payment(void *context)
{
	struct swept *swept = context;
	struct payment payment;

	return practice_payment_find(swept->clinic->place->reader,
				     swept->payment, &payment);
}

static enum err refunds(void *context)
{
	struct swept *swept = context;
	struct payment payment;

	return practice_refund_add(swept->clinic->op, swept->clinic->store,
				   swept->payment, (struct money){ 6900 }, NULL,
				   &payment);
}

static enum err voids_a_payment(void *context)
{
	struct swept *swept = context;
	struct payment payment;

	return practice_payment_void(swept->clinic->op, swept->clinic->store,
				     swept->payment, &payment);
}

static enum err makes_a_run(void *context)
{
	struct swept *swept = context;
	struct payroll run;
	enum err err =
		practice_payroll_add(swept->clinic->op, swept->clinic->store,
				     billing_june(10), &run);

	if (!err)
		swept->run = run.id;
	return err;
}

static enum err closes_a_run(void *context)
{
	struct swept *swept = context;
	struct payroll run;

	return practice_payroll_close(swept->clinic->op, swept->clinic->store,
				      swept->run, &run);
}

static enum err finds_a_run(void *context)
{
	struct swept *swept = context;
	struct payroll run;

	return practice_payroll_find(swept->clinic->place->reader, swept->run,
				     &run);
}

static const struct span always = { { 0 }, { INT64_C(4000000000) } };

static enum err reads_a_balance(void *context)
{
	struct swept *swept = context;
	struct client_balance balance;

	return practice_balance(swept->clinic->place->reader,
				swept->clinic->clients[0], &balance);
}

static enum err reads_a_statement(void *context)
{
	struct swept *swept = context;
	struct account_statement statement;

	return practice_statement(swept->clinic->place->reader,
				  swept->clinic->clients[0], always,
				  &statement);
}

static enum err reads_wages(void *context)
{
	struct swept *swept = context;
	struct wages wages;

	return practice_wages(swept->clinic->place->reader,
			      swept->clinic->maria, always, &wages);
}

static enum err reports_unsaved(void *context)
{
	struct swept *swept = context;
	struct session *list;
	size_t count;

	return practice_report_unsaved(swept->clinic->place->reader, always,
				       &list, &count);
}

static enum err reports_attendance(void *context)
{
	struct swept *swept = context;
	struct attendance *list;
	size_t count;

	return practice_report_attendance(swept->clinic->place->reader, always,
					  &list, &count);
}

static enum err reports_revenue(void *context)
{
	struct swept *swept = context;
	struct revenue *list;
	size_t count;

	return practice_report_revenue(swept->clinic->place->reader, always,
				       &list, &count);
}

static enum err reports_wages(void *context)
{
	struct swept *swept = context;
	struct earned *list;
	size_t count;

	return practice_report_wages(swept->clinic->place->reader, always,
				     &list, &count);
}

static enum err reports_aged(void *context)
{
	struct swept *swept = context;
	struct aged *list;
	size_t count;

	return practice_report_aged(swept->clinic->place->reader, &list,
				    &count);
}

static enum err knows_an_invoice(void *context)
{
	struct swept *swept = context;
	struct reader *reader = swept->clinic->place->reader;
	struct invoice_known known;
	struct practice practice;
	struct invoice invoice;
	enum err err = store_practice_load(reader, &practice);

	if (!err)
		err = practice_invoice_find(reader, swept->invoice, &invoice);
	return err ? err
		   : practice_invoice_known(reader, &practice, &invoice,
					    &known);
}

static enum err knows_a_payment(void *context)
{
	struct swept *swept = context;
	struct reader *reader = swept->clinic->place->reader;
	struct payment_known known;
	struct payment payment;
	enum err err = practice_payment_find(reader, swept->payment, &payment);

	return err ? err : practice_payment_known(reader, &payment, &known);
}

static enum err knows_a_run(void *context)
{
	struct swept *swept = context;
	struct reader *reader = swept->clinic->place->reader;
	struct payroll_known known;
	struct known_wage *wages;
	struct payroll run;
	size_t count;
	enum err err = practice_payroll_find(reader, swept->run, &run);

	if (!err)
		err = practice_payroll_known(reader, &run, &known);
	return err ? err : practice_payroll_wages(reader, &run, &wages, &count);
}

static enum err knows_the_ledger(void *context)
{
	struct swept *swept = context;
	struct reader *reader = swept->clinic->place->reader;
	struct posting *list;
	size_t count;
	enum err err = store_posting_list(reader, 0, 100, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct posting_known known;

		err = practice_posting_known(reader, &list[i], &known);
	}
	return err;
}

static enum err knows_who_is_to_save(void *context)
{
	struct swept *swept = context;
	struct reader *reader = swept->clinic->place->reader;
	struct known_unsaved known;
	struct practice practice;
	struct session session;
	enum err err = store_practice_load(reader, &practice);

	if (!err)
		err = store_session_find(reader, swept->group, &session);
	return err ? err
		   : practice_unsaved_known(reader, &practice, &session,
					    &known);
}

static enum err knows_who_owes_and_earns(void *context)
{
	struct swept *swept = context;
	struct reader *reader = swept->clinic->place->reader;
	const struct attendance came = { .client = swept->clinic->clients[0] };
	const struct earned earned = { .practitioner = swept->clinic->maria };
	const struct aged aged = { .client = swept->clinic->clients[0] };
	struct known_attendance known_came;
	struct known_earned known_earned;
	struct known_aged known_aged;
	enum err err = practice_attendance_known(reader, &came, &known_came);

	if (!err)
		err = practice_earned_known(reader, &earned, &known_earned);
	return err ? err : practice_aged_known(reader, &aged, &known_aged);
}

/* Saves, documents and what they leave, in an order in which each finds work:
 * the first session is saved, taken back, and saved again as something else. */
static const struct faults_case saving[] = {
	{ "a save", completes, false, false },
	{ "a re-opening", reopens, false, false },
	{ "another save", saves_again, false, false },
	{ "a save over a save", resaves_over, false, false },
	{ "a group with exceptions", saves_a_group, false, false },
};

static const struct faults_case paying[] = {
	{ "a draft invoice", drafts, false, false },
	{ "issuing", issues, false, false },
	{ "a payment", pays, false, false },
	{ "finding a payment", finds_a_payment, true, false },
	{ "a refund", refunds, false, false },
	{ "another payment", pays, false, false },
	{ "a re-opening of what was invoiced", reopens, false, false },
	{ "saving it again", completes, false, false },
	{ "a draft with a credit", drafts, false, false },
	{ "issuing it", issues, false, false },
	{ "finding an invoice", finds_an_invoice, true, false },
	{ "voiding a payment", voids_a_payment, false, false },
	{ "a chosen payment", pays_what_was_chosen, false, false },
	{ "voiding an invoice", voids_an_invoice, false, false },
	{ "a draft of the same", drafts, false, false },
	{ "a re-opening of what is on a draft", reopens, false, false },
	{ "dropping a draft", voids_an_invoice, false, false },
	{ "a payroll run", makes_a_run, false, false },
	{ "closing it", closes_a_run, false, false },
	{ "finding it", finds_a_run, true, false },
	{ "an override over a save that was paid", overrides_a_group, false,
	  false },
	{ "a run with a reversal", makes_a_run, false, false },
	{ "closing that", closes_a_run, false, false },
};

static const struct faults_case reading[] = {
	{ "balance", reads_a_balance, true, false },
	{ "statement", reads_a_statement, true, false },
	{ "wages", reads_wages, true, false },
	{ "report of unsaved", reports_unsaved, true, false },
	{ "report of attendance", reports_attendance, true, false },
	{ "report of revenue", reports_revenue, true, false },
	{ "report of wages", reports_wages, true, false },
	{ "aged report", reports_aged, true, false },
	{ "an invoice as it is shown", knows_an_invoice, true, false },
	{ "a payment as it is shown", knows_a_payment, true, false },
	{ "a payroll run as it is shown", knows_a_run, true, false },
	{ "the ledger as it is shown", knows_the_ledger, true, false },
	{ "a session to save as it is shown", knows_who_is_to_save, true,
	  false },
	{ "lines of reports as they are shown", knows_who_owes_and_earns, true,
	  false },
};

static struct swept tx_of(struct clinic *clinic)
{
	struct swept swept = { .clinic = clinic };

	swept.session = clinic_session(clinic, "2026-06-01T14:00:00Z", 60,
				       clinic->fixed, 1)
				.id;
	swept.group = clinic_session(clinic, "2026-06-02T14:00:00Z", 60,
				     clinic->hourly, 3)
			      .id;
	clinic_as(clinic, clinic->admin);
	return swept;
}

static void s24_no_save_is_half_done(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = tx_of(clinic);

	faults_sweep_all(clinic->place, clinic->op, saving, ARRAY_SIZE(saving),
			 &swept);
	billing_verify(clinic);
}

static void s38_s39_s40_no_document_is_half_done(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = tx_of(clinic);

	assert_ok(clinic, saves_again(&swept));
	assert_ok(clinic, saves_a_group(&swept));
	faults_sweep_all(clinic->place, clinic->op, paying, ARRAY_SIZE(paying),
			 &swept);
	billing_verify(clinic);
}

static void a_failing_disk_is_told_by_whoever_reads_money(void **state)
{
	struct clinic *clinic = *state;
	struct swept swept = tx_of(clinic);

	assert_ok(clinic, completes(&swept));
	assert_ok(clinic, saves_a_group(&swept));
	assert_ok(clinic, drafts(&swept));
	assert_ok(clinic, issues(&swept));
	assert_ok(clinic, pays(&swept));
	assert_ok(clinic, makes_a_run(&swept));
	assert_ok(clinic, closes_a_run(&swept));
	assert_ok(clinic, refunds(&swept));
	assert_ok(clinic, reopens(&swept));
	assert_ok(clinic, saves_again(&swept));
	assert_ok(clinic, resaves_over(&swept));
	clinic_session(clinic, "2026-06-03T14:00:00Z", 60, clinic->fixed, 2);
	faults_sweep_all(clinic->place, clinic->op, reading,
			 ARRAY_SIZE(reading), &swept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(s24_no_save_is_half_done),
		WITH_BILLING(s38_s39_s40_no_document_is_half_done),
		WITH_BILLING(a_failing_disk_is_told_by_whoever_reads_money),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
