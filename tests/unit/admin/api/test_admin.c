#include "tests/unit/admin/api/api_fixture.h"

/* Which row answers, and who is turned away before it. */

static void what_is_at_no_address_is_not_found(void **state)
{
	struct clinic *clinic = *state;

	api_refused(clinic, clinic->admin, "GET", "/api/nothing", NULL, 404);
	api_refused(clinic, clinic->admin, "GET", "/api/people/", NULL, 404);
}

static void another_method_is_told_which_are_taken(void **state)
{
	struct clinic *clinic = *state;
	const struct http_response *response =
		api_send(clinic, clinic->admin, "PUT", "/api/services", "{}");

	assert_int_equal(response->status, 405);
	assert_string_equal(http_response_header(response, "Allow"),
			    "GET, POST");
}

static void a_number_that_is_none_is_not_found(void **state)
{
	struct clinic *clinic = *state;

	api_refused(clinic, clinic->admin, "GET", "/api/sessions/one", NULL,
		    404);
	api_refused(clinic, clinic->admin, "GET", "/api/sessions/99", NULL,
		    404);
}

static void a_body_that_is_no_object_is_refused(void **state)
{
	struct clinic *clinic = *state;

	api_refused(clinic, clinic->admin, "POST", "/api/services", "{", 400);
	api_refused(clinic, clinic->admin, "POST", "/api/services", "[]", 400);
}

static void a_field_that_nobody_knows_is_named(void **state)
{
	struct clinic *clinic = *state;

	api_wrong(clinic, clinic->admin, "POST", "/api/closures",
		  "{\"title\":\"Shut\",\"from\":\"2026-07-01\","
		  "\"to\":\"2026-07-01\",\"all_day\":true,\"colour\":1}",
		  "colour", "unknown-field");
}

static void every_wrong_field_is_named_at_once(void **state)
{
	struct clinic *clinic = *state;
	const struct http_response *response =
		api_send(clinic, clinic->admin, "POST", "/api/services",
			 "{\"name\":1,\"kind\":\"odd\",\"cost\":\"x\"}");
	const char *text = arena_strndup(clinic->op->arena, response->body,
					 response->body_len);

	assert_int_equal(response->status, 422);
	assert_holds(text, "\"field\":\"name\"");
	assert_holds(text, "\"field\":\"kind\"");
	assert_holds(text, "\"field\":\"cost\"");
}

static void answers_are_not_kept_on_the_way(void **state)
{
	struct clinic *clinic = *state;
	const struct http_response *response =
		api_send(clinic, clinic->admin, "GET", "/api/services", NULL);

	assert_string_equal(http_response_header(response, "Cache-Control"),
			    "no-store");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(what_is_at_no_address_is_not_found),
		WITH_CLINIC(another_method_is_told_which_are_taken),
		WITH_CLINIC(a_number_that_is_none_is_not_found),
		WITH_CLINIC(a_body_that_is_no_object_is_refused),
		WITH_CLINIC(a_field_that_nobody_knows_is_named),
		WITH_CLINIC(every_wrong_field_is_named_at_once),
		WITH_CLINIC(answers_are_not_kept_on_the_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
