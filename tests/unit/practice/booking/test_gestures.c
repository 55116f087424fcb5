#include "tests/unit/practice/booking/removal_fixture.h"

#include "ical/time.h"
#include "practice/calendar/public_url.h"
#include "practice/session/completion_type.h"
#include "store/session_list.h"

#include <string.h>

/* What people do in calendar programs, as each program tells it. */

static void whole_days(struct agenda *agenda, const char *name,
		       const char *lines)
{
	agenda_put(agenda, &agenda->maria, "sessions",
		   arena_printf(agenda->place->arena, "%s.ics", name),
		   agenda_object(agenda, "VEVENT",
				 arena_printf(agenda->place->arena,
					      "UID:%s\r\n%s", name, lines)),
		   0, OK);
}

static void s8_an_all_day_event_is_a_draft_and_bills_nobody(void **s)
{
	static const char *const days[] = {
		"DTSTART;VALUE=DATE:20261120\r\nDTEND;VALUE=DATE:20261121\r\n",
		"DTSTART;VALUE=DATE:20261122\r\n",
		"DTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:20261125\r\n",
		/* of 25 and of 23 hours */
		"DTSTART;VALUE=DATE:20261101\r\nDTEND;VALUE=DATE:20261102\r\n",
		"DTSTART;VALUE=DATE:20270314\r\nDURATION:P1D\r\n",
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
		char *uid = arena_printf(agenda->place->arena, "d%zu", i);
		struct session session;

		whole_days(agenda, uid,
			   arena_printf(agenda->place->arena,
					"%sSUMMARY:C042 birthday\r\n",
					days[i]));
		session = agenda_session_of(agenda, uid);
		assert_int_equal(session.state, SESSION_DRAFT);
		assert_int_equal(session.terms.clients.count, 0);
		assert_holds(agenda_bytes(agenda, &agenda->maria, "sessions",
					  session.id),
			     "\r\nSUMMARY:? C042 birthday\r\n");
		assert_false(agenda_has(
			agenda, &agenda->ada, "sessions",
			arena_printf(agenda->place->arena, "%s.ics", uid)));
	}
}

static size_t open_count(struct agenda *agenda)
{
	struct session_filter filter = { .open = true, .saved = true };
	struct session *list;
	size_t count;

	assert_int_equal(store_session_list(place_read(agenda->place), &filter,
					    &list, &count),
			 OK);
	return count;
}

static void s8_nor_do_the_dates_of_an_all_day_rule_bill(void **s)
{
	struct agenda *agenda = *s;

	whole_days(agenda, "rule",
		   "DTSTART;VALUE=DATE:20261030\r\n"
		   "DTEND;VALUE=DATE:20261031\r\n"
		   "RRULE:FREQ=DAILY;COUNT=4\r\nSUMMARY:C042 camp\r\n");
	assert_int_equal(agenda_session_of(agenda, "rule").state,
			 SESSION_DRAFT);
	assert_int_equal(open_count(agenda), 0);
	assert_int_equal(removal_count(agenda), 4);
}

/* Into the row of whole days and out of it again. */
static void s8_a_session_that_becomes_all_day_bills_no_more(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	char *days = agenda_edit(agenda, bytes,
				 "DTSTART;TZID=America/Toronto:20260609T080000",
				 "DTSTART;VALUE=DATE:20260609");

	days = agenda_edit(agenda, days,
			   "DTEND;TZID=America/Toronto:20260609T090000",
			   "DTEND;VALUE=DATE:20260610");
	agenda_put(agenda, &agenda->maria, "sessions", session.name, days, 0,
		   OK);
	assert_state(agenda, session.id, SESSION_DRAFT);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	bytes = agenda_edit(agenda, bytes, "T000000", "T080000");
	bytes = agenda_edit(agenda, bytes, "20260610T000000",
			    "20260609T090000");
	agenda_put(agenda, &agenda->maria, "sessions", session.name, bytes, 0,
		   OK);
	assert_state(agenda, session.id, SESSION_OPEN);
}

/* The second 01:30 of 1 November is served as a wall time, which would mean
 * the first. */
