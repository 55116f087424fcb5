#include "tests/unit/store/place_fixture.h"

#include "store/credential.h"
#include "store/people.h"
#include "store/practice.h"

#include <string.h>

static struct person ada(void)
{
	return (struct person){
		.login = "ada",
		.name = "Ada Byron",
		.code = "C007",
		.email = "ada@example.org",
		.phone = "+1 416 555 0100",
		.notice = NOTICE_BOTH,
		.active = true,
		.has_hourly = true,
		.hourly = { 4250 },
		.bonus = { 500 },
		.roles = ROLE_PRACTITIONER | ROLE_ADMIN,
		.grants = GRANT_VOID,
		.may = MAY_EDIT | MAY_COMPLETE,
		.calendar_names = NAMES_FULL,
		.calendar_money = true,
	};
}

static enum err insert(struct transaction *tx, void *context)
{
	return store_person_insert(tx, context);
}

static enum err update(struct transaction *tx, void *context)
{
	return store_person_update(tx, context);
}

static void assert_person(const struct person *a, const struct person *b)
{
	assert_int_equal(a->id, b->id);
	assert_string_equal(a->login, b->login);
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->code, b->code);
	assert_string_equal(a->email, b->email);
	assert_string_equal(a->phone, b->phone);
	assert_int_equal(a->notice, b->notice);
	assert_int_equal(a->active, b->active);
	assert_int_equal(a->has_hourly, b->has_hourly);
	assert_int_equal(a->hourly.minor, b->hourly.minor);
	assert_int_equal(a->bonus.minor, b->bonus.minor);
	assert_int_equal(a->roles, b->roles);
	assert_int_equal(a->grants, b->grants);
	assert_int_equal(a->may, b->may);
	assert_int_equal(a->calendar_names, b->calendar_names);
	assert_int_equal(a->calendar_money, b->calendar_money);
	assert_int_equal(a->created.s, b->created.s);
}

static void a_person_is_found_by_id_login_and_code(void **state)
{
	struct place *place = *state;
	struct person person = ada(), found;

	place_write(place, insert, &person, OK);
	assert_int_equal(person.id, 1);
	assert_int_equal(person.revision, 1);
	assert_int_equal(person.generation, 1);
	assert_int_equal(person.created.s, FIXTURE_NOW.s);

	place_read(place);
	assert_int_equal(store_person_load(place->reader, 1, &found), OK);
	assert_person(&person, &found);
	assert_int_equal(store_person_find(place->reader, 1, &found), OK);
	assert_person(&person, &found);
	assert_int_equal(store_person_find_login(place->reader, "ada", &found),
			 OK);
	assert_person(&person, &found);
	assert_int_equal(store_person_find_code(place->reader, "c007", &found),
			 OK);
	assert_person(&person, &found);
}

