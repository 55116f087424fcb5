#include "tests/unit/practice/calendar_fixture.h"

#include "practice/access.h"
#include "practice/people/person.h"

static struct reader *read_as(struct home *home, const struct person *person)
{
	struct reader *reader = place_read(home->place);
	struct operation *op = store_reader_operation(reader);

	op->actor = home_as(home, person, 0).actor;
	return reader;
}

static void a_home_is_known_to_its_person_only(void **s)
{
	struct home *home = *s;
	struct person found;

	assert_int_equal(practice_home_find(read_as(home, &home->maria),
					    "maria", &found),
			 OK);
	assert_int_equal(found.id, home->maria.id);
	assert_int_equal(
		practice_home_find(read_as(home, &home->sam), "maria", &found),
		ERR_NOT_FOUND);
	assert_int_equal(
		practice_home_find(read_as(home, &home->sam), "nobody", &found),
		ERR_NOT_FOUND);
	assert_int_equal(
		practice_home_find(read_as(home, NULL), "maria", &found),
		ERR_NOT_FOUND);
}

static void clients_know_their_own_principal_only(void **s)
{
	struct home *home = *s;
	struct reader *reader = read_as(home, &home->ada);
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
	struct home *home = *s;
	struct reader *reader = read_as(home, &home->maria);
	struct person *people;
	struct person found;
	size_t count;

	assert_int_equal(practice_principal_find(reader, "sam", &found), OK);
	assert_int_equal(practice_principal_find(reader, "c042", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(practice_principal_list(reader, &people, &count), OK);
	assert_int_equal(count, 3);
	reader = read_as(home, &home->sam);
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
	};
	struct home *home = *s;
	struct actor client = practice_actor(&home->ada, CHANNEL_CALENDAR, "");
	struct actor maria = practice_actor(&home->maria, CHANNEL_CALENDAR, "");
	struct actor sam = practice_actor(&home->sam, CHANNEL_CALENDAR, "");

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

static void only_own_personal_calendars_may_be_dropped(void **s)
{
	struct home *home = *s;
	struct actor maria = practice_actor(&home->maria, CHANNEL_CALENDAR, "");
	struct collection of = { .kind = COLLECTION_PERSONAL,
				 .owner = home->maria.id };

	assert_true(practice_may_drop(&maria, &of));
	of.owner = home->sam.id;
	assert_false(practice_may_drop(&maria, &of));
	of = (struct collection){ .kind = COLLECTION_SESSIONS,
				  .owner = home->maria.id };
	assert_false(practice_may_drop(&maria, &of));
}

static void a_session_is_seen_by_its_people_and_the_office(void **s)
{
	struct home *home = *s;
	struct session session = {
		.terms.practitioners = { &home->maria.id, 1 },
		.terms.clients = { &home->ada.id, 1 },
		.removed = INSTANT_MAX,
	};
	struct actor maria = practice_actor(&home->maria, CHANNEL_PAGE, NULL);
	struct actor ben = practice_actor(&home->ben, CHANNEL_PAGE, NULL);
	struct actor ada = practice_actor(&home->ada, CHANNEL_PAGE, NULL);
	struct actor sam = practice_actor(&home->sam, CHANNEL_PAGE, NULL);

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
	struct home *home = *s;
	struct operation op = home_as(home, NULL, 0);
	struct person found = { .id = 42 };
	struct person *people;
	struct reader *reader;
	size_t count;

	assert_int_equal(
		practice_person_deactivate(&op, home->place->store, "maria"),
		OK);
	/* Signed in before, in a request that is still under way. */
	assert_int_equal(practice_home_find(read_as(home, &home->maria),
					    "maria", &found),
			 ERR_NOT_FOUND);
	reader = read_as(home, &home->ben);
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
	struct home *home = *s;
	struct actor ben = practice_actor(&home->ben, CHANNEL_CALENDAR, "");
	struct actor sam = practice_actor(&home->sam, CHANNEL_CALENDAR, "");

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct collection of = { .kind = kinds[i],
					 .owner = home->maria.id };

		assert_false(practice_may_write(&ben, &of));
		assert_false(practice_may_write(&sam, &of));
	}
}

static void clients_drop_nothing_of_their_own(void **s)
{
	struct home *home = *s;
	struct actor ada = practice_actor(&home->ada, CHANNEL_CALENDAR, "");
	struct collection of = { .kind = COLLECTION_PLAIN,
				 .owner = home->ada.id };

	assert_true(practice_may_write(&ada, &of));
	assert_false(practice_may_make(&ada));
	assert_false(practice_may_drop(&ada, &of));
}

static void who_has_no_login_is_no_principal(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, NULL, 0);
	struct person tom = { .name = "Tom Ash",
			      .active = true,
			      .roles = ROLE_PRACTITIONER };
	struct person *people;
	size_t count;

	assert_int_equal(practice_person_add(&op, home->place->store, &tom),
			 OK);
	assert_int_equal(practice_principal_list(read_as(home, &home->sam),
						 &people, &count),
			 OK);
	assert_int_equal(count, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_home_is_known_to_its_person_only),
		AT_HOME(clients_know_their_own_principal_only),
		AT_HOME(practitioners_find_colleagues_and_no_clients),
		AT_HOME(each_kind_of_collection_has_its_writers),
		AT_HOME(only_own_personal_calendars_may_be_dropped),
		AT_HOME(a_session_is_seen_by_its_people_and_the_office),
		AT_HOME(who_was_deactivated_has_no_home_and_no_principal),
		AT_HOME(what_is_anothers_is_written_by_nobody_else),
		AT_HOME(clients_drop_nothing_of_their_own),
		AT_HOME(who_has_no_login_is_no_principal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
