#include "tests/unit/practice/booking/removal_fixture.h"
#include "tests/unit/practice/refused.h"

/* A past session, which Maria's program may not delete: it puts a new event of
 * this title all the same, so long after. */
static struct session moved(struct agenda *agenda, const char *lines,
			    int64_t start, int64_t later, enum err expected)
{
	struct session session = removal_session(agenda, -DAY);

	agenda_delete(agenda, &agenda->maria, "sessions", session.name, 0,
		      REFUSED(PAST_OPEN));
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", start, lines), later, expected);
	return session;
}

static void assert_new_event(struct agenda *agenda,
			     const struct session *session)
{
	assert_int_equal(removal_count(agenda), 1);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		session->id);
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", session->name));
	assert_true(removal_audited(agenda, session->id, "session.adopt"));
}

/* K17, K16 */
static void the_session_goes_on_under_the_new_event(void **s)
{
	struct agenda *agenda = *s;
	struct session session = moved(agenda, TITLE, -DAY + HOUR, MINUTE, OK);

	assert_state(agenda, session.id, SESSION_OPEN);
	assert_new_event(agenda, &session);
	assert_int_equal(agenda_session_of(agenda, session.uid).span.start.s,
			 session.span.start.s + HOUR);
	assert_true(agenda_has(agenda, &agenda->sam, "maria", session.name));
}

static void an_ending_in_its_title_is_one_charge(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		moved(agenda, "SUMMARY:ns C042 Therapy\r\n", -DAY, MINUTE, OK);
	char *bytes;

	assert_state(agenda, session.id, SESSION_SAVED);
	assert_new_event(agenda, &session);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	assert_holds(bytes, "X-PRACTICE-STATUS:missed\r\n");
}

static void after_ten_minutes_a_new_one_is_made(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		moved(agenda, TITLE, -DAY + HOUR, 10 * MINUTE, OK);

	assert_int_equal(removal_count(agenda), 2);
	assert_true(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
}

static void another_title_is_another_session(void **s)
{
	struct agenda *agenda = *s;

	(void)moved(agenda, "SUMMARY:C051 Therapy\r\n", -DAY + HOUR, MINUTE,
		    OK);
	assert_int_equal(removal_count(agenda), 2);
}

static void another_program_moves_nothing_by_it(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, -DAY);
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct object_at at = { agenda->maria.login, "sessions", session.name };

	op.actor.device = "Tablet";
	assert_int_equal(
		practice_object_delete(&op, agenda->place->store, &at, NULL),
		ERR_REFUSED);
	removal_put(agenda, "new", -DAY + HOUR, MINUTE);
	assert_int_equal(removal_count(agenda), 2);
}

static void what_is_saved_by_then_is_moved_by_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, -DAY);
	struct object_result put;

	agenda_delete(agenda, &agenda->maria, "sessions", session.name, 0,
		      REFUSED(PAST_OPEN));
	agenda_save(agenda, session.id, "completed", 0);
	put = removal_put(agenda, "new", -DAY + HOUR, MINUTE);
	assert_int_not_equal(put.member.session, session.id);
	assert_state(agenda, session.id, SESSION_SAVED);
}

/* K12 */
static void a_word_about_the_title_of_what_was_deleted_is_its_ending(void **s)
{
	static const char *const titles[] = {
		"SUMMARY:x C042 Therapy\r\n",
		"SUMMARY:C042 Therapy #canceled\r\n",
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		struct session session =
			removal_session(agenda, (int64_t)(i + 1) * 3 * DAY);
		char *uid = arena_printf(agenda->place->arena, "new-%zu", i);
		struct object_result put;

		removal_delete(agenda, &session, 0);
		put = agenda_put(
			agenda, &agenda->maria, "sessions",
			arena_printf(agenda->place->arena, "%s.ics", uid),
			removal_event(agenda, uid, (int64_t)(i + 1) * 3 * DAY,
				      titles[i]),
			MINUTE, OK);
		assert_int_equal(put.member.session, session.id);
		assert_state(agenda, session.id, SESSION_SAVED);
		assert_int_equal(removal_count(agenda), i + 1);
	}
}

static void a_word_at_another_time_is_of_another_session(void **s)
{
	struct agenda *agenda = *s;
	struct session session = moved(agenda, "SUMMARY:ns C042 Therapy\r\n",
				       -DAY + HOUR, MINUTE, OK);

	assert_int_equal(removal_count(agenda), 2);
	assert_state(agenda, session.id, SESSION_OPEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(the_session_goes_on_under_the_new_event),
		WITH_AGENDA(an_ending_in_its_title_is_one_charge),
		WITH_AGENDA(after_ten_minutes_a_new_one_is_made),
		WITH_AGENDA(another_title_is_another_session),
		WITH_AGENDA(another_program_moves_nothing_by_it),
		WITH_AGENDA(what_is_saved_by_then_is_moved_by_nothing),
		WITH_AGENDA(a_word_at_another_time_is_of_another_session),
		WITH_AGENDA(
			a_word_about_the_title_of_what_was_deleted_is_its_ending),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
