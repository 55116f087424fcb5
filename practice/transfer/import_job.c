#include "practice/transfer/import_job.h"

#include "practice/access.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/transfer/import.h"
#include "practice/transfer/import_known.h"
#include "practice/write_one.h"
#include "store/people.h"
#include "store/transaction.h"

#include <string.h>

#define CHANGED                                                    \
	"The practice has changed since the preview: look at the " \
	"new one."

/* The one that is worked on now, for whoever looks. */
static atomic_int_fast64_t working;
static struct import_watch watch;

static void (*job_wake)(void *context);
static void *job_context;

void practice_import_job_watch(void (*wake)(void *context), void *context)
{
	job_wake = wake;
	job_context = context;
}

static void wake(void)
{
	if (job_wake)
		job_wake(job_context);
}

static enum err files_check(struct operation *op,
			    const struct import_upload *files, size_t count)
{
	size_t size = 0;

	if (!count)
		return fail_field(op, "files", "files-missing",
				  "Please choose a file: people.csv, or a "
				  "calendar (.ics).");
	if (count > IMPORT_UPLOAD_FILES)
		return fail_field(op, "files", "files-too-many",
				  "At most %d files go at once.",
				  IMPORT_UPLOAD_FILES);
	for (size_t i = 0; i < count; i++) {
		size += files[i].bytes.len;
		if (str_empty(files[i].name) ||
		    strlen(files[i].name) > IMPORT_UPLOAD_NAME)
			return fail_field(op, "files", "files-name",
					  "The name of a file is missing or "
					  "too long.");
	}
	if (size > IMPORT_UPLOAD_BYTES)
		return fail_field(op, "files", "files-too-large",
				  "All files together have at most 8 MiB; an "
				  "operator can import larger ones by the "
				  "command line.");
	return OK;
}

static enum err practitioner_check(struct operation *op, struct reader *reader,
				   const char *login)
{
	struct person person = { .active = false };
	enum err err = OK;

	if (!login)
		return OK;
	err = store_person_find_login(reader, login, &person);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || !person.active || !(person.roles & ROLE_PRACTITIONER))
		return fail_field(op, "practitioner", "unknown",
				  "There is no active practitioner called "
				  "'%s'.",
				  login);
	return OK;
}

static bool is_busy(enum import_state state)
{
	return state == IMPORT_READING || state == IMPORT_APPLYING ||
	       state == IMPORT_TAKING;
}

static bool is_settled(enum import_state state)
{
	return state == IMPORT_DONE || state == IMPORT_FAILED;
}

/* Files of people do not lie about longer than they have to, and what came of
 * an import makes room for the next one: newest first, so the oldest go. */
static enum err drop_old(struct transaction *tx, size_t *left)
{
	struct instant now = store_tx_operation(tx)->now;
	struct import_job *list;
	size_t count;
	enum err err =
		store_import_job_list(store_tx_reader(tx), &list, &count);

	*left = 0;
	for (size_t i = 0; !err && i < count; i++) {
		enum import_state state = list[i].state;
		bool old = now.s - list[i].created.s > IMPORT_JOB_KEPT;
		bool full = *left + 1 >= IMPORT_JOBS;

		if ((old && !is_busy(state)) || (full && is_settled(state)))
			err = store_import_job_drop(tx, list[i].id);
		else
			(*left)++;
	}
	return err;
}

struct add_work {
	const struct import_upload *files;
	size_t count;
	struct import_job job;
};

static enum err add_work(struct transaction *tx, void *context)
{
	struct add_work *work = context;
	struct operation *op = store_tx_operation(tx);
	json_t *after;
	size_t left;
	enum err err = practice_need_admin(op);

	if (!err)
		err = files_check(op, work->files, work->count);
	if (!err)
		err = practitioner_check(op, store_tx_reader(tx),
					 work->job.practitioner);
	if (!err)
		err = drop_old(tx, &left);
	if (err)
		return err;
	if (left >= IMPORT_JOBS)
		return fail(op, ERR_CONFLICT,
			    "%d imports wait already: take one in, or drop "
			    "one, first.",
			    IMPORT_JOBS);
	err = store_import_job_add(tx, &work->job, work->files, work->count);
	if (err)
		return err;
	after = json_new(op->arena);
	json_put_integer(after, "files", (int64_t)work->count);
	return record_add(tx, "import.upload", "import", work->job.id, NULL,
			  after);
}

