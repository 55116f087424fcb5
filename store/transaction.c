#include "store/transaction.h"

#include "store/claim.h"
#include "store/store_private.h"
#include "store/writer_private.h"

enum err store_write(struct operation *op, struct store *store,
		     store_work *work, void *context)
{
	enum err err = writer_do(store_writer(store), op, work, context);

	if (op->claim && !err)
		op->claim->recorded = true;
	return err;
}
