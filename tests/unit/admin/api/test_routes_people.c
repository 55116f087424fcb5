#include "tests/unit/admin/api/api_fixture.h"

#include "practice/people/attempt.h"

/* People, their logins, clients' own rates, and all about one client. */

static void s4_the_office_adds_finds_and_changes_a_client(void **state)
{
	struct clinic *clinic = *state;
	const char *path = "/api/people/C070";

	api_done(clinic, clinic->staff, "POST", "/api/people",
		 "{\"name\":\"Eli Oak\",\"code\":\"C070\","
		 "\"roles\":[\"client\"]}");
	assert_holds(api_got(clinic, clinic->staff, path),
		     "\"name\":\"Eli Oak\"");
	api_done(clinic, clinic->staff, "PATCH", path,
		 "{\"phone\":\"+1 555\"}");
	assert_holds(api_got(clinic, clinic->staff, path),
		     "\"phone\":\"+1 555\"");
	assert_holds(api_got(clinic, clinic->staff, "/api/people"),
		     "\"code\":\"C070\"");
}

static void a_wrong_field_of_a_person_is_named(void **state)
{
	struct clinic *clinic = *state;

	api_wrong(clinic, clinic->admin, "POST", "/api/people",
		  "{\"name\":\"Eli\",\"roles\":[\"cook\"]}", "roles[0]",
		  "not-a-choice");
}

static void s4_clients_and_practitioners_add_nobody(void **state)
{
	struct clinic *clinic = *state;
	const char *body = "{\"name\":\"Eli\",\"roles\":[\"client\"]}";

	api_refused(clinic, clinic->maria, "POST", "/api/people", body, 403);
	api_refused(clinic, clinic->clients[0], "POST", "/api/people", body,
		    403);
	api_refused(clinic, clinic->clients[0], "GET", "/api/people/C051", NULL,
		    404);
}

static void s50_a_token_is_shown_once_and_revoked(void **state)
{
	struct clinic *clinic = *state;
	const char *made =
		api_done(clinic, clinic->maria, "POST",
			 "/api/people/maria/tokens", "{\"label\":\"Phone\"}");

	assert_holds(made, "\"secret\":\"");
	assert_lacks(api_got(clinic, clinic->maria, "/api/people/maria/tokens"),
		     "\"secret\":\"");
	api_done(clinic, clinic->maria, "DELETE",
		 api_path(clinic, "/api/people/maria/tokens/#", api_id(made)),
		 NULL);
	api_wrong(clinic, clinic->maria, "POST", "/api/people/maria/tokens",
		  "{}", "label", "label-missing");
	api_refused(clinic, clinic->ben, "POST", "/api/people/maria/tokens",
		    "{\"label\":\"Phone\"}", 404);
}

static void s50_a_feed_says_busy_unless_more_is_chosen(void **state)
{
	struct clinic *clinic = *state;

	assert_holds(api_done(clinic, clinic->maria, "POST",
			      "/api/people/maria/feeds",
			      "{\"label\":\"Wall\"}"),
		     "\"level\":\"busy\"");
	api_wrong(clinic, clinic->maria, "POST", "/api/people/maria/feeds",
		  "{\"label\":\"Wall\",\"level\":\"all\"}", "level",
		  "not-a-choice");
}

static void s32_a_client_has_an_own_rate_until_it_is_removed(void **state)
{
	struct clinic *clinic = *state;
	const char *path =
		api_path(clinic, "/api/people/c042/rates/#", clinic->fixed);

	assert_holds(api_done(clinic, clinic->staff, "PUT", path,
			      "{\"cost\":\"35.00\"}"),
		     "\"cost\":\"35.00\"");
	api_done(clinic, clinic->staff, "DELETE", path, NULL);
	api_refused(clinic, clinic->staff, "DELETE", path, NULL, 404);
	api_wrong(clinic, clinic->staff, "PUT", path, "{\"cost\":\"3.5.\"}",
		  "cost", "not-money");
	api_refused(clinic, clinic->maria, "PUT", path, "{\"cost\":\"35.00\"}",
		    403);
}

static void s49_a_client_is_exported_and_erased(void **state)
{
	struct clinic *clinic = *state;
	const struct http_response *zip =
		api_send(clinic, clinic->clients[0], "GET",
			 "/api/people/c042/export", NULL);

	assert_int_equal(zip->status, 200);
	assert_memory_equal(zip->body, "PK", 2);
	api_refused(clinic, clinic->maria, "GET", "/api/people/c042/export",
		    NULL, 403);
	api_refused(clinic, clinic->staff, "POST", "/api/people/c042/erase",
		    "{\"confirm\":\"C042\"}", 403);
	api_wrong(clinic, clinic->admin, "POST", "/api/people/c042/erase",
		  "{\"confirm\":\"C051\"}", "confirm", "confirm-differs");
	assert_holds(api_done(clinic, clinic->admin, "POST",
			      "/api/people/c042/erase",
			      "{\"confirm\":\"C042\"}"),
		     "\"name\":\"C042\"");
}

static void a_password_is_set_and_not_a_short_one(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(3, 600);
	api_done(clinic, clinic->admin, "PUT", "/api/people/maria/password",
		 "{\"password\":\"the first one\"}");
	api_done(
		clinic, clinic->maria, "PUT", "/api/people/maria/password",
		"{\"password\":\"a good password\",\"old\":\"the first one\"}");
	api_wrong(clinic, clinic->maria, "PUT", "/api/people/maria/password",
		  "{\"password\":\"x\",\"old\":\"a good password\"}",
		  "password", "password-too-short");
	api_refused(clinic, clinic->maria, "PUT", "/api/people/ben/password",
		    "{\"password\":\"a good password\"}", 404);
}

static void ones_own_password_takes_the_old_one(void **state)
{
	struct clinic *clinic = *state;

	attempt_limits(2, 600);
	api_wrong(clinic, clinic->maria, "PUT", "/api/people/maria/password",
		  "{\"password\":\"a good password\"}", "old",
		  "wrong-password");
	api_wrong(clinic, clinic->maria, "PUT", "/api/people/maria/password",
		  "{\"password\":\"a good password\",\"old\":\"a guess\"}",
		  "old", "wrong-password");
	/* Guesses are counted as those of signing in. */
	api_refused(clinic, clinic->maria, "PUT", "/api/people/maria/password",
		    "{\"password\":\"a good password\",\"old\":\"a guess\"}",
		    429);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s4_the_office_adds_finds_and_changes_a_client),
		WITH_CLINIC(a_wrong_field_of_a_person_is_named),
		WITH_CLINIC(s4_clients_and_practitioners_add_nobody),
		WITH_CLINIC(s50_a_token_is_shown_once_and_revoked),
		WITH_CLINIC(s50_a_feed_says_busy_unless_more_is_chosen),
		WITH_CLINIC(s32_a_client_has_an_own_rate_until_it_is_removed),
		WITH_CLINIC(s49_a_client_is_exported_and_erased),
		WITH_CLINIC(a_password_is_set_and_not_a_short_one),
		WITH_CLINIC(ones_own_password_takes_the_old_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
