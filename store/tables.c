#include "store/tables.h"

#include "store/connection_private.h"

struct operation *store_reader_operation(const struct reader *reader)
{
	return reader->op;
}

struct reader *store_tx_reader(struct transaction *tx)
{
	return tx->reader;
}

struct operation *store_tx_operation(struct transaction *tx)
{
	return tx->reader->op;
}