static void nobody_is_found_where_nobody_is(void **state)
{
	struct place *place = *state;
	struct person found = { .id = 42 };

	place_read(place);
	assert_int_equal(store_person_find(place->reader, 1, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_person_find_login(place->reader, "ada", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_person_find_code(place->reader, "C001", &found),
			 ERR_NOT_FOUND);
	assert_int_equal(store_person_load(place->reader, 1, &found),
			 ERR_STORAGE);
	assert_int_equal(found.id, 42); /* untouched */
}

static void a_login_counts_case_and_is_unique(void **state)
{
	struct place *place = *state;
	struct person first = ada(), second = ada(), found;

	place_write(place, insert, &first, OK);
	second.code = NULL;
	place_write(place, insert, &second, ERR_EXISTS);
	assert_int_equal(second.id, 0);
	assert_int_equal(
		store_person_find_login(place_read(place), "Ada", &found),
		ERR_NOT_FOUND);
}

static void a_code_is_unique_whatever_its_case(void **state)
{
	struct place *place = *state;
	struct person first = ada(), second = ada();

	place_write(place, insert, &first, OK);
	second.login = "other";
	second.code = "c007";
	place_write(place, insert, &second, ERR_EXISTS);
}

static void many_may_have_no_login_and_no_code(void **state)
{
	struct place *place = *state;
	struct person person = { .name = "Bob" }, found;

	place_write(place, insert, &person, OK);
	place_write(place, insert, &person, OK);
	assert_int_equal(store_person_load(place_read(place), 2, &found), OK);
	assert_null(found.login);
	assert_null(found.code);
	assert_null(found.email);
	assert_false(found.has_hourly);
	assert_false(found.active);
}

static void a_change_raises_the_revision(void **state)
{
	struct place *place = *state;
	struct person person = ada(), found;

	place_write(place, insert, &person, OK);
	person.name = "Ada Lovelace";
	person.has_hourly = false;
	place_write(place, update, &person, OK);
	assert_int_equal(store_person_load(place_read(place), 1, &found), OK);
	assert_string_equal(found.name, "Ada Lovelace");
	assert_false(found.has_hourly);
	assert_int_equal(found.revision, 2);
	assert_int_equal(found.generation, 1);
}

static void what_lets_a_person_in_raises_the_generation(void **state)
{
	struct place *place = *state;
	struct person person = ada(), found;

	place_write(place, insert, &person, OK);
	person.active = false;
	place_write(place, update, &person, OK);
	person.login = NULL;
	place_write(place, update, &person, OK);
	place_write(place, update, &person, OK); /* nothing new */
	person.roles = ROLE_CLIENT;
	place_write(place, update, &person, OK);
	assert_int_equal(store_person_load(place_read(place), 1, &found), OK);
	assert_int_equal(found.generation, 4);
	assert_int_equal(found.revision, 5);
}

static void an_update_cannot_take_anothers_login(void **state)
{
	struct place *place = *state;
	struct person first = ada(), second = { .name = "Bob", .login = "bob" };

	place_write(place, insert, &first, OK);
	place_write(place, insert, &second, OK);
	second.login = "ada";
	place_write(place, update, &second, ERR_EXISTS);
}

static void a_list_holds_those_of_any_role_asked_for(void **state)
{
	struct place *place = *state;
	struct person a = { .name = "A", .roles = ROLE_ADMIN };
	struct person b = { .name = "B", .roles = ROLE_CLIENT };
	struct person c = { .name = "C", .roles = ROLE_STAFF | ROLE_CLIENT };
	struct person *list;
	size_t count;

	place_write(place, insert, &a, OK);
	place_write(place, insert, &b, OK);
	place_write(place, insert, &c, OK);
	place_read(place);
	assert_int_equal(
		store_person_list(place->reader, ROLE_CLIENT, &list, &count),
		OK);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].name, "B");
	assert_string_equal(list[1].name, "C");
	assert_int_equal(store_person_list(place->reader, 0, &list, &count),
			 OK);
	assert_int_equal(count, 3);
	assert_int_equal(store_person_list(place->reader, ROLE_PRACTITIONER,
					   &list, &count),
			 OK);
	assert_int_equal(count, 0);
}

static void assert_next_code(struct place *place, const char *expected)
{
	const char *code;

	assert_int_equal(store_person_code_next(place_read(place), &code), OK);
	assert_string_equal(code, expected);
}

static void codes_count_on_from_the_highest(void **state)
{
	static const char *const codes[] = { "C002", "X900",
					     "c041", "C",
					     "C-50", "C99999999999999999999",
					     "C12x" };
	struct place *place = *state;

	assert_next_code(place, "C001");
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		struct person person = { .name = "x", .code = codes[i] };

		place_write(place, insert, &person, OK);
	}
	assert_next_code(place, "C042");
}

static void codes_go_beyond_three_digits(void **state)
{
	struct person person = { .name = "x", .code = "C999" };

	place_write(*state, insert, &person, OK);
	assert_next_code(*state, "C1000");
}

static enum err set_practice(struct transaction *tx, void *context)
{
	return store_practice_save(tx, context);
}

static void a_new_practice_is_not_set_up(void **state)
{
	struct practice practice;

	assert_int_equal(store_practice_load(place_read(*state), &practice),
			 OK);
	assert_int_equal(practice.created.s, INSTANT_MIN.s);
	assert_string_equal(practice.currency, "USD");
	assert_int_equal(practice.reopen_hours, 24);
	assert_true(practice.notify_on_calendar_cancel);
	assert_int_equal(practice.default_service, 0);
	assert_null(practice.phone);
}

