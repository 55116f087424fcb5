#include "tests/unit/practice/calendar_fixture.h"

#include "practice/people/person.h"
#include "practice/session/service.h"
#include "store/schedule.h"
#include "store/session_list.h"

#include <string.h>

/** A new event of this person's, in the calendar of Maria's sessions; the
 *  first session that it made. */
static struct session created(struct agenda *agenda,
			      const struct person *person, const char *uid,
			      const char *bytes)
{
	agenda_put(agenda, person,
		   person->id == agenda->maria.id ? "sessions" : "maria",
		   arena_printf(agenda->place->arena, "%s.ics", uid), bytes, 0,
		   OK);
	return agenda_session_of(agenda, uid);
}

/** Maria's, on 9 June 2026 from 16:00 to 17:00 UTC. */
static struct session titled(struct agenda *agenda, const char *uid,
			     const char *title)
{
	return created(agenda, &agenda->maria, uid,
		       agenda_event(agenda, uid,
				    arena_printf(agenda->place->arena,
						 "SUMMARY:%s\r\n", title)));
}

static void codes_stand_between_all_that_separates_words(void **state)
{
	static const char *const titles[] = {
		"C042 C051",  "c042\\,C051", "C042\\;C051",    "C042\\nC051",
		"C042\tC051", "(C042)C051",  "C042+C051",      "C042&C051",
		"C042/C051",  "C042:C051",   "C042 C051 c042",
	};
	struct agenda *agenda = *state;

	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		char *uid = arena_printf(agenda->place->arena, "t%zu", i);
		struct session session = titled(agenda, uid, titles[i]);

		assert_int_equal(session.terms.clients.count, 2);
		assert_int_equal(session.terms.clients.at[0], agenda->ada.id);
		assert_int_equal(session.terms.clients.at[1], agenda->cora.id);
		assert_int_equal(session.state, SESSION_OPEN);
		assert_null(session.terms.private_note);
	}
}

static void words_about_codes_are_kept_for_the_practice(void **state)
{
	struct agenda *agenda = *state;
	struct session session = titled(agenda, "a", "Talk with C042 at four");

	assert_int_equal(session.terms.clients.count, 1);
	assert_string_equal(session.terms.private_note,
			    "Talk with C042 at four");
	assert_null(session.terms.public_note);
	session = titled(agenda, "b", "C042-x");
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_string_equal(session.terms.private_note, "C042-x");
}

static void s2_one_inactive_client_makes_a_draft_of_all(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session session;

	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "c051"),
		OK);
	session = titled(agenda, "a", "C042 C051");
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_int_equal(session.terms.clients.count, 0);
	assert_string_equal(session.terms.private_note, "C042 C051");
}

static void an_event_without_a_title_is_a_draft(void **state)
{
	struct agenda *agenda = *state;
	struct session session = created(agenda, &agenda->maria, "a",
					 agenda_event(agenda, "a", ""));

	assert_int_equal(session.state, SESSION_DRAFT);
	assert_null(session.terms.private_note);
	session = titled(agenda, "b", "");
	assert_int_equal(session.state, SESSION_DRAFT);
}

static struct session of_lines(struct agenda *agenda, const char *uid,
			       const char *lines)
{
	return created(agenda, &agenda->maria, uid,
		       agenda_object(agenda, "VEVENT",
				     arena_printf(agenda->place->arena,
						  "UID:%s\r\n%s", uid, lines)));
}

static void an_event_without_a_length_takes_an_hour(void **state)
{
	struct agenda *agenda = *state;
	struct session session =
		of_lines(agenda, "a", "DTSTART:20260609T160000Z\r\n");

	assert_int_equal(session.span.end.s - session.span.start.s, HOUR);
	session = of_lines(agenda, "b",
			   "DTSTART:20260609T180000Z\r\n"
			   "RRULE:FREQ=WEEKLY;COUNT=2\r\n");
	assert_int_equal(session.span.end.s - session.span.start.s, HOUR);
}

