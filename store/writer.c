#include "store/writer_private.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/claim.h"
#include "store/connection_private.h"
#include "store/database_private.h"
#include "store/statement_private.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <sqlite3.h>

#define BATCH 32
/* How long another program's lock is waited for; and while it is known to be
 * held, so that not everybody waits as long as the first. */
#define LOCK_MILLISECONDS 5000
#define HELD_UP_MILLISECONDS 250
#define HELD_UP_TICKS 300000 /* waiting longer than this counts as that */

/* Pages (64 MiB) of the log at which it has to begin anew. As long as reads
 * follow one another without a gap it never does so by itself, and grows with
 * each write; and for how long the reads of that moment are waited for. */
#define LOG_LONG 16384
#define LOG_MILLISECONDS 1000

/* Statements around a job that comes alone: begin, commit. Among others it has
 * a savepoint and its release besides. */
#define JOB_WORDS 2
#define SAVEPOINT_WORDS 2

/* Lives on its caller's stack, until the caller has seen `done`. */
struct job {
	struct job *next;
	struct operation *op;
	store_work *work;
	void *context;
	enum err result;
	bool done;
	int64_t since; /* clock_ticks: it waits */
	pthread_cond_t finished;
};

struct writer {
	struct reader *connection; /* the thread's alone */
	bool spoiled; /* the same: what the transaction holds is not known */
	bool hurries; /* the same: its commits do not wait for the disk */
	bool rehearses;
	int log_pages;            /* the same: as of the last commit */
	int log_most;             /* the same: before it is to begin anew */
	atomic_llong waits_since; /* clock_ticks, for a lock; 0: it does not */
	pthread_t thread;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t wanted;
	pthread_cond_t left;
	struct job *first, **last; /* jobs that wait */
	size_t callers;            /* inside store_write */
	struct store_load load;
	bool hurry; /* as is wished */
	bool closing;
};

bool writer_is_held_up(const struct writer *writer)
{
	long long since = atomic_load(&writer->waits_since);

	return since && clock_ticks() - since > HELD_UP_TICKS;
}

/* Took a job that failed SQLite's whole transaction with it? */
static bool transaction_lost(struct writer *writer)
{
	return !database_in_transaction(writer->connection);
}

/* Where a savepoint cannot be made, kept or undone, a job may be half there:
 * nothing of the transaction may stay. */
static enum err spoil(struct writer *writer, struct job *job)
{
	writer->spoiled = true;
	return connection_fail(job->op, writer->connection);
}

static enum err undo_job(struct writer *writer, struct job *job, enum err err)
{
	if (transaction_lost(writer))
		return err;
	if (database_undo(writer->connection) != SQLITE_OK)
		return spoil(writer, job);
	return err;
}

/* The operation's key goes with its first write: both or none. */
static enum err take_claim(struct transaction *tx, struct operation *op)
{
	if (!op->claim || op->claim->recorded)
		return OK;
	return store_claim_insert(tx, op->claim);
}

static enum err run_work(struct writer *writer, struct job *job)
{
	struct reader *connection = writer->connection;
	struct transaction tx = { .reader = connection };
	enum err err;

	operation_recover(job->op);
	job->op->statements += JOB_WORDS;
	connection->op = job->op;
	operation_write_begin(job->op);
	err = take_claim(&tx, job->op);
	if (!err)
		err = job->work(&tx, job->context);
	if (!err && job->op->judge_only)
		err = ERR_INVALID;
	statements_settle(connection);
	operation_write_end(job->op);
	connection->op = NULL;
	return err;
}

static enum err run_job(struct writer *writer, struct job *job)
{
	struct reader *connection = writer->connection;
	enum err err;

	job->op->statements += SAVEPOINT_WORDS;
	if (database_save(connection) != SQLITE_OK)
		return spoil(writer, job);
	err = run_work(writer, job);
	if (err)
		return undo_job(writer, job, err);
	if (database_keep(connection) != SQLITE_OK)
		return spoil(writer, job);
	return OK;
}

/* None of what these jobs did is stored. Those that failed of themselves keep
 * their own reason. */
