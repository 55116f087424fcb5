#include "practice/calendar/facts_list.h"

#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/store/statement_count.h"

#include "practice/calendar/session_known.h"
#include "practice/session/closure.h"
#include "store/session_list.h"

#define MANY 40

static struct session *all_sessions(struct agenda *agenda, size_t *count)
{
	struct session_filter filter = { .removed = true };
	struct session *list;

	assert_int_equal(store_session_list(place_read(agenda->place), &filter,
					    &list, count),
			 OK);
	return list;
}

static const char *told(struct agenda *agenda,
			const struct session_facts *facts)
{
	struct arena *arena = agenda->place->op.arena;
	struct session_known all;

	session_known_all(arena, facts, &all);
	return json_text(arena, session_known_json(arena, &all));
}

static void close_a_day(struct agenda *agenda, int64_t start)
{
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct closure closure = {
		.title = "Roof",
		.span = { { FIXTURE_NOW.s + start },
			  { FIXTURE_NOW.s + start + DAY } },
		.zone = "America/Toronto",
	};

	assert_int_equal(
		practice_closure_add(&op, agenda->place->store, &closure), OK);
}

static void an_empty_list_asks_for_nothing(void **state)
{
	struct agenda *agenda = *state;
	struct reader *reader = place_read(agenda->place);
	struct session_facts *facts = NULL;

	(void)statement_count_take();
	assert_int_equal(practice_facts_list(reader, NULL, 0, &facts), OK);
	assert_non_null(facts);
	assert_int_equal(statement_count_take(), 0);
}

static void many_are_loaded_as_each_one_is(void **state)
{
	struct agenda *agenda = *state;
	int64_t ada = agenda->ada.id, cora = agenda->cora.id;
	struct session_facts *facts;
	struct session *list;
	size_t count, clashes = 0, saved = 0;

	for (int i = 0; i < MANY; i++) {
		struct session session = agenda_session(
			agenda, i * DAY / 4, i % 4 ? ada : 0, i % 3 ? 0 : cora);

		if (i % 4 && i % 2)
			agenda_save(agenda, session.id,
				    i % 3 ? "missed" : "completed", MANY * DAY);
	}
	/* Two at once, and both on a closure. */
	(void)agenda_session(agenda, DAY, ada, 0);
	close_a_day(agenda, DAY);
	list = all_sessions(agenda, &count);
	assert_int_equal(count, MANY + 1);
	assert_int_equal(
		practice_facts_list(agenda->place->reader, list, count, &facts),
		OK);
	for (size_t i = 0; i < count; i++) {
		struct session_facts one;

		assert_int_equal(practice_facts_load(agenda->place->reader,
						     list[i].id, &one),
				 OK);
		assert_int_equal(facts[i].session.id, one.session.id);
		assert_int_equal(facts[i].saved, one.saved);
		assert_int_equal(facts[i].clash_count, one.clash_count);
		assert_string_equal(told(agenda, &facts[i]),
				    told(agenda, &one));
		clashes += one.clash_count;
		saved += one.saved;
	}
	assert_true(clashes > 2);
	assert_true(saved > 2);
}

static int statements_of(struct agenda *agenda, const struct session *list,
			 size_t count)
{
	struct session_known *known;

	(void)statement_count_take();
	assert_int_equal(
		session_known_list(agenda->place->reader, list, count, &known),
		OK);
	return statement_count_take();
}

static void their_statements_do_not_grow_with_them(void **state)
{
	struct agenda *agenda = *state;
	struct session *list;
	size_t count;

	for (int i = 0; i < MANY; i++) {
		struct session session = agenda_session(
			agenda, i * DAY, agenda->ada.id, agenda->cora.id);

		agenda_save(agenda, session.id, "completed", MANY * DAY);
	}
	list = all_sessions(agenda, &count);
	assert_int_equal(count, MANY);
	assert_true(statements_of(agenda, list, 1) > 0);
	assert_int_equal(statements_of(agenda, list, 1),
			 statements_of(agenda, list, count));
}

static void a_person_who_is_missing_is_damage(void **state)
{
	struct agenda *agenda = *state;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	int64_t nobody = 4711;
	struct session_facts *facts;

	session.terms.clients = (struct ids){ &nobody, 1 };
	assert_int_equal(practice_facts_list(place_read(agenda->place),
					     &session, 1, &facts),
			 ERR_STORAGE);
}

static void a_completion_that_is_missing_is_damage(void **state)
{
	struct agenda *agenda = *state;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session_facts *facts;

	session.state = SESSION_SAVED;
	session.completion = 4711;
	assert_int_equal(practice_facts_list(place_read(agenda->place),
					     &session, 1, &facts),
			 ERR_STORAGE);
}

static void those_of_ids_come_by_start_with_their_people(void **state)
{
	struct agenda *agenda = *state;
	struct session late = agenda_session(agenda, 3 * DAY, agenda->ada.id,
					     agenda->cora.id);
	struct session soon = agenda_session(agenda, DAY, agenda->cora.id, 0);
	int64_t wanted[] = { late.id, 4711, soon.id, late.id };
	struct ids ids = { wanted, ARRAY_SIZE(wanted) };
	struct session *list;
	size_t count;

	(void)agenda_session(agenda, 2 * DAY, agenda->ada.id, 0);
	assert_int_equal(store_session_find_all(place_read(agenda->place), &ids,
						&list, &count),
			 OK);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, soon.id);
	assert_int_equal(list[0].terms.clients.count, 1);
	assert_int_equal(list[1].id, late.id);
	assert_int_equal(list[1].terms.clients.count, 2);
	assert_int_equal(list[1].terms.clients.at[1], agenda->cora.id);
	assert_int_equal(list[1].terms.practitioners.at[0], agenda->maria.id);
	ids.count = 0;
	assert_int_equal(store_session_find_all(agenda->place->reader, &ids,
						&list, &count),
			 OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(an_empty_list_asks_for_nothing),
		WITH_AGENDA(many_are_loaded_as_each_one_is),
		WITH_AGENDA(their_statements_do_not_grow_with_them),
		WITH_AGENDA(a_person_who_is_missing_is_damage),
		WITH_AGENDA(a_completion_that_is_missing_is_damage),
		WITH_AGENDA(those_of_ids_come_by_start_with_their_people),
	};

	statement_count_watch();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
