#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/people/person.h"
#include "practice/session/service.h"
#include "practice/session/session.h"

#include <string.h>

/* What the office says in a practitioner's calendar: who took part, how it
 * ended for each, and what it costs (rules S21, K8). */

static int office_setup(void **state)
{
	struct agenda *agenda;
	struct operation op;

	agenda_setup(state);
	agenda = *state;
	op = agenda_as(agenda, NULL, 0);
	agenda->sam.calendar_money = true;
	agenda->sam.revision = 0;
	return whole_person_change(&op, agenda->place->store, &agenda->sam);
}

#define IN_OFFICE(test) \
	cmocka_unit_test_setup_teardown(test, office_setup, agenda_teardown)

static char *served(struct agenda *agenda, int64_t session)
{
	return agenda_bytes(agenda, &agenda->sam, "maria", session);
}

static void put(struct agenda *agenda, const struct session *session,
		const char *bytes, enum err err)
{
	agenda_put(agenda, &agenda->sam, "maria", session->name, bytes, HOUR,
		   err);
}

/* The served text with this first line, and what stands in it now, changed. */
static void edited(struct agenda *agenda, const struct session *session,
		   const char *old, const char *new, enum err err)
{
	put(agenda, session,
	    agenda_edit(agenda, served(agenda, session->id), old, new), err);
}

static struct session past_group(struct agenda *agenda)
{
	return agenda_session(agenda, -DAY, agenda->ada.id, agenda->cora.id);
}

static int64_t charge(struct agenda *agenda, int64_t session, size_t client)
{
	return agenda_facts(agenda, session)
		.completion.clients[client]
		.charge.minor;
}

static int64_t wage(struct agenda *agenda, int64_t session, size_t practitioner)
{
	return agenda_facts(agenda, session)
		.completion.practitioners[practitioner]
		.wage.minor;
}

#define OVERRIDE                         \
	"X-PRACTICE-STATUS:override\r\n" \
	"X-PRACTICE-REASON:Agreed\r\n"

static void each_of_a_group_is_charged_what_is_said_by_code(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);

	edited(agenda, &session, "X-PRACTICE-STATUS:open",
	       OVERRIDE "X-PRACTICE-CHARGE:C042=20.00,C051=0\r\n"
			"X-PRACTICE-WAGE:maria=15.00",
	       OK);
	assert_int_equal(charge(agenda, session.id, 0), 2000);
	assert_int_equal(charge(agenda, session.id, 1), 0);
	assert_int_equal(wage(agenda, session.id, 0), 1500);
}

static void what_an_override_leaves_out_stays_as_saved(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);

	agenda_save(agenda, session.id, "completed", 0);
	edited(agenda, &session, "X-PRACTICE-CHARGE:C042=42.50 CAD",
	       "X-PRACTICE-REASON:Agreed\r\nX-PRACTICE-CHARGE:C042=10.00 CAD",
	       OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "override");
	assert_int_equal(charge(agenda, session.id, 0), 1000);
	assert_int_equal(charge(agenda, session.id, 1), 4250);
	assert_int_equal(wage(agenda, session.id, 0), 3000);
}

static void a_wage_alone_is_an_override_too(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);

	agenda_save(agenda, session.id, "completed", 0);
	edited(agenda, &session, "X-PRACTICE-WAGE:30.00 CAD",
	       "X-PRACTICE-REASON:Agreed\r\nX-PRACTICE-WAGE:12.00 CAD", OK);
	assert_int_equal(wage(agenda, session.id, 0), 1200);
	assert_int_equal(charge(agenda, session.id, 1), 4250);
}

static void amounts_that_were_served_ask_for_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);
	int64_t revision;

	agenda_save(agenda, session.id, "completed", 0);
	revision = agenda_session_of(agenda, session.uid).revision;
	put(agenda, &session, served(agenda, session.id), OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).revision,
			 revision);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "completed");
}

