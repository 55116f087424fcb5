#include "tests/unit/practice/money_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/transfer/erase.h"
#include "store/erasure.h"

/* The fixture's own reader would be in the way of emptying the log. */
static void end_reading(struct clinic *clinic)
{
	if (store_reader_operation(clinic->place->reader))
		store_reader_end(clinic->place->reader);
}

static enum err erase(struct clinic *clinic, const char *confirm)
{
	end_reading(clinic);
	return practice_person_erase(clinic->op, clinic->store,
				     clinic->clients[0], confirm);
}

static struct person ada(struct clinic *clinic)
{
	struct person person;

	assert_int_equal(store_person_load(place_read(clinic->place),
					   clinic->clients[0], &person),
			 OK);
	return person;
}

/* A past session with texts. */
static struct session noted(struct clinic *clinic, int day, size_t clients)
{
	struct session session = clinic_draft(
		clinic,
		arena_printf(clinic->op->arena, "2026-06-%02dT10:00:00Z", day),
		60, clinic->fixed, clients);

	session.terms.place = "Room";
	session.terms.public_note = "public";
	session.terms.private_note = "private";
	assert_ok(clinic,
		  practice_session_add(clinic->op, clinic->store, &session));
	return session;
}

static void s49_names_become_the_code_and_money_stays(void **state)
{
	struct clinic *clinic = *state;
	int64_t balance;

	billing_saved(clinic, 1, 1);
	billing_issued(clinic, 10);
	billing_pay(clinic, 100);
	balance = billing_balance(clinic).balance.minor;
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, erase(clinic, NULL));
	assert_string_equal(ada(clinic).name, "C042");
	assert_int_equal(billing_balance(clinic).balance.minor, balance);
	billing_verify(clinic);
	assert_string_equal(
		clinic_audit(clinic, "person", clinic->clients[0]).action,
		"person.erase");
}

static void only_an_admin_erases(void **state)
{
	struct clinic *clinic = *state;

	assert_failed(clinic, erase(clinic, NULL), ERR_FORBIDDEN);
	clinic_as(clinic, clinic->clients[0]);
	assert_failed(clinic, erase(clinic, NULL), ERR_FORBIDDEN);
	assert_string_not_equal(ada(clinic).name, "C042");
}

static void who_is_no_client_or_more_than_one_is_refused(void **state)
{
	struct clinic *clinic = *state;
	int64_t both;

	clinic_as(clinic, clinic->admin);
	both = clinic_person(clinic, "both", "Both Roles",
			     ROLE_CLIENT | ROLE_PRACTITIONER);
	assert_failed(clinic,
		      practice_person_erase(clinic->op, clinic->store,
					    clinic->maria, NULL),
		      ERR_NOT_FOUND);
	assert_failed(
		clinic,
		practice_person_erase(clinic->op, clinic->store, 9999, NULL),
		ERR_NOT_FOUND);
	assert_failed(
		clinic,
		practice_person_erase(clinic->op, clinic->store, both, NULL),
		ERR_CONFLICT);
	assert_string_equal(clinic->op->failure.reason, "not-only-client");
}

static void a_code_that_is_confirmed_must_be_the_clients(void **state)
{
	struct clinic *clinic = *state;

	clinic_as(clinic, clinic->admin);
	assert_failed(clinic, erase(clinic, "C051"), ERR_INVALID);
	assert_true(clinic_field(clinic, "confirm", "confirm-differs"));
	assert_ok(clinic, erase(clinic, "c042"));
}

static void coming_sessions_are_in_the_way_and_past_ones_not(void **state)
{
	struct clinic *clinic = *state;
	struct session coming, later;

	noted(clinic, 1, 1); /* to save */
	coming = noted(clinic, 20, 2);
	clinic_as(clinic, clinic->admin);
	assert_failed(clinic, erase(clinic, NULL), ERR_CONFLICT);
	assert_string_equal(clinic->op->failure.reason, "sessions-open");
	assert_non_null(strstr(clinic->op->failure.message,
			       "1 coming session: cancel or remove it first"));
	operation_recover(clinic->op);
	end_reading(clinic);
	later = noted(clinic, 21, 1);
	assert_failed(clinic, erase(clinic, NULL), ERR_CONFLICT);
	assert_non_null(
		strstr(clinic->op->failure.message,
		       "2 coming sessions: cancel or remove them first"));
	operation_recover(clinic->op);
	assert_ok(clinic, practice_session_remove(clinic->op, clinic->store,
						  coming.id));
	assert_ok(clinic,
		  practice_session_remove(clinic->op, clinic->store, later.id));
	assert_ok(clinic, erase(clinic, NULL));
	assert_null(clinic_find(clinic, coming.id - 1).terms.public_note);
}

