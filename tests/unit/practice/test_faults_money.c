#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/money_fixture.h"

#include "practice/money/allocation.h"
#include "practice/money/report.h"

/* What the cases leave to those behind them. */
struct desk {
	struct scene *scene;
	int64_t session, group, first, invoice, payment, run;
};

static enum err save_as(struct desk *desk, int64_t session, const char *type)
{
	struct scene *scene = desk->scene;
	struct save save = { .session = session, .type = type };
	struct session saved;

	return practice_session_save(scene->op, scene->store, &save, &saved);
}

static enum err completes(void *context)
{
	struct desk *desk = context;

	return save_as(desk, desk->session, "completed");
}

static enum err reopens(void *context)
{
	struct desk *desk = context;

	return save_as(desk, desk->session, "open");
}

static enum err saves_again(void *context)
{
	struct desk *desk = context;

	return save_as(desk, desk->session, "missed");
}

static enum err resaves_over(void *context)
{
	struct desk *desk = context;

	return save_as(desk, desk->session, "completed");
}

static enum err saves_a_group(void *context)
{
	struct desk *desk = context;
	struct scene *scene = desk->scene;
	struct save_client clients[] = {
		{ .client = scene->clients[1], .type = "missed" },
		{ .client = scene->clients[2], .type = "canceled" },
	};
	struct save save = { .session = desk->group,
			     .type = "completed",
			     .clients = clients,
			     .client_count = ARRAY_SIZE(clients) };
	struct session saved;

	return practice_session_save(scene->op, scene->store, &save, &saved);
}

static enum err overrides_a_group(void *context)
{
	struct desk *desk = context;
	struct scene *scene = desk->scene;
	struct money amount = { 1234 };
	struct save_client clients[] = {
		{ scene->clients[0], NULL, true, amount },
		{ scene->clients[1], NULL, true, amount },
		{ scene->clients[2], NULL, true, amount },
	};
	struct save_practitioner wage = { scene->maria, amount };
	struct save save = { .session = desk->group,
			     .type = "override",
			     .reason = "agreed by phone",
			     .clients = clients,
			     .client_count = ARRAY_SIZE(clients),
			     .wages = &wage,
			     .wage_count = 1 };
	struct session saved;

	return practice_session_save(scene->op, scene->store, &save, &saved);
}

static enum err drafts(void *context)
{
	struct desk *desk = context;
	struct scene *scene = desk->scene;
	struct invoice invoice;
	enum err err = practice_invoice_draft(scene->op, scene->store,
					      scene->clients[0], till_june(10),
					      &invoice);

	if (!err)
		desk->invoice = invoice.id;
	if (!err && !desk->first)
		desk->first = invoice.id;
	return err;
}

static enum err issues(void *context)
{
	struct desk *desk = context;
	struct invoice invoice;

	return practice_invoice_issue(desk->scene->op, desk->scene->store,
				      desk->invoice, &invoice);
}

static enum err voids_an_invoice(void *context)
{
	struct desk *desk = context;
	struct invoice invoice;

	return practice_invoice_void(desk->scene->op, desk->scene->store,
				     desk->invoice, &invoice);
}

static enum err finds_an_invoice(void *context)
{
	struct desk *desk = context;
	struct invoice invoice;

	return practice_invoice_find(desk->scene->place->reader, desk->invoice,
				     &invoice);
}

static enum err pays(void *context)
{
	struct desk *desk = context;
	struct scene *scene = desk->scene;
	struct payment_entry entry = { .client = scene->clients[0],
				       .amount = { 7000 } };
	struct payment payment;
	enum err err =
		practice_payment_add(scene->op, scene->store, &entry, &payment);

	if (!err)
		desk->payment = payment.id;
	return err;
}

static enum err pays_what_was_chosen(void *context)
{
	struct desk *desk = context;
	struct scene *scene = desk->scene;
	struct payment_choice choice = { desk->first, { 100 } };
	struct payment_entry entry = { .client = scene->clients[0],
				       .amount = { 100 },
				       .chooses = true,
				       .chosen = &choice,
				       .chosen_count = 1 };
	struct payment payment;

	return practice_payment_add(scene->op, scene->store, &entry, &payment);
}

static enum err finds_a_payment(void *context)
{
	struct desk *desk = context;
	struct payment payment;

	return practice_payment_find(desk->scene->place->reader, desk->payment,
				     &payment);
}

static enum err refunds(void *context)
{
	struct desk *desk = context;
	struct payment payment;

	return practice_refund_add(desk->scene->op, desk->scene->store,
				   desk->payment, (struct money){ 6900 }, NULL,
				   &payment);
}

