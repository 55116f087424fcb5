/**
 * The writer thread of a store (store/transaction.h says what it does).
 */
#ifndef STORE_WRITER_PRIVATE_H
#define STORE_WRITER_PRIVATE_H

#include "store/store.h"
#include "store/tables.h"

struct writer;

/** Start the thread; it takes the connection over. */
struct writer *writer_start(struct reader *connection);
/** Do what waits, refuse what comes, end the thread, free all. */
void writer_stop(struct writer *writer);

/** Has another program's lock kept it waiting, and does it still? */
bool writer_is_held_up(const struct writer *writer);

/** Do the commits from now on wait for the disk? */
void writer_hurry(struct writer *writer, bool hurry);

void writer_load(struct writer *writer, struct store_load *load);

/** Have the thread do a work, and wait until it is committed: store_write. */
MUST_CHECK enum err writer_do(struct writer *writer, struct operation *op,
			      store_work *work, void *context);

#endif
