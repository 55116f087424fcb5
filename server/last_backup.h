/**
 * When the place was last backed up, and whereto: a file beside the database.
 */
#ifndef SERVER_LAST_BACKUP_H
#define SERVER_LAST_BACKUP_H

#include "base/operation.h"

/** A backup is made: note it. That it cannot be noted is logged, no more. */
void last_backup_note(struct operation *op, const char *dir, const char *path);
/** False: none was noted. */
MUST_CHECK bool last_backup_find(struct operation *op, const char *dir,
				 struct instant *at, const char **path);

#endif
