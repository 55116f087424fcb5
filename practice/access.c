#include "practice/access.h"

#include "base/str.h"

struct actor practice_actor(const struct person *person, enum channel channel,
			    const char *device)
{
	return (struct actor){
		.person = person->id,
		.login = person->login,
		.roles = person->roles,
		.grants = person->grants,
		.may = person->may,
		.channel = channel,
		.device = device,
	};
}

enum err practice_home_find(struct reader *reader, const char *login,
			    struct person *person)
{
	struct operation *op = store_reader_operation(reader);
	struct person found;
	enum err err;

	if (op->actor.person == 0 || !str_equal(login, op->actor.login))
		return fail(op, ERR_NOT_FOUND,
			    "there is no calendar home '%s' for you", login);
	err = store_person_find(reader, op->actor.person, &found);
	if (!err && !found.active)
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no calendar home '%s'", login);
	if (!err)
		*person = found;
	return err;
}

/* S50: a client's name is for the client and the office; whoever works in
 * the practice may be known to each other. */
static bool sees_principal(const struct actor *actor,
			   const struct person *person)
{
	if (!person->active || str_empty(person->login))
		return false;
	if (person->id == actor->person || actor_is_office(actor))
		return true;
	return actor_is(actor, ROLE_PRACTITIONER) &&
	       (person->roles & (ROLE_ADMIN | ROLE_STAFF | ROLE_PRACTITIONER));
}

enum err practice_principal_find(struct reader *reader, const char *login,
				 struct person *person)
{
	struct operation *op = store_reader_operation(reader);
	struct person found;
	enum err err = store_person_find_login(reader, login, &found);

	if (!err && !sees_principal(&op->actor, &found))
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no principal '%s' for you",
			    login);
	if (!err)
		*person = found;
	return err;
}

enum err practice_principal_list(struct reader *reader, struct person **people,
				 size_t *count)
{
	struct operation *op = store_reader_operation(reader);
	const struct actor *actor = &op->actor;
	struct person *all;
	size_t all_count;
	size_t kept = 0;
	enum err err;

	if (!actor_is_office(actor) && !actor_is(actor, ROLE_PRACTITIONER)) {
		*people = NULL;
		*count = 0;
		return OK;
	}
	err = store_person_list(reader, 0, &all, &all_count);
	if (err)
		return err;
	for (size_t i = 0; i < all_count; i++) {
		if (sees_principal(actor, &all[i]))
			all[kept++] = all[i];
	}
	*people = all;
	*count = kept;
	return OK;
}

bool practice_may_write(const struct actor *actor,
			const struct collection *collection)
{
	switch (collection->kind) {
	case COLLECTION_SESSIONS:
	case COLLECTION_TO_SAVE:
		return actor->person == collection->owner &&
		       actor_is(actor, ROLE_PRACTITIONER);
	case COLLECTION_PRACTITIONER:
		return actor->person == collection->owner &&
		       actor_is_office(actor);
	case COLLECTION_CLOSURES:
		return actor_is_office(actor);
	case COLLECTION_PERSONAL:
	case COLLECTION_PLAIN:
	case COLLECTION_INBOX:
		return actor->person == collection->owner;
	case COLLECTION_OUTBOX:
		break;
	}
	return false;
}

bool practice_may_add(const struct actor *actor,
		      const struct collection *collection)
{
	return practice_may_write(actor, collection) &&
	       collection->kind != COLLECTION_TO_SAVE &&
	       collection->kind != COLLECTION_INBOX;
}

bool practice_may_make(const struct actor *actor)
{
	return actor_is(actor, ROLE_ADMIN | ROLE_STAFF | ROLE_PRACTITIONER);
}

bool practice_may_drop(const struct actor *actor,
		       const struct collection *collection)
{
	return (collection->kind == COLLECTION_PERSONAL ||
		collection->kind == COLLECTION_PLAIN) &&
	       practice_may_write(actor, collection) &&
	       practice_may_make(actor);
}

bool practice_sees_session(const struct actor *actor,
			   const struct session *session)
{
	if (actor_is_office(actor))
		return true;
	return session->removed.s == INSTANT_MAX.s &&
	       (ids_has(&session->terms.practitioners, actor->person) ||
		ids_has(&session->terms.clients, actor->person));
}

bool practice_is_practitioner_of(const struct actor *actor,
				 const struct session *session)
{
	return ids_has(&session->terms.practitioners, actor->person);
}