static void a_practice_is_kept_as_it_was_saved(void **state)
{
	struct practice practice, read;

	assert_int_equal(store_practice_load(place_read(*state), &practice),
			 OK);
	practice.name = "Harbour Street";
	practice.zone = "America/Toronto";
	practice.currency = "CAD";
	practice.phone = "+1 416";
	practice.invoice_prefix = "HS-";
	practice.invoice_zero_lines = true;
	practice.reopen_hours = 48;
	practice.reminder_hours = "24,2";
	practice.notify_on_calendar_cancel = false;
	practice.created = FIXTURE_NOW;
	place_write(*state, set_practice, &practice, OK);
	assert_int_equal(store_practice_load(place_read(*state), &read), OK);
	assert_string_equal(read.name, "Harbour Street");
	assert_string_equal(read.zone, "America/Toronto");
	assert_string_equal(read.currency, "CAD");
	assert_string_equal(read.phone, "+1 416");
	assert_string_equal(read.invoice_prefix, "HS-");
	assert_true(read.invoice_zero_lines);
	assert_int_equal(read.reopen_hours, 48);
	assert_string_equal(read.reminder_hours, "24,2");
	assert_false(read.notify_on_calendar_cancel);
	assert_int_equal(read.created.s, FIXTURE_NOW.s);
	assert_int_equal(read.revision, practice.revision + 1);
}

static enum err set_contacts(struct transaction *tx, void *context)
{
	const struct contact two[] = {
		{ .name = "Zoe",
		  .email = "zoe@example.org",
		  .relation = "mother",
		  .notice = NOTICE_EMAIL },
		{ .name = "Abe", .phone = "+1", .notice = NOTICE_TEXT },
	};
	const size_t *count = context;

	return store_contact_set(tx, 1, two, *count);
}

static void contacts_keep_their_order_and_are_replaced(void **state)
{
	struct place *place = *state;
	struct person person = ada();
	struct contact *list;
	size_t count = 2;

	place_write(place, insert, &person, OK);
	place_write(place, set_contacts, &count, OK);
	place_write(place, set_contacts, &count, OK);
	assert_int_equal(
		store_contact_list(place_read(place), 1, &list, &count), OK);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].name, "Zoe");
	assert_string_equal(list[0].email, "zoe@example.org");
	assert_null(list[0].phone);
	assert_string_equal(list[0].relation, "mother");
	assert_int_equal(list[0].notice, NOTICE_EMAIL);
	assert_string_equal(list[1].name, "Abe");
	count = 0;
	place_write(place, set_contacts, &count, OK);
	assert_int_equal(
		store_contact_list(place_read(place), 1, &list, &count), OK);
	assert_int_equal(count, 0);
}

static enum err set_password(struct transaction *tx, void *context)
{
	return store_password_set(tx, 1, context);
}

static int64_t generation(struct place *place)
{
	struct person person;

	assert_int_equal(store_person_load(place->reader, 1, &person), OK);
	return person.generation;
}

static void a_password_is_set_changed_and_removed(void **state)
{
	struct place *place = *state;
	struct person person = ada();
	char one[] = "$argon2id$one", two[] = "$argon2id$two";
	const char *hash;

	place_write(place, insert, &person, OK);
	assert_int_equal(store_password_find(place_read(place), 1, &hash),
			 ERR_NOT_FOUND);
	place_write(place, set_password, one, OK);
	assert_int_equal(store_password_find(place_read(place), 1, &hash), OK);
	assert_string_equal(hash, one);
	assert_int_equal(generation(place), 2);
	place_write(place, set_password, two, OK);
	assert_int_equal(store_password_find(place_read(place), 1, &hash), OK);
	assert_string_equal(hash, two);
	place_write(place, set_password, NULL, OK);
	assert_int_equal(store_password_find(place_read(place), 1, &hash),
			 ERR_NOT_FOUND);
	assert_int_equal(generation(place), 4);
}

static void nobody_has_no_password(void **state)
{
	char hash[] = "$argon2id$";

	place_write(*state, set_password, hash, ERR_STORAGE);
}

static enum err add_token(struct transaction *tx, void *context)
{
	struct digest digest = digest_sha256("token", 5);

	return store_token_insert(tx, &digest, context);
}

static enum err revoke_token(struct transaction *tx, void *context)
{
	const int64_t *person = context;

	return store_token_revoke(tx, *person, 1);
}

static enum err use_token(struct transaction *tx, void *context)
{
	(void)context;
	return store_token_used(tx, 1, (struct instant){ 77 }, "iOS/17.5");
}

