/**
 * Importing files of any kind that imports take: what each is, its name tells,
 * and those that others need go first.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_H
#define PRACTICE_TRANSFER_IMPORT_H

#include "base/str.h"
#include "practice/transfer/import_options.h"
#include "practice/transfer/import_report.h"
#include "store/store.h"

/** Most bytes of a file. */
#define IMPORT_FILE_LIMIT (64 * 1024 * 1024)

struct import_file {
	const char *name; /* with or without folders; reports have it so */
	struct slice bytes;
};

/** Would a file of this name be taken? Endings ignore case. */
bool practice_import_takes(const char *name);

/**
 * Take in these files, which are put into the order in which they are taken: a
 * practice's own tables, each behind those that it needs, other files of
 * people, calendars. A file that is of no kind is refused with a line; so is
 * one of an own export that only tells what the others do.
 *
 * OK whatever was refused; ERR_INVALID when the practitioner is no active one;
 * ERR_STORAGE, ERR_UNAVAILABLE when it had to end.
 */
MUST_CHECK enum err practice_import(struct operation *op, struct store *store,
				    struct import_file *files, size_t count,
				    const struct import_options *options,
				    struct import_report *report);
/**
 * What practice_import would do and say, of a copy of the whole practice, so
 * that it is exact: a session may need a person of another file. Nothing is
 * written to the practice.
 */
MUST_CHECK enum err
practice_import_preview(struct operation *op, struct store *store,
			struct import_file *files, size_t count,
			const struct import_options *options,
			struct import_report *report);
/** What tells one report from another; in the arena. */
const char *practice_import_hash(struct arena *arena,
				 const struct import_report *report);

#endif
