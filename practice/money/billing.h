/**
 * What saving and re-opening must know of money documents (rules S25,
 * S38).
 */
#ifndef PRACTICE_MONEY_BILLING_H
#define PRACTICE_MONEY_BILLING_H

#include <stdbool.h>

#include "store/tables.h"

/** Is this completion on an issued invoice, or did a closed payroll run pay
 *  something for it? Then an admin alone re-opens its session. */
MUST_CHECK enum err practice_completion_billed(struct reader *reader,
					       int64_t completion,
					       bool *billed);

/** A completion is re-opened: its lines leave drafts of invoices and open
 *  payroll runs. What was issued or paid stays, and is credited next. */
MUST_CHECK enum err practice_draft_line_remove(struct transaction *tx,
					       int64_t completion);

#endif
