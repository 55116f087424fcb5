/**
 * Which collection an address names for the actor.
 *
 * In the own home it is what stands there. In another's home it is nothing,
 * unless that calendar is shared with the actor: then it is the actor's view
 * of it, under the path that was asked for.
 */
#ifndef PRACTICE_CALENDAR_FIND_H
#define PRACTICE_CALENDAR_FIND_H

#include "store/calendar.h"
#include "store/people.h"

/** *home is the person whose home the address names. ERR_NOT_FOUND with a
 *  sentence, also for what is not the actor's to know. */
MUST_CHECK enum err practice_collection_find(struct reader *reader,
					     const char *login,
					     const char *path,
					     struct person *home,
					     struct collection *collection);

/** Does the address lie in the actor's own home? */
bool practice_is_own_home(const struct operation *op, const char *login);

#endif
