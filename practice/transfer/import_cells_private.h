/**
 * The cells of people.csv: what each says about a person.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_CELLS_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_CELLS_PRIVATE_H

#include "practice/transfer/import_columns_private.h"
#include "practice/transfer/import_run_private.h"
#include "store/people.h"

/** One row over the person that it is about, inside its transaction. */
struct cells {
	struct operation *op;
	struct reader *reader;
	int digits; /* of the currency */
	bool has_may, has_notice;
	struct person person;
};

/** Lay the cells of a row over cells->person. ERR_INVALID with every wrong
 *  field, or ERR_STORAGE. */
MUST_CHECK enum err import_cells_read(struct cells *cells,
				      const struct import_row_cells *row);

#endif
