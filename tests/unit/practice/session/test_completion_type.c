#include "tests/unit/practice/practice_fixture.h"

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

static enum err add(struct scene *scene, struct completion_type *type)
{
	return practice_type_add(scene->op, scene->store, type);
}

/** Refused for this field alone. */
static void refused(struct scene *scene, struct completion_type type,
		    const char *field, const char *code)
{
	assert_failed(scene, add(scene, &type), ERR_INVALID);
	assert_true(scene_field(scene, field, code));
	assert_int_equal(scene->op->failure.field_count, 1);
	scene->op->failure = (struct failure){ .code = OK };
}

static char *letters(struct scene *scene, size_t count)
{
	char *text = arena_alloc(scene->op->arena, count + 1);

	memset(text, 'd', count);
	return text;
}

static void s29_slugs_leave_out_what_is_no_latin_letter(void **state)
{
	struct arena *arena = ((struct scene *)*state)->op->arena;

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
	struct scene *scene = *state;
	struct completion_type type = wish("Late");

	type.description = "\xff";
	refused(scene, type, "description", "description-invalid");
	type = wish("Late\xff");
	refused(scene, type, "label", "label-invalid");
}

static void s27_a_description_has_500_characters(void **state)
{
	struct scene *scene = *state;
	struct completion_type type = wish("Late");

	type.description = letters(scene, 501);
	refused(scene, type, "description", "description-too-long");
	type.description = letters(scene, 500);
	assert_ok(scene, add(scene, &type));
}

static void s27_meaning_and_kind_of_modifier_are_words_of_ours(void **state)
{
	struct scene *scene = *state;
	struct completion_type type = wish("Late");

	type.map = (enum map)9;
	refused(scene, type, "map", "unknown-word");
	type = wish("Late");
	type.modifier = (enum modifier)9;
	refused(scene, type, "modifier", "unknown-word");
}

static enum err of_word(struct scene *scene, const char *word)
{
	struct completion_type type;

	return practice_type_of_word(place_read(scene->place), word, &type);
}

static void s29_a_word_names_types_that_can_be_chosen_only(void **state)
{
	struct scene *scene = *state;
	struct completion_type type = wish("Late");

	assert_ok(scene, add(scene, &type));
	assert_int_equal(of_word(scene, "#late"), OK);
	type.enabled = false;
	type.revision = 0;
	assert_ok(scene, practice_type_change(scene->op, scene->store, &type));
	assert_int_equal(of_word(scene, "late"), ERR_NOT_FOUND);
	type.enabled = true;
	type.revision = 0;
	assert_ok(scene, practice_type_change(scene->op, scene->store, &type));
	assert_int_equal(of_word(scene, "late"), OK);
	assert_ok(scene,
		  practice_type_archive(scene->op, scene->store, type.id));
	assert_int_equal(of_word(scene, "late"), ERR_NOT_FOUND);
}

static void a_word_that_is_none_names_nothing(void **state)
{
	static const char *const words[] = { "",    " ",    "#",
					     "- -", "\xff", "\u53d6" };
	struct scene *scene = *state;
	/* A type without a word that could be typed answers to none. */
	struct completion_type type = wish("--");

	assert_ok(scene, add(scene, &type));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		assert_int_equal(of_word(scene, words[i]), ERR_NOT_FOUND);
	assert_int_equal(of_word(scene, NULL), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCENE(s29_slugs_leave_out_what_is_no_latin_letter),
		WITH_SCENE(s27_texts_that_are_not_utf8_are_refused),
		WITH_SCENE(s27_a_description_has_500_characters),
		WITH_SCENE(s27_meaning_and_kind_of_modifier_are_words_of_ours),
		WITH_SCENE(s29_a_word_names_types_that_can_be_chosen_only),
		WITH_SCENE(a_word_that_is_none_names_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
