/**
 * What reads and writes of every table share: a reader and its operation, and
 * the same inside a transaction. store.h opens readers, transaction.h writes.
 */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include "base/ids.h"
#include "base/operation.h"

struct reader;
struct transaction;

/** The operation in which the reader's results live. */
struct operation *store_reader_operation(const struct reader *reader);

/** The reader that sees this transaction's own writes. */
struct reader *store_tx_reader(struct transaction *tx);
struct operation *store_tx_operation(struct transaction *tx);

/** The work of one write; runs on the writer's thread while the caller
 *  waits, with the caller's operation. */
typedef enum err store_work(struct transaction *tx, void *context);

#endif
