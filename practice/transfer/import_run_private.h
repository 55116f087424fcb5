/**
 * What imports share: the report, and an operation for each row or event, so
 * that memory is that of the largest and not of all.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_RUN_PRIVATE_H
#define PRACTICE_TRANSFER_IMPORT_RUN_PRIVATE_H

#include "base/operation.h"
#include "practice/transfer/import_options.h"
#include "practice/transfer/import_report.h"
#include "store/store.h"

/** Lines that a report holds of one import; the rest is only counted. */
#define IMPORT_LINE_LIMIT 10000

struct import {
	struct operation *op; /* the caller's: what holds for the whole file */
	struct store *store;
	const char *file;
	const struct import_options *options; /* of calendars */
	struct import_report *report;
	size_t lines_left;
	const char **zones_told; /* TZIDs that nobody knows */
	size_t zone_count, zone_room;
	/** Of the row or event at hand, by CHANNEL_IMPORT; what it made is
	 *  gone at the next import_next. */
	struct operation one;
};

/** Begin on a file; ended by import_end. */
void import_begin(struct import *import, struct operation *op,
		  struct store *store, const char *file,
		  struct import_report *report);
void import_end(struct import *import);
/** The bytes of a file as UTF-8, whatever they are in; they live as long as
 *  the import, or as long as `bytes`. */
struct slice import_text(struct import *import, struct slice bytes);
/** A fresh operation for the next row or event. */
void import_next(struct import *import);
/** Asked before each of them: ERR_UNAVAILABLE, the import is to end. */
MUST_CHECK enum err import_go_on(struct import *import);

/** Add a line to the report, its text copied. */
void import_tell(struct import *import, size_t line, const char *format, ...)
	PRINTF(3, 4);
/** The same of something that did not go in. */
void import_refuse(struct import *import, size_t line, const char *format, ...)
	PRINTF(3, 4);

/** Sentences for the report about what was taken only in part. */
struct remarks {
	struct arena *arena;
	const char **at;
	size_t count, room;
};

void remark(struct remarks *remarks, const char *format, ...) PRINTF(2, 3);

/** Why import->one failed, every wrong field with it. */
const char *import_reasons(const struct import *import);

/** Does this error end the import, being no matter of one row? */
bool import_is_fatal(enum err err);
/** Hand a fatal error of import->one on to the caller's operation. */
enum err import_fail(struct import *import, enum err err);

#endif
