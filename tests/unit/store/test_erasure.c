#include "tests/unit/store/transaction_fixture.h"

#include "store/audit.h"
#include "store/credential.h"
#include "store/erasure.h"
#include "store/payment.h"
#include "store/people.h"
#include "store/session_version.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define SECRET "Zebulon"

static struct person person_of(struct tx_fixture *fix, int64_t id)
{
	struct person person;

	assert_int_equal(store_person_load(fix->reader, id, &person), OK);
	return person;
}

static int64_t client(struct tx_fixture *fix, const char *code)
{
	struct person person = {
		.login = arena_printf(fix->arena, "l-%s", code),
		.name = SECRET,
		.code = code,
		.email = SECRET "@example.org",
		.phone = "1",
		.notice = NOTICE_BOTH,
		.active = true,
		.roles = ROLE_CLIENT,
	};

	assert_int_equal(store_person_insert(fix->tx, &person), OK);
	return person.id;
}

/* A session of these clients with all texts. */
static struct session noted(struct tx_fixture *fix, const char *uid,
			    int64_t practitioner, int64_t one, int64_t other)
{
	struct session session = tx_session(fix, uid, (struct instant){ START },
					    practitioner, one);

	session.terms.clients = tx_ids(fix, one, other);
	session.terms.place = session.terms.public_note =
		session.terms.private_note = SECRET;
	assert_int_equal(store_session_insert(fix->tx, &session), OK);
	return session;
}

static void erase(struct tx_fixture *fix, int64_t person)
{
	assert_int_equal(store_person_erase(fix->tx, person), OK);
}

static void the_name_becomes_the_code_and_ways_in_go(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t ada = client(fix, "C042");
	struct person before = person_of(fix, ada), after;
	struct contact contact = { .name = SECRET };
	struct digest digest = digest_sha256("x", 1);
	struct token token = { .person = ada, .label = SECRET };
	struct feed feed = { .person = ada,
			     .label = SECRET,
			     .level = FEED_BUSY,
			     .expires = INSTANT_MAX };
	struct contact *contacts;
	const char *hash;
	size_t count;

	assert_int_equal(store_contact_set(fix->tx, ada, &contact, 1), OK);
	assert_int_equal(store_password_set(fix->tx, ada, "hash"), OK);
	assert_int_equal(store_token_insert(fix->tx, &digest, &token), OK);
	assert_int_equal(store_feed_insert(fix->tx, &digest, &feed), OK);
	assert_int_equal(before.erased.s, INSTANT_MAX.s);
	erase(fix, ada);
	after = person_of(fix, ada);
	assert_string_equal(after.name, "C042");
	assert_string_equal(after.code, "C042");
	assert_null(after.login);
	assert_null(after.email);
	assert_null(after.phone);
	assert_false(after.active);
	assert_int_equal(after.notice, NOTICE_NONE);
	assert_true(after.generation > before.generation);
	assert_int_equal(after.erased.s, fix->op->now.s);
	assert_int_equal(
		store_contact_list(fix->reader, ada, &contacts, &count), OK);
	assert_int_equal(count, 0);
	assert_int_equal(store_password_find(fix->reader, ada, &hash),
			 ERR_NOT_FOUND);
	assert_int_equal(store_token_find(fix->reader, &digest, &token),
			 ERR_NOT_FOUND);
	assert_int_equal(store_feed_find(fix->reader, &digest, &feed), OK);
	assert_true(feed.revoked);
	assert_null(feed.label);
}

static void erasing_again_keeps_the_first_instant(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t ada = client(fix, "C042");
	struct instant first = fix->op->now;

	erase(fix, ada);
	fix->op->now.s += 100;
	erase(fix, ada);
	assert_int_equal(person_of(fix, ada).erased.s, first.s);
}

static void texts_of_sessions_without_others_go(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria");
	int64_t ada = client(fix, "C042");
	int64_t bo = client(fix, "C051");
	struct session alone = noted(fix, "alone", maria, ada, 0);
	struct session group = noted(fix, "group", maria, ada, bo);
	struct session other = noted(fix, "other", maria, bo, 0);
	struct session found;

	erase(fix, ada);
	assert_int_equal(store_session_find(fix->reader, alone.id, &found), OK);
	assert_null(found.terms.place);
	assert_null(found.terms.public_note);
	assert_null(found.terms.private_note);
	assert_int_equal(found.revision, alone.revision + 1);
	assert_int_equal(store_session_find(fix->reader, group.id, &found), OK);
	assert_string_equal(found.terms.private_note, SECRET);
	assert_int_equal(store_session_find(fix->reader, other.id, &found), OK);
	assert_string_equal(found.terms.place, SECRET);
	assert_int_equal(store_session_notes_erase(fix->tx, other.id), OK);
	assert_int_equal(store_session_find(fix->reader, other.id, &found), OK);
	assert_null(found.terms.place);
}