static void amounts_that_cannot_be_read_are_refused(void **s)
{
	static const char *const wrong[] = {
		"X-PRACTICE-CHARGE:C042=20.00 EUR,C051=1\r\n",
		"X-PRACTICE-CHARGE:C042=lots,C051=1\r\n",
		"X-PRACTICE-CHARGE:C042=20.005,C051=1\r\n",
		"X-PRACTICE-CHARGE:20.00\r\n",
		"X-PRACTICE-CHARGE:C099=20.00\r\n",
		"X-PRACTICE-CHARGE:maria=20.00\r\n",
		"X-PRACTICE-CHARGE:C042=1,C051=1\r\nX-PRACTICE-WAGE:x\r\n",
		"X-PRACTICE-CHARGE:C042=1,C051=1\r\nX-PRACTICE-WAGE:ben=1\r\n",
		"X-PRACTICE-CHARGE:C042=1,C051=1\r\nX-PRACTICE-WAGE: =1\r\n",
		("X-PRACTICE-CHARGE:C042=1,C051=1\r\n"
		 "X-PRACTICE-WAGE:a-login-that-nobody-can-have=1\r\n"),
	};
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		const char *bytes =
			agenda_edit(agenda, served(agenda, session.id),
				    "X-PRACTICE-STATUS:open\r\n",
				    arena_printf(agenda->place->arena,
						 OVERRIDE "%s", wrong[i]));
		struct operation op = agenda_as(agenda, &agenda->sam, HOUR);
		struct object_put wish = { .home = "sam",
					   .path = "maria",
					   .name = session.name,
					   .bytes = slice_of(bytes),
					   .type = "text/calendar" };
		struct object_result result;
		enum err err = practice_object_put(&op, agenda->place->store,
						   &wish, &result);

		err = outcome(&op, err);
		if (err != REFUSED(OVERRIDE_DENIED) &&
		    err != REFUSED(NOT_PERMITTED))
			print_error("%s: %s\n", wrong[i], err_name(err));
		assert_true(err == REFUSED(OVERRIDE_DENIED) ||
			    err == REFUSED(NOT_PERMITTED));
		assert_int_equal(agenda_session_of(agenda, session.uid).state,
				 SESSION_OPEN);
	}
}

/* A practitioner without a login is called by the number. */
static void wages_are_said_by_login_or_number(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct person zoe = { .name = "Zoe Fry",
			      .active = true,
			      .roles = ROLE_PRACTITIONER };
	struct session session;
	int64_t both[2];

	assert_int_equal(practice_person_add(&op, agenda->place->store, &zoe),
			 OK);
	session = agenda_session(agenda, -DAY, agenda->ada.id, 0);
	session = agenda_session_of(agenda, session.uid);
	both[0] = agenda->maria.id;
	both[1] = zoe.id;
	session.terms.practitioners = (struct ids){ both, 2 };
	assert_int_equal(
		whole_session_change(&op, agenda->place->store, &session), OK);
	edited(agenda, &session, "X-PRACTICE-STATUS:open",
	       arena_printf(agenda->place->arena,
			    OVERRIDE "X-PRACTICE-CHARGE:20.00\r\n"
				     "X-PRACTICE-WAGE:MARIA=15.00,%lld=16.00,"
				     "maria=17.00",
			    (long long)zoe.id),
	       OK);
	assert_int_equal(wage(agenda, session.id, 0), 1700);
	assert_int_equal(wage(agenda, session.id, 1), 1600);
	assert_holds(served(agenda, session.id),
		     arena_printf(agenda->place->arena,
				  "X-PRACTICE-WAGE:maria=17.00 CAD,%lld=16",
				  (long long)zoe.id));
}

static void one_wage_for_two_practitioners_is_refused(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	int64_t both[] = { agenda->maria.id, agenda->ben.id };

	session = agenda_session_of(agenda, session.uid);
	session.terms.practitioners = (struct ids){ both, 2 };
	assert_int_equal(
		whole_session_change(&op, agenda->place->store, &session), OK);
	edited(agenda, &session, "X-PRACTICE-STATUS:open",
	       OVERRIDE "X-PRACTICE-CHARGE:20.00\r\nX-PRACTICE-WAGE:15.00",
	       REFUSED(OVERRIDE_DENIED));
}

static void an_ending_of_one_client_changes_by_code(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);
	struct session_facts facts;

	edited(agenda, &session, "X-PRACTICE-STATUS:open",
	       "X-PRACTICE-STATUS:completed", OK);
	edited(agenda, &session, "X-PRACTICE-CLIENTS:C042",
	       "X-PRACTICE-CLIENTS:C042=missed", OK);
	facts = agenda_facts(agenda, session.id);
	assert_string_equal(facts.completion.slug, "completed");
	assert_string_equal(facts.completion.clients[0].slug, "missed");
	assert_string_equal(facts.completion.clients[1].slug, "completed");
	edited(agenda, &session, "C042=missed", "C042=canceled", OK);
	facts = agenda_facts(agenda, session.id);
	assert_string_equal(facts.completion.clients[0].slug, "canceled");
	edited(agenda, &session, "C042=canceled", "C042", OK);
	facts = agenda_facts(agenda, session.id);
	assert_string_equal(facts.completion.clients[0].slug, "completed");
}

