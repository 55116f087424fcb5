#include "tests/unit/practice/calendar_fixture.h"
#include "store/session_list.h"

#include <string.h>

/* New events as the office puts them into Maria's calendar: what their titles
 * and lines say, and which rules are schedules. 9 June 2026 is a Tuesday, the
 * second of its month. */

static void put(struct agenda *agenda, const char *uid, const char *lines,
		enum err err)
{
	agenda_put(agenda, &agenda->sam, "maria",
		   arena_printf(agenda->place->arena, "%s.ics", uid),
		   agenda_event(agenda, uid, lines), 0, err);
}

static void codes_stand_between_any_signs(void **s)
{
	static const char *const titles[] = {
		"C042\\;C051", "(C042)/C051", "C042+C051",    "C042&C051",
		"C042:C051",   "C042\\nC051", "C042\\,C051 ", "c042\tc051",
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		char *uid = arena_printf(agenda->place->arena, "t%zu", i);
		struct session session;

		put(agenda, uid,
		    arena_printf(agenda->place->arena, "SUMMARY:%s\r\n",
				 titles[i]),
		    OK);
		session = agenda_session_of(agenda, uid);
		if (session.terms.clients.count != 2)
			print_error("%s\n", titles[i]);
		assert_int_equal(session.terms.clients.count, 2);
		assert_null(session.terms.private_note);
	}
}

static void a_code_that_is_named_twice_is_one_client(void **s)
{
	struct agenda *agenda = *s;

	put(agenda, "a", "SUMMARY:C042\\, C042\r\n", OK);
	assert_int_equal(agenda_session_of(agenda, "a").terms.clients.count, 1);
}

/* Each word costs a query: what stands behind the 64th is not looked at. */
static void a_very_long_title_is_read_as_far_as_64_words(void **s)
{
	struct agenda *agenda = *s;
	struct buf buf;

	buf_init(&buf, agenda->place->arena);
	buf_puts(&buf, "SUMMARY:C042");
	for (int i = 1; i < 64; i++)
		buf_puts(&buf, " a");
	buf_puts(&buf, " C051\r\n");
	put(agenda, "a", buf.at, OK);
	assert_int_equal(agenda_session_of(agenda, "a").terms.clients.count, 1);
	assert_holds(agenda_session_of(agenda, "a").terms.private_note, "C051");
}

static void a_copy_may_say_how_it_ended(void **s)
{
	struct agenda *agenda = *s;

	put(agenda, "a", "SUMMARY:C042\r\nX-PRACTICE-STATUS:Completed\r\n", OK);
	assert_int_equal(agenda_session_of(agenda, "a").state, SESSION_SAVED);
	put(agenda, "b", "SUMMARY:C042\r\nX-PRACTICE-STATUS:OPEN\r\n", OK);
	assert_int_equal(agenda_session_of(agenda, "b").state, SESSION_OPEN);
	put(agenda, "c", "SUMMARY:C042\r\nX-PRACTICE-STATUS:nothing\r\n",
	    REFUSED(UNKNOWN_STATUS));
	put(agenda, "d", "SUMMARY:Lunch\r\nX-PRACTICE-STATUS:completed\r\n",
	    OK);
	assert_int_equal(agenda_session_of(agenda, "d").state, SESSION_DRAFT);
	assert_int_equal(agenda_count(agenda), 3);
}

static void a_service_that_is_not_given_is_the_default(void **s)
{
	struct agenda *agenda = *s;

	put(agenda, "a", "SUMMARY:C042\r\nX-PRACTICE-SERVICE:Dancing\r\n", OK);
	assert_int_equal(agenda_session_of(agenda, "a").terms.service,
			 agenda->service);
	assert_int_equal(
		place_sql(agenda->place,
			  "INSERT INTO service (id, name, name_key, kind,"
			  "    basis, active)"
			  "  VALUES (99, 'Old', 'old', 0, 0, 0)"),
		0);
	put(agenda, "b", "SUMMARY:C042\r\nX-PRACTICE-SERVICE:Old\r\n", OK);
	assert_int_equal(agenda_session_of(agenda, "b").terms.service,
			 agenda->service);
}

