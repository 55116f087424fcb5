#include "practice/session/clash.h"

#include "tests/unit/practice/practice_fixture.h"
#include "tests/unit/practice/small_practice.h"
#include "tests/unit/practice/whole_edit.h"
#include "tests/unit/store/statement_count.h"

#include "practice/session/session.h"
#include "store/clash.h"

#define STEP 8
#define CROWD (CLASHES_NAMED + 13)

static const char *uid_of(struct clinic *clinic, size_t i)
{
	return arena_printf(clinic->op->arena, "u%03zu", i);
}

/* One more of Maria's at the same moment; its id. */
static int64_t one_more_as(struct clinic *clinic, const char *uid)
{
	struct session session = clinic_draft(clinic, "2026-06-10T20:00:00Z",
					      60, clinic->fixed, 1);

	session.uid = uid;
	session.terms.practitioners = (struct ids){ &clinic->maria, 1 };
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	return session.id;
}

static int64_t one_more(struct clinic *clinic)
{
	return one_more_as(clinic, NULL);
}

static void assert_each_meets(struct clinic *clinic, const int64_t *ids,
			      size_t count, size_t others)
{
	for (size_t i = 0; i < count; i++) {
		struct clash *list;
		size_t found;

		assert_int_equal(store_clash_list(place_read(clinic->place),
						  ids[i], &list, &found),
				 OK);
		assert_int_equal(found, others);
	}
}

static void s9_each_of_many_at_one_moment_meets_all_others(void **state)
{
	struct clinic *clinic = *state;
	int64_t ids[STEP];

	clinic_as(clinic, clinic->staff);
	for (size_t i = 0; i < STEP; i++)
		ids[i] = one_more(clinic);
	assert_each_meets(clinic, ids, STEP, STEP - 1);
	assert_ok(clinic,
		  practice_session_remove(clinic->op, clinic->store, ids[0]));
	assert_each_meets(clinic, ids, 1, 0);
	assert_each_meets(clinic, ids + 1, STEP - 1, STEP - 2);
}

/* Each that is there already is told once of the new one: what they meet
 * among themselves is not looked through again. */
static void s9_one_more_asks_as_much_of_each_that_is_there(void **state)
{
	struct clinic *clinic = *state;
	int asked[3];

	clinic_as(clinic, clinic->staff);
	for (size_t step = 0; step < ARRAY_SIZE(asked); step++) {
		for (size_t i = 1; i < STEP; i++)
			(void)one_more(clinic);
		(void)statement_count_take();
		(void)one_more(clinic);
		asked[step] = statement_count_take();
	}
	assert_true(asked[1] > asked[0]);
	assert_int_equal(asked[2] - asked[1], asked[1] - asked[0]);
}

/* "u007" and the like; `here` tells which of CROWD there are. */
static void assert_names_first(struct clinic *clinic, int64_t id, size_t self,
			       const bool *here)
{
	struct clash *list;
	size_t count, at = 0;

	assert_int_equal(
		store_clash_list(place_read(clinic->place), id, &list, &count),
		OK);
	for (size_t i = 0; i < CROWD && at < CLASHES_NAMED; i++) {
		if (i == self || !here[i])
			continue;
		assert_in_range(at, 0, count - 1);
		assert_string_equal(list[at++].uid, uid_of(clinic, i));
	}
	assert_int_equal(count, at);
}

static void assert_all_name_first(struct clinic *clinic, const int64_t *ids,
				  const bool *here)
{
	for (size_t i = 0; i < CROWD; i++)
		if (here[i])
			assert_names_first(clinic, ids[i], i, here);
}

static void move_away(struct clinic *clinic, int64_t id)
{
	struct session session;

	assert_int_equal(
		store_session_find(place_read(clinic->place), id, &session),
		OK);
	session.span.start.s += 86400;
	session.span.end.s += 86400;
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
}