/* A program that drops lines it does not know must not undo anything. */
static void without_a_list_of_clients_each_ended_as_before(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);
	int64_t revision;
	char *bytes;

	edited(agenda, &session, "X-PRACTICE-STATUS:open",
	       "X-PRACTICE-STATUS:completed", OK);
	edited(agenda, &session, "X-PRACTICE-CLIENTS:C042",
	       "X-PRACTICE-CLIENTS:C042=missed", OK);
	revision = agenda_session_of(agenda, session.uid).revision;
	bytes = agenda_edit(agenda, served(agenda, session.id),
			    "X-PRACTICE-CLIENTS", "X-OTHER");
	put(agenda, &session, bytes, OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).revision,
			 revision);
	assert_string_equal(
		agenda_facts(agenda, session.id).completion.clients[0].slug,
		"missed");
}

static void an_exchange_of_clients_is_a_change(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	edited(agenda, &session, "X-PRACTICE-CLIENTS:C042",
	       "X-PRACTICE-CLIENTS:,,C051", OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.terms.clients.count, 1);
	assert_int_equal(session.terms.clients.at[0], agenda->cora.id);
}

static void a_client_who_is_not_active_does_not_join(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "c051"),
		OK);
	edited(agenda, &session, "X-PRACTICE-CLIENTS:C042",
	       "X-PRACTICE-CLIENTS:C042,C051", REFUSED(NOT_PERMITTED));
}

static void the_office_chooses_a_service_by_name(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct service service = { .name = "Tutoring", .active = true };
	struct price price = { .cost = { 100 } };

	assert_int_equal(practice_service_add(&op, agenda->place->store,
					      &service, &price),
			 OK);
	edited(agenda, &session, "X-PRACTICE-SERVICE:Therapy",
	       "X-PRACTICE-SERVICE:Dancing", REFUSED(NOT_PERMITTED));
	edited(agenda, &session, "X-PRACTICE-SERVICE:Therapy",
	       "X-PRACTICE-SERVICE: ", OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).terms.service,
			 agenda->service);
	edited(agenda, &session, "X-PRACTICE-SERVICE:Therapy",
	       "X-PRACTICE-SERVICE:Tutoring", OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).terms.service,
			 service.id);
	place_sql(agenda->place, "UPDATE service SET active = 0"
				 " WHERE name = 'Therapy'");
	edited(agenda, &session, "X-PRACTICE-SERVICE:Tutoring",
	       "X-PRACTICE-SERVICE:Therapy", REFUSED(NOT_PERMITTED));
}

static char *with_time(struct agenda *agenda, int64_t session,
		       const char *start, const char *end)
{
	char *bytes = served(agenda, session);
	char *line = strstr(strstr(bytes, "BEGIN:VEVENT"), "DTSTART");
	char *behind = strstr(strstr(line, "DTEND"), "\r\n");

	return arena_printf(agenda->place->arena, "%.*s%s\r\n%s%s",
			    (int)(line - bytes), bytes, start, end, behind);
}

static void a_time_in_utc_keeps_the_sessions_zone(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	put(agenda, &session,
	    with_time(agenda, session.id, "DTSTART:20260610T120000Z",
		      "DTEND:20260610T130000Z"),
	    OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.span.start.s, FIXTURE_NOW.s + 2 * DAY);
	assert_string_equal(session.zone, "America/Toronto");
}

static void a_time_of_a_known_zone_takes_the_zone_over(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	put(agenda, &session,
	    with_time(agenda, session.id,
		      "DTSTART;TZID=Europe/Paris:20260610T140000",
		      "DTEND;TZID=Europe/Paris:20260610T140000"),
	    REFUSED(NOT_PERMITTED));
	put(agenda, &session,
	    with_time(agenda, session.id,
		      "DTSTART;TZID=Europe/Paris:20260610T140000",
		      "DTEND;TZID=Europe/Paris:20260610T150000"),
	    OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.span.start.s, FIXTURE_NOW.s + 2 * DAY);
	assert_string_equal(session.zone, "Europe/Paris");
}

