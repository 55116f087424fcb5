#include "tests/unit/practice/booking/series_fixture.h"

#include "practice/session/closure.h"
#include "practice/people/person.h"
#include "practice/booking/review.h"
#include "practice/session/schedule.h"
#include "store/review.h"
#include "store/session_list.h"

#include <string.h>

/* A coming session of Maria's with C042, on Tuesday 9 June 2026, 8:00 to 9:00
 * in Toronto, over which a recurring event is put. */

static void a_rule_over_a_session_makes_it_the_first_of_a_schedule(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct object_result result =
		series_put(agenda, &agenda->maria, &session,
			   series_over(agenda, &session,
				       "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4"),
			   OK);
	struct schedule schedule = series_schedule(agenda, session.uid);
	size_t count;
	struct session *list = agenda_sessions(agenda, &count);

	assert_false(result.created);
	assert_false(result.exact);
	assert_lacks(strstr(slice_dup(agenda->place->arena, result.bytes),
			    "BEGIN:VEVENT"),
		     "RRULE");
	assert_int_equal(count, 4);
	assert_int_equal(list[0].id, session.id);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(list[i].schedule, schedule.id);
		assert_int_equal(list[i].terms.clients.at[0], agenda->ada.id);
		assert_int_equal(list[i].terms.service, agenda->service);
		assert_int_equal(list[i].state, SESSION_OPEN);
		assert_true(i == 0 || !str_equal(list[i].uid, session.uid));
		assert_true(agenda_has(agenda, &agenda->ada, "sessions",
				       list[i].name));
	}
	assert_int_equal(list[3].span.start.s,
			 session.span.start.s + (int64_t)9 * DAY);
	assert_int_equal(schedule.days, 2 | 8);
	assert_int_equal(schedule.count, 4);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"X-PRACTICE-SCHEDULE");
}

static void the_same_rule_again_is_dropped(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	int64_t revision;

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	revision = agenda_session_of(agenda, session.uid).revision;
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session,
			       "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3"),
		   OK);
	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session,
			       "RRULE:FREQ=WEEKLY;UNTIL=20260623T120000Z"),
		   OK);
	assert_int_equal(agenda_count(agenda), 3);
	assert_int_equal(agenda_session_of(agenda, session.uid).revision,
			 revision);
	assert_int_equal(agenda_reviews(agenda, "refused"), 0);
}

/* The first of a schedule of the office's: Tuesdays until 23 June 2026. */
static struct session first_of_office(struct agenda *agenda)
{
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	int64_t clients[] = { agenda->ada.id };
	struct schedule schedule = {
		.days = 2,
		.repeat = REPEAT_WEEKLY,
		.until = day_of(2026, 6, 23),
		.enabled = true,
		.start = { 2026, 6, 9, 8, 0, 0 },
		.minutes = 60,
		.zone = "America/Toronto",
		.terms.service = agenda->service,
		.terms.practitioners = { &agenda->maria.id, 1 },
		.terms.clients = { clients, 1 },
	};
	struct ids made;
	struct session first;

	assert_int_equal(practice_schedule_add(&op, agenda->place->store,
					       &schedule, &made),
			 OK);
	assert_int_equal(store_session_find(place_read(agenda->place),
					    made.at[0], &first),
			 OK);
	return first;
}

static void
another_rule_over_a_session_of_the_offices_schedule_is_refused(void **s)
{
	static const char *const rules[] = {
		"RRULE:FREQ=WEEKLY;COUNT=4",
		"RRULE:FREQ=WEEKLY;BYDAY=TU,WE;COUNT=3",
		"RDATE:20260610T120000Z",
	};
	struct agenda *agenda = *s;
	struct session first = first_of_office(agenda);

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		series_put(agenda, &agenda->maria, &first,
			   series_over(agenda, &first, rules[i]),
			   REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_count(agenda), 3);
	assert_holds(agenda_review(agenda).text, "change the schedule instead");
}

static void a_last_date_is_compared_as_the_schedule_has_it(void **s)
{
	struct agenda *agenda = *s;
	struct session first = first_of_office(agenda);
	/* The evening of the 23rd in Toronto. */
	char *bytes = series_over(agenda, &first,
				  "RRULE:FREQ=WEEKLY;UNTIL=20260624T010000Z");

	series_put(agenda, &agenda->maria, &first, bytes, OK);
	series_put(agenda, &agenda->maria, &first,
		   agenda_edit(agenda, bytes, "0624T010000Z", "0624T120000Z"),
		   REFUSED(NOT_PERMITTED));
	series_put(
		agenda, &agenda->maria, &first,
		agenda_edit(agenda, bytes, "UNTIL=20260624T010000Z", "COUNT=3"),
		REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_count(agenda), 3);
}

