/**
 * What an import tells of: how many things went in, and line by line what did
 * not. What cannot be imported is reported, the rest goes in; importing the
 * same again changes nothing.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_REPORT_H
#define PRACTICE_TRANSFER_IMPORT_REPORT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How far it is, for another thread; and a wish of that one that it ends. */
struct import_watch {
	atomic_int_fast64_t handled; /* rows and events so far */
	atomic_bool stop;
};

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
	struct import_watch *watch; /* NULL: nobody watches */
};

#endif
