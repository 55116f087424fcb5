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

#define OFFICE (ROLE_ADMIN | ROLE_STAFF)
#define CHANGES (PRIVILEGES_READ | PRIVILEGES_WRITE)

static const struct right rights[] = {
	{ COLLECTION_SESSIONS, true, ROLE_PRACTITIONER, CHANGES },
	{ COLLECTION_SESSIONS, true, 0, PRIVILEGES_READ },
	{ COLLECTION_TO_SAVE, true, ROLE_PRACTITIONER, CHANGES },
	{ COLLECTION_TO_SAVE, true, 0, PRIVILEGES_READ },
	{ COLLECTION_PRACTITIONER, true, OFFICE, CHANGES },
	{ COLLECTION_PRACTITIONER, true, 0, PRIVILEGES_READ },
	{ COLLECTION_CLOSURES, false, OFFICE, CHANGES },
	{ COLLECTION_CLOSURES, false, 0, PRIVILEGES_READ },
	{ COLLECTION_PERSONAL, true, 0, PRIVILEGES_ALL },
	{ COLLECTION_PLAIN, true, 0, CHANGES },
	{ COLLECTION_INBOX, true, 0, CHANGES },
	{ COLLECTION_OUTBOX, true, 0, PRIVILEGES_READ },
	{ COLLECTION_NOTIFICATIONS, true, 0,
	  PRIVILEGES_READ | PRIVILEGE_UNBIND },
};

const struct right *practice_right(size_t index)
{
	return index < ARRAY_SIZE(rights) ? &rights[index] : NULL;
}

static bool applies(const struct right *right, const struct actor *actor,
		    const struct collection *collection)
{
	if (right->kind != collection->kind ||
	    (right->owner && actor->person != collection->owner))
		return false;
	/* The system is office. */
	return !right->roles || actor_is(actor, right->roles) ||
	       (right->roles == OFFICE && actor_is_office(actor));
}

unsigned practice_privileges(const struct actor *actor,
			     const struct collection *collection)
{
	unsigned privileges = 0;

	if (collection->kind == COLLECTION_SHARED)
		return actor->person == collection->owner
			       ? collection->privileges
			       : 0;
	for (size_t i = 0; i < ARRAY_SIZE(rights); i++) {
		if (applies(&rights[i], actor, collection))
			privileges |= rights[i].privileges;
	}
	return privileges;
}

bool practice_may_write(const struct actor *actor,
			const struct collection *collection)
{
	return practice_privileges(actor, collection) & PRIVILEGE_WRITE_CONTENT;
}

bool practice_may_put(const struct actor *actor,
		      const struct collection *collection)
{
	if (collection->kind == COLLECTION_SHARED)
		return practice_privileges(actor, collection) & PRIVILEGE_READ;
	return practice_may_write(actor, collection) &&
	       collection->kind != COLLECTION_INBOX;
}

bool practice_may_add(const struct actor *actor,
		      const struct collection *collection)
{
	return (practice_privileges(actor, collection) & PRIVILEGE_BIND) &&
	       collection->kind != COLLECTION_TO_SAVE &&
	       collection->kind != COLLECTION_INBOX;
}

bool practice_may_remove(const struct actor *actor,
			 const struct collection *collection)
{
	return practice_privileges(actor, collection) & PRIVILEGE_UNBIND;
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
