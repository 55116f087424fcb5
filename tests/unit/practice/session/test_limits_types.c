#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/session/service.h"

/* What completion types may not be, and what their words are. */

static enum err type_add(struct clinic *clinic, struct completion_type type)
{
	operation_recover(clinic->op);
	return practice_type_add(clinic->op, clinic->store, &type);
}

static void a_type_says_what_can_be(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type type = { .label = "Late",
					.short_word = "two words",
					.description = "\xFF",
					.map = (enum map)9,
					.modifier = (enum modifier)9,
					.enabled = true };

	assert_failed(clinic, type_add(clinic, type), ERR_INVALID);
	assert_true(clinic_field(clinic, "short", "short-invalid"));
	assert_true(clinic_field(clinic, "description", "description-invalid"));
	assert_true(clinic_field(clinic, "map", "unknown-word"));
	assert_true(clinic_field(clinic, "modifier", "unknown-word"));
	type = (struct completion_type){ .label = "Late",
					 .short_word = "#late",
					 .enabled = true };
	assert_failed(clinic, type_add(clinic, type), ERR_INVALID);
	assert_true(clinic_field(clinic, "short", "short-invalid"));
	type.short_word = "much-too-long-a-word";
	assert_failed(clinic, type_add(clinic, type), ERR_INVALID);
	assert_true(clinic_field(clinic, "short", "short-too-long"));
}

/* S29 */
static void slugs_are_letters_without_accents(void **state)
{
	static const struct {
		const char *label, *slug;
	} slugs[] = {
		{ "Na\u00efve", "naive" },
		{ "3 \u00d7 4", "3-4" },
		{ "8 \u00f7 2", "8-2" },
		{ "late\u2014cancel", "late-cancel" },
		{ "  --a  ", "a" },
		{ "\U0001F600 ok", "ok" },
		{ "\u65e5 a", "a" },
		{ "\u1ec7", "e" },
		{ "50 %", "50" },
	};
	static const char *const none[] = { "\u65e5", "Open", "override",
					    "\xFF",   "",     "\u20ac" };
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;

	for (size_t i = 0; i < ARRAY_SIZE(slugs); i++) {
		char *slug = practice_type_slug(arena, slugs[i].label);

		if (!slug || strcmp(slug, slugs[i].slug) != 0)
			print_error("%s: %s\n", slugs[i].label,
				    slug ? slug : "none");
		assert_non_null(slug);
		assert_string_equal(slug, slugs[i].slug);
	}
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		assert_null(practice_type_slug(arena, none[i]));
}

/* S21, S26 */
static void nothing_of_a_builtin_type_is_another_but_its_words(void **state)
{
	struct clinic *clinic = *state;
	struct completion_type builtin;
	struct completion_type wrong[4];

	assert_int_equal(
		store_type_find(place_read(clinic->place), "missed", &builtin),
		OK);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		wrong[i] = builtin;
	wrong[0].map = MAP_COMPLETED;
	wrong[1].modifier = MODIFIER_FIXED;
	wrong[2].client = 50;
	wrong[3].practitioner = 50;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_failed(
			clinic,
			whole_type_change(clinic->op, clinic->store, &wrong[i]),
			ERR_CONFLICT);
		assert_string_equal(clinic->op->failure.reason, "builtin");
	}
	builtin.label = "No-show";
	assert_ok(clinic,
		  whole_type_change(clinic->op, clinic->store, &builtin));
}

static enum err relabel(void *row, void *context)
{
	struct completion_type *type = row;

	type->label = context;
	return OK;
}

static void an_edit_of_a_type_is_of_the_revision_it_was_made_on(void **state)
{
	struct clinic *clinic = *state;
	char label[] = "Later";
	int64_t id = clinic_type(clinic, "Late", MAP_CANCELED,
				 MODIFIER_PERCENTAGE, 50, 50);
	struct edit edit = { id, 4711, relabel, label };

	assert_failed(clinic,
		      practice_type_change(clinic->op, clinic->store, &edit),
		      ERR_CONFLICT);
	edit.revision = 0;
	assert_ok(clinic,
		  practice_type_change(clinic->op, clinic->store, &edit));
	edit.id = 4711;
	assert_failed(clinic,
		      practice_type_change(clinic->op, clinic->store, &edit),
		      ERR_NOT_FOUND);
}

static void a_word_that_is_none_names_no_type(void **state)
{
	static const char *const words[] = { NULL, "", "-", "\xFF", "nothing" };
	struct clinic *clinic = *state;
	struct completion_type type;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		assert_int_equal(
			practice_type_of_word(place_read(clinic->place),
					      words[i], &type),
			ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(a_type_says_what_can_be),
		WITH_CLINIC(slugs_are_letters_without_accents),
		WITH_CLINIC(nothing_of_a_builtin_type_is_another_but_its_words),
		WITH_CLINIC(
			an_edit_of_a_type_is_of_the_revision_it_was_made_on),
		WITH_CLINIC(a_word_that_is_none_names_no_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
