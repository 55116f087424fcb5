#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/tick.h"
#include "practice/calendar/collection.h"
#include "practice/session/completion.h"
#include "practice/booking/review.h"
#include "practice/session/session.h"
#include "store/review.h"
#include "store/session_list.h"

#include <string.h>

/* What the clock and the office settle afterwards: ticks and reviews. */

static void tick(struct agenda *agenda, int64_t later)
{
	struct operation op = agenda_as(agenda, NULL, later);

	assert_int_equal(practice_tick(&op, agenda->place->store), OK);
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
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, HOUR, agenda->ada.id, 0);

	tick(agenda, 30 * DAY);
	assert_int_equal(place_sql(agenda->place, "DELETE FROM member WHERE"
						  " name LIKE '%-save.ics'"),
			 0);
	tick(agenda, 3 * HOUR);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
}

static void a_property_of_old_marks_is_no_mark(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	const struct property property = { "urn:daybook:tick", "seen",
					   "2030-01-01T00:00:00Z" };
	struct session session =
		agenda_session(agenda, HOUR, agenda->ada.id, 0);

	assert_int_equal(practice_properties_change(&op, agenda->place->store,
						    "sam", "closures", NULL,
						    &property, 1, NULL),
			 OK);
	tick(agenda, 3 * HOUR);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
}

static void a_lost_mark_begins_anew(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	tick(agenda, 2 * HOUR);
	assert_int_equal(place_sql(agenda->place, "DELETE FROM mark"), 0);
	tick(agenda, 2 * DAY);
	assert_non_null(
		agenda_bytes(agenda, &agenda->maria, "to-save", session.id));
}

/* Its bytes were damaged: it keeps the rows that it has, and stops nobody. */
static void what_cannot_be_read_any_more_is_passed_over(void **s)
{
	struct agenda *agenda = *s;
	struct object_result broken, whole;
	struct member member;

	broken = agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
			    agenda_event(agenda, "a", "RRULE:FREQ=DAILY\r\n"),
			    0, OK);
	whole = agenda_put(agenda, &agenda->maria, "calendar", "b.ics",
			   agenda_event(agenda, "b", "RRULE:FREQ=DAILY\r\n"), 0,
			   OK);
	assert_int_equal(
		place_sql(agenda->place,
			  arena_printf(agenda->place->arena,
				       "UPDATE member_bytes SET bytes = x'00'"
				       " WHERE member = %lld",
				       (long long)broken.member.id)),
		0);
	tick(agenda, 40 * DAY);
	assert_int_equal(store_member_load(place_read(agenda->place),
					   broken.member.id, &member),
			 OK);
	assert_int_equal(member.indexed.end.s, broken.member.indexed.end.s);
	assert_int_equal(store_member_load(agenda->place->reader,
					   whole.member.id, &member),
			 OK);
	assert_int_equal(member.indexed.end.s, FIXTURE_NOW.s + 815 * DAY);
}

/* It reaches less far, and is made anew when little is left. */
static void a_dense_series_rolls_on_when_little_is_left(void **s)
{
	struct agenda *agenda = *s;
	struct object_result put = agenda_put(
		agenda, &agenda->maria, "calendar", "a.ics",
		agenda_event(agenda, "a", "RRULE:FREQ=HOURLY\r\n"), 0, OK);
	struct member member;
	int64_t end = put.member.indexed.end.s;

	tick(agenda, 2 * DAY);
	assert_int_equal(store_member_load(place_read(agenda->place),
					   put.member.id, &member),
			 OK);
	assert_int_equal(member.indexed.end.s, end);
	tick(agenda, end - FIXTURE_NOW.s - 20 * DAY);
	assert_int_equal(store_member_load(place_read(agenda->place),
					   put.member.id, &member),
			 OK);
	assert_true(member.indexed.end.s > end);
}

static struct review waiting(struct agenda *agenda, const char *kind)
{
	struct review *list;
	size_t count;

