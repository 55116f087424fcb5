#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/people/person.h"
#include "practice/session/session.h"

#include <string.h>

/** What a program sends of a session of the past that it was served. */
struct sent {
	struct agenda *agenda;
	const struct person *person; /* whose program it is */
	const char *path;
	int64_t session;
	const char *name;
	char *bytes;
};

static struct sent served(struct agenda *agenda, const struct person *person,
			  const char *path, int64_t session)
{
	return (struct sent){
		agenda,
		person,
		path,
		session,
		agenda_facts(agenda, session).session.name,
		agenda_bytes(agenda, person, path, session),
	};
}

static struct sent office(struct agenda *agenda, int64_t session)
{
	return served(agenda, &agenda->sam, "maria", session);
}

static struct sent alone(struct agenda *agenda)
{
	return office(agenda,
		      agenda_session(agenda, -DAY, agenda->ada.id, 0).id);
}

static struct sent group(struct agenda *agenda)
{
	return office(agenda, agenda_session(agenda, -DAY, agenda->ada.id,
					     agenda->cora.id)
				      .id);
}

static void edit(struct sent *sent, const char *old, const char *new)
{
	sent->bytes = agenda_edit(sent->agenda, sent->bytes, old, new);
}

static void put(const struct sent *sent, enum err err)
{
	agenda_put(sent->agenda, sent->person, sent->path, sent->name,
		   sent->bytes, HOUR, err);
}

/** An override with these lines of amounts; what must come of it. */
static void override(struct sent sent, const char *amounts, enum err err)
{
	edit(&sent, "X-PRACTICE-STATUS:open",
	     arena_printf(sent.agenda->place->arena,
			  "X-PRACTICE-STATUS:override\r\n"
			  "X-PRACTICE-REASON:Agreed\r\n%s",
			  amounts));
	put(&sent, err);
}

static struct session_facts facts(const struct sent *sent)
{
	return agenda_facts(sent->agenda, sent->session);
}

static int64_t charge(const struct sent *sent, size_t at)
{
	return facts(sent).completion.clients[at].charge.minor;
}

static int64_t wage(const struct sent *sent, size_t at)
{
	return facts(sent).completion.practitioners[at].wage.minor;
}

static void codes_are_read_past_blanks_case_and_empty_places(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = alone(agenda);
	struct session session;

	edit(&sent, "CLIENTS:C042", "CLIENTS: c042 ,, C051 ,=missed");
	put(&sent, OK);
	session = facts(&sent).session;
	assert_int_equal(session.terms.clients.count, 2);
	assert_int_equal(session.terms.clients.at[0], agenda->ada.id);
	assert_int_equal(session.terms.clients.at[1], agenda->cora.id);
	assert_int_equal(session.state, SESSION_OPEN);
}

static void the_same_clients_in_another_order_are_no_change(void **state)
{
	struct agenda *agenda = *state;
	int64_t id = group(agenda).session;
	struct sent sent = served(agenda, &agenda->maria, "sessions", id);
	int64_t before = facts(&sent).session.revision;

	edit(&sent, "CLIENTS:C042,C051", "CLIENTS:C051,C042");
	put(&sent, OK);
	assert_int_equal(facts(&sent).session.revision, before);
}

static void one_client_for_another_is_the_offices_to_change(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = alone(agenda);
	struct sent marias =
		served(agenda, &agenda->maria, "sessions", sent.session);

	edit(&marias, "CLIENTS:C042", "CLIENTS:C051");
	put(&marias, REFUSED(NOT_PERMITTED));
	assert_int_equal(facts(&sent).session.terms.clients.at[0],
			 agenda->ada.id);
	edit(&sent, "CLIENTS:C042", "CLIENTS:C051");
	put(&sent, OK);
	assert_int_equal(facts(&sent).session.terms.clients.at[0],
			 agenda->cora.id);
}

static void s2_an_inactive_client_joins_nothing(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct sent sent = alone(agenda);

	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "c051"),
		OK);
	edit(&sent, "CLIENTS:C042", "CLIENTS:C042,C051");
	put(&sent, REFUSED(NOT_PERMITTED));
	assert_int_equal(facts(&sent).session.terms.clients.count, 1);
}

static void who_left_since_stays_in_what_they_were_in(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct sent sent = group(agenda);

	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "c051"),
		OK);
	edit(&sent, "STATUS:open", "STATUS:completed");
	put(&sent, OK);
	assert_int_equal(facts(&sent).completion.client_count, 2);
}

static const char *ended(const struct sent *sent, size_t at)
{
	return facts(sent).completion.clients[at].slug;
}