enum err practice_import_job_add(struct operation *op, struct store *store,
				 const struct import_upload *files,
				 size_t count,
				 const struct import_options *options,
				 int64_t *id)
{
	struct add_work work = {
		.files = files,
		.count = count,
		.job = { .person = op->actor.person,
			 .state = IMPORT_READING,
			 .practitioner = str_empty(options->practitioner)
						 ? NULL
						 : options->practitioner,
			 .all_day = options->all_day },
	};
	enum err err = store_write(op, store, add_work, &work);

	if (err)
		return err;
	*id = work.job.id;
	wake();
	return OK;
}

static enum err find(struct reader *reader, int64_t id, struct import_job *job)
{
	struct operation *op = store_reader_operation(reader);
	enum err err = store_import_job_find(reader, id, job);

	if (err == ERR_NOT_FOUND)
		return fail(op, err, "There is no such import.");
	return err;
}

enum err practice_import_job_find(struct reader *reader, int64_t id,
				  struct import_job *job)
{
	enum err err = practice_need_admin(store_reader_operation(reader));

	return err ? err : find(reader, id, job);
}

struct decision {
	int64_t id;
	const char *hash;
};

static enum err apply_work(struct transaction *tx, void *context)
{
	const struct decision *decision = context;
	struct operation *op = store_tx_operation(tx);
	struct import_job job;
	enum err err = practice_import_job_find(store_tx_reader(tx),
						decision->id, &job);

	if (err)
		return err;
	if (job.state != IMPORT_READY)
		return fail(op, ERR_CONFLICT,
			    "This import is not waiting to be taken in.");
	if (!str_equal(job.hash, decision->hash))
		return fail(op, ERR_CONFLICT, CHANGED);
	job.state = IMPORT_APPLYING;
	job.reason = NULL;
	err = store_import_job_update(tx, &job);
	return err ? err
		   : record_add(tx, "import.apply", "import", job.id, NULL,
				NULL);
}

enum err practice_import_job_apply(struct operation *op, struct store *store,
				   int64_t id, const char *hash)
{
	struct decision decision = { id, hash };
	enum err err = store_write(op, store, apply_work, &decision);

	if (!err)
		wake();
	return err;
}

static enum err drop(struct transaction *tx, int64_t id)
{
	struct import_job job;
	enum err err = practice_import_job_find(store_tx_reader(tx), id, &job);

	if (err)
		return err;
	if (job.state == IMPORT_APPLYING || job.state == IMPORT_TAKING)
		return fail(store_tx_operation(tx), ERR_CONFLICT,
			    "This import is being taken in.");
	return store_import_job_drop(tx, job.id);
}

enum err practice_import_job_drop(struct operation *op, struct store *store,
				  int64_t id)
{
	return practice_write_one(op, store, drop, id);
}

/* How many things of the job were handled so far, while it is worked on. */
static int64_t handled_of(int64_t job)
{
	return atomic_load(&working) == job ? atomic_load(&watch.handled) : 0;
}

enum err practice_import_job_json(struct reader *reader, int64_t id,
				  json_t **json)
{
	const struct audience office = { store_reader_operation(reader)->arena,
					 0, SEE_OFFICE };
	struct import_known known;
	struct import_job job;
	enum err err = practice_import_job_find(reader, id, &job);

	if (!err)
		err = practice_import_known(reader, &job, &known);
	if (err)
		return err;
	known.handled = handled_of(id);
	*json = shape_write(&office, import_rows, &known);
	return OK;
}

/* One job at its work. */
struct run {
	struct operation *op; /* with memory of its own */
	struct store *store;
	struct import_job job;
	struct import_upload *uploads;
	struct import_file *files;
	size_t count;
	struct import_report report;
};

static enum err next_work(struct transaction *tx, void *context)
{
	struct run *run = context;
	struct reader *reader = store_tx_reader(tx);
	struct import_job *list;
	size_t count, left;
	enum err err = drop_old(tx, &left);

