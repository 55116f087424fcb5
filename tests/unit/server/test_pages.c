/* Every page of a practice that has been through something, whatever stands in
 * its address. */
#include "tests/unit/server/lived_practice.h"

#include "admin/pages/register.h"
#include "base/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static const char *const viewers[] = { "office", "maria", "ada" };

static int answered(const char *viewer, const char *pattern, const char *query)
{
	struct arena *arena = arena_new();
	struct lived_answer answer;
	const char *text = arena_printf(arena, "GET %s?%s\nFrom: %s\n\n",
					pattern, query, viewer);
	int status;

	assert_true(lived_ask(arena, slice_of(text), &answer));
	status = answer.response.status;
	if (status >= 500)
		print_error("%s is answered %d\n", text, status);
	arena_free(arena);
	return status;
}

/* With each of these: how many pages are answered. */
static size_t ask_all(const char *query)
{
	const struct page_row *row;
	size_t shown = 0;

	for (size_t i = 0; (row = register_row(i)); i++) {
		if (strchr(row->pattern, '{') || !row->show)
			continue;
		for (size_t j = 0; j < ARRAY_SIZE(viewers); j++) {
			int status = answered(viewers[j], row->pattern, query);

			assert_true(status < 500);
			shown += status == 200;
		}
	}
	return shown;
}

static void a_list_in_which_nothing_is_found_is_a_page(void **state UNUSED)
{
	static const char *const queries[] = {
		"from=1990-01-01&to=1990-01-02",
		"from=1990-01-01&to=1990-01-02&q=nobody",
		"from=1990-01-01&to=1990-01-02&q=nobody&page=3",
		"from=1990-01-01&to=1990-01-02&page=3&format=csv",
		"q=nobody&page=100000",
		"page=100000",
	};

	for (size_t i = 0; i < ARRAY_SIZE(queries); i++)
		assert_true(ask_all(queries[i]) > 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_in_which_nothing_is_found_is_a_page),
	};

	lived_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