	assert_int_equal(store_review_list(place_read(agenda->place),
					   REVIEW_WAITING, 0, 100, &list,
					   &count),
			 OK);
	for (size_t i = 0; i < count; i++) {
		if (str_equal(list[i].kind, kind))
			return list[i];
	}
	assert_string_equal("no review of that kind", kind);
	return (struct review){ .id = 0 };
}

static void undo(struct agenda *agenda, const char *kind)
{
	struct operation op = agenda_as(agenda, &agenda->sam, HOUR);

	assert_int_equal(practice_review_settle(&op, agenda->place->store,
						waiting(agenda, kind).id, true),
			 OK);
	assert_int_equal(agenda_reviews(agenda, kind), 0);
}

/* Rules K15: an endless rule makes twelve months, to be looked at. */
static void undoing_an_endless_rule_removes_what_is_open(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(agenda, &agenda->sam, "maria", "e.ics",
		   agenda_event(
			   agenda, "e",
			   "SUMMARY:C042\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"),
		   0, OK);
	assert_true(agenda_count(agenda) >= 12);
	agenda_save(agenda, agenda_session_of(agenda, "e").id, "completed",
		    2 * DAY);
	undo(agenda, "endless-rule");
	assert_int_equal(agenda_count(agenda), 1);
	assert_int_equal(agenda_session_of(agenda, "e").state, SESSION_SAVED);
}

/* Without a schedule nothing says which sessions the rule made: it is not
 * called undone. */
static void an_endless_rule_without_a_schedule_is_not_undone(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, HOUR);
	size_t before;

	agenda_put(agenda, &agenda->sam, "maria", "e.ics",
		   agenda_event(agenda, "e",
				"SUMMARY:C042\r\nRRULE:FREQ=MONTHLY\r\n"),
		   0, OK);
	before = agenda_count(agenda);
	assert_int_equal(practice_review_settle(
				 &op, agenda->place->store,
				 waiting(agenda, "endless-rule").id, true),
			 ERR_CONFLICT);
	assert_non_null(strstr(op.failure.message, "one by one"));
	assert_int_equal(agenda_count(agenda), before);
	assert_int_equal(agenda_reviews(agenda, "endless-rule"), 1);
}

static void a_refused_wish_leaves_nothing_to_undo(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *served;

	agenda_delete(agenda, &agenda->maria, "sessions", session.name, 0,
		      REFUSED(PAST_OPEN));
	undo(agenda, "refused");
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
	served = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, served, "SUMMARY:", "SUMMARY:#no-such "),
		   0, OK);
	undo(agenda, "unknown-tag");
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
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
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct item item = { session.id, agenda->maria.id, 0 };
	int64_t revision = agenda_session_of(agenda, session.uid).revision;

	place_write(agenda->place, add_deletes, &item, OK);
	undo(agenda, "deletes");
	assert_int_equal(agenda_session_of(agenda, session.uid).revision,
			 revision);
	agenda_save(agenda, session.id, "completed", 2 * DAY);
	place_write(agenda->place, add_deletes, &item, OK);
	undo(agenda, "deletes");
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_SAVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_place_that_is_not_set_up_has_nothing_to_do),
		WITH_AGENDA(a_clock_that_was_set_back_begins_anew),
		WITH_AGENDA(a_property_of_old_marks_is_no_mark),
		WITH_AGENDA(a_lost_mark_begins_anew),
		WITH_AGENDA(what_cannot_be_read_any_more_is_passed_over),
		WITH_AGENDA(a_dense_series_rolls_on_when_little_is_left),
		WITH_AGENDA(undoing_an_endless_rule_removes_what_is_open),
		WITH_AGENDA(an_endless_rule_without_a_schedule_is_not_undone),
		WITH_AGENDA(a_refused_wish_leaves_nothing_to_undo),
		WITH_AGENDA(undoing_what_was_undone_already_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