static void a_zone_that_programs_know_is_kept_and_any_other_is_ours(void **s)
{
	static const char own[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		"BEGIN:VTIMEZONE\r\nTZID:Ship\r\nBEGIN:STANDARD\r\n"
		"DTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
		"TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
		"BEGIN:VEVENT\r\nUID:own\r\nDTSTAMP:20260608T120000Z\r\n"
		"DTSTART;TZID=Ship:20260609T160000\r\nDURATION:PT1H\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n";
	struct agenda *agenda = *s;
	struct session session =
		of_lines(agenda, "a",
			 "DTSTART;TZID=Europe/Oslo:20260609T160000\r\n"
			 "DURATION:PT1H\r\n");

	assert_string_equal(session.zone, "Europe/Oslo");
	session = created(agenda, &agenda->maria, "own", own);
	assert_string_equal(session.zone, "America/Toronto");
	assert_int_equal(session.span.start.s, FIXTURE_NOW.s + DAY + HOUR);
	session = titled(agenda, "utc", "C042");
	assert_string_equal(session.zone, "America/Toronto");
}

static int64_t add_service(struct agenda *agenda, const char *name, bool active)
{
	struct operation op = agenda_as(agenda, NULL, 0);
	struct service service = { .name = name,
				   .kind = SERVICE_FIXED,
				   .active = active };
	struct price price = { .effective_from = RATE_BEGINNING };

	assert_int_equal(practice_service_add(&op, agenda->place->store,
					      &service, &price),
			 OK);
	return service.id;
}

static int64_t service_of(struct agenda *agenda, const struct person *person,
			  const char *uid, const char *name)
{
	return created(agenda, person, uid,
		       agenda_event(agenda, uid,
				    arena_printf(agenda->place->arena,
						 "SUMMARY:C042\r\n"
						 "X-PRACTICE-SERVICE:%s\r\n",
						 name)))
		.terms.service;
}

static void an_event_names_an_active_service(void **state)
{
	struct agenda *agenda = *state;
	int64_t speech = add_service(agenda, "Speech", true);

	add_service(agenda, "Dance", false);
	assert_int_equal(service_of(agenda, &agenda->sam, "a", "Speech"),
			 speech);
	assert_int_equal(service_of(agenda, &agenda->sam, "b", "Dance"),
			 agenda->service);
	assert_int_equal(service_of(agenda, &agenda->sam, "c", "Chess"),
			 agenda->service);
	assert_int_equal(service_of(agenda, &agenda->maria, "d", "Speech"),
			 speech);
}

/* The copy of a group, or what is typed like one (K14). */
static void words_of_the_title_name_a_service(void **state)
{
	struct agenda *agenda = *state;
	int64_t reading = add_service(agenda, "Reading", true);
	int64_t group = add_service(agenda, "Reading group", true);
	struct session session;

	session = titled(agenda, "a", "C042 Reading");
	assert_int_equal(session.terms.service, reading);
	assert_null(session.terms.private_note);
	session = titled(agenda, "b", "Group (2) C042\\, C051 reading GROUP");
	assert_int_equal(session.terms.service, group);
	assert_int_equal(session.terms.clients.count, 2);
	session = titled(agenda, "c", "C042 Readings");
	assert_int_equal(session.terms.service, agenda->service);
	session = titled(agenda, "e", "C042 reading-group");
	assert_int_equal(session.terms.service, group);
	assert_null(session.terms.private_note);
	session = titled(agenda, "f", "C042 Reading  Group");
	assert_int_equal(session.terms.service, group);
	session = titled(agenda, "g", "C042 Reading grouped");
	assert_int_equal(session.terms.service, reading);
	session = titled(agenda, "d", "x C042 Reading");
	assert_int_equal(session.state, SESSION_SAVED);
	assert_int_equal(session.terms.service, reading);
}

/** Tuesday 9 June 2026 at noon in Toronto, the second of the month. */
static struct session ruled(struct agenda *agenda, const char *uid,
			    const char *lines)
{
	return created(
		agenda, &agenda->maria, uid,
		agenda_event(agenda, uid,
			     arena_printf(agenda->place->arena,
					  "SUMMARY:C042\r\n%s\r\n", lines)));
}

static void rules_of_days_become_schedules(void **state)
{
	static const struct {
		const char *rule;
		unsigned days;
		enum repeat repeat;
	} rows[] = {
		{ "RRULE:FREQ=DAILY;COUNT=3", 0x7f, REPEAT_WEEKLY },
		{ "RRULE:FREQ=DAILY;BYDAY=TU,WE;COUNT=3", 2 | 4,
		  REPEAT_WEEKLY },
		{ "RRULE:FREQ=WEEKLY;COUNT=3", 2, REPEAT_WEEKLY },
		{ "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=3", 1 | 2,
		  REPEAT_WEEKLY },
		{ "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=3", 2, REPEAT_MONTHLY },
	};
	struct agenda *agenda = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *uid = arena_printf(agenda->place->arena, "r%zu", i);
		struct session session = ruled(agenda, uid, rows[i].rule);
		struct schedule schedule;

		assert_int_equal(store_schedule_find(place_read(agenda->place),
						     session.schedule,
						     &schedule),
				 OK);
		assert_int_equal(schedule.days, rows[i].days);
		assert_int_equal(schedule.repeat, rows[i].repeat);
		assert_int_equal(schedule.count, 3);
		assert_int_equal(schedule.start.hour, 12);
	}
}

