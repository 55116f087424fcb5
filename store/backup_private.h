/**
 * Copying a database by a connection to it.
 */
#ifndef STORE_BACKUP_PRIVATE_H
#define STORE_BACKUP_PRIVATE_H

#include <stdbool.h>

#include "store/backup.h"
#include "store/connection_private.h"

/** A consistent copy (VACUUM INTO) under a name that it gets when it is whole
 *  and on the disk. `over`: of a file that is there already. ERR_EXISTS
 *  without. The reader has no operation. */
MUST_CHECK enum err store_copy_from(struct operation *op, struct reader *reader,
				    const char *path, bool over);

/** Check what the connection sees as a whole, and its ledger; all of *facts
 *  but the version. The reader has no operation. */
MUST_CHECK enum err store_copy_prove(struct operation *op,
				     struct reader *reader,
				     struct backup_facts *facts);

#endif
