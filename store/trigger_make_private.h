/**
 * How SQLite makes a trigger.
 */
#ifndef STORE_TRIGGER_MAKE_PRIVATE_H
#define STORE_TRIGGER_MAKE_PRIVATE_H

#include "store/tables.h"
#include "store/trigger_private.h"

/** Make the trigger, in place of one of that name. */
MUST_CHECK enum err trigger_make(struct operation *op, struct reader *reader,
				 const struct trigger *trigger);

#endif
