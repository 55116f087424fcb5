#include "practice/money/billing.h"

#include "store/invoice.h"
#include "store/payroll.h"

enum err practice_completion_billed(struct reader *reader, int64_t completion,
				    bool *billed)
{
	int64_t invoice;
	enum err err = store_invoice_of(reader, completion, 0, &invoice);

	if (!err) {
		*billed = true;
		return OK;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	return store_payroll_paid(reader, completion, billed);
}

enum err practice_draft_line_remove(struct transaction *tx, int64_t completion)
{
	enum err err = store_invoice_line_remove(tx, completion);

	return err ? err : store_payroll_line_remove(tx, completion);
}
