/**
 * Importing what other programs export: people.csv and .ics files.
 * What cannot be imported is reported line by line; the rest goes in;
 * importing the same again changes nothing.
 */
#ifndef PRACTICE_IMPORT_H
#define PRACTICE_IMPORT_H

#include <stddef.h>

#include "base/str.h"
#include "store/store.h"

struct import_line {
	const char *file;
	size_t line; /* 1 = first; 0: the file itself */
	const char *message;
};

struct import_report {
	int64_t added, unchanged, changed, refused;
	struct import_line *lines; /* what was refused or only partly taken */
	size_t line_count;
	size_t line_room;
};

/** people.csv: a header line names the columns in any order (login, name,
 *  code, roles, email, phone, notice, hourly, bonus, active, may...); RFC
 *  4180 quoting, UTF-8 with or without BOM, ',' or ';'. */
MUST_CHECK enum err practice_import_people(struct operation *op,
					   struct store *store,
					   const char *file, struct slice csv,
					   struct import_report *report);
/** One .ics file: events become sessions of `practitioner` (login; NULL: by
 *  ORGANIZER, ATTENDEE or X-PRACTICE lines that name one, else a draft
 *  without); recurring ones their sessions up to 366. */
MUST_CHECK enum err practice_import_ics(struct operation *op,
					struct store *store, const char *file,
					const char *practitioner,
					struct slice ics,
					struct import_report *report);

#endif
