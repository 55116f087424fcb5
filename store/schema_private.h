/**
 * The steps that bring a database up to the newest version of the tables.
 */
#ifndef STORE_SCHEMA_PRIVATE_H
#define STORE_SCHEMA_PRIVATE_H

#include "base/operation.h"
#include "store/tables.h"

/** A new file or one of ours, and not newer than this program: else
 *  ERR_STORAGE with a sentence. Changes nothing. */
MUST_CHECK enum err store_schema_check(struct operation *op,
				       struct reader *reader);

/**
 * Take the steps that are missing, each in a transaction of its own; the last
 * one makes all triggers anew, and seals where there are no seals. Several
 * processes may do so at once: each looks again when it has the lock.
 */
MUST_CHECK enum err store_schema_migrate(struct operation *op,
					 struct reader *reader);

#endif
