#include "tests/unit/admin/api/api_fixture.h"

/* Settings, services, completion types, the audit log and reviews. */

static void everybody_reads_the_practice_and_an_admin_changes_it(void **state)
{
	struct clinic *clinic = *state;

	assert_holds(api_got(clinic, clinic->clients[0], "/api/practice"),
		     "\"name\":\"Willow Lane\"");
	assert_holds(api_done(clinic, clinic->admin, "PATCH", "/api/practice",
			      "{\"name\":\"Elm Street\"}"),
		     "\"name\":\"Elm Street\"");
	api_wrong(clinic, clinic->admin, "PATCH", "/api/practice",
		  "{\"zone\":\"Nowhere\"}", "zone", "zone-unknown");
	api_refused(clinic, clinic->staff, "PATCH", "/api/practice",
		    "{\"name\":\"Elm Street\"}", 403);
}

static void s8_the_office_adds_services_and_dated_prices(void **state)
{
	struct clinic *clinic = *state;
	const char *made = api_done(
		clinic, clinic->staff, "POST", "/api/services",
		"{\"name\":\"Speech\",\"kind\":\"fixed\","
		"\"cost\":\"42.50\",\"wage\":\"30.00\",\"tax_bp\":1300}");
	const char *prices =
		api_path(clinic, "/api/services/#/prices", api_id(made));

	assert_holds(made, "\"cost\":\"42.50\"");
	api_done(clinic, clinic->staff, "POST", prices,
		 "{\"effective_from\":\"2026-07-01\",\"cost\":\"45.00\","
		 "\"wage\":\"30.00\",\"tax_bp\":1300}");
	api_wrong(clinic, clinic->staff, "POST", prices,
		  "{\"effective_from\":\"soon\",\"cost\":\"45.00\","
		  "\"wage\":\"30.00\",\"tax_bp\":1300}",
		  "effective_from", "not-a-day");
	assert_holds(api_got(clinic, clinic->maria, "/api/services"),
		     "\"name\":\"Speech\"");
	api_refused(clinic, clinic->clients[0], "GET", "/api/services", NULL,
		    403);
	api_refused(clinic, clinic->maria, "POST", prices, "{}", 403);
}

static void s27_an_admin_makes_changes_and_archives_a_type(void **state)
{
	struct clinic *clinic = *state;
	const char *made =
		api_done(clinic, clinic->admin, "POST", "/api/completion-types",
			 "{\"label\":\"Late cancel\",\"map\":\"canceled\","
			 "\"modifier\":\"percentage\",\"client\":50,"
			 "\"practitioner\":50}");
	const char *path =
		api_path(clinic, "/api/completion-types/#", api_id(made));

	assert_holds(made, "\"slug\":\"late-cancel\"");
	assert_holds(api_done(clinic, clinic->admin, "PATCH", path,
			      "{\"client\":80}"),
		     "\"client\":80");
	api_wrong(clinic, clinic->admin, "PATCH", path, "{\"client\":1000}",
		  "client", "modifier-range");
	api_done(clinic, clinic->admin, "DELETE", path, NULL);
	api_refused(clinic, clinic->staff, "DELETE", path, NULL, 403);
	api_refused(clinic, clinic->clients[0], "GET", "/api/completion-types",
		    NULL, 403);
}

static void s48_what_was_changed_is_in_the_audit_log(void **state)
{
	struct clinic *clinic = *state;

	api_done(clinic, clinic->admin, "PATCH", "/api/practice",
		 "{\"name\":\"Elm Street\"}");
	assert_holds(api_got(clinic, clinic->staff, "/api/audit"),
		     "\"Elm Street\"");
	api_refused(clinic, clinic->maria, "GET", "/api/audit", NULL, 403);
}

static void reviews_are_for_the_office(void **state)
{
	struct clinic *clinic = *state;

	assert_holds(api_got(clinic, clinic->staff, "/api/review"),
		     "\"items\":[]");
	api_refused(clinic, clinic->staff, "POST", "/api/review/7/accept", NULL,
		    404);
	api_refused(clinic, clinic->maria, "GET", "/api/review", NULL, 403);
	api_refused(clinic, clinic->maria, "POST", "/api/review/7/undo", NULL,
		    403);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(
			everybody_reads_the_practice_and_an_admin_changes_it),
		WITH_CLINIC(s8_the_office_adds_services_and_dated_prices),
		WITH_CLINIC(s27_an_admin_makes_changes_and_archives_a_type),
		WITH_CLINIC(s48_what_was_changed_is_in_the_audit_log),
		WITH_CLINIC(reviews_are_for_the_office),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
