/**
 * Imports by upload: the files as they were sent, what was told of them, and
 * how far they are. A job is kept until it is dropped.
 */
#ifndef STORE_IMPORT_JOB_H
#define STORE_IMPORT_JOB_H

#include <stddef.h>

#include "base/clock.h"
#include "base/str.h"
#include "store/tables.h"

enum import_state {
	IMPORT_READING,  /* a preview is wanted */
	IMPORT_READY,    /* it is there; somebody decides */
	IMPORT_APPLYING, /* it is to be taken in, if the preview still holds */
	IMPORT_TAKING,   /* it is being taken in */
	IMPORT_DONE,
	IMPORT_FAILED,
};

/** Their words (base/word.h). */
extern const char *const import_state_words[];

struct import_job {
	int64_t id, person;
	struct instant created;
	enum import_state state;
	const char *practitioner; /* login, or NULL */
	int all_day;              /* enum import_all_day */
	const char *hash;         /* of the preview, or NULL */
	const char *report;       /* JSON of the last one, or NULL */
	const char *reason;       /* why it stands so; for people, or NULL */
};

struct import_upload {
	const char *name;
	struct slice bytes;
};

/** Sets id and created (now). */
MUST_CHECK enum err store_import_job_add(struct transaction *tx,
					 struct import_job *job,
					 const struct import_upload *files,
					 size_t count);
MUST_CHECK enum err store_import_job_find(struct reader *reader, int64_t id,
					  struct import_job *job);
/** Newest first. */
MUST_CHECK enum err store_import_job_list(struct reader *reader,
					  struct import_job **list,
					  size_t *count);
/** State, hash, report and reason. ERR_NOT_FOUND. */
MUST_CHECK enum err store_import_job_update(struct transaction *tx,
					    const struct import_job *job);
/** With its files. Also OK where there is none. */
MUST_CHECK enum err store_import_job_drop(struct transaction *tx, int64_t id);
/** Its files alone: they are not needed any more. */
MUST_CHECK enum err store_import_files_drop(struct transaction *tx,
					    int64_t job);

/** In the order of the upload. */
MUST_CHECK enum err store_import_files(struct reader *reader, int64_t job,
				       struct import_upload **files,
				       size_t *count);
/** The same without their bytes. */
MUST_CHECK enum err store_import_names(struct reader *reader, int64_t job,
				       struct import_upload **files,
				       size_t *count);

#endif