static void a_disabled_type_is_no_status(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);

	place_sql(agenda->place, "UPDATE completion_type SET enabled = 0"
				 " WHERE slug = 'missed'");
	edited(agenda, &session, "X-PRACTICE-STATUS:open",
	       "X-PRACTICE-STATUS:missed", REFUSED(UNKNOWN_STATUS));
}

static void an_empty_status_says_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);

	edited(agenda, &session, "X-PRACTICE-STATUS:open",
	       "X-PRACTICE-STATUS: ", OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
}

/* Words may be put on lines of their own, or with many blanks. */
static void a_tag_is_found_however_it_is_spaced(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);

	edited(agenda, &session, "SUMMARY:", "SUMMARY:  #no-such \\n  #ns  ",
	       OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "missed");
}

/* RFC 5545's words, which are never served. */
static void a_status_of_the_standard_saves(void **s)
{
	struct agenda *agenda = *s;
	struct session canceled = past_group(agenda);
	struct session done =
		agenda_session(agenda, -2 * DAY, agenda->ada.id, 0);

	edited(agenda, &canceled, "\nSTATUS:CONFIRMED", "\nSTATUS:CANCELLED",
	       OK);
	assert_string_equal(agenda_facts(agenda, canceled.id).completion.slug,
			    "canceled");
	edited(agenda, &canceled, "\nSTATUS:CONFIRMED", "\nSTATUS:CANCELLED",
	       OK);
	edited(agenda, &done, "\nSTATUS:CONFIRMED", "\nSTATUS:COMPLETED", OK);
	assert_string_equal(agenda_facts(agenda, done.id).completion.slug,
			    "completed");
	edited(agenda, &done, "\nSTATUS:CONFIRMED", "\nSTATUS:COMPLETED", OK);
	edited(agenda, &done, "\nSTATUS:CONFIRMED", "\nSTATUS:CANCELLED", OK);
	assert_string_equal(agenda_facts(agenda, done.id).completion.slug,
			    "canceled");
	edited(agenda, &done, "\nSTATUS:CONFIRMED", "\nSTATUS:COMPLETED", OK);
	assert_string_equal(agenda_facts(agenda, done.id).completion.slug,
			    "completed");
}

static void a_category_of_a_type_saves_and_the_served_one_does_not(void **s)
{
	struct agenda *agenda = *s;
	struct session session = past_group(agenda);

	edited(agenda, &session,
	       "TRANSP:", "CATEGORIES:Work,Missed\r\nTRANSP:", OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "missed");
	edited(agenda, &session, "CATEGORIES:Missed",
	       "CATEGORIES:Missed,#ns,Work", OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "missed");
	/* No category opens it again. */
	edited(agenda, &session, "CATEGORIES:Missed", "CATEGORIES:Open", OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "missed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_OFFICE(each_of_a_group_is_charged_what_is_said_by_code),
		IN_OFFICE(what_an_override_leaves_out_stays_as_saved),
		IN_OFFICE(a_wage_alone_is_an_override_too),
		IN_OFFICE(amounts_that_were_served_ask_for_nothing),
		IN_OFFICE(amounts_that_cannot_be_read_are_refused),
		IN_OFFICE(wages_are_said_by_login_or_number),
		IN_OFFICE(one_wage_for_two_practitioners_is_refused),
		IN_OFFICE(an_ending_of_one_client_changes_by_code),
		IN_OFFICE(without_a_list_of_clients_each_ended_as_before),
		IN_OFFICE(an_exchange_of_clients_is_a_change),
		IN_OFFICE(a_client_who_is_not_active_does_not_join),
		IN_OFFICE(the_office_chooses_a_service_by_name),
		IN_OFFICE(a_time_in_utc_keeps_the_sessions_zone),
		IN_OFFICE(a_time_of_a_known_zone_takes_the_zone_over),
		IN_OFFICE(a_disabled_type_is_no_status),
		IN_OFFICE(an_empty_status_says_nothing),
		IN_OFFICE(a_tag_is_found_however_it_is_spaced),
		IN_OFFICE(a_status_of_the_standard_saves),
		IN_OFFICE(
			a_category_of_a_type_saves_and_the_served_one_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