static void a_saved_session_is_not_repeated_before_it_is_open(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes;

	agenda_save(agenda, session.id, "completed", 0);
	bytes = series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");
	series_put(agenda, &agenda->maria, &session, bytes,
		   REFUSED(SESSION_SAVED));
	assert_int_equal(agenda_count(agenda), 1);
	assert_holds(agenda_review(agenda).text,
		     "Maria Silva wanted to change the session with C042 on "
		     "Sunday, 7 June 2026 at 08:00");
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda, bytes, "X-PRACTICE-STATUS:completed",
			       "X-PRACTICE-STATUS:open"),
		   OK);
	assert_int_equal(agenda_count(agenda), 3);
}

static void who_repeats_may_create_and_edit(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct person maria = agenda->maria;
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");

	maria.may = MAY_CREATE | MAY_COMPLETE;
	series_put(agenda, &maria, &session, bytes, REFUSED(NOT_PERMITTED));
	maria.may = MAY_EDIT | MAY_COMPLETE;
	series_put(agenda, &maria, &session, bytes, REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_count(agenda), 1);
	assert_int_equal(agenda_session_of(agenda, session.uid).schedule, 0);
	maria.may = MAY_CREATE | MAY_EDIT;
	series_put(agenda, &maria, &session, bytes, OK);
	assert_int_equal(agenda_count(agenda), 3);
}

static void the_office_repeats_too(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	series_put(
		agenda, &agenda->sam, &session,
		agenda_edit(agenda, bytes, "TRANSP:",
			    "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=2\r\nTRANSP:"),
		OK);
	assert_int_equal(series_schedule(agenda, session.uid).repeat,
			 REPEAT_MONTHLY);
	assert_int_equal(agenda_count(agenda), 2);
}

static void too_many_and_too_often_change_nothing(void **s)
{
	static const char *const rules[] = {
		"RRULE:FREQ=DAILY;COUNT=400",
		"RRULE:FREQ=DAILY;UNTIL=20300101T000000Z",
		"RRULE:FREQ=HOURLY;COUNT=3",
		"RRULE:FREQ=MINUTELY;COUNT=3",
		"RRULE:FREQ=SECONDLY",
	};
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		struct member before = agenda_member(agenda, &agenda->maria,
						     "sessions", session.name);
		char *bytes = agenda_edit(
			agenda, series_over(agenda, &session, rules[i]),
			"TRANSP:", "LOCATION:Attic\r\nTRANSP:");

		series_put(agenda, &agenda->maria, &session, bytes,
			   ERR_MAX_INSTANCES);
		assert_true(agenda_member(agenda, &agenda->maria, "sessions",
					  session.name)
				    .revision > before.revision);
	}
	assert_int_equal(agenda_count(agenda), 1);
	assert_null(agenda_session_of(agenda, session.uid).terms.place);
	/* Programs try again: the office reads it once. */
	assert_int_equal(agenda_reviews(agenda, "refused"), 1);
	assert_string_equal(agenda_review(agenda).text,
			    "Maria Silva wanted to change the session with "
			    "C042 on Tuesday, 9 June 2026 at 08:00 from a "
			    "calendar. That was refused, and nothing was "
			    "changed: a schedule makes at most 366 sessions, "
			    "one a day or less often.");
}

static void the_cap_itself_is_reached(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session, "RRULE:FREQ=DAILY;COUNT=366"),
		   OK);
	assert_int_equal(agenda_count(agenda), 366);
}

static void an_endless_rule_makes_twelve_months_and_can_be_undone(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct operation op = agenda_as(agenda, &agenda->sam, HOUR);
	struct review review;
	char *bytes = series_over(agenda, &session, "RRULE:FREQ=WEEKLY");

	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes, 60,
		   OK);
	assert_int_equal(agenda_count(agenda), 53);
	review = agenda_review(agenda);
	assert_string_equal(review.kind, "endless-rule");
	assert_int_equal(review.session, session.id);
	/* Sent again, it is known. */
	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes, 90,
		   OK);
	assert_int_equal(agenda_count(agenda), 53);
	assert_int_equal(agenda_reviews(agenda, "endless-rule"), 1);
	assert_int_equal(practice_review_settle(&op, agenda->place->store,
						review.id, true),
			 OK);
	/* The session itself was there before. */
	assert_int_equal(agenda_count(agenda), 1);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
}

