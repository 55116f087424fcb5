#include "tests/unit/admin/api/api_fixture.h"

/* The description is written from the rows that serve. */

static void every_address_is_described_with_its_shapes(void **state)
{
	struct clinic *clinic = *state;
	const char *text =
		api_got(clinic, clinic->clients[0], "/api/openapi.json");

	assert_holds(text, "\"openapi\":\"3.1.0\"");
	assert_holds(text, "\"/api/sessions/{id}/completion\":{\"post\":");
	assert_holds(text, "\"/api/invoices/{id}.pdf\":{\"get\":");
	assert_holds(text, "\"maxLength\"");
	assert_holds(text, "\"Idempotency-Key\"");
	assert_holds(text, "#/components/schemas/Error");
}

static void what_only_an_answer_holds_is_in_no_body(void **state)
{
	struct clinic *clinic = *state;
	const char *text = api_got(clinic, clinic->admin, "/api/openapi.json");
	const char *body = strstr(text, "\"requestBody\"");

	assert_non_null(body);
	assert_lacks(
		arena_strndup(clinic->op->arena, body,
			      (size_t)(strstr(body, "\"responses\"") - body)),
		"\"id\":");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(every_address_is_described_with_its_shapes),
		WITH_CLINIC(what_only_an_answer_holds_is_in_no_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