static void s15_what_was_served_and_is_put_back_moves_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session;
	struct span before;
	char *bytes;

	agenda_put(agenda, &agenda->maria, "sessions", "n.ics",
		   agenda_object(agenda, "VEVENT",
				 "UID:n\r\nDTSTART:20261101T063000Z\r\n"
				 "DTEND:20261101T080000Z\r\nSUMMARY:C042\r\n"),
		   0, OK);
	session = agenda_session_of(agenda, "n");
	before = session.span;
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	agenda_put(agenda, &agenda->maria, "sessions", "n.ics",
		   agenda_edit(agenda, bytes, "END:VEVENT",
			       "BEGIN:VALARM\r\nACTION:DISPLAY\r\n"
			       "DESCRIPTION:x\r\nTRIGGER:-PT5M\r\n"
			       "END:VALARM\r\nEND:VEVENT"),
		   0, OK);
	session = agenda_session_of(agenda, "n");
	assert_int_equal(session.span.start.s, before.start.s);
	assert_int_equal(session.span.end.s, before.end.s);
	/* a new end alone */
	agenda_put(agenda, &agenda->maria, "sessions", "n.ics",
		   agenda_edit(agenda, bytes, "T030000", "T033000"), 0, OK);
	session = agenda_session_of(agenda, "n");
	assert_int_equal(session.span.start.s, before.start.s);
	assert_int_equal(session.span.end.s, before.end.s + 30 * MINUTE);
	/* who says which one means it */
	agenda_put(agenda, &agenda->maria, "sessions", "n.ics",
		   agenda_edit(agenda, bytes,
			       "DTSTART;TZID=America/Toronto:20261101T013000",
			       "DTSTART:20261101T053000Z"),
		   0, OK);
	session = agenda_session_of(agenda, "n");
	assert_int_equal(session.span.start.s, before.start.s - HOUR);
}

static enum err none_there(struct operation *op, const void *context,
			   const struct member *current)
{
	(void)context;
	return current ? fail(op, ERR_PRECONDITION, "there is one") : OK;
}

/* If-None-Match: * */
static enum err put_new_at(struct agenda *agenda, const char *name,
			   const char *bytes, int64_t later,
			   struct object_result *result)
{
	struct operation op = agenda_as(agenda, &agenda->maria, later);
	struct object_put put = {
		.home = "maria",
		.path = "sessions",
		.name = name,
		.bytes = slice_of(bytes),
		.condition = { .check = none_there },
	};

	return practice_object_put(&op, agenda->place->store, &put, result);
}

static enum err put_as_new(struct agenda *agenda, const struct session *session,
			   const char *bytes, int64_t later,
			   struct object_result *result)
{
	return put_new_at(agenda, session->name, bytes, later, result);
}

static void k17_undo_of_a_delete_restores_the_session(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	struct object_result result;

	assert_int_equal(put_as_new(agenda, &session, bytes, 0, &result),
			 ERR_PRECONDITION);
	removal_delete(agenda, &session, 0);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(put_as_new(agenda, &session, bytes, MINUTE, &result),
			 OK);
	assert_true(result.created);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	removal_delete(agenda, &session, MINUTE);
	assert_int_equal(
		put_as_new(agenda, &session, bytes, 12 * MINUTE, &result),
		ERR_PRECONDITION);
}

/* Thunderbird names what it puts by the UID, Evolution makes a new name, though
 * another program had chosen one. */
static void k17_the_undo_of_a_delete_may_choose_another_address(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	struct object_result result;

	assert_int_equal(put_new_at(agenda, "other.ics", bytes, 0, &result),
			 ERR_UID_CONFLICT);
	removal_delete(agenda, &session, 0);
	assert_int_equal(
		put_new_at(agenda, "other.ics", bytes, MINUTE, &result), OK);
	assert_true(result.created);
	assert_string_equal(result.member.uid, session.uid);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "other.ics"),
		session.id);
	agenda_delete(agenda, &agenda->maria, "sessions", session.name, MINUTE,
		      ERR_NOT_FOUND);
}

static void k17_after_ten_minutes_no_other_address_takes_its_uid(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	struct object_result result;

	removal_delete(agenda, &session, 0);
	assert_int_equal(
		put_new_at(agenda, "other.ics", bytes, 12 * MINUTE, &result),
		ERR_UID_CONFLICT);
	assert_state(agenda, session.id, SESSION_SAVED);
}

