/**
 * The whole practice as files (rules S49).
 */
#ifndef PRACTICE_TRANSFER_EXPORT_PRACTICE_H
#define PRACTICE_TRANSFER_EXPORT_PRACTICE_H

#include "base/str.h"
#include "store/store.h"

/** Takes bytes that follow those of the file so far; its name holds '/' for
 *  folders, else [A-Za-z0-9_.-]. Failures are noted in the operation of
 *  practice_export, which ends with them. */
typedef enum err export_write(void *context, const char *name,
			      struct slice bytes);

/**
 * The whole practice as files, of one moment (one read transaction): CSV, an
 * .ics of each practitioner that practice_import_ics reads, personal calendars
 * as they are stored, the ledger with its proof, and README.txt which tells of
 * them. Several files grow at once. Secrets (passwords, tokens, feeds) are not
 * in it. For the system or an admin: ERR_FORBIDDEN. The reader has not begun.
 */
MUST_CHECK enum err practice_export(struct operation *op, struct reader *reader,
				    export_write *write, void *context);

#endif
