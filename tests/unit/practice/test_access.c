#include "tests/unit/practice/calendar_fixture.h"

#include "practice/access.h"
#include "practice/people/person.h"

static struct reader *read_as(struct agenda *agenda,
			      const struct person *person)
{
	struct reader *reader = place_read(agenda->place);
	struct operation *op = store_reader_operation(reader);

	op->actor = agenda_as(agenda, person, 0).actor;
	return reader;
}

static void a_home_is_known_to_its_person_only(void **s)
{
	struct agenda *agenda = *s;
	struct person found;

	assert_int_equal(practice_home_find(read_as(agenda, &agenda->maria),
					    "maria", &found),
			 OK);
	assert_int_equal(found.id, agenda->maria.id);
	assert_int_equal(practice_home_find(read_as(agenda, &agenda->sam),
					    "maria", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(practice_home_find(read_as(agenda, &agenda->sam),
					    "nobody", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(
		practice_home_find(read_as(agenda, NULL), "maria", &found),
		ERR_NOT_FOUND);
}

static void clients_know_their_own_principal_only(void **s)
{
	struct agenda *agenda = *s;
	struct reader *reader = read_as(agenda, &agenda->ada);
	struct person *people;
	struct person found;
	size_t count;

	assert_int_equal(practice_principal_find(reader, "c042", &found), OK);
	assert_int_equal(practice_principal_find(reader, "maria", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(practice_principal_find(reader, "c051", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(practice_principal_list(reader, &people, &count), OK);
	assert_int_equal(count, 0);
}

static void practitioners_find_colleagues_and_no_clients(void **s)
{
	struct agenda *agenda = *s;
	struct reader *reader = read_as(agenda, &agenda->maria);
	struct person *people;
	struct person found;
	size_t count;

	assert_int_equal(practice_principal_find(reader, "sam", &found), OK);
	assert_int_equal(practice_principal_find(reader, "c042", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(practice_principal_list(reader, &people, &count), OK);
	assert_int_equal(count, 3);
	reader = read_as(agenda, &agenda->sam);
	assert_int_equal(practice_principal_list(reader, &people, &count), OK);
	assert_int_equal(count, 5);
}

static void each_kind_of_collection_has_its_writers(void **s)
{
	static const struct {
		enum collection_kind kind;
		bool client, practitioner, staff; /* as owner */
	} rows[] = {
		{ COLLECTION_SESSIONS, false, true, false },
		{ COLLECTION_TO_SAVE, false, true, false },
		{ COLLECTION_CLOSURES, false, false, true },
		{ COLLECTION_PRACTITIONER, false, false, true },
		{ COLLECTION_PERSONAL, true, true, true },
		{ COLLECTION_PLAIN, true, true, true },
		{ COLLECTION_INBOX, true, true, true },
		{ COLLECTION_OUTBOX, false, false, false },
		{ COLLECTION_SHARED, false, false, false },
		{ COLLECTION_NOTIFICATIONS, false, false, false },
	};
	struct agenda *agenda = *s;
	struct actor client =
		practice_actor(&agenda->ada, CHANNEL_CALENDAR, "");
	struct actor maria =
		practice_actor(&agenda->maria, CHANNEL_CALENDAR, "");
	struct actor sam = practice_actor(&agenda->sam, CHANNEL_CALENDAR, "");

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct collection of = { .kind = rows[i].kind };

		of.owner = client.person;
		assert_int_equal(practice_may_write(&client, &of),
				 rows[i].client);
		of.owner = maria.person;
		assert_int_equal(practice_may_write(&maria, &of),
				 rows[i].practitioner);
		of.owner = sam.person;
		assert_int_equal(practice_may_write(&sam, &of), rows[i].staff);
	}
}

static void tasks_and_messages_are_written_but_none_is_added(void **s)
{
	struct agenda *agenda = *s;
	struct actor maria =
		practice_actor(&agenda->maria, CHANNEL_CALENDAR, "");
	struct collection of = { .kind = COLLECTION_SESSIONS,
				 .owner = maria.person };

	assert_true(practice_may_add(&maria, &of));
	of.kind = COLLECTION_TO_SAVE;
	assert_true(practice_may_write(&maria, &of));
	assert_false(practice_may_add(&maria, &of));
	of.kind = COLLECTION_INBOX;
	assert_true(practice_may_write(&maria, &of));
	assert_false(practice_may_add(&maria, &of));
	of.kind = COLLECTION_PERSONAL;
	of.owner = agenda->ben.id;
	assert_false(practice_may_add(&maria, &of));
}

static void only_own_personal_calendars_may_be_dropped(void **s)
{
	struct agenda *agenda = *s;
	struct actor maria =
		practice_actor(&agenda->maria, CHANNEL_CALENDAR, "");
	struct collection of = { .kind = COLLECTION_PERSONAL,
				 .owner = agenda->maria.id };

	assert_true(practice_may_drop(&maria, &of));
	of.owner = agenda->sam.id;
	assert_false(practice_may_drop(&maria, &of));
	of = (struct collection){ .kind = COLLECTION_SESSIONS,
				  .owner = agenda->maria.id };
	assert_false(practice_may_drop(&maria, &of));
}

static void a_session_is_seen_by_its_people_and_the_office(void **s)
{
	struct agenda *agenda = *s;
	struct session session = {
		.terms.practitioners = { &agenda->maria.id, 1 },
		.terms.clients = { &agenda->ada.id, 1 },
		.removed = INSTANT_MAX,
	};
	struct actor maria = practice_actor(&agenda->maria, CHANNEL_PAGE, NULL);
	struct actor ben = practice_actor(&agenda->ben, CHANNEL_PAGE, NULL);
	struct actor ada = practice_actor(&agenda->ada, CHANNEL_PAGE, NULL);
	struct actor sam = practice_actor(&agenda->sam, CHANNEL_PAGE, NULL);

	assert_true(practice_sees_session(&maria, &session));
	assert_true(practice_is_practitioner_of(&maria, &session));
	assert_true(practice_sees_session(&ada, &session));
	assert_false(practice_is_practitioner_of(&ada, &session));
	assert_false(practice_sees_session(&ben, &session));
	assert_true(practice_sees_session(&sam, &session));
	session.removed = FIXTURE_NOW;
	assert_false(practice_sees_session(&maria, &session));
	assert_true(practice_sees_session(&sam, &session));
}

static void who_was_deactivated_has_no_home_and_no_principal(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct person found = { .id = 42 };
	struct person *people;
	struct reader *reader;
	size_t count;

	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "maria"),
		OK);
	/* Signed in before, in a request that is still under way. */
	assert_int_equal(practice_home_find(read_as(agenda, &agenda->maria),
					    "maria", &found),
			 ERR_NOT_FOUND);
	reader = read_as(agenda, &agenda->ben);
	assert_int_equal(practice_principal_find(reader, "maria", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(practice_principal_list(reader, &people, &count), OK);
	assert_int_equal(count, 2);
	assert_int_equal(found.id, 42);
}

static void what_is_anothers_is_written_by_nobody_else(void **s)
{
	static const enum collection_kind kinds[] = {
		COLLECTION_SESSIONS, COLLECTION_TO_SAVE, COLLECTION_PERSONAL,
		COLLECTION_PLAIN,    COLLECTION_INBOX,   COLLECTION_PRACTITIONER
	};
	struct agenda *agenda = *s;
	struct actor ben = practice_actor(&agenda->ben, CHANNEL_CALENDAR, "");
	struct actor sam = practice_actor(&agenda->sam, CHANNEL_CALENDAR, "");

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct collection of = { .kind = kinds[i],
					 .owner = agenda->maria.id };

		assert_false(practice_may_write(&ben, &of));
		assert_false(practice_may_write(&sam, &of));
	}
}

static void clients_drop_nothing_of_their_own(void **s)
{
	struct agenda *agenda = *s;
	struct actor ada = practice_actor(&agenda->ada, CHANNEL_CALENDAR, "");
	struct collection of = { .kind = COLLECTION_PLAIN,
				 .owner = agenda->ada.id };

	assert_true(practice_may_write(&ada, &of));
	assert_false(practice_may_make(&ada));
	assert_false(practice_may_drop(&ada, &of));
}

static void who_has_no_login_is_no_principal(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct person tom = { .name = "Tom Ash",
			      .active = true,
			      .roles = ROLE_PRACTITIONER };
	struct person *people;
	size_t count;

	assert_int_equal(practice_person_add(&op, agenda->place->store, &tom),
			 OK);
	assert_int_equal(practice_principal_list(read_as(agenda, &agenda->sam),
						 &people, &count),
			 OK);
	assert_int_equal(count, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_home_is_known_to_its_person_only),
		WITH_AGENDA(clients_know_their_own_principal_only),
		WITH_AGENDA(practitioners_find_colleagues_and_no_clients),
		WITH_AGENDA(each_kind_of_collection_has_its_writers),
		WITH_AGENDA(tasks_and_messages_are_written_but_none_is_added),
		WITH_AGENDA(only_own_personal_calendars_may_be_dropped),
		WITH_AGENDA(a_session_is_seen_by_its_people_and_the_office),
		WITH_AGENDA(who_was_deactivated_has_no_home_and_no_principal),
		WITH_AGENDA(what_is_anothers_is_written_by_nobody_else),
		WITH_AGENDA(clients_drop_nothing_of_their_own),
		WITH_AGENDA(who_has_no_login_is_no_principal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
