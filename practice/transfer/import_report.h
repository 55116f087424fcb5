/**
 * What an import tells of: how many things went in, and line by line what did
 * not. What cannot be imported is reported, the rest goes in; importing the
 * same again changes nothing.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_REPORT_H
#define PRACTICE_TRANSFER_IMPORT_REPORT_H

#include <stddef.h>
#include <stdint.h>

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

#endif
