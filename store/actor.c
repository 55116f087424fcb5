#include "store/actor.h"

/* By bit: 1 << place. */
const char *const role_words[] = { "admin", "staff", "practitioner", "client",
				   NULL };
const char *const grant_words[] = { "types", "payroll", "void", "logins",
				    NULL };
const char *const may_words[] = { "create", "edit", "complete", NULL };

const char *const channel_words[] = {
	[CHANNEL_SYSTEM] = "system",
	[CHANNEL_COMMAND] = "command",
	[CHANNEL_CALENDAR] = "calendar",
	[CHANNEL_PAGE] = "page",
	[CHANNEL_API] = "api",
	[CHANNEL_IMPORT] = "import",
	NULL,
};

bool actor_is(const struct actor *actor, unsigned roles)
{
	return (actor->roles & roles) != 0;
}

bool actor_is_office(const struct actor *actor)
{
	return actor->person == 0 || actor_is(actor, ROLE_ADMIN | ROLE_STAFF);
}
