#include "tests/unit/practice/calendar_fixture.h"

#include <string.h>

/* Tasks of to-save/: what each program says when one is ticked or not
 * (rules K21). */

static struct session past(struct home *home)
{
	return home_session(home, -DAY, home->ada.id, 0);
}

static const char *member_of(struct home *home, const struct session *session)
{
	struct collection of = home_collection(home, &home->maria, "to-save");
	struct member member;

	assert_int_equal(store_member_find_session(home->place->reader, of.id,
						   session->id, &member),
			 OK);
	return member.name;
}

static void ticked(struct home *home, const struct session *session,
		   const char *old, const char *new)
{
	char *served = home_bytes(home, &home->maria, "to-save", session->id);

	home_put(home, &home->maria, "to-save", member_of(home, session),
		 home_edit(home, served, old, new), HOUR, OK);
}

static const char *ending(struct home *home, const struct session *session)
{
	struct session_facts facts = home_facts(home, session->id);

	return facts.saved ? facts.completion.slug : "open";
}

#define SERVED "STATUS:NEEDS-ACTION\r\n"

static void any_sign_of_being_done_completes(void **s)
{
	static const char *const signs[] = {
		"STATUS:COMPLETED\r\n",
		"STATUS:completed\r\nPERCENT-COMPLETE:100\r\n",
		"PERCENT-COMPLETE:100\r\n",
		"COMPLETED:20260608T120000Z\r\n",
		"STATUS:IN-PROCESS\r\nPERCENT-COMPLETE:100\r\n",
	};
	struct home *home = *s;

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		struct session session = home_session(
			home, -DAY - (int64_t)i * 2 * HOUR, home->ada.id, 0);

		ticked(home, &session, SERVED, signs[i]);
		if (strcmp(ending(home, &session), "completed") != 0)
			print_error("%s", signs[i]);
		assert_string_equal(ending(home, &session), "completed");
	}
}

static void a_task_in_process_stays_open(void **s)
{
	struct home *home = *s;
	struct session session = past(home);

	ticked(home, &session, SERVED,
	       "STATUS:IN-PROCESS\r\nPERCENT-COMPLETE:50\r\n");
	assert_string_equal(ending(home, &session), "open");
	ticked(home, &session, SERVED, "");
	assert_string_equal(ending(home, &session), "open");
}

static void a_canceled_task_cancels(void **s)
{
	struct home *home = *s;
	struct session session = past(home);

	ticked(home, &session, SERVED, "STATUS:CANCELLED\r\n");
	assert_string_equal(ending(home, &session), "canceled");
	/* what was served says the same again */
	ticked(home, &session, "STATUS:CANCELLED", "STATUS:CANCELLED");
	assert_string_equal(ending(home, &session), "canceled");
}

/* Programs leave COMPLETED behind when they untick. */
static void a_task_that_is_in_process_again_is_open_again(void **s)
{
	struct home *home = *s;
	struct session session = past(home);

	ticked(home, &session, SERVED, "STATUS:COMPLETED\r\n");
	assert_string_equal(ending(home, &session), "completed");
	ticked(home, &session, "STATUS:COMPLETED", "STATUS:IN-PROCESS");
	assert_string_equal(ending(home, &session), "open");
}

/* The type is told by the title, whatever the tick says. */
static void a_word_in_the_title_speaks_before_the_tick(void **s)
{
	struct home *home = *s;
	struct session session = past(home);
	char *served = home_bytes(home, &home->maria, "to-save", session.id);

	served = home_edit(home, served, "SUMMARY:", "SUMMARY:ns ");
	home_put(home, &home->maria, "to-save", member_of(home, &session),
		 home_edit(home, served, SERVED, "STATUS:COMPLETED\r\n"), HOUR,
		 OK);
	assert_string_equal(ending(home, &session), "missed");
}

static void an_unknown_status_of_a_task_is_refused(void **s)
{
	struct home *home = *s;
	struct session session = past(home);
	char *served = home_bytes(home, &home->maria, "to-save", session.id);

	home_put(home, &home->maria, "to-save", member_of(home, &session),
		 home_edit(home, served, "X-PRACTICE-STATUS:open",
			   "X-PRACTICE-STATUS:fine"),
		 HOUR, ERR_UNKNOWN_STATUS);
	assert_string_equal(ending(home, &session), "open");
}

/* Somebody else changed it meanwhile, and the program did not say of what. */
static void a_revision_that_is_no_number_says_nothing(void **s)
{
	struct home *home = *s;
	struct session session = past(home);
	char *served = home_bytes(home, &home->maria, "to-save", session.id);

	served = home_edit(home, served, "X-PRACTICE-REVISION:1",
			   "X-PRACTICE-REVISION:one");
	home_put(home, &home->maria, "to-save", member_of(home, &session),
		 home_edit(home, served, SERVED, "STATUS:COMPLETED\r\n"), HOUR,
		 OK);
	assert_string_equal(ending(home, &session), "completed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(any_sign_of_being_done_completes),
		AT_HOME(a_task_in_process_stays_open),
		AT_HOME(a_canceled_task_cancels),
		AT_HOME(a_task_that_is_in_process_again_is_open_again),
		AT_HOME(a_word_in_the_title_speaks_before_the_tick),
		AT_HOME(an_unknown_status_of_a_task_is_refused),
		AT_HOME(a_revision_that_is_no_number_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
