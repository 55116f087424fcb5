/**
 * The columns of people.csv: what each cell says about a person.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_CELLS_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_CELLS_PRIVATE_H

#include "store/people.h"

/** One row over the person that it is about, inside its transaction. */
struct cells {
	struct operation *op;
	struct reader *reader;
	int digits; /* of the currency */
	bool has_may, has_notice;
	struct person person;
};

struct import_column {
	const char *name;
	/** Take a cell that is not empty. ERR_INVALID with a wrong field, or
	 *  ERR_STORAGE. */
	enum err (*read)(struct cells *cells, const char *field,
			 const char *value);
};

/** The column of a header's name, or NULL. Case, blanks, '-' and '_' do not
 *  count. */
const struct import_column *import_column_find(const char *name);

#endif