static void fail_batch(struct writer *writer, struct job *batch)
{
	for (struct job *job = batch; job; job = job->next) {
		if (job->result == OK)
			job->result =
				connection_fail(job->op, writer->connection);
	}
}

static bool roll_back(struct writer *writer)
{
	if (database_roll_back(writer->connection) == SQLITE_OK)
		return true;
	log_event(LOG_ERROR, "rollback-failed", "code=%d",
		  sqlite3_extended_errcode(writer->connection->db));
	return false;
}

/* A lock that is held stays noted until there was none. */
static bool begin(struct writer *writer)
{
	bool held = writer_is_held_up(writer);
	int code;

	/* Of a transaction that is still there nothing may be committed. */
	if (!roll_back(writer))
		return false;
	if (!atomic_load(&writer->waits_since))
		atomic_store(&writer->waits_since, clock_ticks());
	(void)sqlite3_busy_timeout(writer->connection->db,
				   held ? HELD_UP_MILLISECONDS
					: LOCK_MILLISECONDS);
	code = database_begin_write(writer->connection);
	if ((code & 0xFF) != SQLITE_BUSY)
		atomic_store(&writer->waits_since, 0);
	return code == SQLITE_OK;
}

void writer_load(struct writer *writer, struct store_load *load)
{
	pthread_mutex_lock(&writer->lock);
	*load = writer->load;
	pthread_mutex_unlock(&writer->lock);
}

void writer_hurry(struct writer *writer, bool hurry)
{
	pthread_mutex_lock(&writer->lock);
	writer->hurry = hurry;
	pthread_mutex_unlock(&writer->lock);
}

static bool commit(struct writer *writer)
{
	return database_commit(writer->connection) == SQLITE_OK;
}

/* Did each job come out as it should, whether done or refused? */
static bool run_jobs(struct writer *writer, struct job *batch)
{
	writer->spoiled = false;
	for (struct job *job = batch; job; job = job->next) {
		job->result = run_job(writer, job);
		if (writer->spoiled || transaction_lost(writer))
			return false;
	}
	return true;
}

/* For tests: whoever may be run again may be run twice at any time. begin()
 * undoes the first run. */
static bool rehearse(struct writer *writer, struct job *batch)
{
	return !writer->rehearses || (run_jobs(writer, batch) && begin(writer));
}

/* Waits its connection for the disk, or not, as is wished? */
static bool set_pace(struct writer *writer, bool hurry)
{
	if (hurry == writer->hurries)
		return true;
	if (!roll_back(writer) ||
	    database_wait(writer->connection, !hurry) != SQLITE_OK)
		return false;
	writer->hurries = hurry;
	return true;
}

/* Nobody else's work is in the transaction, which is undone whole where the
 * job fails: a savepoint would have SQLite keep what each page was before. */
static bool run_alone(struct writer *writer, struct job *job)
{
	job->result = run_work(writer, job);
	if (job->result)
		(void)roll_back(writer);
	return job->result || commit(writer);
}

static bool run_several(struct writer *writer, struct job *batch)
{
	return rehearse(writer, batch) && run_jobs(writer, batch) &&
	       commit(writer);
}

static void run_batch(struct writer *writer, struct job *batch, bool hurry)
{
	bool alone = !batch->next && !writer->rehearses;

	if (set_pace(writer, hurry) && begin(writer) &&
	    (alone ? run_alone(writer, batch) : run_several(writer, batch)))
		return;
	fail_batch(writer, batch);
	(void)roll_back(writer);
}

/* The lock is held. */
static void note_taken(struct writer *writer, const struct job *job)
{
	writer->load.jobs++;
	writer->load.waiting--;
	writer->load.waited += clock_ticks() - job->since;
}

/* Up to BATCH jobs off the queue's head; the lock is held. */
static struct job *take_batch(struct writer *writer)
{
	struct job *batch = writer->first;
	struct job *end = batch;

	note_taken(writer, end);
	for (int i = 1; i < BATCH && end->next; i++) {
		end = end->next;
		note_taken(writer, end);
	}
	writer->first = end->next;
	if (!writer->first)
		writer->last = &writer->first;
	end->next = NULL;
	return batch;
}