static enum err voids_a_payment(void *context)
{
	struct desk *desk = context;
	struct payment payment;

	return practice_payment_void(desk->scene->op, desk->scene->store,
				     desk->payment, &payment);
}

static enum err makes_a_run(void *context)
{
	struct desk *desk = context;
	struct payroll run;
	enum err err = practice_payroll_add(desk->scene->op, desk->scene->store,
					    till_june(10), &run);

	if (!err)
		desk->run = run.id;
	return err;
}

static enum err closes_a_run(void *context)
{
	struct desk *desk = context;
	struct payroll run;

	return practice_payroll_close(desk->scene->op, desk->scene->store,
				      desk->run, &run);
}

static enum err finds_a_run(void *context)
{
	struct desk *desk = context;
	struct payroll run;

	return practice_payroll_find(desk->scene->place->reader, desk->run,
				     &run);
}

static const struct span always = { { 0 }, { INT64_C(4000000000) } };

static enum err reads_a_balance(void *context)
{
	struct desk *desk = context;
	struct client_balance balance;

	return practice_balance(desk->scene->place->reader,
				desk->scene->clients[0], &balance);
}

static enum err reads_a_statement(void *context)
{
	struct desk *desk = context;
	struct account_statement statement;

	return practice_statement(desk->scene->place->reader,
				  desk->scene->clients[0], always, &statement);
}

static enum err reads_wages(void *context)
{
	struct desk *desk = context;
	struct wages wages;

	return practice_wages(desk->scene->place->reader, desk->scene->maria,
			      always, &wages);
}

static enum err reports_unsaved(void *context)
{
	struct desk *desk = context;
	struct session *list;
	size_t count;

	return practice_report_unsaved(desk->scene->place->reader, always,
				       &list, &count);
}

static enum err reports_attendance(void *context)
{
	struct desk *desk = context;
	struct attendance *list;
	size_t count;

	return practice_report_attendance(desk->scene->place->reader, always,
					  &list, &count);
}

static enum err reports_revenue(void *context)
{
	struct desk *desk = context;
	struct revenue *list;
	size_t count;

	return practice_report_revenue(desk->scene->place->reader, always,
				       &list, &count);
}

static enum err reports_wages(void *context)
{
	struct desk *desk = context;
	struct earned *list;
	size_t count;

	return practice_report_wages(desk->scene->place->reader, always, &list,
				     &count);
}

static enum err reports_aged(void *context)
{
	struct desk *desk = context;
	struct aged *list;
	size_t count;

	return practice_report_aged(desk->scene->place->reader, &list, &count);
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
};

static struct desk desk_of(struct scene *scene)
{
	struct desk desk = { .scene = scene };

	desk.session = scene_session(scene, "2026-06-01T14:00:00Z", 60,
				     scene->fixed, 1)
			       .id;
	desk.group = scene_session(scene, "2026-06-02T14:00:00Z", 60,
				   scene->hourly, 3)
			     .id;
	scene_as(scene, scene->admin);
	return desk;
}

static void s24_no_save_is_half_done(void **state)
{
	struct scene *scene = *state;
	struct desk desk = desk_of(scene);

	faults_sweep_all(scene->place, scene->op, saving, ARRAY_SIZE(saving),
			 &desk);
	till_verify(scene);
}

static void s38_s39_s40_no_document_is_half_done(void **state)
{
	struct scene *scene = *state;
	struct desk desk = desk_of(scene);

	assert_ok(scene, saves_again(&desk));
	assert_ok(scene, saves_a_group(&desk));
	faults_sweep_all(scene->place, scene->op, paying, ARRAY_SIZE(paying),
			 &desk);
	till_verify(scene);
}

static void a_failing_disk_is_told_by_whoever_reads_money(void **state)
{
	struct scene *scene = *state;
	struct desk desk = desk_of(scene);

	assert_ok(scene, completes(&desk));
	assert_ok(scene, saves_a_group(&desk));
	assert_ok(scene, drafts(&desk));
	assert_ok(scene, issues(&desk));
	assert_ok(scene, pays(&desk));
	assert_ok(scene, makes_a_run(&desk));
	assert_ok(scene, closes_a_run(&desk));
	assert_ok(scene, reopens(&desk));
	scene_session(scene, "2026-06-03T14:00:00Z", 60, scene->fixed, 2);
	faults_sweep_all(scene->place, scene->op, reading, ARRAY_SIZE(reading),
			 &desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TILL(s24_no_save_is_half_done),
		WITH_TILL(s38_s39_s40_no_document_is_half_done),
		WITH_TILL(a_failing_disk_is_told_by_whoever_reads_money),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
