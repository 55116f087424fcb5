/**
 * Exports (rules S49): one client's data as a zip of JSON, CSV and ICS,
 * and the whole practice as files.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_H
#define PRACTICE_TRANSFER_EXPORT_H

#include "base/str.h"
#include "store/store.h"

/**
 * Everything about one client. To the office all: with private notes and
 * reasons of sessions in which nobody else was a client, the audit log's rows,
 * and amounts as the ledger holds them. A client gets their own without
 * these, and neither removed sessions nor drafts of invoices. Of groups
 * everybody gets this client's part alone. Names inside hold the code.
 *
 * *file is "C042.zip". The reader has not begun. ERR_NOT_FOUND: no such
 * client, or another's; ERR_TOO_LARGE: over 64 MiB.
 */
MUST_CHECK enum err practice_client_export(struct operation *op,
					   struct reader *reader,
					   int64_t client, const char **file,
					   struct slice *zip);

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