static void s9_one_of_a_crowd_names_the_first_of_the_others(void **state)
{
	struct clinic *clinic = *state;
	bool here[CROWD] = { false };
	int64_t ids[CROWD];

	clinic_as(clinic, clinic->staff);
	for (size_t i = 0; i < CROWD; i++) {
		size_t next = (i * 37) % CROWD; /* each once, in no order */

		ids[next] = one_more_as(clinic, uid_of(clinic, next));
		here[next] = true;
	}
	assert_all_name_first(clinic, ids, here);
	for (size_t i = 0; i < CROWD; i += 7) {
		here[i] = false;
		if (i % 2)
			move_away(clinic, ids[i]);
		else
			assert_ok(clinic, practice_session_remove(clinic->op,
								  clinic->store,
								  ids[i]));
		assert_all_name_first(clinic, ids, here);
	}
	for (size_t i = 0; i + 2 < CROWD; i++) {
		if (here[i])
			assert_ok(clinic, practice_session_remove(clinic->op,
								  clinic->store,
								  ids[i]));
		here[i] = false;
	}
	assert_all_name_first(clinic, ids, here);
}

/* Some begin before it, some end behind it, and not all meet each other. */
static struct session one_of_lengths(struct clinic *clinic, size_t i)
{
	struct session session = clinic_draft(clinic, "2026-06-10T20:00:00Z",
					      60, clinic->fixed, 1);
	int64_t early = i % 5 == 1 ? 1800 : i % 11 == 4 ? 3600 : 0;
	int64_t late = i % 7 == 2 ? 1800 : 0;

	session.uid = uid_of(clinic, i);
	session.span.start.s += late - early;
	session.span.end.s += late - early + (i % 3 == 1 ? 300 : 0);
	session.terms.practitioners =
		(struct ids){ i % 13 == 5 ? &clinic->ben : &clinic->maria, 1 };
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	return session;
}

static bool meets(const struct session *a, const struct session *b)
{
	return a->span.start.s < b->span.end.s &&
	       b->span.start.s < a->span.end.s &&
	       a->terms.practitioners.at[0] == b->terms.practitioners.at[0];
}

static void assert_names_who_meets(struct clinic *clinic,
				   const struct session *all, size_t one)
{
	struct clash *list;
	size_t count, at = 0;

	assert_int_equal(store_clash_list(place_read(clinic->place),
					  all[one].id, &list, &count),
			 OK);
	for (size_t i = 0; i < CROWD && at < CLASHES_NAMED; i++) {
		if (i == one || !all[i].id || !meets(&all[one], &all[i]))
			continue;
		assert_in_range(at, 0, count - 1);
		assert_string_equal(list[at++].uid, uid_of(clinic, i));
	}
	assert_int_equal(count, at);
}

static void s9_of_a_crowd_of_lengths_each_names_whom_it_meets(void **state)
{
	struct clinic *clinic = *state;
	struct session all[CROWD];

	clinic_as(clinic, clinic->staff);
	for (size_t i = 0; i < CROWD; i++)
		all[i] = one_of_lengths(clinic, i);
	for (size_t i = 0; i < CROWD; i += 3) {
		assert_ok(clinic,
			  practice_session_remove(clinic->op, clinic->store,
						  all[i].id));
		all[i].id = 0;
		for (size_t one = 0; one < CROWD; one++)
			if (all[one].id)
				assert_names_who_meets(clinic, all, one);
	}
}

static void s9_one_more_asks_nothing_of_those_that_name_enough(void **state)
{
	struct clinic *clinic = *state;
	int asked = 0, before;

	clinic_as(clinic, clinic->staff);
	for (size_t i = 0; i < CROWD; i++) {
		before = asked;
		(void)statement_count_take();
		(void)one_more_as(clinic, uid_of(clinic, i));
		asked = statement_count_take();
		if (i > CLASHES_NAMED + 1)
			assert_int_equal(asked, before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_CLINIC(s9_each_of_many_at_one_moment_meets_all_others),
		WITH_CLINIC(s9_one_more_asks_as_much_of_each_that_is_there),
		WITH_CLINIC(s9_one_of_a_crowd_names_the_first_of_the_others),
		WITH_CLINIC(s9_of_a_crowd_of_lengths_each_names_whom_it_meets),
		WITH_CLINIC(s9_one_more_asks_nothing_of_those_that_name_enough),
	};

	statement_count_watch();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
