#include "store/actor.h"

#include "base/word.h"
#include "tests/unit/base/arena_fixture.h"

static void the_office_is_admin_and_staff(UNUSED void **state)
{
	struct actor actor = { .person = 7, .roles = ROLE_PRACTITIONER };

	assert_false(actor_is_office(&actor));
	assert_true(actor_is(&actor, ROLE_PRACTITIONER | ROLE_CLIENT));
	assert_false(actor_is(&actor, ROLE_ADMIN | ROLE_STAFF));
	actor.roles = ROLE_STAFF | ROLE_PRACTITIONER;
	assert_true(actor_is_office(&actor));
	actor.roles = ROLE_ADMIN;
	assert_true(actor_is_office(&actor));
	actor.roles = 0;
	assert_false(actor_is_office(&actor));
	actor.person = 0; /* the system */
	assert_true(actor_is_office(&actor));
}

static void every_bit_and_channel_has_its_word(UNUSED void **state)
{
	struct arena *arena = arena_new();

	assert_string_equal(
		words_text(arena, role_words, ROLE_STAFF | ROLE_CLIENT, ','),
		"staff,client");
	assert_string_equal(words_text(arena, grant_words, GRANT_LOGINS, ','),
			    "logins");
	assert_string_equal(words_text(arena, may_words, MAY_COMPLETE, ','),
			    "complete");
	assert_string_equal(word_of(channel_words, CHANNEL_CALENDAR),
			    "calendar");
	assert_string_equal(word_of(channel_words, CHANNEL_IMPORT), "import");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_office_is_admin_and_staff),
		cmocka_unit_test(every_bit_and_channel_has_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
