/**
 * Copies of the database: proved, and put in its place.
 */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "store/backup.h"

/**
 * Prove a copy: a copy of its own is opened and brought up to date, checked as
 * a whole, and its ledger verified. The file is left as it is. ERR_STORAGE or
 * ERR_INVALID with a sentence: no database of ours, a newer one, a damaged
 * one, a ledger that does not hold.
 */
MUST_CHECK enum err store_restore_prove(struct operation *op, const char *path,
					struct backup_facts *facts);

/**
 * Put a copy in the place of the database in `dir`, once it is proved. The old
 * one is kept beside it as *kept (NULL: there was none). Calendar programs
 * that have seen what the copy does not hold find out at their next look.
 * ERR_UNAVAILABLE while a server or a command uses the place; whatever fails,
 * the place stays as it was.
 */
MUST_CHECK enum err store_restore(struct operation *op, const char *dir,
				  const char *path, struct backup_facts *facts,
				  const char **kept);

#endif
