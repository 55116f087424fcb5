#include "store/import_job.h"

#include "store/statement_private.h"

#define JOB_COLUMNS                                                 \
	"id, person, created, state, practitioner, all_day, hash, " \
	"  report, reason"

const char *const import_state_words[] = {
	[IMPORT_READING] = "reading",
	[IMPORT_READY] = "ready",
	[IMPORT_APPLYING] = "applying",
	[IMPORT_TAKING] = "taking",
	[IMPORT_DONE] = "done",
	[IMPORT_FAILED] = "failed",
	NULL,
};

static const char ADD_JOB[] =
	"INSERT INTO import_job (person, created, state, practitioner,"
	"    all_day)"
	"  VALUES ($person, $created, $state, $practitioner, $all_day)"
	"  RETURNING id";

static const char ADD_FILE[] =
	"INSERT INTO import_file (job, position, name, bytes)"
	"  VALUES ($job, $position, $name, $bytes)";

static const char FIND_JOB[] = "SELECT " JOB_COLUMNS "  FROM import_job"
			       "  WHERE id = $id";

static const char LIST_JOBS[] = "SELECT " JOB_COLUMNS "  FROM import_job"
				"  ORDER BY id DESC";

static const char SAVE_JOB[] =
	"UPDATE import_job"
	"  SET state = $state, hash = $hash, report = $report,"
	"    reason = $reason"
	"  WHERE id = $id";

static const char DROP_JOB[] = "DELETE FROM import_job"
			       "  WHERE id = $id";

static const char DROP_FILES[] = "DELETE FROM import_file"
				 "  WHERE job = $job";

static const char LIST_FILES[] = "SELECT name, bytes"
				 "  FROM import_file"
				 "  WHERE job = $job"
				 "  ORDER BY position";

static const char LIST_NAMES[] = "SELECT name"
				 "  FROM import_file"
				 "  WHERE job = $job"
				 "  ORDER BY position";

static void read_job(struct statement *st, void *item)
{
	struct import_job *job = item;

	*job = (struct import_job){
		.id = column_int(st, "id"),
		.person = column_int(st, "person"),
		.created = { column_int(st, "created") },
		.state = (enum import_state)column_int(st, "state"),
		.practitioner = column_text(st, "practitioner"),
		.all_day = (int)column_int(st, "all_day"),
		.hash = column_text(st, "hash"),
		.report = column_text(st, "report"),
		.reason = column_text(st, "reason"),
	};
}

static enum err add_file(struct transaction *tx, int64_t job, size_t position,
			 const struct import_upload *file)
{
	struct statement *st = statement_tx(tx, ADD_FILE);

	bind_int(st, "job", job);
	bind_int(st, "position", (int64_t)position);
	bind_text(st, "name", file->name);
	bind_blob(st, "bytes", file->bytes.at, file->bytes.len);
	return statement_run(st);
}

enum err store_import_job_add(struct transaction *tx, struct import_job *job,
			      const struct import_upload *files, size_t count)
{
	struct statement *st = statement_tx(tx, ADD_JOB);
	struct instant now = store_tx_operation(tx)->now;
	enum err err;

	bind_int(st, "person", job->person);
	bind_int(st, "created", now.s);
	bind_int(st, "state", job->state);
	bind_text(st, "practitioner", job->practitioner);
	bind_int(st, "all_day", job->all_day);
	err = statement_insert(st, &job->id);
	for (size_t i = 0; !err && i < count; i++)
		err = add_file(tx, job->id, i, &files[i]);
	if (!err)
		job->created = now;
	return err;
}

enum err store_import_job_find(struct reader *reader, int64_t id,
			       struct import_job *job)
{
	return statement_one(statement_of_id(reader, FIND_JOB, id), read_job,
			     job);
}

enum err store_import_job_list(struct reader *reader, struct import_job **list,
			       size_t *count)
{
	return statement_list(statement(reader, LIST_JOBS), read_job,
			      sizeof(**list), list, count);
}

enum err store_import_job_update(struct transaction *tx,
				 const struct import_job *job)
{
	struct statement *st = statement_tx(tx, SAVE_JOB);

	bind_int(st, "state", job->state);
	bind_text(st, "hash", job->hash);
	bind_text(st, "report", job->report);
	bind_text(st, "reason", job->reason);
	bind_int(st, "id", job->id);
	return statement_change(st);
}

enum err store_import_files_drop(struct transaction *tx, int64_t job)
{
	return statement_run_id(tx, DROP_FILES, job);
}

enum err store_import_job_drop(struct transaction *tx, int64_t id)
{
	enum err err = store_import_files_drop(tx, id);

	return err ? err : statement_run_id(tx, DROP_JOB, id);
}

static void read_name(struct statement *st, void *item)
{
	struct import_upload *file = item;

	*file = (struct import_upload){ .name = column_text(st, "name") };
}

static void read_file(struct statement *st, void *item)
{
	struct import_upload *file = item;

	read_name(st, file);
	file->bytes = column_blob(st, "bytes");
}

enum err store_import_files(struct reader *reader, int64_t job,
			    struct import_upload **files, size_t *count)
{
	return statement_list(statement_of_id(reader, LIST_FILES, job),
			      read_file, sizeof(**files), files, count);
}

enum err store_import_names(struct reader *reader, int64_t job,
			    struct import_upload **files, size_t *count)
{
	return statement_list(statement_of_id(reader, LIST_NAMES, job),
			      read_name, sizeof(**files), files, count);
}
