/**
 * Importing services.csv, rates.csv and completion-types.csv of a practice's
 * own export.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_SERVICES_H
#define PRACTICE_TRANSFER_IMPORT_SERVICES_H

#include "base/str.h"
#include "practice/transfer/import_report.h"
#include "store/store.h"

/** services.csv, rates.csv and completion-types.csv of a practice's own
 *  export: what is new goes in, what is there stays. Errors as of
 *  practice_import_people. */
MUST_CHECK enum err practice_import_services(struct operation *op,
					     struct store *store,
					     const char *file, struct slice csv,
					     struct import_report *report);
MUST_CHECK enum err practice_import_rates(struct operation *op,
					  struct store *store, const char *file,
					  struct slice csv,
					  struct import_report *report);
MUST_CHECK enum err practice_import_types(struct operation *op,
					  struct store *store, const char *file,
					  struct slice csv,
					  struct import_report *report);

#endif