static void versions_are_found_by_words_and_replaced(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t maria = tx_person(fix, ROLE_PRACTITIONER, "Maria");
	int64_t ada = client(fix, "C042");
	struct session one = noted(fix, "one", maria, ada, 0);
	struct session two = noted(fix, "two", maria, ada, 0);
	struct session_version *list;
	struct ids sessions;
	size_t count;

	assert_int_equal(store_session_version_add(fix->tx, one.id,
						   "{\"id\":\"1\",\"a\":1}"),
			 OK);
	assert_int_equal(store_session_version_add(fix->tx, one.id,
						   "{\"id\":\"1\",\"a\":2}"),
			 OK);
	assert_int_equal(store_session_version_add(fix->tx, two.id,
						   "{\"id\":\"11\",\"a\":3}"),
			 OK);
	assert_int_equal(store_session_version_search(
				 fix->reader, "{\"id\":\"1\",", &sessions),
			 OK);
	assert_ids(&sessions, one.id, 0);
	assert_int_equal(
		store_session_version_list(fix->reader, one.id, &list, &count),
		OK);
	assert_int_equal(count, 2);
	assert_non_null(strstr(list[1].json, "\"a\":2"));
	assert_int_equal(
		store_session_version_replace(fix->tx, list[0].id, "{}"), OK);
	assert_int_equal(
		store_session_version_list(fix->reader, one.id, &list, &count),
		OK);
	assert_string_equal(list[0].json, "{}");
}

static void audit(struct tx_fixture *fix, const char *action, const char *kind,
		  int64_t object, const char *after)
{
	struct audit row = { .action = action,
			     .object_kind = kind,
			     .object = object,
			     .after = after };

	assert_int_equal(store_audit_add(fix->tx, &row), OK);
}

static void audit_rows_lose_labels_devices_and_places_alone(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t ada = client(fix, "C042");
	struct audit *list;
	size_t count;

	fix->op->actor.person = ada;
	fix->op->actor.device = SECRET;
	audit(fix, "token.add", "person", ada, "{\"label\":\"" SECRET "\"}");
	audit(fix, "session.add", "session", 7,
	      "{\"id\":\"7\",\"place\":\"" SECRET
	      " \\\"\xC3\xA9\\\\\",\"b\":\"place\"}");
	assert_int_equal(store_session_audit_erase(fix->tx, 7), OK);
	erase(fix, ada);
	assert_int_equal(
		store_audit_about(fix->reader, ada, 0, 10, &list, &count), OK);
	assert_int_equal(count, 2);
	assert_null(list[0].device);
	assert_null(list[0].after);
	assert_string_equal(list[0].action, "token.add");
	assert_string_equal(list[1].after, "{\"id\":\"7\",\"b\":\"place\"}");
	assert_int_equal(store_audit_about(fix->reader, ada, list[0].id, 10,
					   &list, &count),
			 OK);
	assert_int_equal(count, 1);
}

/* As rows of before version 7 may be: of every kind in both columns. */
static void places_are_cut_out_of_old_rows_exactly(void **state)
{
	static const struct {
		const char *before, *after;
		const char *cut_before, *cut_after;
	} rows[] = {
		{ "{\"place\":null,\"a\":1}", "{\"place\":\"x\",\"a\":2}",
		  "{\"a\":1}", "{\"a\":2}" },
		{ "{\"a\":1}", "{\"a\":\"\",\"place\":\"\\\\\",\"b\":1}",
		  "{\"a\":1}", "{\"a\":\"\",\"b\":1}" },
		{ "{\"place\":\", \\\"place\\\":\",\"b\":[1,2]}", "{\"a\":1}",
		  "{\"b\":[1,2]}", "{\"a\":1}" },
		{ "{\"place\":\"x\",\"a\":\"place\"}", NULL,
		  "{\"a\":\"place\"}", NULL },
	};
	struct tx_fixture *fix = *state;
	struct audit *list;
	size_t count;

	for (size_t i = ARRAY_SIZE(rows); i-- > 0;) {
		struct audit row = { .action = "session.change",
				     .object_kind = "session",
				     .object = 7,
				     .before = rows[i].before,
				     .after = rows[i].after };

		assert_int_equal(store_audit_add(fix->tx, &row), OK);
	}
	assert_int_equal(store_session_audit_erase(fix->tx, 7), OK);
	assert_int_equal(store_session_audit_erase(fix->tx, 7), OK);
	assert_int_equal(store_audit_list(fix->reader, "session", 7, 0, 10,
					  &list, &count),
			 OK);
	assert_int_equal(count, ARRAY_SIZE(rows));
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(list[i].before, rows[i].cut_before);
		assert_true(str_same(list[i].after, rows[i].cut_after));
	}
}

