/**
 * What reads and writes of every table share: the reader inside a
 * transaction and its operation.
 */
#ifndef STORE_TABLES_H
#define STORE_TABLES_H

#include "store/store.h"

/** The reader that sees this transaction's own writes. */
struct reader *store_tx_reader(struct transaction *tx);
struct operation *store_tx_operation(struct transaction *tx);

/** Ids of people, sessions..., in the arena. */
struct ids {
	int64_t *at;
	size_t count;
};

#endif