static void an_event_without_an_end_lasts_an_hour(void **s)
{
	struct agenda *agenda = *s;
	struct session session;

	agenda_put(agenda, &agenda->sam, "maria", "a.ics",
		   agenda_object(agenda, "VEVENT",
				 "UID:a\r\nSUMMARY:C042\r\n"
				 "DTSTART:20260609T160000Z\r\n"),
		   0, OK);
	session = agenda_session_of(agenda, "a");
	assert_int_equal(session.span.end.s - session.span.start.s, HOUR);
	agenda_put(agenda, &agenda->sam, "maria", "b.ics",
		   agenda_object(agenda, "VEVENT",
				 "UID:b\r\nSUMMARY:C042\r\n"
				 "DTSTART:20260609T180000Z\r\n"
				 "RRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		   0, OK);
	session = agenda_session_of(agenda, "b");
	assert_int_equal(session.span.end.s - session.span.start.s, HOUR);
}

static void a_known_zone_is_the_sessions_and_others_are_ours(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(agenda, &agenda->sam, "maria", "a.ics",
		   agenda_object(agenda, "VEVENT",
				 "UID:a\r\nSUMMARY:C042\r\n"
				 "DTSTART;TZID=Europe/Paris:20260609T160000\r\n"
				 "DTEND;TZID=Europe/Paris:20260609T170000\r\n"),
		   0, OK);
	assert_string_equal(agenda_session_of(agenda, "a").zone,
			    "Europe/Paris");
	put(agenda, "b", "SUMMARY:C042\r\n", OK);
	assert_string_equal(agenda_session_of(agenda, "b").zone,
			    "America/Toronto");
}

struct rule {
	const char *lines;
	size_t sessions;
	bool schedule;
};

static void assert_rules(struct agenda *agenda, const struct rule *rules,
			 size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *uid = arena_printf(agenda->place->arena, "r%zu", i);
		size_t before = agenda_count(agenda);
		struct session session;

		put(agenda, uid,
		    arena_printf(agenda->place->arena, "SUMMARY:C042\r\n%s\r\n",
				 rules[i].lines),
		    OK);
		session = agenda_session_of(agenda, uid);
		if (agenda_count(agenda) - before != rules[i].sessions ||
		    (session.schedule != 0) != rules[i].schedule)
			print_error("%s: %zu sessions, schedule %d\n",
				    rules[i].lines,
				    agenda_count(agenda) - before,
				    (int)session.schedule);
		assert_int_equal(agenda_count(agenda) - before,
				 rules[i].sessions);
		assert_int_equal(session.schedule != 0, rules[i].schedule);
	}
}

static void a_rule_that_a_schedule_can_say_makes_one(void **s)
{
	static const struct rule rules[] = {
		{ "RRULE:FREQ=DAILY;COUNT=3", 3, true },
		{ "RRULE:FREQ=WEEKLY;COUNT=3", 3, true },
		{ "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", 3, true },
		{ "RRULE:FREQ=DAILY;BYDAY=TU,WE;COUNT=3", 3, true },
		{ "RRULE:FREQ=WEEKLY;UNTIL=20260624T000000Z", 3, true },
		{ "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=3", 3, true },
	};

	assert_rules(*s, rules, ARRAY_SIZE(rules));
}

static void any_other_rule_makes_sessions_alone(void **s)
{
	static const struct rule rules[] = {
		{ "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", 2, false },
		{ "RRULE:FREQ=DAILY;BYHOUR=16,18;COUNT=2", 2, false },
		{ "RRULE:FREQ=DAILY;BYMINUTE=0,30;COUNT=2", 2, false },
		{ "RRULE:FREQ=DAILY;BYSECOND=0,30;COUNT=2", 2, false },
		{ "RRULE:FREQ=MONTHLY;BYMONTHDAY=9;COUNT=2", 2, false },
		{ "RRULE:FREQ=MONTHLY;COUNT=2", 2, false },
		{ "RRULE:FREQ=MONTHLY;BYDAY=TU;COUNT=2", 2, false },
		{ "RRULE:FREQ=MONTHLY;BYDAY=2TU,3TU;COUNT=2", 2, false },
		{ "RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=2", 2, false },
		{ "RRULE:FREQ=WEEKLY;BYMONTH=6;COUNT=2", 2, false },
		{ "RRULE:FREQ=YEARLY;COUNT=2", 2, false },
		{ "RRULE:FREQ=YEARLY;BYYEARDAY=160;COUNT=2", 2, false },
		{ "RRULE:FREQ=YEARLY;BYWEEKNO=24;BYDAY=TU;COUNT=2", 2, false },
		{ "RRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE:20260616T160000Z", 2,
		  false },
		{ "RRULE:FREQ=WEEKLY;COUNT=2\r\nRDATE:20260610T160000Z", 3,
		  false },
		{ "RDATE:20260610T160000Z", 2, false },
	};

	assert_rules(*s, rules, ARRAY_SIZE(rules));
}

/* The fifth is the last to a schedule and none to a rule. */
static void a_fifth_weekday_of_the_month_is_no_schedule(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(agenda, &agenda->sam, "maria", "a.ics",
		   agenda_object(agenda, "VEVENT",
				 "UID:a\r\nSUMMARY:C042\r\n"
				 "DTSTART:20260630T160000Z\r\n"
				 "DTEND:20260630T170000Z\r\n"
				 "RRULE:FREQ=MONTHLY;BYDAY=5TU;COUNT=2\r\n"),
		   0, OK);
	assert_int_equal(agenda_session_of(agenda, "a").schedule, 0);
	assert_int_equal(agenda_count(agenda), 2);
}

static void an_override_moves_one_and_makes_no_schedule(void **s)
{
	struct agenda *agenda = *s;
	char *bytes = agenda_event(agenda, "a",
				   "SUMMARY:C042\r\nRRULE:FREQ=WEEKLY;COUNT=2"
				   "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\n"
				   "DTSTAMP:20260608T120000Z\r\n"
				   "RECURRENCE-ID:20260616T160000Z\r\n"
				   "DTSTART:20260617T160000Z\r\n"
				   "DTEND:20260617T170000Z\r\n");

	agenda_put(agenda, &agenda->sam, "maria", "a.ics", bytes, 0, OK);
	assert_int_equal(agenda_count(agenda), 2);
	assert_int_equal(agenda_session_of(agenda, "a").schedule, 0);
}

static void rules_of_no_events_are_refused(void **s)
{
	struct agenda *agenda = *s;

	put(agenda, "c",
	    "SUMMARY:C042\r\nRRULE:FREQ=DAILY;COUNT=1\r\n"
	    "EXDATE:20260609T160000Z\r\n",
	    ERR_CALENDAR_DATA);
	put(agenda, "d", "SUMMARY:C042\r\nRRULE:FREQ=SOMETIMES\r\n",
	    ERR_CALENDAR_DATA);
	assert_int_equal(agenda_count(agenda), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(codes_stand_between_any_signs),
		WITH_AGENDA(a_code_that_is_named_twice_is_one_client),
		WITH_AGENDA(a_very_long_title_is_read_as_far_as_64_words),
		WITH_AGENDA(a_copy_may_say_how_it_ended),
		WITH_AGENDA(a_service_that_is_not_given_is_the_default),
		WITH_AGENDA(an_event_without_an_end_lasts_an_hour),
		WITH_AGENDA(a_known_zone_is_the_sessions_and_others_are_ours),
		WITH_AGENDA(a_rule_that_a_schedule_can_say_makes_one),
		WITH_AGENDA(any_other_rule_makes_sessions_alone),
		WITH_AGENDA(a_fifth_weekday_of_the_month_is_no_schedule),
		WITH_AGENDA(an_override_moves_one_and_makes_no_schedule),
		WITH_AGENDA(rules_of_no_events_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
