#include "tests/unit/practice/calendar_fixture.h"

#include <string.h>

/* Tasks of to-save/: what each program says when one is ticked or not
 * (rules K21). */

static struct session past(struct agenda *agenda)
{
	return agenda_session(agenda, -DAY, agenda->ada.id, 0);
}

static const char *member_of(struct agenda *agenda,
			     const struct session *session)
{
	struct collection of =
		agenda_collection(agenda, &agenda->maria, "to-save");
	struct member member;

	assert_int_equal(store_member_find_session(agenda->place->reader, of.id,
						   session->id, &member),
			 OK);
	return member.name;
}

static void ticked(struct agenda *agenda, const struct session *session,
		   const char *old, const char *new)
{
	char *served =
		agenda_bytes(agenda, &agenda->maria, "to-save", session->id);

	agenda_put(agenda, &agenda->maria, "to-save",
		   member_of(agenda, session),
		   agenda_edit(agenda, served, old, new), HOUR, OK);
}

static const char *ending(struct agenda *agenda, const struct session *session)
{
	struct session_facts facts = agenda_facts(agenda, session->id);

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
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		struct session session =
			agenda_session(agenda, -DAY - (int64_t)i * 2 * HOUR,
				       agenda->ada.id, 0);

		ticked(agenda, &session, SERVED, signs[i]);
		if (strcmp(ending(agenda, &session), "completed") != 0)
			print_error("%s", signs[i]);
		assert_string_equal(ending(agenda, &session), "completed");
	}
}

static void a_task_in_process_stays_open(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past(agenda);

	ticked(agenda, &session, SERVED,
	       "STATUS:IN-PROCESS\r\nPERCENT-COMPLETE:50\r\n");
	assert_string_equal(ending(agenda, &session), "open");
	ticked(agenda, &session, SERVED, "");
	assert_string_equal(ending(agenda, &session), "open");
}

static void a_canceled_task_cancels(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past(agenda);

	ticked(agenda, &session, SERVED, "STATUS:CANCELLED\r\n");
	assert_string_equal(ending(agenda, &session), "canceled");
	/* Programs show a canceled task as overdue: it is served as done. */
	ticked(agenda, &session, "STATUS:COMPLETED", "STATUS:COMPLETED");
	assert_string_equal(ending(agenda, &session), "canceled");
	ticked(agenda, &session, "STATUS:COMPLETED", "STATUS:CANCELLED");
	assert_string_equal(ending(agenda, &session), "canceled");
	ticked(agenda, &session, "STATUS:COMPLETED", "STATUS:NEEDS-ACTION");
	assert_string_equal(ending(agenda, &session), "open");
}

/* It neither ends a session nor opens it again (K21). */
static void a_ticked_task_in_process_stays_ticked(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past(agenda);

	ticked(agenda, &session, SERVED, "STATUS:COMPLETED\r\n");
	assert_string_equal(ending(agenda, &session), "completed");
	ticked(agenda, &session, "STATUS:COMPLETED", "STATUS:IN-PROCESS");
	assert_string_equal(ending(agenda, &session), "completed");
	/* Programs leave COMPLETED behind when they untick. */
	ticked(agenda, &session, "STATUS:COMPLETED", "STATUS:NEEDS-ACTION");
	assert_string_equal(ending(agenda, &session), "open");
}

/* The type is told by the title, whatever the tick says. */
static void a_word_in_the_title_speaks_before_the_tick(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past(agenda);
	char *served =
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id);

	served = agenda_edit(agenda, served, "SUMMARY:", "SUMMARY:ns ");
	agenda_put(agenda, &agenda->maria, "to-save",
		   member_of(agenda, &session),
		   agenda_edit(agenda, served, SERVED, "STATUS:COMPLETED\r\n"),
		   HOUR, OK);
	assert_string_equal(ending(agenda, &session), "missed");
}

static void an_unknown_status_of_a_task_is_refused(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past(agenda);
	char *served =
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id);

	agenda_put(agenda, &agenda->maria, "to-save",
		   member_of(agenda, &session),
		   agenda_edit(agenda, served, "X-PRACTICE-STATUS:open",
			       "X-PRACTICE-STATUS:fine"),
		   HOUR, REFUSED(UNKNOWN_STATUS));
	assert_string_equal(ending(agenda, &session), "open");
}

/* Somebody else changed it meanwhile, and the program did not say of what. */
static void a_revision_that_is_no_number_says_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past(agenda);
	char *served =
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id);

	served = agenda_edit(agenda, served, "X-PRACTICE-REVISION:1",
			     "X-PRACTICE-REVISION:one");
	agenda_put(agenda, &agenda->maria, "to-save",
		   member_of(agenda, &session),
		   agenda_edit(agenda, served, SERVED, "STATUS:COMPLETED\r\n"),
		   HOUR, OK);
	assert_string_equal(ending(agenda, &session), "completed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(any_sign_of_being_done_completes),
		WITH_AGENDA(a_task_in_process_stays_open),
		WITH_AGENDA(a_canceled_task_cancels),
		WITH_AGENDA(a_ticked_task_in_process_stays_ticked),
		WITH_AGENDA(a_word_in_the_title_speaks_before_the_tick),
		WITH_AGENDA(an_unknown_status_of_a_task_is_refused),
		WITH_AGENDA(a_revision_that_is_no_number_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
