/**
 * The audit log and the ledger with its proof, of the practice's export.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_LEDGER_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_LEDGER_PRIVATE_H

#include "practice/transfer/export_files_private.h"

/* Each writes files of its own. */
MUST_CHECK enum err export_audit(struct practice_export *export);
MUST_CHECK enum err export_ledger(struct practice_export *export);

#endif
