/**
 * Imports by upload: files are kept, read on a copy, shown, and taken in when
 * somebody says so, by a thread of the server; whoever sent them need not
 * wait. What a crash cut short goes on at the next start. For admins.
 */
#ifndef PRACTICE_TRANSFER_IMPORT_JOB_H
#define PRACTICE_TRANSFER_IMPORT_JOB_H

#include <stdbool.h>

#include "base/json.h"
#include "practice/transfer/import_options.h"
#include "store/import_job.h"
#include "store/store.h"

/** Jobs that are kept, and seconds for which one is. */
#define IMPORT_JOBS 20
#define IMPORT_JOB_KEPT (24 * 3600)

/** Keep the files; their preview is made soon. ERR_INVALID with fields (files,
 *  practitioner), ERR_CONFLICT: too many wait. */
MUST_CHECK enum err
practice_import_job_add(struct operation *op, struct store *store,
			const struct import_upload *files, size_t count,
			const struct import_options *options, int64_t *id);
/** Take in what the preview of this hash told. ERR_NOT_FOUND; ERR_CONFLICT:
 *  another one is there by now, or it is not ready. */
MUST_CHECK enum err practice_import_job_apply(struct operation *op,
					      struct store *store, int64_t id,
					      const char *hash);
/** Forget it. ERR_CONFLICT: it is being taken in. */
MUST_CHECK enum err practice_import_job_drop(struct operation *op,
					     struct store *store, int64_t id);
/** For admins: ERR_FORBIDDEN, ERR_NOT_FOUND. */
MUST_CHECK enum err practice_import_job_find(struct reader *reader, int64_t id,
					     struct import_job *job);
/** It as JSON by import_rows (import_known.h). */
MUST_CHECK enum err practice_import_job_json(struct reader *reader, int64_t id,
					     json_t **json);

/** Work on whatever waits until nothing does. As the system, in one thread.
 *  ERR_STORAGE, ERR_UNAVAILABLE: it goes on at the next call. */
MUST_CHECK enum err practice_import_jobs_run(struct operation *op,
					     struct store *store);
/** From another thread: the work ends at the next row; a later process goes
 *  on. */
void practice_import_jobs_stop(void);
/** Who is told that something waits; set once, before there are threads. */
void practice_import_job_watch(void (*wake)(void *context), void *context);

#endif
