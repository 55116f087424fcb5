/**
 * Tables of a practice's own export: a row a thing, columns by their names.
 *
 */
#ifndef PRACTICE_TRANSFER_IMPORT_TABLE_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_TABLE_PRIVATE_H

#include "base/money.h"
#include "practice/transfer/csv.h"
#include "practice/transfer/import_run_private.h"

struct import_table {
	struct import import;
	struct reader *reader; /* begun anew for each row */
	int digits;            /* of the currency */
	const char **columns;
	size_t column_count;
	struct csv_row row;
};

/** Takes one row by the operation table->import.one; ERR_EXISTS: it is there
 *  already. */
typedef enum err import_row(struct import_table *table);

/** Read a file of rows; `needed` is a column that it must have. Errors as of
 *  practice_import_people. */
MUST_CHECK enum err import_table_read(struct operation *op, struct store *store,
				      const char *file, struct slice csv,
				      const char *needed, import_row *take,
				      struct import_report *report);

/** A cell, NULL where it is empty or there is no such column. */
const char *import_cell(const struct import_table *table, const char *column);
/** These answer ERR_INVALID with the column as the field; an empty cell leaves
 *  the output as it is. */
MUST_CHECK enum err import_cell_int(struct import_table *table,
				    const char *column, int64_t *number);
MUST_CHECK enum err import_cell_money(struct import_table *table,
				      const char *column, struct money *money);
MUST_CHECK enum err import_cell_day(struct import_table *table,
				    const char *column, struct day *day);
/** "yes" or not. */
bool import_cell_yes(const struct import_table *table, const char *column);

#endif
