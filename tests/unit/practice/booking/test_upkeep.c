#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/tick.h"
#include "practice/calendar/collection.h"
#include "practice/session/completion.h"
#include "practice/booking/review.h"
#include "practice/session/session.h"
#include "store/audit.h"

#include <string.h>

/* What the clock and the office settle afterwards: ticks and reviews. */

static void tick(struct home *home, int64_t later)
{
	struct operation op = home_as(home, NULL, later);

	assert_int_equal(practice_tick(&op, home->place->store), OK);
}

static void a_place_that_is_not_set_up_has_nothing_to_do(void **s)
{
	struct place *place = *s;
	struct operation op = place->op;

	assert_int_equal(practice_tick(&op, place->store), OK);
}

/* A clock that was set back must not hide what ends meanwhile. */
static void a_clock_that_was_set_back_begins_anew(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, HOUR, home->ada.id, 0);

	tick(home, 30 * DAY);
	assert_int_equal(place_sql(home->place, "DELETE FROM member WHERE"
						" name LIKE '%-save.ics'"),
			 0);
	tick(home, 3 * HOUR);
	assert_non_null(home_bytes(home, &home->maria, "to-save", session.id));
}

static void a_property_of_old_marks_is_no_mark(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->sam, 0);
	const struct property property = { "urn:daybook:tick", "seen",
					   "2030-01-01T00:00:00Z" };
	struct session session = home_session(home, HOUR, home->ada.id, 0);

	assert_int_equal(practice_properties_change(&op, home->place->store,
						    "sam", "closures", NULL,
						    &property, 1),
			 OK);
	tick(home, 3 * HOUR);
	assert_non_null(home_bytes(home, &home->maria, "to-save", session.id));
}

static void a_lost_mark_begins_anew(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);

	tick(home, 2 * HOUR);
	assert_int_equal(place_sql(home->place, "DELETE FROM mark"), 0);
	tick(home, 2 * DAY);
	assert_non_null(home_bytes(home, &home->maria, "to-save", session.id));
}

/* Its bytes were damaged: it keeps the rows that it has, and stops nobody. */
static void what_cannot_be_read_any_more_is_passed_over(void **s)
{
	struct home *home = *s;
	struct object_result broken, whole;
	struct member member;

	broken = home_put(home, &home->maria, "calendar", "a.ics",
			  home_event(home, "a", "RRULE:FREQ=DAILY\r\n"), 0, OK);
	whole = home_put(home, &home->maria, "calendar", "b.ics",
			 home_event(home, "b", "RRULE:FREQ=DAILY\r\n"), 0, OK);
	assert_int_equal(
		place_sql(home->place,
			  arena_printf(home->place->arena,
				       "UPDATE member_bytes SET bytes = x'00'"
				       " WHERE member = %lld",
				       (long long)broken.member.id)),
		0);
	tick(home, 40 * DAY);
	assert_int_equal(store_member_load(place_read(home->place),
					   broken.member.id, &member),
			 OK);
	assert_int_equal(member.indexed.end.s, broken.member.indexed.end.s);
	assert_int_equal(store_member_load(home->place->reader, whole.member.id,
					   &member),
			 OK);
	assert_int_equal(member.indexed.end.s, FIXTURE_NOW.s + 815 * DAY);
}

/* It reaches less far, and is made anew when little is left. */
static void a_dense_series_rolls_on_when_little_is_left(void **s)
{
	struct home *home = *s;
	struct object_result put =
		home_put(home, &home->maria, "calendar", "a.ics",
			 home_event(home, "a", "RRULE:FREQ=HOURLY\r\n"), 0, OK);
	struct member member;
	int64_t end = put.member.indexed.end.s;

	tick(home, 2 * DAY);
	assert_int_equal(store_member_load(place_read(home->place),
					   put.member.id, &member),
			 OK);
	assert_int_equal(member.indexed.end.s, end);
	tick(home, end - FIXTURE_NOW.s - 20 * DAY);
	assert_int_equal(store_member_load(place_read(home->place),
					   put.member.id, &member),
			 OK);
	assert_true(member.indexed.end.s > end);
}

static struct review waiting(struct home *home, const char *kind)
{
	struct review *list;
	size_t count;