static void other_rules_make_sessions_without_a_schedule(void **state)
{
	static const char *const rules[] = {
		"RRULE:FREQ=YEARLY;COUNT=2",
		"RRULE:FREQ=YEARLY;BYYEARDAY=160;COUNT=2",
		"RRULE:FREQ=YEARLY;BYWEEKNO=24;COUNT=2",
		"RRULE:FREQ=MONTHLY;COUNT=2",
		"RRULE:FREQ=MONTHLY;BYMONTHDAY=9;COUNT=2",
		"RRULE:FREQ=MONTHLY;BYDAY=3TU;COUNT=2",
		"RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=2",
		"RRULE:FREQ=MONTHLY;BYDAY=TU;COUNT=2",
		"RRULE:FREQ=MONTHLY;BYDAY=2TU,2TH;COUNT=2",
		"RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=2",
		"RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=2",
		"RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2",
		"RRULE:FREQ=WEEKLY;BYMONTH=6,7;COUNT=2",
		"RRULE:FREQ=DAILY;BYHOUR=16,18;COUNT=2",
		"RRULE:FREQ=DAILY;BYMINUTE=0;COUNT=2",
		"RRULE:FREQ=DAILY;BYSECOND=0;COUNT=2",
		"RRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE:20260616T160000Z",
		"RRULE:FREQ=WEEKLY;COUNT=2\r\nRDATE:20260612T160000Z",
		"RDATE:20260612T160000Z",
	};
	struct agenda *agenda = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		char *uid = arena_printf(agenda->place->arena, "r%zu", i);
		struct session session = ruled(agenda, uid, rules[i]);

		assert_int_equal(session.schedule, 0);
		assert_int_equal(session.state, SESSION_OPEN);
	}
}

static void s11_the_fifth_day_of_a_month_is_no_schedules_last_one(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		of_lines(agenda, "a",
			 "DTSTART:20260630T160000Z\r\nDURATION:PT1H\r\n"
			 "RRULE:FREQ=MONTHLY;BYDAY=5TU;COUNT=3\r\n");

	assert_int_equal(session.schedule, 0);
	assert_int_equal(agenda_count(agenda), 3);
}

