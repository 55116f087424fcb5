#include "practice/calendar/session_known.h"

#include "tests/unit/practice/calendar_fixture.h"

#include <string.h>

static struct arena *arena_of(struct agenda *agenda)
{
	return agenda->place->op.arena;
}

static struct session_known all_of(struct agenda *agenda, int64_t session)
{
	struct session_facts facts = agenda_facts(agenda, session);
	struct session_known all;

	session_known_all(arena_of(agenda), &facts, &all);
	return all;
}

static bool knows(struct agenda *agenda, const struct session_known *all,
		  const struct person *person, struct session_known *known)
{
	struct actor actor = practice_actor(person, CHANNEL_API, NULL);

	return session_known_to(arena_of(agenda), all, &actor, known);
}

static const char *told(struct agenda *agenda, const struct session_known *all,
			const struct person *person)
{
	struct session_known known;

	assert_true(knows(agenda, all, person, &known));
	return json_text(arena_of(agenda),
			 session_known_json(arena_of(agenda), &known));
}

static bool finds(struct agenda *agenda, const struct session_known *all,
		  const struct person *person, const char *text)
{
	struct session_known known;

	assert_true(knows(agenda, all, person, &known));
	return session_known_holds(arena_of(agenda), &known, text);
}

static void who_takes_no_part_knows_nothing(void **state)
{
	struct agenda *agenda = *state;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_known all = all_of(agenda, session.id), known;

	assert_true(knows(agenda, &all, &agenda->sam, &known));
	assert_true(knows(agenda, &all, &agenda->maria, &known));
	assert_false(knows(agenda, &all, &agenda->ben, &known));
	assert_false(knows(agenda, &all, &agenda->cora, &known));
}

static void a_client_knows_the_own_ending_and_nobody_else(void **state)
{
	struct agenda *agenda = *state;
	struct session session =
		agenda_session(agenda, DAY, agenda->ada.id, agenda->cora.id);
	struct session_known all;
	const char *text;

	agenda_save(agenda, session.id, "completed", 2 * DAY);
	all = all_of(agenda, session.id);
	all.clients[0].type = "missed";
	all.clients[0].label = "Missed";
	all.clients[0].map = "missed";
	text = told(agenda, &all, &agenda->ada);
	assert_holds(text, "\"type\":\"missed\",\"label\":\"Missed\","
			   "\"map\":\"missed\",\"kind\":\"single\"");
	assert_holds(text, "\"code\":\"C042\"");
	assert_holds(text, "\"charge\":");
	assert_lacks(text, "C051");
	assert_lacks(text, "wage");
	assert_lacks(text, "saved_");
	assert_lacks(text, "private_note");
	assert_lacks(text, "revision");
	text = told(agenda, &all, &agenda->cora);
	assert_holds(text, "\"type\":\"completed\",\"label\":\"Completed\"");
}

static void who_takes_it_knows_their_wage_and_no_charge(void **state)
{
	struct agenda *agenda = *state;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_known all;
	const char *text;

	agenda_save(agenda, session.id, "completed", 2 * DAY);
	all = all_of(agenda, session.id);
	text = told(agenda, &all, &agenda->maria);
	assert_holds(text, "\"wage\":");
	assert_lacks(text, "charge");
	assert_lacks(text, "reason");
	text = told(agenda, &all, &agenda->sam);
	assert_holds(text, "\"charge\":");
	assert_holds(text, "\"reason\":null");
}

static void names_are_found_as_far_as_they_may_be_seen(void **state)
{
	struct agenda *agenda = *state;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_known all = all_of(agenda, session.id);

	all.uid = "0f5cada7-11ad-4ada-8c51-7e6ada000042";
	assert_true(finds(agenda, &all, &agenda->sam, "ada"));
	assert_true(finds(agenda, &all, &agenda->sam, "therapy"));
	assert_true(finds(agenda, &all, &agenda->maria, "therapy"));
	assert_true(finds(agenda, &all, &agenda->maria, "c042"));
	assert_false(finds(agenda, &all, &agenda->maria, "ada"));
	assert_true(finds(agenda, &all, &agenda->maria, all.uid));
	all.practitioners[0].names = NAMES_FULL;
	assert_true(finds(agenda, &all, &agenda->maria, "ada"));
}

