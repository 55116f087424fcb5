/**
 * Who works in a place at the moment: each process that has it open shares a
 * lock on daybook.lock, and who changes its tables or its file takes it alone.
 * The kernel lets go of it when a process ends, however that is.
 */
#ifndef STORE_PRESENCE_PRIVATE_H
#define STORE_PRESENCE_PRIVATE_H

#include "base/operation.h"

#include <stdbool.h>

/** Be one of those who work at `dir`; *presence is closed by presence_end.
 *  ERR_UNAVAILABLE when somebody keeps it alone for half a minute. */
MUST_CHECK enum err presence_begin(struct operation *op, const char *dir,
				   int *presence);
/** Be the only one; false: others are there, and nothing is held any more
 *  until presence_share. Waits for them at most so many milliseconds. */
MUST_CHECK bool presence_alone(int presence, int64_t milliseconds);
/** Be one of many again. */
MUST_CHECK enum err presence_share(struct operation *op, int presence);
void presence_end(int presence);

#endif
