#include "practice/people/person.h"

#include "base/str.h"
#include "base/word.h"

#include "practice/calendar/home.h"
#include "practice/people/person_known.h"
#include "practice/people/person_rules.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/session/rate.h"
#include "store/calendar.h"
#include "store/outbox.h"
#include "store/transaction.h"

#include <string.h>

#define CONTACT_LIMIT 20

/* Of login, name, e-mail and phone, which erasure takes away, an audit row
 * holds only that they changed (S48). */
static enum err person_record(struct transaction *tx, const char *action,
			      const struct person *before,
			      const struct person *after)
{
	struct audience audit = { .arena = store_tx_operation(tx)->arena,
				  .see = SEE_AUDIT };
	const struct person_known is = { .person = *after };
	struct person_known was = { .see = 0 };
	json_t *old, *new;
	enum err err = practice_digits_load(store_tx_reader(tx), &audit.digits);

	if (err)
		return err;
	if (before)
		was.person = *before;
	shape_audit(&audit, person_rows, before ? &was : NULL, &is, &old, &new);
	return record_add(tx, action, "person", after->id, old, new);
}

enum err practice_person_add_tx(struct transaction *tx, struct person *person)
{
	struct reader *reader = store_tx_reader(tx);
	struct person added = *person;
	enum err err;

	added.id = 0;
	err = practice_person_check(reader, &added);
	if (!err)
		err = practice_person_may_add(store_tx_operation(tx), &added);
	if (!err && !added.code && (added.roles & ROLE_CLIENT))
		err = store_person_code_next(reader, &added.code);
	if (!err)
		err = store_person_insert(tx, &added);
	if (!err)
		err = practice_home_prepare_tx(tx, &added);
	if (!err)
		err = person_record(tx, "person.add", NULL, &added);
	if (!err)
		*person = added;
	return err;
}

struct person_work {
	const struct person *wanted;
	const char *login;
	struct person result;
};

static enum err add_work(struct transaction *tx, void *context)
{
	struct person_work *work = context;

	work->result = *work->wanted;
	return practice_person_add_tx(tx, &work->result);
}

enum err practice_person_add(struct operation *op, struct store *store,
			     struct person *person)
{
	struct person_work work = { .wanted = person };
	enum err err = store_write(op, store, add_work, &work);

	if (!err)
		*person = work.result;
	return err;
}

/* A practitioner's calendar in the office's homes is called by the login. */
static enum err calendars_rename(struct transaction *tx,
				 const struct person *person)
{
	struct reader *reader = store_tx_reader(tx);
	struct collection *list, there;
	size_t count;
	enum err err = store_collection_showing(reader, COLLECTION_PRACTITIONER,
						person->id, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		err = store_collection_find(reader, list[i].owner,
					    person->login, &there);
		if (err == ERR_NOT_FOUND)
			err = store_collection_move(tx, list[i].id, 0,
						    person->login);
	}
	return err;
}

static enum err person_find(struct reader *reader, int64_t id,
			    struct person *person)
{
	enum err err = store_person_find(reader, id, person);

	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), err,
			    "there is no such person");
	return err;
}

/* Who asks for mail again, or has another address, gets it whatever was said
 * of that address before. */
static enum err open_again(struct transaction *tx, const struct person *before,
			   const struct person *after)
{
	struct arena *arena = store_tx_operation(tx)->arena;

	if (str_empty(after->email) || (before->notice == after->notice &&
					str_equal(before->email, after->email)))
		return OK;
	return store_stop_drop(tx, NOTICE_BY_EMAIL,
			       str_lower(arena, after->email));
}

enum err practice_person_change_tx(struct transaction *tx,
				   const struct person *person)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct person before, after = *person;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = person_find(reader, person->id, &before);
	if (!err)
		err = practice_not_erased(op, &before);
	if (err)
		return err;
	if (person->revision && person->revision != before.revision)
		return fail(op, ERR_CONFLICT,
			    "the person was changed in the meantime");
	err = practice_person_check(reader, &after);
	if (!err)
		err = practice_person_may_change(op, &before, &after);
	if (!err)
		err = practice_person_stays(reader, &before, &after);
	if (!err && !after.code && (after.roles & ROLE_CLIENT))
		err = store_person_code_next(reader, &after.code);
	if (!err)
		err = practice_pay_follow(tx, &before, &after);
	if (!err)
		err = store_person_update(tx, &after);
	if (!err)
		err = open_again(tx, &before, &after);
	if (!err && after.login && !str_equal(before.login, after.login))
		err = calendars_rename(tx, &after);
	if (!err)
		err = practice_home_prepare_tx(tx, &after);
	if (!err)
		err = person_record(tx, "person.change", &before, &after);
	return err;
}

