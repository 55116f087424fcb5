/**
 * Copies of the whole database, made while others work with it.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/store.h"
#include "store/verify.h"

/** What a copy holds, for people to know it by. */
struct backup_facts {
	const char *practice; /* its name */
	int64_t people, sessions;
	int64_t version; /* of its tables, as the file has them */
	struct ledger_proof proof;
	struct instant latest; /* row of the audit log; INSTANT_MIN: none */
	int64_t waiting;       /* notices that are not sent */
};

/**
 * Write a consistent copy of the database into a new file (VACUUM INTO); works
 * under load. It is whole, on the disk, and proved before it has its name.
 * ERR_EXISTS when the file is there.
 */
MUST_CHECK enum err store_backup(struct operation *op, struct store *store,
				 const char *path, struct backup_facts *facts);

/** The same without a proof: for what is thrown away soon. */
MUST_CHECK enum err store_copy(struct operation *op, struct store *store,
			       const char *path);

#endif
