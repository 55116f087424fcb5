#include "tests/unit/practice/practice_fixture.h"

#include "practice/notice/template.h"

static void fills(const char *text, const char *expected)
{
	struct template_names names = { .first_name = "Ada",
					.date = "Monday",
					.message = "{time}" };
	struct arena *arena = arena_new();

	assert_string_equal(practice_template_fill(arena, text, &names),
			    expected);
	arena_free(arena);
}

static void names_in_braces_are_filled_in_once(void **s)
{
	(void)s;
	fills("Hello {first_name}, on {date}.", "Hello Ada, on Monday.");
	fills("{first_name}{first_name}", "AdaAda");
	fills("{time}|", "|");
	fills("{message}", "{time}");
	fills("", "");
	fills("no names", "no names");
}

static void braces_that_are_no_names_are_written_twice(void **s)
{
	(void)s;
	fills("{{date}}", "{date}");
	fills("a }} b {{ c", "a } b { c");
	fills("a } b", "a } b");
	fills("{nobody}", "{nobody}");
	fills("{date", "{date");
	fills("{", "{");
	fills("{{{date}}}", "{Monday}");
}

static void checked(struct clinic *clinic, const char *text, const char *code)
{
	enum err err = practice_template_check(clinic->op, "text", text);

	if (!code) {
		assert_int_equal(err, OK);
		return;
	}
	assert_int_equal(err, ERR_INVALID);
	assert_true(clinic_field(clinic, "text", code));
	clinic->op->failure = (struct failure){ .code = OK };
}

static void a_name_that_there_is_not_is_refused(void **s)
{
	struct clinic *clinic = *s;

	checked(clinic, "{first_name} {date} {time} {practice} {phone}", NULL);
	checked(clinic, "{{nobody}} }", NULL);
	checked(clinic, "{nobody}", "name-unknown");
	checked(clinic, "{}", "name-unknown");
	checked(clinic, "{ date }", "name-unknown");
	checked(clinic, "{date", "brace-open");
	checked(clinic, "{{{", "brace-open");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_in_braces_are_filled_in_once),
		cmocka_unit_test(braces_that_are_no_names_are_written_twice),
		WITH_CLINIC(a_name_that_there_is_not_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
