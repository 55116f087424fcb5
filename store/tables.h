/**
 * What reads and writes of every table share: the reader inside a
 * transaction and its operation.
 */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include "base/ids.h"
#include "store/store.h"

/** The reader that sees this transaction's own writes. */
struct reader *store_tx_reader(struct transaction *tx);
struct operation *store_tx_operation(struct transaction *tx);

#endif
