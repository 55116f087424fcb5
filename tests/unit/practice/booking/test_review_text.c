#include "tests/unit/practice/calendar_fixture.h"
#include "base/unicode.h"

#include "store/review.h"
#include "practice/booking/copy.h"
#include "practice/booking/patch.h"
#include "practice/session/session.h"
#include "tests/unit/practice/small_practice.h"

#include <string.h>

/* What a refusal tells the office, and PROPPATCH of how a session ends. */

static void what_was_wanted_is_said_in_words(void **s)
{
	struct agenda *agenda = *s;
	struct session past =
		agenda_session(agenda, -DAY, agenda->ada.id, agenda->cora.id);
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct object_at from = { "sam", "maria", session.name };
	struct object_at to = { "sam", "calendar", "copy.ics" };
	bool created;

	agenda_delete(agenda, &agenda->maria, "sessions", past.name, 0,
		      REFUSED(PAST_OPEN));
	assert_string_equal(
		agenda_review(agenda).text,
		"Maria Silva wanted to remove the session with C042, C051 on "
		"Sunday, 7 June 2026 at 08:00 from a calendar. That was "
		"refused, and nothing was changed: a past session is saved, "
		"not removed.");
	assert_int_equal(outcome(&op, practice_object_copy(
					      &op, agenda->place->store, &from,
					      &to, true, true, NULL, &created)),
			 REFUSED(NOT_PERMITTED));
	assert_holds(agenda_review(agenda).text,
		     "Sam Office wanted to move the session with C042 on "
		     "Tuesday, 9 June 2026 at 08:00");
	to = (struct object_at){ "sam", "maria", past.name };
	assert_int_equal(
		outcome(&op,
			practice_object_copy(&op, agenda->place->store, &from,
					     &to, false, true, NULL, &created)),
		REFUSED(NOT_PERMITTED));
	assert_holds(agenda_review(agenda).text, "Sam Office wanted to copy");
}

static void who_may_not_is_told_as_they(void **s)
{
	struct agenda *agenda = *s;

	agenda_put(agenda, &agenda->ben, "sessions", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:C042\r\n"), 0,
		   REFUSED(NOT_PERMITTED));
	assert_string_equal(
		agenda_review(agenda).text,
		"Ben Okri wanted to add a session on Tuesday, 9 June 2026 at "
		"12:00 from a calendar. That was refused, and nothing was "
		"changed: they may not create sessions.");
}

static void a_closure_is_told_by_its_day(void **s)
{
	struct agenda *agenda = *s;
	char *bytes =
		agenda_object(agenda, "VEVENT",
			      "UID:shut\r\nDTSTART;VALUE=DATE:20260701\r\n"
			      "DTEND;VALUE=DATE:20260702\r\n"
			      "SUMMARY:Canada Day\r\n");

	agenda_put(agenda, &agenda->maria, "closures", "shut.ics", bytes, 0,
		   REFUSED(READ_ONLY));
	assert_holds(agenda_review(agenda).text,
		     "Maria Silva wanted to add a closure on Wednesday, "
		     "1 July 2026");
	agenda_put(agenda, &agenda->sam, "closures", "shut.ics", bytes, 0, OK);
	agenda_delete(agenda, &agenda->maria, "closures", "shut.ics", 0,
		      REFUSED(READ_ONLY));
	assert_holds(agenda_review(agenda).text,
		     "wanted to remove the closure on Wednesday, 1 July 2026 "
		     "from a calendar.");
}

static void what_is_quoted_is_utf8_and_short(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	char *tag = arena_alloc(agenda->place->arena, 1202);
	const char *text;

	/* An odd byte before letters of two: the cut falls inside of one. */
	tag[0] = '#';
	for (size_t i = 1; i < 1201; i += 2)
		memcpy(tag + i, "\u00e9", 2);
	tag[1201] = '\0';
	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, bytes, "SUMMARY:C042 Therapy",
			       arena_printf(agenda->place->arena,
					    "SUMMARY:C042 Therapy %s", tag)),
		   HOUR, OK);
	text = agenda_review(agenda).text;
	assert_true(utf8_valid(text, strlen(text), NULL));
	assert_true(strlen(text) < 700);
	agenda_put(agenda, &agenda->maria, "sessions", "bad.ics",
		   agenda_event(agenda, "bad", "RRULE:FREQ=\xff\r\n"), 0,
		   ERR_CALENDAR_DATA);
	text = agenda_review(agenda).text;
	assert_true(utf8_valid(text, strlen(text), NULL));
}