static void an_overridden_instance_has_its_own_time(void **state)
{
	static const char bytes[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260608T120000Z\r\n"
		"DTSTART:20260609T160000Z\r\nDURATION:PT1H\r\n"
		"SUMMARY:C042\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260608T120000Z\r\n"
		"RECURRENCE-ID:20260616T160000Z\r\n"
		"DTSTART:20260617T180000Z\r\nDURATION:PT2H\r\n"
		"SUMMARY:C042\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	struct agenda *agenda = *state;
	struct session_filter filter = { .practitioner = agenda->maria.id };
	struct session *list;
	size_t count;

	assert_int_equal(created(agenda, &agenda->maria, "a", bytes).schedule,
			 0);
	assert_int_equal(store_session_list(place_read(agenda->place), &filter,
					    &list, &count),
			 OK);
	assert_int_equal(count, 3);
	assert_int_equal(list[1].span.start.s,
			 FIXTURE_NOW.s + 9 * DAY + 6 * HOUR);
	assert_int_equal(list[1].span.end.s - list[1].span.start.s, 2 * HOUR);
}

static void a_rule_that_leaves_nothing_over_is_refused(void **state)
{
	struct agenda *agenda = *state;

	agenda_put(agenda, &agenda->maria, "sessions", "a.ics",
		   agenda_event(agenda, "a",
				"RRULE:FREQ=WEEKLY;COUNT=1\r\n"
				"EXDATE:20260609T160000Z\r\n"),
		   0, ERR_CALENDAR_DATA);
	assert_int_equal(agenda_count(agenda), 0);
}

static struct session lined(struct agenda *agenda, const char *uid,
			    const char *lines)
{
	return created(agenda, &agenda->maria, uid,
		       agenda_event(agenda, uid, lines));
}

/* What a copy or another program says of its clients and its end. */
static void the_lines_of_a_new_event_are_judged(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session session = lined(
		agenda, "a",
		"SUMMARY:C042\r\nX-PRACTICE-CLIENTS:C042,C051=missed\r\n");

	assert_int_equal(session.terms.clients.count, 2);
	session = lined(agenda, "b",
			"SUMMARY:C042 and more\r\n"
			"X-PRACTICE-CLIENTS:C042,C999\r\n");
	assert_int_equal(session.state, SESSION_DRAFT);
	session = lined(agenda, "c",
			"SUMMARY:Group of C042\r\nX-PRACTICE-REVISION:7\r\n"
			"X-PRACTICE-CLIENTS:C042,C051\r\n");
	assert_null(session.terms.private_note);
	assert_int_equal(session.terms.clients.count, 2);
	session = lined(agenda, "d",
			"SUMMARY:open C042\r\nX-PRACTICE-STATUS:OPEN\r\n");
	assert_int_equal(session.state, SESSION_OPEN);
	session = lined(agenda, "e", "SUMMARY:open C042\r\n");
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "c051"),
		OK);
	session = lined(agenda, "f",
			"SUMMARY:C042\r\nX-PRACTICE-CLIENTS:C042,C051\r\n");
	assert_int_equal(session.state, SESSION_DRAFT);
	agenda_put(
		agenda, &agenda->maria, "sessions", "g.ics",
		agenda_event(agenda, "g",
			     "SUMMARY:C042\r\nX-PRACTICE-STATUS:dancing\r\n"),
		0, REFUSED(UNKNOWN_STATUS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(codes_stand_between_all_that_separates_words),
		WITH_AGENDA(words_about_codes_are_kept_for_the_practice),
		WITH_AGENDA(s2_one_inactive_client_makes_a_draft_of_all),
		WITH_AGENDA(an_event_without_a_title_is_a_draft),
		WITH_AGENDA(an_event_without_a_length_takes_an_hour),
		WITH_AGENDA(
			a_zone_that_programs_know_is_kept_and_any_other_is_ours),
		WITH_AGENDA(an_event_names_an_active_service),
		WITH_AGENDA(words_of_the_title_name_a_service),
		WITH_AGENDA(rules_of_days_become_schedules),
		WITH_AGENDA(other_rules_make_sessions_without_a_schedule),
		WITH_AGENDA(
			s11_the_fifth_day_of_a_month_is_no_schedules_last_one),
		WITH_AGENDA(an_overridden_instance_has_its_own_time),
		WITH_AGENDA(a_rule_that_leaves_nothing_over_is_refused),
		WITH_AGENDA(the_lines_of_a_new_event_are_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
