/**
 * The thread that writes for a store.
 */
#ifndef STORE_STORE_PRIVATE_H
#define STORE_STORE_PRIVATE_H

#include "store/store.h"

struct writer;

struct writer *store_writer(const struct store *store);
/** Of the database. */
const char *store_path(const struct store *store);

/** Open a database that nobody else knows of, making it up to date. Its failure
 *  names no file. */
MUST_CHECK enum err store_open_copy(struct operation *op, const char *path,
				    struct store **store);

/** A connection more, which may write; closed by database_close. */
MUST_CHECK enum err store_connect(struct operation *op, struct store *store,
				  struct reader **reader);

#endif
