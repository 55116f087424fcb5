#include "store/document_rows_private.h"

enum err document_change(struct transaction *tx, struct statement *st,
			 const char *sentence)
{
	enum err err = statement_change(st);

	if (err == ERR_NOT_FOUND)
		return fail(store_tx_operation(tx), ERR_CONFLICT, "%s",
			    sentence);
	return err;
}
