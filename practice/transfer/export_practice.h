/**
 * The parts of the whole practice's export. Private to export*.c.
 */
#ifndef PRACTICE_TRANSFER_EXPORT_PRACTICE_H
#define PRACTICE_TRANSFER_EXPORT_PRACTICE_H

#include "practice/transfer/export.h"
#include "practice/transfer/export_run.h"

/** The property of events that a practice's own export holds: theirs are not
 *  a calendar program's words, but what the practice had entered. */
#define EXPORT_MARK "X-PRACTICE-EXPORT"

struct practice_export {
	struct export run;
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

/* Each writes files of its own. */
MUST_CHECK enum err export_settings(struct practice_export *export);
MUST_CHECK enum err export_people(struct practice_export *export);
MUST_CHECK enum err export_services(struct practice_export *export);
MUST_CHECK enum err export_types(struct practice_export *export);
MUST_CHECK enum err export_schedules(struct practice_export *export);
MUST_CHECK enum err export_sessions(struct practice_export *export);
MUST_CHECK enum err export_calendar_files(struct practice_export *export);
MUST_CHECK enum err export_personal(struct practice_export *export);
MUST_CHECK enum err export_invoices(struct practice_export *export);
MUST_CHECK enum err export_payments(struct practice_export *export);
MUST_CHECK enum err export_payroll(struct practice_export *export);
MUST_CHECK enum err export_audit(struct practice_export *export);
MUST_CHECK enum err export_ledger(struct practice_export *export);

#endif
