/**
 * Importing people.csv, as other programs export their people.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_PEOPLE_H
#define PRACTICE_TRANSFER_IMPORT_PEOPLE_H

#include "base/str.h"
#include "practice/transfer/import_report.h"
#include "store/store.h"

/**
 * people.csv: the first line names the columns in any order (login, name,
 * code, roles, email, phone, notice, hourly, bonus, active, may, grants,
 * service, calendar_names); RFC 4180 quoting, UTF-8 with or without BOM, ','
 * or ';'. A row is about the person of its login or code, else of its e-mail
 * and name, else a new one (a client where no role is told). An empty cell
 * says nothing: what is there stays. Each row is a transaction by the system
 * through CHANNEL_IMPORT.
 *
 * OK whatever was refused; ERR_STORAGE, ERR_UNAVAILABLE when it had to end.
 */
MUST_CHECK enum err practice_import_people(struct operation *op,
					   struct store *store,
					   const char *file, struct slice csv,
					   struct import_report *report);

#endif