/* Everybody may for themselves: it needs no office (S4). */
static enum err notice_work(struct transaction *tx, void *context)
{
	const struct person *wanted = context;
	struct operation *op = store_tx_operation(tx);
	struct person before, after;
	enum err err =
		person_find(store_tx_reader(tx), op->actor.person, &before);

	if (!err)
		err = practice_not_erased(op, &before);
	if (!err && wanted->revision && wanted->revision != before.revision)
		err = fail(op, ERR_CONFLICT,
			   "the person was changed in the meantime");
	if (err)
		return err;
	after = before;
	after.notice = wanted->notice;
	err = practice_person_check(store_tx_reader(tx), &after);
	if (!err)
		err = store_person_update(tx, &after);
	if (!err)
		err = open_again(tx, &before, &after);
	return err ? err : person_record(tx, "person.change", &before, &after);
}

enum err practice_own_notice_set(struct operation *op, struct store *store,
				 enum notice notice, int64_t revision)
{
	struct person wanted = { .notice = notice, .revision = revision };

	return store_write(op, store, notice_work, &wanted);
}

struct contact_work {
	int64_t person;
	const struct contact *contacts;
	size_t count;
};

static void name_place(struct operation *op, size_t index,
		       struct field_error *wrong)
{
	wrong->field = arena_printf(op->arena, "contacts[%zu].%s", index,
				    wrong->field);
}

static enum err contacts_check(struct operation *op,
			       const struct contact_work *work,
			       struct contact *contacts)
{
	enum err err = OK;

	if (work->count > CONTACT_LIMIT)
		return fail_field(op, "contacts", "contacts-too-many",
				  "A person has at most %d contacts.",
				  CONTACT_LIMIT);
	for (size_t i = 0; i < work->count; i++) {
		size_t known = op->failure.field_count;

		contacts[i] = work->contacts[i];
		if (practice_contact_check(op, &contacts[i]))
			err = ERR_INVALID;
		for (; known < op->failure.field_count; known++)
			name_place(op, i, &op->failure.fields[known]);
	}
	return err;
}

enum err practice_contacts_check(struct operation *op,
				 const struct contact *contacts, size_t count)
{
	struct contact_work work = { 0, contacts, count };

	return contacts_check(op, &work,
			      arena_array(op->arena, count, sizeof(*contacts)));
}

enum err practice_contacts_set_tx(struct transaction *tx, int64_t id,
				  const struct contact *wanted, size_t count)
{
	struct operation *op = store_tx_operation(tx);
	struct contact_work work = { id, wanted, count };
	struct contact *contacts =
		arena_array(op->arena, count, sizeof(*contacts));
	struct person person = { .id = 0 };
	const struct person_known known = { .contacts_changed = true };
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = person_find(store_tx_reader(tx), id, &person);
	if (!err)
		err = practice_not_erased(op, &person);
	if (!err)
		err = practice_person_may_change(op, &person, &person);
	if (!err)
		err = contacts_check(op, &work, contacts);
	if (!err)
		err = store_contact_set(tx, person.id, contacts, count);
	if (err)
		return err;
	return record_add_picked(tx, "person.contacts", "person", person.id,
				 "contacts_changed", person_rows, &known);
}

static enum err contacts_work(struct transaction *tx, void *context)
{
	const struct contact_work *work = context;

	return practice_contacts_set_tx(tx, work->person, work->contacts,
					work->count);
}

enum err practice_contacts_set(struct operation *op, struct store *store,
			       int64_t person, const struct contact *contacts,
			       size_t count)
{
	struct contact_work work = { person, contacts, count };

	return store_write(op, store, contacts_work, &work);
}

static enum err deactivate_work(struct transaction *tx, void *context)
{
	struct person_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct person person;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_person_find_login(store_tx_reader(tx), work->login,
					      &person);
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "nobody has the login '%s'", work->login);
	if (err || !person.active)
		return err;
	err = practice_pay_today(store_tx_reader(tx), &person);
	if (err)
		return err;
	person.active = false;
	return practice_person_change_tx(tx, &person);
}

enum err practice_person_deactivate(struct operation *op, struct store *store,
				    const char *login)
{
	struct person_work work = { .login = login };

	return store_write(op, store, deactivate_work, &work);
}

enum err practice_roles_parse(struct operation *op, const char *text,
			      unsigned *roles)
{
	struct slice rest = slice_of(text);
	unsigned found = 0;

	while (rest.at) {
		struct slice word = slice_trim(slice_cut(&rest, ','));
		unsigned role;

		if (!word_find(role_words, word, &role))
			return fail_field(op, "roles", "role-unknown",
					  "'%s' is none of %s.",
					  slice_dup(op->arena, word),
					  words_all(op->arena, role_words));
		found |= 1U << role;
	}
	*roles = found;
	return OK;
}
