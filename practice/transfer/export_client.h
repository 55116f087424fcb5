/**
 * One client's data as a zip of JSON, CSV and ICS (rules S49).
 */
#ifndef PRACTICE_TRANSFER_EXPORT_CLIENT_H
#define PRACTICE_TRANSFER_EXPORT_CLIENT_H

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

#endif