static enum err patch(struct agenda *agenda, const struct person *person,
		      const char *name, const char *status, bool *refused)
{
	static const struct property changes[] = {
		{ .ns = "urn:x", .name = "mine", .value = "red" }
	};
	struct operation op = agenda_as(agenda, person, HOUR);
	struct object_patch asked = { .at = { person->login, "sessions", name },
				      .status = status,
				      .changes = changes,
				      .count = 1 };

	return outcome(&op, practice_object_patch(&op, agenda->place->store,
						  &asked, refused));
}

static size_t kept(struct agenda *agenda, const char *name)
{
	struct collection of =
		agenda_collection(agenda, &agenda->maria, "sessions");
	struct member member =
		agenda_member(agenda, &agenda->maria, "sessions", name);
	struct property *list;
	size_t count;

	assert_int_equal(store_property_list(agenda->place->reader, of.id,
					     member.id, agenda->maria.id, &list,
					     &count),
			 OK);
	return count;
}

static void a_status_and_properties_are_set_together(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	bool refused = true;

	assert_int_equal(
		patch(agenda, &agenda->maria, session.name, "Missed", &refused),
		OK);
	assert_false(refused);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "missed");
	assert_int_equal(kept(agenda, session.name), 1);
}

static void a_refused_status_keeps_the_properties_from_being_set(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct session draft = agenda_session(agenda, -DAY, 0, 0);
	bool refused = false;

	assert_int_equal(
		patch(agenda, &agenda->maria, session.name, "fine", &refused),
		REFUSED(UNKNOWN_STATUS));
	assert_true(refused);
	assert_int_equal(kept(agenda, session.name), 0);
	assert_int_equal(agenda_reviews(agenda, "refused"), 1);
	assert_int_equal(patch(agenda, &agenda->maria, draft.name, "completed",
			       &refused),
			 REFUSED(NOT_PERMITTED));
	assert_holds(agenda_review(agenda).text,
		     "wanted to change the draft on Sunday");
	assert_int_equal(patch(agenda, &agenda->maria, session.name, "override",
			       &refused),
			 REFUSED(OVERRIDE_DENIED));
	assert_int_equal(
		patch(agenda, &agenda->ada, session.name, "missed", &refused),
		REFUSED(READ_ONLY));
	assert_true(refused);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
}

static void what_is_not_there_is_not_patched(void **s)
{
	struct agenda *agenda = *s;
	bool refused = true;

	assert_int_equal(
		patch(agenda, &agenda->maria, "none.ics", "missed", &refused),
		ERR_NOT_FOUND);
	assert_false(refused);
}

static void rules_beyond_weekdays_make_sessions_without_a_schedule(void **s)
{
	static const char *const rules[] = {
		"FREQ=YEARLY;COUNT=2",
		"FREQ=MONTHLY;COUNT=2",
		"FREQ=MONTHLY;BYMONTHDAY=9;COUNT=2",
		"FREQ=MONTHLY;BYDAY=-1TU;COUNT=2",
		"FREQ=WEEKLY;INTERVAL=2;COUNT=2",
		"FREQ=WEEKLY;BYDAY=WE;COUNT=2",
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		const char *uid =
			arena_printf(agenda->place->arena, "uid-%zu", i);

		agenda_put(agenda, &agenda->maria, "sessions",
			   arena_printf(agenda->place->arena, "%s.ics", uid),
			   agenda_event(
				   agenda, uid,
				   arena_printf(agenda->place->arena,
						"SUMMARY:C042\r\nRRULE:%s\r\n",
						rules[i])),
			   0, OK);
		assert_int_equal(agenda_session_of(agenda, uid).schedule, 0);
	}
}

static void an_event_without_an_end_lasts_an_hour(void **s)
{
	struct agenda *agenda = *s;
	struct session session;

	agenda_put(
		agenda, &agenda->maria, "sessions", "new.ics",
		agenda_object(agenda, "VEVENT",
			      "UID:new\r\nSUMMARY:C042\r\n"
			      "DTSTART;TZID=Europe/Paris:20260609T160000\r\n"),
		0, OK);
	session = agenda_session_of(agenda, "new");
	assert_int_equal(session.span.end.s - session.span.start.s, HOUR);
	assert_string_equal(session.zone, "Europe/Paris");
}

