/**
 * An import by upload as somebody knows it (rule S49): its fields as rows.
 * JSON answers, the fields of an upload, and the report that is kept with the
 * job are these rows.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_KNOWN_H
#define PRACTICE_TRANSFER_IMPORT_KNOWN_H

#include "base/shape.h"
#include "practice/transfer/import_options.h"
#include "practice/transfer/import_report.h"
#include "store/import_job.h"

struct import_known {
	struct import_job job;
	const char **files; /* their names */
	size_t file_count;
	bool told; /* is there a report? */
	struct import_report report;
	int64_t total;   /* things that the report handled */
	int64_t handled; /* so far, while it is worked on */
};

extern const struct field import_rows[];
/** Of struct import_options, with the files, which lie in no struct. */
extern const struct field import_upload_rows[];

/** The report and how many things it handled, as the text that is kept. */
const char *import_report_text(struct arena *arena,
			       const struct import_report *report,
			       int64_t handled);
/** All of a job that was found, its report read from that text. */
MUST_CHECK enum err practice_import_known(struct reader *reader,
					  const struct import_job *job,
					  struct import_known *known);

#endif
