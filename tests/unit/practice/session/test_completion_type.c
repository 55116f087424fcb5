#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "base/str.h"
#include "practice/session/service.h"

static struct completion_type wish(const char *label)
{
	return (struct completion_type){ .label = label,
					 .map = MAP_CANCELED,
					 .modifier = MODIFIER_PERCENTAGE,
					 .client = 50,
					 .enabled = true };
}

static enum err add(struct clinic *clinic, struct completion_type *type)
{
	return practice_type_add(clinic->op, clinic->store, type);
}

/** Refused for this field alone. */
static void refused(struct clinic *clinic, struct completion_type type,
		    const char *field, const char *code)
{
	assert_failed(clinic, add(clinic, &type), ERR_INVALID);
	assert_true(clinic_field(clinic, field, code));
	assert_int_equal(clinic->op->failure.field_count, 1);
	clinic->op->failure = (struct failure){ .code = OK };
}

static char *letters(struct clinic *clinic, size_t count)
{
	char *text = arena_alloc(clinic->op->arena, count + 1);

	memset(text, 'd', count);
	return text;
}

static void s29_slugs_leave_out_what_is_no_latin_letter(void **state)
{
	struct arena *arena = ((struct clinic *)*state)->op->arena;

	assert_string_equal(practice_type_slug(arena, "\U0001F600 Late"),
			    "late");
	assert_string_equal(practice_type_slug(arena, "2\u00d74\u00f72"),
			    "2-4-2");
	assert_string_equal(practice_type_slug(arena, "late\u2013cancel"),
			    "late-cancel");
	assert_string_equal(practice_type_slug(arena, "caf\u00e9\u0416s"),
			    "cafes");
	assert_null(practice_type_slug(arena, "\xff\xfe"));
	assert_null(practice_type_slug(arena, "!?"));
}

static void s27_texts_that_are_not_utf8_are_refused(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = wish("Late");

	type.description = "\xff";
	refused(clinic, type, "description", "description-invalid");
	type = wish("Late\xff");
	refused(clinic, type, "label", "label-invalid");
}

static void s27_a_description_has_500_characters(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = wish("Late");

	type.description = letters(clinic, 501);
	refused(clinic, type, "description", "description-too-long");
	type.description = letters(clinic, 500);
	assert_ok(clinic, add(clinic, &type));
}

static void s27_meaning_and_kind_of_modifier_are_words_of_ours(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = wish("Late");

	type.map = (enum map)9;
	refused(clinic, type, "map", "unknown-word");
	type = wish("Late");
	type.modifier = (enum modifier)9;
	refused(clinic, type, "modifier", "unknown-word");
}

static enum err of_word(struct clinic *clinic, const char *word)
{
	struct completion_type type;

	return practice_type_of_word(place_read(clinic->place), word, &type);
}

static void s29_a_word_names_types_that_can_be_chosen_only(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = wish("Late");

	assert_ok(clinic, add(clinic, &type));
	assert_int_equal(of_word(clinic, "#late"), OK);
	type.enabled = false;
	type.revision = 0;
	assert_ok(clinic, whole_type_change(clinic->op, clinic->store, &type));
	assert_int_equal(of_word(clinic, "late"), ERR_NOT_FOUND);
	type.enabled = true;
	type.revision = 0;
	assert_ok(clinic, whole_type_change(clinic->op, clinic->store, &type));
	assert_int_equal(of_word(clinic, "late"), OK);
	assert_ok(clinic,
		  practice_type_archive(clinic->op, clinic->store, type.id));
	assert_int_equal(of_word(clinic, "late"), ERR_NOT_FOUND);
}

static void a_word_that_is_none_names_nothing(void **state)
{
	static const char *const words[] = { "",    " ",    "#",
					     "- -", "\xff", "\u53d6" };
	struct clinic *clinic = *state;
	/* A type without a word that could be typed answers to none. */
	struct completion_type type = wish("--");

	assert_ok(clinic, add(clinic, &type));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		assert_int_equal(of_word(clinic, words[i]), ERR_NOT_FOUND);
	assert_int_equal(of_word(clinic, NULL), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s29_slugs_leave_out_what_is_no_latin_letter),
		WITH_CLINIC(s27_texts_that_are_not_utf8_are_refused),
		WITH_CLINIC(s27_a_description_has_500_characters),
		WITH_CLINIC(s27_meaning_and_kind_of_modifier_are_words_of_ours),
		WITH_CLINIC(s29_a_word_names_types_that_can_be_chosen_only),
		WITH_CLINIC(a_word_that_is_none_names_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
