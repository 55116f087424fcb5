/**
 * What the actor of an operation may be: roles, grants, permissions and the
 * doors (rules S1 to S4), with the words by which commands, JSON and CSV name
 * them (base/word.h).
 */
#ifndef STORE_ACTOR_H
#define STORE_ACTOR_H

#include <stdbool.h>

#include "base/operation.h"

enum role {
	ROLE_ADMIN = 1,
	ROLE_STAFF = 2,
	ROLE_PRACTITIONER = 4,
	ROLE_CLIENT = 8,
};

/** What an admin may grant to staff. */
enum grant {
	GRANT_TYPES = 1,
	GRANT_PAYROLL = 2,
	GRANT_VOID = 4,
	GRANT_LOGINS = 8,
};

/** What a practitioner may do to sessions of their own. */
enum permission {
	MAY_CREATE = 1,
	MAY_EDIT = 2,
	MAY_COMPLETE = 4,
};

/** By which door a change came; written into audit rows (S17). */
enum channel {
	CHANNEL_SYSTEM,
	CHANNEL_COMMAND,
	CHANNEL_CALENDAR,
	CHANNEL_PAGE,
	CHANNEL_API,
	CHANNEL_IMPORT,
};

extern const char *const role_words[];
extern const char *const grant_words[];
extern const char *const may_words[];
extern const char *const channel_words[];

/** Does the actor have any of these roles? */
bool actor_is(const struct actor *actor, unsigned roles);
/** The system, an admin or staff. */
bool actor_is_office(const struct actor *actor);

#endif