/* Whoever may not move a session does not by putting it back elsewhere. */
static void k17_what_may_not_be_put_back_keeps_its_uid(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	struct object_result result;

	removal_delete(agenda, &session, 0);
	agenda->maria.may = MAY_CREATE;
	assert_int_equal(put_new_at(agenda, "other.ics",
				    removal_event(agenda, session.uid,
						  DAY + HOUR, TITLE),
				    MINUTE, &result),
			 ERR_UID_CONFLICT);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 1);
}

/* The sign taken away, or "open" typed. */
static void k12_a_title_re_opens(void **s)
{
	static const char *const titles[] = {
		"SUMMARY:C042 Therapy\r\n",
		"SUMMARY:open \u2717 C042 Therapy\r\n",
		"SUMMARY:\u2717 C042 Therapy #open\r\n",
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		struct session session =
			removal_session(agenda, DAY + (int64_t)i * 2 * HOUR);
		char *bytes;

		removal_delete(agenda, &session, 0);
		bytes = agenda_bytes(agenda, &agenda->maria, "sessions",
				     session.id);
		agenda_put(agenda, &agenda->maria, "sessions", session.name,
			   agenda_edit(agenda, bytes,
				       "SUMMARY:\u2717 C042 Therapy\r\n",
				       titles[i]),
			   MINUTE, OK);
		assert_state(agenda, session.id, SESSION_OPEN);
	}
}

static void add_sick(struct agenda *agenda)
{
	struct operation op = agenda_as(agenda, NULL, 0);
	struct completion_type type = { .label = "Sick",
					.map = MAP_MISSED,
					.enabled = true };

	assert_int_equal(practice_type_add(&op, agenda->place->store, &type),
			 OK);
}

static void k3_the_label_of_an_own_type_stands_in_brackets(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, -DAY);
	char *bytes;

	add_sick(agenda);
	agenda_save(agenda, session.id, "sick", 0);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	assert_holds(bytes, "\r\nSUMMARY:\u2298 C042 Therapy [Sick]\r\n");
	/* It is no word that was typed. */
	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   agenda_edit(agenda, bytes, "SUMMARY:\u2298 C042",
			       "SUMMARY:\u2298  C042"),
		   0, OK);
	assert_state(agenda, session.id, SESSION_SAVED);
	agenda_put(agenda, &agenda->sam, "maria", session.name,
		   agenda_edit(agenda, bytes, "SUMMARY:\u2298 C042",
			       "SUMMARY:ok C042"),
		   0, OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "completed");
}

static void s9_a_clash_shows_in_the_title(void **s)
{
	struct agenda *agenda = *s;
	struct session one = removal_session(agenda, DAY);
	struct session two = agenda_session(agenda, DAY, agenda->cora.id, 0);
	char *bytes = agenda_bytes(agenda, &agenda->maria, "sessions", one.id);

	assert_holds(bytes, "\r\nSUMMARY:\u26a0 C042 Therapy\r\n");
	assert_lacks(agenda_bytes(agenda, &agenda->ada, "sessions", one.id),
		     "\u26a0");
	/* Without it the title says nothing else. */
	agenda_put(agenda, &agenda->maria, "sessions", one.name,
		   agenda_edit(agenda, bytes, "\u26a0 ", ""), 0, OK);
	assert_state(agenda, one.id, SESSION_OPEN);
	removal_delete(agenda, &two, 0);
}

static void k14_a_uid_is_unique_within_one_calendar(void **s)
{
	struct agenda *agenda = *s;
	struct session hers = removal_session(agenda, DAY);
	struct person ben = agenda->ben;
	struct member member;

	ben.may |= MAY_CREATE;
	agenda_put(agenda, &ben, "sessions", "b.ics",
		   agenda_event(agenda, hers.uid, "SUMMARY:C042\r\n"), 0, OK);
	member = agenda_member(agenda, &agenda->ben, "sessions", "b.ics");
	assert_string_equal(member.uid, hers.uid);
	assert_int_not_equal(member.session, hers.id);
	assert_int_equal(removal_count(agenda), 2);
	agenda_put(agenda, &ben, "sessions", "c.ics",
		   agenda_event(agenda, hers.uid, "SUMMARY:C042\r\n"), 0,
		   ERR_UID_CONFLICT);
}