	run->job.id = 0;
	if (!err)
		err = store_import_job_list(reader, &list, &count);
	/* Those come first that came first. */
	for (size_t i = 0; !err && i < count; i++)
		if (is_busy(list[i].state))
			run->job = list[i];
	if (err || !run->job.id)
		return err;
	return store_import_files(reader, run->job.id, &run->uploads,
				  &run->count);
}

static enum err keep_work(struct transaction *tx, void *context)
{
	struct run *run = context;
	enum err err = store_import_job_update(tx, &run->job);

	if (err == ERR_NOT_FOUND)
		return OK; /* dropped meanwhile */
	if (!err && run->job.state == IMPORT_DONE)
		err = store_import_files_drop(tx, run->job.id);
	return err;
}

static enum err keep(struct run *run, enum import_state state,
		     const char *reason)
{
	run->job.state = state;
	run->job.reason = reason;
	return store_write(run->op, run->store, keep_work, run);
}

static void report_keep(struct run *run)
{
	struct arena *arena = run->op->arena;

	run->job.hash = practice_import_hash(arena, &run->report);
	run->job.report = import_report_text(arena, &run->report,
					     atomic_load(&watch.handled));
}

static struct import_options options_of(const struct run *run)
{
	return (struct import_options){
		.practitioner = run->job.practitioner,
		.all_day = (enum import_all_day)run->job.all_day,
	};
}

static void files_make(struct run *run)
{
	run->files = arena_array(run->op->arena, run->count + 1,
				 sizeof(*run->files));
	for (size_t i = 0; i < run->count; i++)
		run->files[i] = (struct import_file){ run->uploads[i].name,
						      run->uploads[i].bytes };
}

static enum err preview(struct run *run)
{
	const struct import_options options = options_of(run);
	const char *seen = run->job.hash;
	bool applies = run->job.state == IMPORT_APPLYING;
	enum err err =
		practice_import_preview(run->op, run->store, run->files,
					run->count, &options, &run->report);

	if (err)
		return err;
	report_keep(run);
	if (!applies)
		return keep(run, IMPORT_READY, NULL);
	if (!str_equal(seen, run->job.hash))
		return keep(run, IMPORT_READY, CHANGED);
	return keep(run, IMPORT_TAKING, NULL);
}

static enum err take(struct run *run)
{
	const struct import_options options = options_of(run);
	enum err err;

	run->report = (struct import_report){ .watch = &watch };
	atomic_store(&watch.handled, 0);
	err = practice_import(run->op, run->store, run->files, run->count,
			      &options, &run->report);
	if (err)
		return err;
	report_keep(run);
	return keep(run, IMPORT_DONE, NULL);
}

/* What the disk could not do, or a stop cut short, is tried again. */
static enum err work(struct run *run)
{
	enum err err = OK;
	const char *why;

	atomic_store(&watch.handled, 0);
	atomic_store(&working, run->job.id);
	run->report = (struct import_report){ .watch = &watch };
	files_make(run);
	if (run->job.state != IMPORT_TAKING)
		err = preview(run);
	if (!err && run->job.state == IMPORT_TAKING)
		err = take(run);
	atomic_store(&working, 0);
	if (!err || err_is_outage(err))
		return err;
	why = run->op->failure.message;
	operation_recover(run->op);
	return keep(run, IMPORT_FAILED,
		    why ? why : "The files could not be taken in.");
}

static enum err run_next(struct operation *op, struct store *store,
			 struct arena *arena, bool *more)
{
	struct operation own;
	struct run run = { .op = &own, .store = store };
	enum err err;

	operation_init(&own, arena, op->now);
	own.actor = op->actor;
	own.actor.channel = CHANNEL_IMPORT;
	err = store_write(&own, store, next_work, &run);
	*more = !err && run.job.id;
	if (*more)
		err = work(&run);
	if (err)
		return fail(op, err, "%s",
			    own.failure.message ? own.failure.message : "");
	return OK;
}

enum err practice_import_jobs_run(struct operation *op, struct store *store)
{
	struct arena *arena = arena_new();
	bool more = true;
	enum err err = OK;

	while (!err && more && !atomic_load(&watch.stop)) {
		err = run_next(op, store, arena, &more);
		arena_reset(arena);
	}
	arena_free(arena);
	return err;
}

void practice_import_jobs_stop(void)
{
	atomic_store(&watch.stop, true);
}
