/**
 * The steps from one version of the tables to the next.
 */
#ifndef STORE_SCHEMA_LATER_PRIVATE_H
#define STORE_SCHEMA_LATER_PRIVATE_H

#include "base/error.h"
#include "store/tables.h"

#define MIGRATION_SCRIPTS 3

struct migration {
	int version; /* 0 ends the list */
	const char *description;
	const char *const *scripts[MIGRATION_SCRIPTS]; /* lists, run in order */
	/* What SQL cannot say, or NULL; in the step's transaction. */
	enum err (*fill)(struct transaction *tx);
};

/** All of them, the first version's at first. */
extern const struct migration store_migrations[];

#endif