static void audit_rows_stay_else(void **state)
{
	static const char *const changes[] = {
		"UPDATE audit SET action = 'other'",
		"UPDATE audit SET at = 0",
		"UPDATE audit SET who = NULL",
		"UPDATE audit SET device = 'another'",
		"UPDATE audit SET before = '{}'",
		"UPDATE audit SET after = '{}'",
		"UPDATE audit SET after = NULL WHERE object_kind = 'session'",
		"UPDATE audit SET after = substr(after, 5)"
		"  WHERE object_kind = 'session'",
		"UPDATE audit SET after = NULL, device = NULL",
		"DELETE FROM audit",
	};
	struct tx_fixture *fix = *state;
	int64_t ada = client(fix, "C042");
	int64_t bo = client(fix, "C051");

	fix->op->actor.person = bo;
	fix->op->actor.device = SECRET;
	audit(fix, "token.add", "person", bo, "{\"label\":\"x\"}");
	audit(fix, "session.add", "session", 7,
	      "{\"id\":\"7\",\"place\":\"here\"}");
	erase(fix, ada);
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++)
		assert_int_not_equal(tx_exec(fix, changes[i]), SQLITE_OK);
	erase(fix, bo);
	assert_int_not_equal(tx_exec(fix, "UPDATE audit SET action = 'other'"),
			     SQLITE_OK);
}

static void a_payment_loses_its_method_and_nothing_else(void **state)
{
	struct tx_fixture *fix = *state;
	struct payment payment;
	int64_t ada = client(fix, "C042");

	assert_int_equal(
		tx_exec(fix, arena_printf(fix->arena,
					  "INSERT INTO payment (client, amount,"
					  "    day, method, entered, voided)"
					  "  VALUES (%lld, 5, 1, 'cheque', 1,"
					  "    253402300799)",
					  (long long)ada)),
		SQLITE_OK);
	assert_int_not_equal(tx_exec(fix, "UPDATE payment SET method = NULL"),
			     SQLITE_OK);
	erase(fix, ada);
	assert_int_not_equal(tx_exec(fix, "UPDATE payment SET method = 'cash'"),
			     SQLITE_OK);
	assert_int_not_equal(tx_exec(fix, "UPDATE payment SET amount = 6"),
			     SQLITE_OK);
	assert_int_equal(store_payment_find(fix->reader, 1, &payment), OK);
	assert_null(payment.method);
}

static bool file_holds(const char *path, const char *word)
{
	static char bytes[16 * 1024 * 1024];
	FILE *file = fopen(path, "rb");
	size_t len;

	assert_non_null(file);
	len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	return memmem(bytes, len, word, strlen(word)) != NULL;
}

static bool place_holds(struct place *place, const char *word)
{
	DIR *dir = opendir(place->dir);
	struct dirent *entry;
	bool found = false;

	while ((entry = readdir(dir))) {
		char path[512];

		snprintf(path, sizeof(path), "%s/%s", place->dir,
			 entry->d_name);
		if (entry->d_name[0] != '.')
			found = found || file_holds(path, word);
	}
	closedir(dir);
	return found;
}

static enum err add_then_change(struct transaction *tx, void *context)
{
	struct person *person = context;
	enum err err = OK;

	if (!person->id)
		err = store_person_insert(tx, person);
	else
		person->email = NULL;
	return err ? err : store_person_update(tx, person);
}

static void scrubbing_leaves_no_byte_of_what_was_there_before(void **state)
{
	struct place *place = *state;
	struct person person = { .name = "Ada",
				 .email = SECRET "@example.org" };

	place_write(place, add_then_change, &person, OK);
	place_write(place, add_then_change, &person, OK);
	assert_true(place_holds(place, SECRET));
	assert_int_equal(store_scrub(&place->op, place->store), OK);
	assert_false(place_holds(place, SECRET));
	assert_int_equal(
		store_person_load(place_read(place), person.id, &person), OK);
	assert_int_equal(store_check(place->reader), OK);
}

static void a_file_that_cannot_be_opened_is_told(void **state)
{
	struct place *place = *state;
	char path[128];

	snprintf(path, sizeof(path), "%s/daybook.db", place->dir);
	assert_int_equal(remove(path), 0);
	assert_int_equal(store_scrub(&place->op, place->store), ERR_STORAGE);
	assert_non_null(place->op.failure.message);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(the_name_becomes_the_code_and_ways_in_go),
		WITH_TX(erasing_again_keeps_the_first_instant),
		WITH_TX(texts_of_sessions_without_others_go),
		WITH_TX(versions_are_found_by_words_and_replaced),
		WITH_TX(audit_rows_lose_labels_devices_and_places_alone),
		WITH_TX(places_are_cut_out_of_old_rows_exactly),
		WITH_TX(audit_rows_stay_else),
		WITH_TX(a_payment_loses_its_method_and_nothing_else),
		IN_PLACE(scrubbing_leaves_no_byte_of_what_was_there_before),
		IN_PLACE(a_file_that_cannot_be_opened_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
