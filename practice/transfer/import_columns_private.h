/**
 * The columns of files of people: what the headings of the common products
 * mean, and which cell of a row counts where several tell the same.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_COLUMNS_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_COLUMNS_PRIVATE_H

#include "practice/transfer/csv.h"

/** What a cell tells. */
enum cell {
	CELL_LOGIN,
	CELL_NAME,
	CELL_CODE,
	CELL_ROLES,
	CELL_EMAIL,
	CELL_PHONE,
	CELL_ADDRESS,
	CELL_NOTICE,
	CELL_HOURLY,
	CELL_BONUS,
	CELL_ACTIVE,
	CELL_MAY,
	CELL_GRANTS,
	CELL_SERVICE,
	CELL_CALENDAR_NAMES,
	CELL_CALENDAR_MONEY,
	CELL_TOLD, /* those above a person has, these below make them up */
	CELL_ID = CELL_TOLD, /* another program's, perhaps a code */
	CELL_STATUS,         /* its word for active or not */
	CELL_ARCHIVED,
	CELL_LAST_FIRST, /* a name, "Brown, Ada" */
	CELL_FIRST,
	CELL_MIDDLE,
	CELL_LAST,
	CELL_STREET,
	CELL_STREET_2,
	CELL_STREET_3,
	CELL_CITY,
	CELL_REGION,
	CELL_POSTCODE,
	CELL_COUNTRY,
	CELL_COUNT,
};

/** A heading that means something. */
struct import_column {
	const char *name; /* of letters and digits, in lower case */
	enum cell cell;
	int rank; /* the least one counts, of a row's cells that tell the same
		   */
};

/** The cells of a row by what they tell, without blanks around them; NULL
 *  where there is none. */
struct import_row_cells {
	const char *at[CELL_COUNT];
	/** Sentence on cells that another one of the row took the place of,
	 *  or NULL. */
	const char *left_out;
};

struct import_columns {
	const struct import_column **at; /* of each field, NULL: not taken */
	const char **headings;
	size_t count;
	size_t line; /* of the headings */
	size_t rows_above;
};

/** Read the row of headings, which is the first, or one of the next few where
 *  those before hold a title. False: there is none. */
MUST_CHECK bool import_columns_read(struct arena *arena, struct csv *csv,
				    struct import_columns *columns);
/** Is there a column that tells this? */
bool import_columns_tell(const struct import_columns *columns, enum cell cell);

/** The cells of a row, by these columns. */
void import_columns_row(struct arena *arena, const struct import_columns *of,
			const struct csv_row *row,
			struct import_row_cells *cells);

/** What the rows of a file hold, looked at before any is taken. */
struct import_survey {
	/** Headings of cells that are left out, "'Birthday', 'Notes'"; NULL:
	 *  all that holds anything is taken. */
	const char *left_out;
	/** Of a column that is left out though its cells name roles; NULL:
	 *  there is none. */
	const char *roles;
};

/** csv is where the rows begin, and stays there. */
void import_columns_survey(struct arena *arena, struct csv csv,
			   const struct import_columns *columns,
			   struct import_survey *survey);

#endif