static void what_is_kept_tells_as_much_later(void **state)
{
	struct agenda *agenda = *state;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_known all, kept;
	const char *text;

	agenda_save(agenda, session.id, "missed", 2 * DAY);
	all = all_of(agenda, session.id);
	text = session_known_text(arena_of(agenda), &all);
	assert_lacks(text, "Ada");
	assert_int_equal(session_known_read(agenda->place->reader, text, &kept),
			 OK);
	assert_string_equal(told(agenda, &kept, &agenda->sam),
			    told(agenda, &all, &agenda->sam));
	assert_string_equal(told(agenda, &kept, &agenda->ada),
			    told(agenda, &all, &agenda->ada));
	assert_int_equal(session_known_read(agenda->place->reader, "{x", &kept),
			 ERR_STORAGE);
}

/* Labels and maps of clients were not kept then. */
static void older_texts_give_the_common_endings_words(void **state)
{
	struct agenda *agenda = *state;
	struct session_known all = {
		.type = "missed",
		.label = "Missed",
		.map = "missed",
		.clients = &(struct known_client){ .id = agenda->ada.id,
						   .type = "missed" },
		.client_count = 1,
	};

	assert_holds(told(agenda, &all, &agenda->ada),
		     "\"type\":\"missed\",\"label\":\"Missed\"");
	all.clients[0].type = "completed";
	assert_holds(told(agenda, &all, &agenda->ada),
		     "\"type\":\"completed\",\"label\":null,\"map\":null");
}

static void of_a_group_an_export_holds_no_inner_notes(void **state)
{
	struct agenda *agenda = *state;
	struct session session =
		agenda_session(agenda, DAY, agenda->ada.id, agenda->cora.id);
	struct session_known all = all_of(agenda, session.id), known;

	all.terms.private_note = "about somebody";
	session_known_export(arena_of(agenda), &all, agenda->ada.id, true,
			     &known);
	assert_null(known.terms.private_note);
	assert_string_equal(known.kind, "group");
	assert_int_equal(known.client_count, 1);
	all.client_count = 1;
	session_known_export(arena_of(agenda), &all, agenda->ada.id, true,
			     &known);
	assert_string_equal(known.terms.private_note, "about somebody");
}

/* Pages format by hand, not by rows. */
static void what_is_not_to_be_known_is_not_even_there(void **state)
{
	struct agenda *agenda = *state;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_known all = all_of(agenda, session.id), known;

	all.terms.private_note = "inner";
	all.reason = "why";
	all.terms.public_note = "outer";
	assert_true(knows(agenda, &all, &agenda->ada, &known));
	assert_null(known.terms.private_note);
	assert_null(known.reason);
	assert_string_equal(known.terms.public_note, "outer");
	assert_true(knows(agenda, &all, &agenda->maria, &known));
	assert_string_equal(known.terms.private_note, "inner");
	assert_null(known.reason);
	assert_true(knows(agenda, &all, &agenda->sam, &known));
	assert_string_equal(known.reason, "why");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(who_takes_no_part_knows_nothing),
		WITH_AGENDA(a_client_knows_the_own_ending_and_nobody_else),
		WITH_AGENDA(who_takes_it_knows_their_wage_and_no_charge),
		WITH_AGENDA(names_are_found_as_far_as_they_may_be_seen),
		WITH_AGENDA(what_is_kept_tells_as_much_later),
		WITH_AGENDA(older_texts_give_the_common_endings_words),
		WITH_AGENDA(of_a_group_an_export_holds_no_inner_notes),
		WITH_AGENDA(what_is_not_to_be_known_is_not_even_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