static void a_session_that_lost_its_only_client_loses_its_notes(void **state)
{
	struct clinic *clinic = *state;
	struct session session = noted(clinic, 1, 1);
	struct session_version *list;
	size_t count;

	session = clinic_find(clinic, session.id);
	session.terms.clients.count = 0;
	assert_ok(clinic,
		  whole_session_change(clinic->op, clinic->store, &session));
	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, erase(clinic, NULL));
	session = clinic_find(clinic, session.id);
	assert_null(session.terms.place);
	assert_null(session.terms.private_note);
	assert_int_equal(store_session_version_list(place_read(clinic->place),
						    session.id, &list, &count),
			 OK);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		assert_null(strstr(list[i].json, "private\""));
}

static void groups_keep_their_notes_in_every_version(void **state)
{
	struct clinic *clinic = *state;
	struct session session = noted(clinic, 1, 2);
	struct session_version *list;
	size_t count;

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, erase(clinic, NULL));
	assert_string_equal(clinic_find(clinic, session.id).terms.private_note,
			    "private");
	assert_int_equal(store_session_version_list(place_read(clinic->place),
						    session.id, &list, &count),
			 OK);
	assert_non_null(strstr(list[0].json, "\"private_note\":\"private\""));
}

static void a_history_that_cannot_be_read_stops_it_whole(void **state)
{
	struct clinic *clinic = *state;
	struct session session = noted(clinic, 1, 1);
	const char *sql =
		arena_printf(clinic->op->arena,
			     "UPDATE session_version SET json = json || 'x'"
			     "  WHERE session = %lld",
			     (long long)session.id);

	assert_int_equal(place_sql(clinic->place, sql), 0);
	clinic_as(clinic, clinic->admin);
	assert_failed(clinic, erase(clinic, NULL), ERR_STORAGE);
	assert_string_not_equal(ada(clinic).name, "C042");
	assert_string_equal(clinic_find(clinic, session.id).terms.public_note,
			    "public");
}

static void nothing_is_written_about_an_erased_person(void **state)
{
	struct clinic *clinic = *state;
	struct person person;
	struct contact contact = { .name = "Somebody" };

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, erase(clinic, NULL));
	person = ada(clinic);
	person.name = "Ada again";
	assert_failed(clinic,
		      whole_person_change(clinic->op, clinic->store, &person),
		      ERR_CONFLICT);
	assert_failed(clinic,
		      practice_contacts_set(clinic->op, clinic->store,
					    person.id, &contact, 1),
		      ERR_CONFLICT);
	assert_ok(clinic, erase(clinic, NULL));
}

static void a_reader_in_the_way_is_told_and_erasing_again_ends_it(void **state)
{
	struct clinic *clinic = *state;

	clinic_as(clinic, clinic->admin);
	place_read(clinic->place);
	ada(clinic); /* it reads now */
	assert_failed(clinic,
		      practice_person_erase(clinic->op, clinic->store,
					    clinic->clients[0], NULL),
		      ERR_UNAVAILABLE);
	assert_non_null(strstr(clinic->op->failure.message, "erase again"));
	assert_string_equal(ada(clinic).name, "C042");
	assert_ok(clinic, erase(clinic, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BILLING(s49_names_become_the_code_and_money_stays),
		WITH_BILLING(only_an_admin_erases),
		WITH_BILLING(who_is_no_client_or_more_than_one_is_refused),
		WITH_BILLING(a_code_that_is_confirmed_must_be_the_clients),
		WITH_BILLING(coming_sessions_are_in_the_way_and_past_ones_not),
		WITH_BILLING(
			a_session_that_lost_its_only_client_loses_its_notes),
		WITH_BILLING(groups_keep_their_notes_in_every_version),
		WITH_BILLING(a_history_that_cannot_be_read_stops_it_whole),
		WITH_BILLING(nothing_is_written_about_an_erased_person),
		WITH_BILLING(
			a_reader_in_the_way_is_told_and_erasing_again_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