static void other_wishes_of_the_same_put_hold_for_all(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session,
			    "RRULE:FREQ=WEEKLY;COUNT=3\r\nLOCATION:Attic");
	size_t count;
	struct session *list;

	bytes = agenda_edit(agenda, bytes, "T080000", "T083000");
	bytes = agenda_edit(agenda, bytes, "END:VEVENT",
			    "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT5M\r\n"
			    "END:VALARM\r\nEND:VEVENT");
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(list[i].terms.place, "Attic");
		assert_int_equal(list[i].span.start.s,
				 session.span.start.s + 1800 +
					 (int64_t)i * 7 * DAY);
		assert_holds(agenda_bytes(agenda, &agenda->maria, "sessions",
					  list[i].id),
			     "TRIGGER:-PT5M");
		assert_lacks(agenda_bytes(agenda, &agenda->ada, "sessions",
					  list[i].id),
			     "VALARM");
	}
}

static void one_wish_refused_refuses_the_repetition(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	/* Before its start a practitioner may only cancel it (S25). */
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda,
			       series_over(agenda, &session,
					   "RRULE:FREQ=WEEKLY;COUNT=3"),
			       "X-PRACTICE-STATUS:open",
			       "X-PRACTICE-STATUS:completed"),
		   REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_count(agenda), 1);
	assert_int_equal(agenda_session_of(agenda, session.uid).schedule, 0);
	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda,
			       series_over(agenda, &session,
					   "RRULE:FREQ=WEEKLY;COUNT=3"),
			       "X-PRACTICE-STATUS:open",
			       "X-PRACTICE-STATUS:canceled"),
		   OK);
	assert_int_equal(agenda_count(agenda), 3);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_SAVED);
}

static void exceptions_overrides_and_listed_dates_hold(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session,
			    "RRULE:FREQ=WEEKLY;COUNT=5\r\n"
			    "EXDATE;TZID=America/Toronto:20260616T080000\r\n"
			    "RDATE;TZID=America/Toronto:20260617T080000");
	const char *both = session.uid;
	const char *overrides = arena_printf(
		agenda->place->arena,
		"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
		"DTSTAMP:20260608T120000Z\r\n"
		"RECURRENCE-ID;TZID=America/Toronto:20260623T080000\r\n"
		"DTSTART;TZID=America/Toronto:20260624T100000\r\n"
		"DTEND;TZID=America/Toronto:20260624T103000\r\n"
		"LOCATION:Garden\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260608T120000Z\r\n"
		"RECURRENCE-ID;TZID=America/Toronto:20260630T080000\r\n"
		"DTSTART;TZID=America/Toronto:20260630T080000\r\n"
		"DTEND;TZID=America/Toronto:20260630T090000\r\n"
		"STATUS:CANCELLED\r\nEND:VEVENT",
		both, both);
	size_t count;
	struct session *list;

	bytes = agenda_edit(agenda, bytes, "END:VEVENT", overrides);
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	list = agenda_sessions(agenda, &count);
	/* 9, 17 and 24 June, 7 July. */
	assert_int_equal(count, 4);
	assert_int_equal(list[0].id, session.id);
	assert_int_equal(list[1].span.start.s,
			 session.span.start.s + (int64_t)8 * DAY);
	assert_int_equal(list[2].span.end.s - list[2].span.start.s, 1800);
	assert_string_equal(list[2].terms.place, "Garden");
	assert_int_equal(list[3].span.start.s,
			 session.span.start.s + (int64_t)28 * DAY);
	assert_int_equal(list[3].schedule, 0);
	/* Sent again, nothing is made twice. */
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	assert_int_equal(agenda_count(agenda), 4);
}

static void dates_alone_repeat_it(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes = series_over(agenda, &session,
				  "RDATE:20260611T120000Z,20260615T120000Z");

	series_put(agenda, &agenda->maria, &session, bytes, OK);
	assert_int_equal(agenda_count(agenda), 3);
	series_put(agenda, &agenda->maria, &session, bytes, OK);
	assert_int_equal(agenda_count(agenda), 3);
}

static void a_first_date_that_is_left_out_moves_the_session(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	size_t count;
	struct session *list;

	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session,
			       "RRULE:FREQ=WEEKLY;COUNT=3\r\n"
			       "EXDATE;TZID=America/Toronto:20260609T080000"),
		   OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, session.id);
	assert_int_equal(list[0].span.start.s,
			 session.span.start.s + (int64_t)7 * DAY);
}

