/**
 * Invoices, payments and payroll runs of the practice's export.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_MONEY_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_MONEY_PRIVATE_H

#include "practice/transfer/export_files_private.h"

/* Each writes files of its own. */
MUST_CHECK enum err export_invoices(struct practice_export *export);
MUST_CHECK enum err export_payments(struct practice_export *export);
MUST_CHECK enum err export_payroll(struct practice_export *export);

#endif
