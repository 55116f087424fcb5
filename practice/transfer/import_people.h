/**
 * Importing people.csv, as other programs export their people.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_PEOPLE_H
#define PRACTICE_TRANSFER_IMPORT_PEOPLE_H

#include "base/str.h"
#include "practice/transfer/import_report.h"
#include "store/store.h"

/**
 * people.csv: a line names the columns in any order, ours (login, name, code,
 * roles, email, phone, address, notice, hourly, bonus, active, may, grants,
 * service, calendar_names, calendar_money) or those of other programs ("First
 * Name", "Mobile", "Zip"), which make up a person; any Unicode encoding or
 * Windows-1252, RFC 4180 quoting, any separator of csv.h. A row is about the
 * person of its login or code, else of its e-mail and name, else a new one.
 * An empty cell says nothing: what is there stays. Each row is a transaction
 * by the system through CHANNEL_IMPORT.
 *
 * roles: of new people of whom the file tells none, or words that are no
 * roles. 0: these are clients; but a file is refused where a column that is
 * left out names roles, and so is a row with what only a practitioner has.
 *
 * OK whatever was refused; ERR_STORAGE, ERR_UNAVAILABLE when it had to end.
 */
MUST_CHECK enum err practice_import_people(struct operation *op,
					   struct store *store,
					   const char *file, unsigned roles,
					   struct slice csv,
					   struct import_report *report);

#endif
