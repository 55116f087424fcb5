/**
 * The writer thread of a store (store/transaction.h says what it does); for
 * store.c and writer.c only.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/store.h"

struct writer;

/** Start the thread; it takes the connection over. */
struct writer *writer_start(struct reader *connection);
/** Do what waits, refuse what comes, end the thread, free all. */
void writer_stop(struct writer *writer);

struct writer *store_writer(const struct store *store);

#endif
