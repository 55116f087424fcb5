/**
 * Comma-separated values (RFC 4180) as spreadsheets write them: UTF-8 with or
 * without a byte order mark, ',', ';', '|' or a tab between fields, any line
 * ends, and Excel's "sep=;" in front.
 * A row that cannot be read costs only itself.
 */
#ifndef PRACTICE_TRANSFER_CSV_H
#define PRACTICE_TRANSFER_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/** Bounds of one row; what is over them cannot be read. */
#define CSV_ROW_LIMIT (64 * 1024) /* bytes */
#define CSV_FIELD_LIMIT 256

struct csv {
	struct slice bytes;
	size_t at;   /* where the next row begins */
	size_t line; /* the line that `at` is in, 1 = first */
	char separator;
};

struct csv_row {
	size_t line; /* that it begins on */
	const char *
		*fields; /* unquoted, in the arena; line ends in them "\n" */
	size_t count;
	const char *problem; /* why it cannot be read, or NULL */
};

/** Begin with bytes that outlive the reading; the first line tells which
 *  separator holds, or decides it. */
void csv_init(struct csv *csv, struct slice bytes);

/** The next row that is not a blank line, or false at the end. Behind a row
 *  with a problem reading goes on with the next line. */
MUST_CHECK bool csv_next(struct csv *csv, struct arena *arena,
			 struct csv_row *row);

#endif
