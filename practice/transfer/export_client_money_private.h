/**
 * Invoices, payments, statement and ledger of one client's export.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_CLIENT_MONEY_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_CLIENT_MONEY_PRIVATE_H

#include "practice/transfer/export_archive_private.h"

MUST_CHECK enum err export_client_money(struct client_export *export);

#endif