/* Android puts the copy first, and deletes the old one then. */
static void k17_a_copy_made_first_is_a_move(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	removal_put(agenda, "copy", DAY + 3 * HOUR, MINUTE);
	assert_int_equal(removal_count(agenda), 2);
	removal_delete(agenda, &session, 2 * MINUTE);
	assert_int_equal(removal_count(agenda), 1);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "copy.ics"),
		session.id);
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", session.name));
	assert_int_equal(agenda_facts(agenda, session.id).session.span.start.s,
			 FIXTURE_NOW.s + DAY + 3 * HOUR);
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
}

/* calcurse does so with every edit; the session is past and open. */
static void k17_an_edit_by_a_new_event_is_one_charge(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, -DAY);
	struct session_facts facts;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", -DAY,
				 "SUMMARY:ns C042 Therapy\r\n"
				 "DESCRIPTION:Called\r\n"),
		   MINUTE, OK);
	agenda_delete(agenda, &agenda->maria, "sessions", session.name,
		      2 * MINUTE, OK);
	assert_int_equal(removal_count(agenda), 1);
	facts = agenda_facts(agenda, session.id);
	assert_true(facts.saved);
	assert_string_equal(facts.completion.slug, "missed");
	assert_string_equal(facts.session.terms.public_note, "Called");
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		session.id);
}

static void k17_another_client_or_a_later_delete_is_no_move(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	agenda_put(agenda, &agenda->maria, "sessions", "other.ics",
		   removal_event(agenda, "other", DAY + 3 * HOUR,
				 "SUMMARY:C051 Therapy\r\n"),
		   0, OK);
	removal_put(agenda, "copy", DAY + 5 * HOUR, MINUTE);
	removal_delete(agenda, &session, 12 * MINUTE);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 3);
}

static void k3_the_address_of_the_page_is_absolute_or_none(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session session = removal_session(agenda, -DAY);
	char *url = arena_printf(agenda->place->arena,
				 "\r\nURL:https://cal.example.org/sessions/"
				 "%lld\r\n",
				 (long long)session.id);

	assert_lacks(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"\r\nURL:");
	assert_int_equal(practice_public_url_set(&op, agenda->place->store,
						 "https://cal.example.org"),
			 OK);
	assert_holds(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		url);
	assert_holds(agenda_bytes(agenda, &agenda->sam, "maria", session.id),
		     url);
	assert_lacks(agenda_bytes(agenda, &agenda->ada, "sessions", session.id),
		     "\r\nURL:");
	op = agenda_as(agenda, NULL, 0);
	assert_int_equal(practice_public_url_set(&op, agenda->place->store, ""),
			 OK);
	assert_lacks(
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id),
		"\r\nURL:");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(s8_an_all_day_event_is_a_draft_and_bills_nobody),
		WITH_AGENDA(s8_nor_do_the_dates_of_an_all_day_rule_bill),
		WITH_AGENDA(s8_a_session_that_becomes_all_day_bills_no_more),
		WITH_AGENDA(s15_what_was_served_and_is_put_back_moves_nothing),
		WITH_AGENDA(k17_undo_of_a_delete_restores_the_session),
		WITH_AGENDA(
			k17_the_undo_of_a_delete_may_choose_another_address),
		WITH_AGENDA(
			k17_after_ten_minutes_no_other_address_takes_its_uid),
		WITH_AGENDA(k17_what_may_not_be_put_back_keeps_its_uid),
		WITH_AGENDA(k12_a_title_re_opens),
		WITH_AGENDA(k3_the_label_of_an_own_type_stands_in_brackets),
		WITH_AGENDA(s9_a_clash_shows_in_the_title),
		WITH_AGENDA(k14_a_uid_is_unique_within_one_calendar),
		WITH_AGENDA(k17_a_copy_made_first_is_a_move),
		WITH_AGENDA(k17_an_edit_by_a_new_event_is_one_charge),
		WITH_AGENDA(k3_the_address_of_the_page_is_absolute_or_none),
		WITH_AGENDA(k17_another_client_or_a_later_delete_is_no_move),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