static void s23_an_ending_of_one_client_saves_a_saved_group_again(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = group(agenda);
	int64_t before;

	agenda_save(agenda, sent.session, "completed", 0);
	sent = office(agenda, sent.session);
	edit(&sent, "CLIENTS:C042,C051", "CLIENTS:C042,C051=missed");
	put(&sent, OK);
	assert_string_equal(facts(&sent).completion.slug, "completed");
	assert_string_equal(ended(&sent, 0), "completed");
	assert_string_equal(ended(&sent, 1), "missed");
	/* The same again is no change, told or not. */
	before = facts(&sent).session.revision;
	sent = office(agenda, sent.session);
	put(&sent, OK);
	edit(&sent, "X-PRACTICE-CLIENTS:", "X-WAS-CLIENTS:");
	put(&sent, OK);
	assert_int_equal(facts(&sent).session.revision, before);
	assert_string_equal(ended(&sent, 1), "missed");
}

static void s23_an_ending_that_goes_is_the_sessions_again(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = group(agenda);

	edit(&sent, "STATUS:open", "STATUS:completed");
	edit(&sent, "CLIENTS:C042,C051", "CLIENTS:C042=missed,C051");
	put(&sent, OK);
	assert_string_equal(ended(&sent, 0), "missed");
	sent = office(agenda, sent.session);
	edit(&sent, "C042=missed", "C042");
	put(&sent, OK);
	assert_string_equal(ended(&sent, 0), "completed");
}

static void amounts_are_read_with_the_currency_or_without(void **state)
{
	struct sent one = alone(*state), two = alone(*state);

	override(one, "X-PRACTICE-CHARGE: 20  cad\r\nX-PRACTICE-WAGE:7.5\r\n",
		 OK);
	assert_int_equal(charge(&one, 0), 2000);
	assert_int_equal(wage(&one, 0), 750);
	override(two,
		 "X-PRACTICE-CHARGE:C042=20\r\nX-PRACTICE-WAGE:maria=0\r\n",
		 OK);
	assert_int_equal(charge(&two, 0), 2000);
	assert_int_equal(wage(&two, 0), 0);
}

static void amounts_that_are_none_are_denied(void **state)
{
	static const char *const wrong[] = {
		"20.00 EUR", "20 00",      "twenty", "-5",
		"20.005",    "C042=20 EU", "C042=",  "1e3",
	};
	struct agenda *agenda = *state;
	struct sent sent = alone(agenda);

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		override(sent,
			 arena_printf(agenda->place->arena,
				      "X-PRACTICE-CHARGE:%s\r\n"
				      "X-PRACTICE-WAGE:0\r\n",
				      wrong[i]),
			 REFUSED(OVERRIDE_DENIED));
		assert_false(facts(&sent).saved);
	}
}

static void a_comma_in_an_amount_is_denied_and_never_two_amounts(void **state)
{
	struct sent sent = alone(*state);

	override(sent, "X-PRACTICE-CHARGE:21\\,25\r\nX-PRACTICE-WAGE:0\r\n",
		 REFUSED(OVERRIDE_DENIED));
	override(sent,
		 "X-PRACTICE-CHARGE:C042=21\\,25\r\nX-PRACTICE-WAGE:0\r\n",
		 REFUSED(OVERRIDE_DENIED));
	override(sent, "X-PRACTICE-CHARGE:20\r\nX-PRACTICE-WAGE:7\\,50\r\n",
		 REFUSED(OVERRIDE_DENIED));
	assert_false(facts(&sent).saved);
}

static void a_charge_is_of_a_client_of_the_session(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = alone(agenda);

	override(sent, "X-PRACTICE-CHARGE:C051=20\r\nX-PRACTICE-WAGE:0\r\n",
		 REFUSED(OVERRIDE_DENIED));
	override(sent, "X-PRACTICE-CHARGE:C099=20\r\nX-PRACTICE-WAGE:0\r\n",
		 REFUSED(NOT_PERMITTED));
	assert_false(facts(&sent).saved);
}

/** Maria and Ben lead it, and perhaps a third, who has no login. */
static struct sent led_by(struct agenda *agenda, int64_t third)
{
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	struct sent sent = alone(agenda);
	struct session session = facts(&sent).session;
	int64_t all[] = { agenda->maria.id, agenda->ben.id, third };

	session.terms.practitioners = (struct ids){ all, third ? 3 : 2 };
	assert_int_equal(
		whole_session_change(&op, agenda->place->store, &session), OK);
	return office(agenda, sent.session);
}

static void where_several_lead_each_has_an_own_wage(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = led_by(agenda, 0);

	override(sent, "X-PRACTICE-CHARGE:20\r\nX-PRACTICE-WAGE:10\r\n",
		 REFUSED(OVERRIDE_DENIED));
	override(sent, "X-PRACTICE-CHARGE:20\r\nX-PRACTICE-WAGE:lena=10\r\n",
		 REFUSED(OVERRIDE_DENIED));
	override(sent, "X-PRACTICE-CHARGE:20\r\nX-PRACTICE-WAGE:=10\r\n",
		 REFUSED(OVERRIDE_DENIED));
	override(sent,
		 "X-PRACTICE-CHARGE:20\r\n"
		 "X-PRACTICE-WAGE:ben=5,maria=11,BEN=6\r\n",
		 OK);
	assert_int_equal(wage(&sent, 0), 1100);
	assert_int_equal(wage(&sent, 1), 600);
}

