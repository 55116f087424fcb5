/**
 * What whoever imports says besides the files, and how much may be uploaded.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_OPTIONS_H
#define PRACTICE_TRANSFER_IMPORT_OPTIONS_H

/** Of one upload: files, bytes of all, bytes of a name. */
#define IMPORT_UPLOAD_FILES 20
#define IMPORT_UPLOAD_BYTES ((size_t)8 * 1024 * 1024)
#define IMPORT_UPLOAD_NAME 200

/** What becomes of an all-day event that names no client. */
enum import_all_day {
	IMPORT_ALL_DAY_DRAFT, /* one of its first day (S8) */
	IMPORT_ALL_DAY_CLOSURE,
	IMPORT_ALL_DAY_SKIP,
};

/** Their words (base/word.h). */
extern const char *const import_all_day_words[];

struct import_options {
	/** Whose calendars these are, by login; NULL: whom events name. */
	const char *practitioner;
	/** Of new people of whom a file tells none; 0: practice_import_people
	 *  says. */
	unsigned roles;
	enum import_all_day all_day;
};

#endif