	assert_int_equal(store_review_list(place_read(home->place), "waiting",
					   0, 100, &list, &count),
			 OK);
	for (size_t i = 0; i < count; i++) {
		if (str_equal(list[i].kind, kind))
			return list[i];
	}
	assert_string_equal("no review of that kind", kind);
	return (struct review){ .id = 0 };
}

static void undo(struct home *home, const char *kind)
{
	struct operation op = home_as(home, &home->sam, HOUR);

	assert_int_equal(practice_review_settle(&op, home->place->store,
						waiting(home, kind).id, true),
			 OK);
	assert_int_equal(home_reviews(home, kind), 0);
}

static size_t made(struct home *home)
{
	struct session_filter filter = { .practitioner = home->maria.id };
	struct session *list;
	size_t count;

	assert_int_equal(store_session_list(place_read(home->place), &filter,
					    &list, &count),
			 OK);
	return count;
}

/* Rules K15: an endless rule makes twelve months, to be looked at. */
static void undoing_an_endless_rule_removes_what_is_open(void **s)
{
	struct home *home = *s;

	home_put(home, &home->sam, "maria", "e.ics",
		 home_event(home, "e",
			    "SUMMARY:C042\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"),
		 0, OK);
	assert_true(made(home) >= 12);
	home_save(home, home_session_of(home, "e").id, "completed", 2 * DAY);
	undo(home, "endless-rule");
	assert_int_equal(made(home), 1);
	assert_int_equal(home_session_of(home, "e").state, SESSION_SAVED);
}

/* Without a schedule nothing says which sessions the rule made: it is not
 * called undone. */
static void an_endless_rule_without_a_schedule_is_not_undone(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, &home->sam, HOUR);
	size_t before;

	home_put(
		home, &home->sam, "maria", "e.ics",
		home_event(home, "e", "SUMMARY:C042\r\nRRULE:FREQ=MONTHLY\r\n"),
		0, OK);
	before = made(home);
	assert_int_equal(
		practice_review_settle(&op, home->place->store,
				       waiting(home, "endless-rule").id, true),
		ERR_CONFLICT);
	assert_non_null(strstr(op.failure.message, "one by one"));
	assert_int_equal(made(home), before);
	assert_int_equal(home_reviews(home, "endless-rule"), 1);
}

static void a_refused_wish_leaves_nothing_to_undo(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, -DAY, home->ada.id, 0);
	char *served;

	home_delete(home, &home->maria, "sessions", session.name, 0,
		    ERR_PAST_OPEN);
	undo(home, "refused");
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_OPEN);
	served = home_bytes(home, &home->maria, "sessions", session.id);
	home_put(home, &home->maria, "sessions", session.name,
		 home_edit(home, served, "SUMMARY:", "SUMMARY:#no-such "), 0,
		 OK);
	undo(home, "unknown-tag");
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_OPEN);
}

struct item {
	int64_t session, person, id;
};

static enum err add_deletes(struct transaction *tx, void *context)
{
	struct item *item = context;
	struct review review = { .kind = "deletes",
				 .session = item->session,
				 .person = item->person,
				 .text = "Look at this." };
	enum err err = store_review_add(tx, &review);

	item->id = review.id;
	return err;
}

static void undoing_what_was_undone_already_changes_nothing(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	struct item item = { session.id, home->maria.id, 0 };
	int64_t revision = home_session_of(home, session.uid).revision;

	place_write(home->place, add_deletes, &item, OK);
	undo(home, "deletes");
	assert_int_equal(home_session_of(home, session.uid).revision, revision);
	home_save(home, session.id, "completed", 2 * DAY);
	place_write(home->place, add_deletes, &item, OK);
	undo(home, "deletes");
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_SAVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_place_that_is_not_set_up_has_nothing_to_do),
		AT_HOME(a_clock_that_was_set_back_begins_anew),
		AT_HOME(a_property_of_old_marks_is_no_mark),
		AT_HOME(a_lost_mark_begins_anew),
		AT_HOME(what_cannot_be_read_any_more_is_passed_over),
		AT_HOME(a_dense_series_rolls_on_when_little_is_left),
		AT_HOME(undoing_an_endless_rule_removes_what_is_open),
		AT_HOME(an_endless_rule_without_a_schedule_is_not_undone),
		AT_HOME(a_refused_wish_leaves_nothing_to_undo),
		AT_HOME(undoing_what_was_undone_already_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
