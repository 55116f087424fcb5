#include "tests/unit/admin/api/api_fixture.h"
#include "tests/unit/practice/money_fixture.h"

/* Invoices, payments, payroll, accounts, reports and the ledger. */

static void s38_an_invoice_is_drafted_issued_printed_and_voided(void **state)
{
	struct clinic *clinic = *state;
	const char *made, *path;

	billing_saved(clinic, 1, 1);
	made = api_done(clinic, clinic->staff, "POST", "/api/invoices",
			"{\"client\":\"C042\",\"to\":\"2026-06-10\"}");
	assert_holds(made, "\"status\":\"draft\"");
	path = api_path(clinic, "/api/invoices/#", api_id(made));
	api_refused(clinic, clinic->clients[0], "GET", path, NULL, 404);
	assert_holds(api_done(clinic, clinic->staff, "POST",
			      api_path(clinic, "/api/invoices/#/issue",
				       api_id(made)),
			      NULL),
		     "\"due\":\"48.03\"");
	assert_holds(api_got(clinic, clinic->clients[0], path),
		     "\"status\":\"issued\"");
	assert_holds(
		api_got(clinic, clinic->staff,
			api_path(clinic, "/api/invoices/#.html", api_id(made))),
		"48.03");
	assert_holds(api_got(clinic, clinic->staff, "/api/invoices"),
		     "\"status\":\"issued\"");
	api_refused(clinic, clinic->staff, "POST",
		    api_path(clinic, "/api/invoices/#/void", api_id(made)),
		    NULL, 403);
	assert_holds(
		api_done(clinic, clinic->admin, "POST",
			 api_path(clinic, "/api/invoices/#/void", api_id(made)),
			 NULL),
		"\"status\":\"void\"");
	api_wrong(clinic, clinic->staff, "POST", "/api/invoices",
		  "{\"client\":\"C999\",\"to\":\"2026-06-10\"}", "client",
		  "client-unknown");
	api_refused(clinic, clinic->maria, "GET", "/api/invoices", NULL, 403);
}

static void s39_a_payment_comes_and_goes_back(void **state)
{
	struct clinic *clinic = *state;
	const char *made =
		api_done(clinic, clinic->staff, "POST", "/api/payments",
			 "{\"client\":\"C042\",\"amount\":\"100.00\","
			 "\"date\":\"2026-06-09\",\"method\":\"cash\"}");
	const char *path = api_path(clinic, "/api/payments/#", api_id(made));

	assert_holds(made, "\"unallocated\":\"100.00\"");
	assert_holds(api_got(clinic, clinic->staff, "/api/people/c042/balance"),
		     "\"credit\":\"100.00\"");
	api_done(clinic, clinic->staff, "POST",
		 api_path(clinic, "/api/payments/#/refund", api_id(made)),
		 "{\"amount\":\"40.00\"}");
	assert_holds(api_got(clinic, clinic->staff, path),
		     "\"unallocated\":\"60.00\"");
	assert_holds(api_got(clinic, clinic->staff, "/api/payments"),
		     "\"amount\":\"100.00\"");
	api_wrong(clinic, clinic->staff, "POST", "/api/payments",
		  "{\"client\":\"C042\",\"amount\":\"-1.00\"}", "amount",
		  "not-money");
	api_refused(clinic, clinic->maria, "GET", path, NULL, 403);
	api_refused(clinic, clinic->staff, "POST",
		    api_path(clinic, "/api/payments/#/void", api_id(made)),
		    NULL, 403);
}

static void s40_payroll_is_made_and_closed(void **state)
{
	struct clinic *clinic = *state;
	const char *made, *path;

	billing_saved(clinic, 1, 1);
	assert_holds(api_got(clinic, clinic->maria, "/api/people/maria/wages"),
		     "\"unpaid\":\"30.00\"");
	made = api_done(clinic, clinic->staff, "POST", "/api/payroll",
			"{\"to\":\"2026-06-10\"}");
	path = api_path(clinic, "/api/payroll/#", api_id(made));
	assert_holds(api_got(clinic, clinic->staff, path),
		     "\"amount\":\"30.00\"");
	path = api_path(clinic, "/api/payroll/#/close", api_id(made));
	api_refused(clinic, clinic->staff, "POST", path, NULL, 403);
	assert_holds(api_done(clinic, clinic->admin, "POST", path, NULL),
		     "\"status\":\"closed\"");
	assert_holds(api_got(clinic, clinic->staff, "/api/payroll"),
		     "\"status\":\"closed\"");
	api_wrong(clinic, clinic->staff, "POST", "/api/payroll",
		  "{\"to\":\"soon\"}", "to", "not-a-day");
	api_refused(clinic, clinic->maria, "GET", "/api/payroll", NULL, 403);
	api_refused(clinic, clinic->ben, "GET", "/api/people/maria/wages", NULL,
		    404);
}

static void s4_a_client_reads_their_own_statement_only(void **state)
{
	struct clinic *clinic = *state;

	billing_saved(clinic, 1, 1);
	assert_holds(api_got(clinic, clinic->clients[0],
			     "/api/people/c042/statement"),
		     "\"closing\":\"48.03\"");
	api_refused(clinic, clinic->clients[1], "GET",
		    "/api/people/c042/statement", NULL, 404);
	api_refused(clinic, clinic->maria, "GET", "/api/people/c042/balance",
		    NULL, 403);
	api_wrong(clinic, clinic->staff, "GET",
		  "/api/people/c042/statement?from=soon", NULL, "from",
		  "not-a-day");
}

static void s36_the_ledger_is_read_and_proved(void **state)
{
	struct clinic *clinic = *state;

	billing_saved(clinic, 1, 1);
	assert_holds(api_got(clinic, clinic->staff, "/api/ledger"),
		     "\"account\":\"receivable:C042\"");
	assert_holds(api_got(clinic, clinic->staff, "/api/ledger/verify"),
		     "\"ok\":true");
	api_refused(clinic, clinic->maria, "GET", "/api/ledger", NULL, 403);
	api_refused(clinic, clinic->clients[0], "GET", "/api/ledger/verify",
		    NULL, 403);
}

static void each_report_is_the_offices(void **state)
{
	struct clinic *clinic = *state;
	static const char *const reports[] = {
		"/api/reports/unsaved", "/api/reports/attendance",
		"/api/reports/revenue", "/api/reports/wages",
		"/api/reports/aged",
	};

	billing_saved(clinic, 1, 1);
	for (size_t i = 0; i < ARRAY_SIZE(reports); i++) {
		assert_holds(api_got(clinic, clinic->staff, reports[i]),
			     "\"items\":");
		api_refused(clinic, clinic->maria, "GET", reports[i], NULL,
			    403);
	}
	api_wrong(clinic, clinic->staff, "GET",
		  "/api/reports/revenue?from=soon", NULL, "from", "not-a-day");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(
			s38_an_invoice_is_drafted_issued_printed_and_voided),
		WITH_BILLING(s39_a_payment_comes_and_goes_back),
		WITH_BILLING(s40_payroll_is_made_and_closed),
		WITH_BILLING(s4_a_client_reads_their_own_statement_only),
		WITH_BILLING(s36_the_ledger_is_read_and_proved),
		WITH_BILLING(each_report_is_the_offices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
