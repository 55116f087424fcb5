#include "practice/people/profile.h"

#include "practice/people/person.h"
#include "practice/session/rate.h"
#include "store/session.h"
#include "store/session_list.h"
#include "store/transaction.h"

struct add_work {
	const struct person *wanted;
	const struct contact *contacts;
	size_t count;
	struct person result;
};

/* The person is wrong: what is wrong with contacts is said along with it. */
static enum err wrong_too(struct transaction *tx,
			  const struct contact *contacts, size_t count)
{
	enum err err = practice_contacts_check(store_tx_operation(tx), contacts,
					       count);

	return err ? err : ERR_INVALID;
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct add_work *work = context;
	enum err err;

	work->result = *work->wanted;
	err = practice_person_add_tx(tx, &work->result);
	if (!err && work->count)
		err = practice_contacts_set_tx(tx, work->result.id,
					       work->contacts, work->count);
	else if (err == ERR_INVALID)
		err = wrong_too(tx, work->contacts, work->count);
	return err;
}

enum err practice_profile_add(struct operation *op, struct store *store,
			      struct person *person,
			      const struct contact *contacts, size_t count)
{
	struct add_work work = { person, contacts, count, { 0 } };
	enum err err = store_write(op, store, add_work, &work);

	if (!err)
		*person = work.result;
	return err;
}

static enum err change_work(struct transaction *tx, void *context)
{
	const struct edit *edit = context;
	struct profile profile = { .count = 0 };
	struct person *person = &profile.person;
	enum err err = store_person_find(store_tx_reader(tx), edit->id, person);

	if (err == ERR_NOT_FOUND)
		return fail(store_tx_operation(tx), err,
			    "there is no such person");
	if (err)
		return err;
	if (edit->revision)
		person->revision = edit->revision;
	err = practice_pay_today(store_tx_reader(tx), person);
	if (!err)
		err = edit->apply(&profile, edit->context);
	if (err)
		return err;
	err = practice_person_change_tx(tx, person);
	if (!err && profile.has_contacts)
		err = practice_contacts_set_tx(tx, edit->id, profile.contacts,
					       profile.count);
	else if (err == ERR_INVALID)
		err = wrong_too(tx, profile.contacts, profile.count);
	return err;
}

enum err practice_profile_change(struct operation *op, struct store *store,
				 const struct edit *edit)
{
	struct edit work = *edit;

	return store_write(op, store, change_work, &work);
}

static enum err shares_session(struct reader *reader, int64_t practitioner,
			       int64_t client, bool *shares)
{
	struct session_filter shared = { .practitioner = practitioner,
					 .client = client,
					 .limit = 1 };
	struct session *list;
	size_t count;
	enum err err = store_session_list(reader, &shared, &list, &count);

	if (!err)
		*shares = count > 0;
	return err;
}

enum err practice_person_known(struct reader *reader,
			       const struct person *person,
			       enum acquaintance *how)
{
	const struct actor *actor = &store_reader_operation(reader)->actor;
	bool shares = false;
	enum err err;

	if (actor_is_office(actor) || actor->person == person->id) {
		*how = KNOWN;
		return OK;
	}
	if (!actor_is(actor, ROLE_PRACTITIONER)) {
		*how = STRANGER;
		return OK;
	}
	err = shares_session(reader, actor->person, person->id, &shares);
	if (!err)
		*how = shares ? KNOWN_BY_CODE : STRANGER;
	return err;
}

enum err practice_person_met(struct reader *reader, const struct person *person,
			     bool *met)
{
	const struct actor *actor = &store_reader_operation(reader)->actor;
	const unsigned team = ROLE_ADMIN | ROLE_STAFF | ROLE_PRACTITIONER;
	bool shares = false;
	enum err err = OK;

	if (actor_is_office(actor) || actor->person == person->id ||
	    (actor_is(actor, ROLE_PRACTITIONER) && (person->roles & team))) {
		*met = true;
		return OK;
	}
	if (actor_is(actor, ROLE_PRACTITIONER))
		err = shares_session(reader, actor->person, person->id,
				     &shares);
	if (!err && !shares)
		err = shares_session(reader, person->id, actor->person,
				     &shares);
	if (!err)
		*met = shares;
	return err;
}
