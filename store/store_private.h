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

#endif