static void a_rule_without_a_date_is_refused(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session,
			       "RRULE:FREQ=WEEKLY;COUNT=1\r\n"
			       "EXDATE;TZID=America/Toronto:20260609T080000"),
		   ERR_CALENDAR_DATA);
	/* Once is what it is. */
	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=1"),
		   OK);
	assert_int_equal(agenda_count(agenda), 1);
	assert_int_equal(agenda_session_of(agenda, session.uid).schedule, 0);
}

static void sessions_that_stand_there_join_the_schedule(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session second =
		agenda_session(agenda, (int64_t)8 * DAY, agenda->ada.id, 0);
	struct session other =
		agenda_session(agenda, (int64_t)15 * DAY, agenda->cora.id, 0);

	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3"),
		   OK);
	/* Cora's is another one, and both are flagged (S9). */
	assert_int_equal(agenda_count(agenda), 4);
	assert_int_equal(agenda_session_of(agenda, second.uid).schedule,
			 series_schedule(agenda, session.uid).id);
	assert_int_equal(agenda_session_of(agenda, other.uid).schedule, 0);
	assert_holds(agenda_bytes(agenda, &agenda->maria, "sessions", other.id),
		     "X-PRACTICE-CONFLICT:overlap:");
	assert_int_equal(series_schedule(agenda, session.uid).count, 3);
}

static void those_on_a_closure_are_made_and_flagged(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct closure closure = { .title = "Moving house",
				   .all_day = true,
				   .from = day_of(2026, 6, 16),
				   .to = day_of(2026, 6, 16) };
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	size_t count;
	struct session *list;

	assert_int_equal(
		practice_closure_add(&op, agenda->place->store, &closure), OK);
	series_put(agenda, &agenda->maria, &session,
		   series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3"),
		   OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 3);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", list[1].id),
		"X-PRACTICE-CONFLICT:closure:");
	assert_lacks(
		agenda_bytes(agenda, &agenda->maria, "sessions", list[2].id),
		"X-PRACTICE-CONFLICT");
}

static void an_override_over_a_day_is_refused_with_all(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		series_over(agenda, &session, "RRULE:FREQ=WEEKLY;COUNT=3");

	series_put(
		agenda, &agenda->maria, &session,
		agenda_edit(
			agenda, bytes, "END:VEVENT",
			arena_printf(agenda->place->arena,
				     "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
				     "DTSTAMP:20260608T120000Z\r\n"
				     "RECURRENCE-ID:20260616T120000Z\r\n"
				     "DTSTART:20260616T120000Z\r\n"
				     "DTEND:20260618T120000Z\r\nEND:VEVENT",
				     session.uid)),
		REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_count(agenda), 1);
	assert_holds(agenda_review(agenda).text, "at most 24 hours");
}

static void a_draft_is_named_and_repeated_in_one_put(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, 0, 0);
	size_t count;
	struct session *list;

	series_put(agenda, &agenda->maria, &session,
		   agenda_edit(agenda,
			       series_over(agenda, &session,
					   "RRULE:FREQ=WEEKLY;COUNT=2"),
			       "? Draft", "C042"),
		   OK);
	list = agenda_sessions(agenda, &count);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].state, SESSION_OPEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(
			a_rule_over_a_session_makes_it_the_first_of_a_schedule),
		WITH_AGENDA(the_same_rule_again_is_dropped),
		WITH_AGENDA(
			another_rule_over_a_session_of_the_offices_schedule_is_refused),
		WITH_AGENDA(a_last_date_is_compared_as_the_schedule_has_it),
		WITH_AGENDA(a_saved_session_is_not_repeated_before_it_is_open),
		WITH_AGENDA(who_repeats_may_create_and_edit),
		WITH_AGENDA(the_office_repeats_too),
		WITH_AGENDA(too_many_and_too_often_change_nothing),
		WITH_AGENDA(the_cap_itself_is_reached),
		WITH_AGENDA(
			an_endless_rule_makes_twelve_months_and_can_be_undone),
		WITH_AGENDA(other_wishes_of_the_same_put_hold_for_all),
		WITH_AGENDA(one_wish_refused_refuses_the_repetition),
		WITH_AGENDA(exceptions_overrides_and_listed_dates_hold),
		WITH_AGENDA(dates_alone_repeat_it),
		WITH_AGENDA(a_first_date_that_is_left_out_moves_the_session),
		WITH_AGENDA(a_rule_without_a_date_is_refused),
		WITH_AGENDA(sessions_that_stand_there_join_the_schedule),
		WITH_AGENDA(those_on_a_closure_are_made_and_flagged),
		WITH_AGENDA(an_override_over_a_day_is_refused_with_all),
		WITH_AGENDA(a_draft_is_named_and_repeated_in_one_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
