/**
 * Importing contacts.csv of a practice's own export: the guardians and payers
 * of people who are there.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_CONTACTS_H
#define PRACTICE_TRANSFER_IMPORT_CONTACTS_H

#include "base/str.h"
#include "practice/transfer/import_report.h"
#include "store/store.h"

/** Rows of person (a login or code), name, email, phone, address, notice,
 *  relation and payer. A contact of that name and relation takes what the row
 *  tells; else there is one more. Errors as of practice_import_people. */
MUST_CHECK enum err practice_import_contacts(struct operation *op,
					     struct store *store,
					     const char *file, struct slice csv,
					     struct import_report *report);

#endif