static void who_has_no_login_earns_by_number(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct person third = { .name = "Tom Ash",
				.active = true,
				.roles = ROLE_PRACTITIONER };
	struct arena *arena = agenda->place->arena;
	struct sent sent;

	assert_int_equal(practice_person_add(&op, agenda->place->store, &third),
			 OK);
	sent = led_by(agenda, third.id);
	override(sent,
		 "X-PRACTICE-CHARGE:20\r\n"
		 "X-PRACTICE-WAGE:ben=5,maria=5,"
		 "00000000000000000000000000000=5\r\n",
		 REFUSED(OVERRIDE_DENIED));
	override(sent,
		 arena_printf(arena,
			      "X-PRACTICE-CHARGE:20\r\n"
			      "X-PRACTICE-WAGE:ben=5,maria=6,%lld=7\r\n",
			      (long long)third.id),
		 OK);
	assert_int_equal(wage(&sent, 2), 700);
}

/** Sam sees amounts in the calendar from now on. */
static void show_money(struct agenda *agenda)
{
	struct operation op = agenda_as(agenda, NULL, 0);

	agenda->sam.calendar_money = true;
	agenda->sam.revision = 0;
	assert_int_equal(
		whole_person_change(&op, agenda->place->store, &agenda->sam),
		OK);
}

static void a_changed_amount_overrides_and_keeps_the_others(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = group(agenda);

	show_money(agenda);
	agenda_save(agenda, sent.session, "completed", 0);
	sent = office(agenda, sent.session);
	edit(&sent, "C042=42.50 CAD", "C042=10 CAD");
	put(&sent, REFUSED(OVERRIDE_DENIED)); /* no reason */
	edit(&sent, "X-PRACTICE-CHARGE",
	     "X-PRACTICE-REASON:Agreed\r\nX-PRACTICE-CHARGE");
	put(&sent, OK);
	assert_string_equal(facts(&sent).completion.slug, "override");
	assert_int_equal(charge(&sent, 0), 1000);
	assert_int_equal(charge(&sent, 1), 4250);
	assert_int_equal(wage(&sent, 0), 3000);
}

static void amounts_as_they_were_served_ask_for_nothing(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = alone(agenda);
	int64_t before;

	show_money(agenda);
	agenda_save(agenda, sent.session, "completed", 0);
	sent = office(agenda, sent.session);
	assert_holds(sent.bytes, "X-PRACTICE-CHARGE:42.50 CAD\r\n");
	before = facts(&sent).session.revision;
	put(&sent, OK);
	/* Nor do empty ones. */
	edit(&sent, "CHARGE:42.50 CAD", "CHARGE:");
	put(&sent, OK);
	assert_int_equal(facts(&sent).session.revision, before);
}

static void a_reopening_takes_served_amounts_with_it(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = alone(agenda);

	show_money(agenda);
	agenda_save(agenda, sent.session, "completed", 0);
	sent = office(agenda, sent.session);
	edit(&sent, "X-PRACTICE-STATUS:completed", "X-PRACTICE-STATUS:open");
	put(&sent, OK);
	assert_false(facts(&sent).saved);
}

static void a_new_client_of_a_saved_override_is_no_one_yet(void **state)
{
	struct agenda *agenda = *state;
	struct sent sent = alone(agenda);

	show_money(agenda);
	agenda_save(agenda, sent.session, "completed", 0);
	sent = office(agenda, sent.session);
	edit(&sent, "CLIENTS:C042", "CLIENTS:C051");
	edit(&sent, "CHARGE:42.50 CAD",
	     "CHARGE:10 CAD\r\nX-PRACTICE-REASON:Agreed");
	put(&sent, REFUSED(SESSION_SAVED));
	assert_int_equal(charge(&sent, 0), 4250);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(codes_are_read_past_blanks_case_and_empty_places),
		WITH_AGENDA(the_same_clients_in_another_order_are_no_change),
		WITH_AGENDA(one_client_for_another_is_the_offices_to_change),
		WITH_AGENDA(s2_an_inactive_client_joins_nothing),
		WITH_AGENDA(who_left_since_stays_in_what_they_were_in),
		WITH_AGENDA(
			s23_an_ending_of_one_client_saves_a_saved_group_again),
		WITH_AGENDA(s23_an_ending_that_goes_is_the_sessions_again),
		WITH_AGENDA(amounts_are_read_with_the_currency_or_without),
		WITH_AGENDA(amounts_that_are_none_are_denied),
		WITH_AGENDA(
			a_comma_in_an_amount_is_denied_and_never_two_amounts),
		WITH_AGENDA(a_charge_is_of_a_client_of_the_session),
		WITH_AGENDA(where_several_lead_each_has_an_own_wage),
		WITH_AGENDA(who_has_no_login_earns_by_number),
		WITH_AGENDA(a_changed_amount_overrides_and_keeps_the_others),
		WITH_AGENDA(amounts_as_they_were_served_ask_for_nothing),
		WITH_AGENDA(a_reopening_takes_served_amounts_with_it),
		WITH_AGENDA(a_new_client_of_a_saved_override_is_no_one_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