static void a_token_lives_until_it_is_revoked(void **state)
{
	struct place *place = *state;
	struct digest digest = digest_sha256("token", 5);
	struct digest other = digest_sha256("tokem", 5);
	struct person person = ada();
	struct token token = { .person = 1, .label = "iPhone" }, found, *list;
	int64_t somebody = 2, owner = 1;
	size_t count;

	place_write(place, insert, &person, OK);
	place_write(place, add_token, &token, OK);
	assert_int_equal(token.last_used.s, INSTANT_MIN.s);
	place_write(place, add_token, &token, ERR_EXISTS);
	place_write(place, use_token, NULL, OK);
	place_read(place);
	assert_int_equal(store_token_find(place->reader, &digest, &found), OK);
	assert_string_equal(found.label, "iPhone");
	assert_int_equal(found.last_used.s, 77);
	assert_int_equal(found.created.s, FIXTURE_NOW.s);
	assert_int_equal(store_token_find(place->reader, &other, &found),
			 ERR_NOT_FOUND);

	place_write(place, revoke_token, &somebody, ERR_NOT_FOUND);
	place_write(place, revoke_token, &owner, OK);
	place_write(place, revoke_token, &owner, ERR_NOT_FOUND);
	place_read(place);
	assert_int_equal(store_token_find(place->reader, &digest, &found),
			 ERR_NOT_FOUND);
	assert_int_equal(generation(place), 2);
	assert_int_equal(store_token_list(place->reader, 1, &list, &count), OK);
	assert_int_equal(count, 1);
	assert_true(list[0].revoked);
}

static enum err add_feed(struct transaction *tx, void *context)
{
	struct digest digest = digest_sha256("feed", 4);

	return store_feed_insert(tx, &digest, context);
}

static enum err use_and_revoke_feed(struct transaction *tx, void *context)
{
	enum err err = store_feed_used(tx, 1, (struct instant){ 78 }, "iCal");

	(void)context;
	return err ? err : store_feed_revoke(tx, 1, 1);
}

static void a_revoked_feed_is_still_known(void **state)
{
	struct place *place = *state;
	struct digest digest = digest_sha256("feed", 4);
	struct person person = ada();
	struct feed feed = { .person = 1,
			     .level = FEED_BUSY,
			     .expires = INSTANT_MAX },
		    found, *list;
	size_t count;

	place_write(place, insert, &person, OK);
	place_write(place, add_feed, &feed, OK);
	assert_int_equal(store_feed_find(place_read(place), &digest, &found),
			 OK);
	assert_false(found.revoked);
	assert_null(found.label);
	assert_null(found.program);
	assert_int_equal(found.last_fetch.s, INSTANT_MIN.s);
	place_write(place, use_and_revoke_feed, NULL, OK);
	place_write(place, use_and_revoke_feed, NULL, ERR_NOT_FOUND);
	place_read(place);
	assert_int_equal(store_feed_find(place->reader, &digest, &found), OK);
	assert_true(found.revoked);
	assert_int_equal(found.last_fetch.s, 78);
	assert_string_equal(found.program, "iCal");
	assert_int_equal(found.level, FEED_BUSY);
	assert_int_equal(found.expires.s, INSTANT_MAX.s);
	assert_int_equal(store_feed_list(place->reader, 1, &list, &count), OK);
	assert_int_equal(count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_person_is_found_by_id_login_and_code),
		IN_PLACE(nobody_is_found_where_nobody_is),
		IN_PLACE(a_login_counts_case_and_is_unique),
		IN_PLACE(a_code_is_unique_whatever_its_case),
		IN_PLACE(many_may_have_no_login_and_no_code),
		IN_PLACE(a_change_raises_the_revision),
		IN_PLACE(what_lets_a_person_in_raises_the_generation),
		IN_PLACE(an_update_cannot_take_anothers_login),
		IN_PLACE(a_list_holds_those_of_any_role_asked_for),
		IN_PLACE(codes_count_on_from_the_highest),
		IN_PLACE(codes_go_beyond_three_digits),
		IN_PLACE(a_new_practice_is_not_set_up),
		IN_PLACE(a_practice_is_kept_as_it_was_saved),
		IN_PLACE(contacts_keep_their_order_and_are_replaced),
		IN_PLACE(a_password_is_set_changed_and_removed),
		IN_PLACE(nobody_has_no_password),
		IN_PLACE(a_token_lives_until_it_is_revoked),
		IN_PLACE(a_revoked_feed_is_still_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