static struct session past_group(struct agenda *agenda, size_t count)
{
	struct operation op = agenda_as(agenda, NULL, 0);
	int64_t clients[6];
	struct session session = {
		.span = { { FIXTURE_NOW.s - DAY },
			  { FIXTURE_NOW.s - DAY + HOUR } },
		.zone = "America/Toronto",
		.terms.service = agenda->service,
		.terms.practitioners = { &agenda->maria.id, 1 },
		.terms.clients = { clients, count },
	};

	for (size_t i = 0; i < count; i++)
		clients[i] = small_practice_person(
			&op, agenda->place->store,
			&(struct person){
				.name = "A Client",
				.code = arena_printf(op.arena, "G%zu", i),
				.roles = ROLE_CLIENT });
	op = agenda_as(agenda, &agenda->sam, 0);
	assert_int_equal(
		practice_session_add(&op, agenda->place->store, &session), OK);
	return session;
}

static void of_a_group_three_are_named_by_their_codes(void **s)
{
	struct agenda *agenda = *s;
	struct session group = past_group(agenda, 5);

	place_sql(agenda->place, "UPDATE person SET code = NULL"
				 "  WHERE code = 'G1'");
	agenda_delete(agenda, &agenda->maria, "sessions", group.name, 0,
		      REFUSED(PAST_OPEN));
	assert_holds(agenda_review(agenda).text,
		     "the session with G0, a client, G2 and 2 more on Sunday");
}

/* What was to be added is told as far as it can be read. */
static void what_cannot_be_read_is_told_as_far_as_it_can_be(void **s)
{
	static const struct {
		const char *bytes;
		enum err err;
	} cases[] = {
		{ "no calendar", ERR_CALENDAR_DATA },
		{ "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		  "END:VCALENDAR\r\n",
		  ERR_CALENDAR_OBJECT },
		{ "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		  "BEGIN:VEVENT\r\nUID:new\r\nDTSTAMP:20260608T120000Z\r\n"
		  "DTSTART:later\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		  ERR_CALENDAR_DATA },
		{ "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
		  "BEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260608T120000Z\r\n"
		  "DTSTART:20260610T120000Z\r\nEND:VEVENT\r\n"
		  "BEGIN:VEVENT\r\nUID:two\r\nDTSTAMP:20260608T120000Z\r\n"
		  "DTSTART:20260611T120000Z\r\nEND:VEVENT\r\n"
		  "END:VCALENDAR\r\n",
		  ERR_CALENDAR_OBJECT },
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *text;

		agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
			   cases[i].bytes, 0, cases[i].err);
		text = agenda_review(agenda).text;
		assert_holds(text, "Maria Silva wanted to add a session");
		assert_holds(text, "cannot be understood: ");
		/* Of two events the first has a day. */
		assert_int_equal(strstr(text, " session on ") != NULL, i == 3);
	}
}

static void the_same_refused_to_two_people_is_told_twice(void **s)
{
	struct agenda *agenda = *s;
	struct session past = agenda_session(agenda, -DAY, agenda->ada.id, 0);

	agenda_delete(agenda, &agenda->maria, "sessions", past.name, 0,
		      REFUSED(PAST_OPEN));
	agenda_delete(agenda, &agenda->ada, "sessions", past.name, 0,
		      REFUSED(READ_ONLY));
	agenda_delete(agenda, &agenda->ada, "sessions", past.name, 0,
		      REFUSED(READ_ONLY));
	assert_int_equal(agenda_reviews(agenda, "refused"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(what_was_wanted_is_said_in_words),
		WITH_AGENDA(who_may_not_is_told_as_they),
		WITH_AGENDA(a_closure_is_told_by_its_day),
		WITH_AGENDA(what_is_quoted_is_utf8_and_short),
		WITH_AGENDA(a_status_and_properties_are_set_together),
		WITH_AGENDA(
			a_refused_status_keeps_the_properties_from_being_set),
		WITH_AGENDA(what_is_not_there_is_not_patched),
		WITH_AGENDA(
			rules_beyond_weekdays_make_sessions_without_a_schedule),
		WITH_AGENDA(an_event_without_an_end_lasts_an_hour),
		WITH_AGENDA(of_a_group_three_are_named_by_their_codes),
		WITH_AGENDA(what_cannot_be_read_is_told_as_far_as_it_can_be),
		WITH_AGENDA(the_same_refused_to_two_people_is_told_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
