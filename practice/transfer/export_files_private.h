/**
 * The files of the whole practice's export, which its parts write on.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_FILES_PRIVATE_H
#define PRACTICE_TRANSFER_EXPORT_FILES_PRIVATE_H

#include "practice/transfer/export_practice.h"
#include "practice/transfer/export_run_private.h"

struct practice_export {
	struct export_run run;
	export_write *write;
	void *context;
};

/** Hand on what there is and empty the buffer. */
MUST_CHECK enum err export_flush(struct practice_export *export,
				 const char *name, struct buf *buf);
/** The same once it is worth it. */
MUST_CHECK enum err export_flush_some(struct practice_export *export,
				      const char *name, struct buf *buf);
/** Codes or logins of people, "C042;C051". */
MUST_CHECK enum err export_words(struct practice_export *export,
				 const struct ids *people, const char **words);
/** A service's name; "" of 0. */
MUST_CHECK enum err export_service(struct practice_export *export,
				   int64_t service, const char **name);
/** What may stand in a file's name of a text. */
char *export_file_word(struct arena *arena, const char *text);

#endif
