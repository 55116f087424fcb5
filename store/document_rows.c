#include "store/document_rows_private.h"

int64_t document_limit(size_t limit)
{
	return limit < INT64_MAX ? (int64_t)limit : INT64_MAX;
}

int64_t document_below(int64_t below)
{
	return below > 0 ? below : INT64_MAX;
}

enum err document_change(struct transaction *tx, struct statement *st,
			 const char *sentence)
{
	enum err err = statement_run(st);

	if (!err && statement_changes(tx) == 0)
		return fail(store_tx_operation(tx), ERR_CONFLICT, "%s",
			    sentence);
	return err;
}