/* A job is gone as soon as its caller sees `done`; the lock is held. */
static void answer_batch(struct job *batch)
{
	while (batch) {
		struct job *next = batch->next;

		batch->done = true;
		pthread_cond_signal(&batch->finished);
		batch = next;
	}
}

/* Nobody waits for it but who writes next. Reads that begin meanwhile are not
 * in its way; one that takes too long is, and is met again further on. */
static void begin_log(struct writer *writer)
{
	if (writer->log_pages < LOG_LONG)
		writer->log_most = LOG_LONG;
	if (writer->log_pages < writer->log_most)
		return;
	if (database_begin_log(writer->connection, LOG_MILLISECONDS) ==
	    SQLITE_OK)
		writer->log_pages = 0;
	else
		writer->log_most = writer->log_pages + LOG_LONG / 4;
}

static void *writer_main(void *arg)
{
	struct writer *writer = arg;

	pthread_mutex_lock(&writer->lock);
	for (;;) {
		struct job *batch;
		int64_t began;
		bool hurry;

		while (!writer->first && !writer->closing)
			pthread_cond_wait(&writer->wanted, &writer->lock);
		if (!writer->first)
			break;
		batch = take_batch(writer);
		hurry = writer->hurry;
		pthread_mutex_unlock(&writer->lock);
		began = clock_ticks();
		run_batch(writer, batch, hurry);
		pthread_mutex_lock(&writer->lock);
		writer->load.batches++;
		writer->load.worked += clock_ticks() - began;
		answer_batch(batch);
		pthread_mutex_unlock(&writer->lock);
		begin_log(writer);
		pthread_mutex_lock(&writer->lock);
	}
	pthread_mutex_unlock(&writer->lock);
	return NULL;
}

struct writer *writer_start(struct reader *connection)
{
	struct writer *writer = calloc(1, sizeof(*writer));
	sigset_t all, before;

	if (!writer)
		abort();
	writer->connection = connection;
	writer->last = &writer->first;
	writer->log_most = LOG_LONG;
	database_keep_log(connection, &writer->log_pages);
	writer->rehearses = getenv("DAYBOOK_REHEARSE") != NULL;
	pthread_mutex_init(&writer->lock, NULL);
	pthread_cond_init(&writer->wanted, NULL);
	pthread_cond_init(&writer->left, NULL);
	/* Signals are the main thread's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&writer->thread, NULL, writer_main, writer) != 0)
		abort(); /* no memory for a stack */
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return writer;
}

void writer_stop(struct writer *writer)
{
	pthread_mutex_lock(&writer->lock);
	writer->closing = true;
	pthread_cond_signal(&writer->wanted);
	while (writer->callers > 0)
		pthread_cond_wait(&writer->left, &writer->lock);
	pthread_mutex_unlock(&writer->lock);
	pthread_join(writer->thread, NULL);
	pthread_cond_destroy(&writer->left);
	pthread_cond_destroy(&writer->wanted);
	pthread_mutex_destroy(&writer->lock);
	database_close(writer->connection);
	free(writer);
}

/* The lock is held. */
static void wait_for(struct writer *writer, struct job *job)
{
	writer->callers++;
	writer->load.waiting++;
	job->since = clock_ticks();
	*writer->last = job;
	writer->last = &job->next;
	pthread_cond_signal(&writer->wanted);
	while (!job->done)
		pthread_cond_wait(&job->finished, &writer->lock);
	writer->callers--;
	if (writer->closing && writer->callers == 0)
		pthread_cond_signal(&writer->left);
}

enum err writer_do(struct writer *writer, struct operation *op,
		   store_work *work, void *context)
{
	struct job job = { .op = op, .work = work, .context = context };
	bool closing;

	/* From inside a work it would wait for itself. */
	assert(!pthread_equal(pthread_self(), writer->thread));
	pthread_cond_init(&job.finished, NULL);
	pthread_mutex_lock(&writer->lock);
	closing = writer->closing;
	if (!closing)
		wait_for(writer, &job);
	pthread_mutex_unlock(&writer->lock);
	pthread_cond_destroy(&job.finished);
	if (closing)
		return fail(op, ERR_UNAVAILABLE,
			    "Daybook is shutting down: try again in a minute");
	return job.result;
}
