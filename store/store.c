#include "store/store.h"

#include "base/log.h"
#include "store/backup_private.h"
#include "store/connection_private.h"
#include "store/database_private.h"
#include "store/presence_private.h"
#include "store/schema.h"
#include "store/schema_private.h"
#include "store/statement_private.h"
#include "store/store_private.h"
#include "store/writer_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

/* Milliseconds in which commands of an older program have ended. */
#define OTHERS_END 5000
/* Bytes of the smallest page of a database. */
#define PAGE_LEAST 512

struct store {
	char *path;
	int presence;
	pthread_mutex_t opening;
	struct writer *writer;
};

static const char REWRITE[] = "VACUUM";
/* busy, pages in the log, pages that were copied */
static const char EMPTY_LOG[] = "PRAGMA wal_checkpoint(TRUNCATE)";

static const char CHECK_FILE[] = "PRAGMA integrity_check(1)";
static const char CHECK_REFERENCES[] = "PRAGMA foreign_key_check";

enum err store_directory(struct operation *op, const char *dir)
{
	char *path = arena_strdup(op->arena, dir);

	for (char *at = path + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		/* Those above are the system's business, but for want. */
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return fail(op, ERR_STORAGE, "cannot make '%s': %s",
				    path, strerror(errno));
		*at = '/';
	}
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return fail(op, ERR_STORAGE, "cannot make '%s': %s", path,
			    strerror(errno));
	return OK;
}

/* Our own making decides the mode, which SQLite gives its other files too. An
 * existing file is not opened: closing it would drop the locks that SQLite
 * holds in this process. */
static enum err make_file(struct operation *op, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return fail(op, ERR_EXISTS, "'%s' is there already", path);
	if (fd < 0)
		return fail(op, ERR_STORAGE, "cannot make '%s': %s", path,
			    strerror(errno));
	close(fd);
	return OK;
}

/* The file as it was, before its tables are changed. */
static enum err keep_old(struct operation *op, struct reader *writer,
			 const char *path, int64_t version)
{
	const char *kept = arena_printf(op->arena, "%s.schema-%lld", path,
					(long long)version);
	enum err err = store_copy_from(op, writer, kept, true);

	if (err)
		return fail(op, err,
			    "it is of an older version, and cannot be copied "
			    "before it is brought up to date: %s",
			    op->failure.message);
	log_event(LOG_INFO, "old-kept", "version=%lld file=%s",
		  (long long)version, kept);
	return OK;
}

/* Nobody else may be at work with the old tables meanwhile. */
static enum err bring_up_to_date(struct operation *op, struct reader *writer,
				 const char *path, int presence)
{
	int64_t version;
	bool alone = presence_alone(presence, OTHERS_END);
	enum err err = connection_version(op, writer, &version);

	/* Another process may have done it. */
	if (!err && version < store_schema_version() && !alone)
		err = fail(op, ERR_UNAVAILABLE,
			   "it is of an older version, and a server or a "
			   "command of that version uses it: stop it first");
	if (!err && version < store_schema_version())
		err = keep_old(op, writer, path, version);
	if (!err)
		err = store_schema_migrate(op, writer);
	return err ? err : presence_share(op, presence);
}

static enum err open_writer(struct operation *op, const char *path,
			    int presence, struct reader **writer)
{
	struct reader *reader;
	int64_t version;
	enum err err = database_open(op, path, DATABASE_WRITER, &reader);

	if (err)
		return err;
	err = store_schema_check(op, reader);
	if (!err)
		err = database_use_wal(op, reader);
	if (!err)
		err = connection_version(op, reader, &version);
	/* A copy has no presence: it is its maker's alone. */
	if (!err && version && version < store_schema_version() &&
	    presence >= 0)
		err = bring_up_to_date(op, reader, path, presence);
	else if (!err)
		err = store_schema_migrate(op, reader);
	if (err) {
		database_close(reader);
		return err;
	}
	*writer = reader;
	return OK;
}

/* SQLite takes what is shorter than a page for a new database. */
static bool is_empty(const char *path)
{
	struct stat found;

	return stat(path, &found) != 0 || found.st_size < PAGE_LEAST;
}

/* Ours from the first moment to the first commit: beside it an empty database
 * is one whose making was cut off. Without it, it is one that was lost. */
static const char *making_mark(struct operation *op, const char *path)
{
	return arena_printf(op->arena, "%s-making", path);
}

static enum err make_database(struct operation *op, const char *path)
{
	const char *mark = making_mark(op, path);
	enum err err;

	if (!is_empty(path) ||
	    !is_empty(arena_printf(op->arena, "%s-wal", path)))
		return OK;
	err = make_file(op, mark);
	if (err == ERR_EXISTS || (!err && access(path, F_OK) != 0)) {
		operation_recover(op);
		err = make_file(op, path);
		if (err != ERR_EXISTS)
			return err;
		operation_recover(op);
		return OK;
	}
	if (err)
		return err;
	unlink(mark);
	/* Another process may have made it meanwhile. */
	if (!is_empty(path))
		return OK;
	return fail(op, ERR_STORAGE,
		    "it is empty: what it held is lost. Restore a backup, or "
		    "remove the file if a new practice is meant");
}

static enum err attach(struct operation *op, const char *path, int presence,
		       struct store **store)
{
	struct reader *connection;
	struct store *made;
	enum err err = make_database(op, path);

	if (!err)
		err = open_writer(op, path, presence, &connection);
	if (err)
		return err;
	unlink(making_mark(op, path));
	made = calloc(1, sizeof(*made));
	if (!made)
		abort();
	made->path = strdup(path);
	if (!made->path)
		abort();
	made->presence = presence;
	pthread_mutex_init(&made->opening, NULL);
	made->writer = writer_start(connection);
	*store = made;
	return OK;
}

enum err store_open_copy(struct operation *op, const char *path,
			 struct store **store)
{
	return attach(op, path, -1, store);
}

enum err store_open(struct operation *op, const char *dir, struct store **store)
{
	const char *path = arena_printf(op->arena, "%s/daybook.db", dir);
	int presence;
	enum err err = store_directory(op, dir);

	if (!err)
		err = presence_begin(op, dir, &presence);
	if (err)
		return err;
	err = attach(op, path, presence, store);
	if (err) {
		presence_end(presence);
		return fail(op, err, "'%s' cannot be used: %s", path,
			    op->failure.message);
	}
	return OK;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	writer_stop(store->writer);
	if (store->presence >= 0)
		presence_end(store->presence);
	pthread_mutex_destroy(&store->opening);
	free(store->path);
	free(store);
}

enum err store_connect(struct operation *op, struct store *store,
		       struct reader **reader)
{
	enum err err;

	pthread_mutex_lock(&store->opening);
	err = database_open(op, store->path, DATABASE_BACKUP, reader);
	pthread_mutex_unlock(&store->opening);
	return err;
}

struct writer *store_writer(const struct store *store)
{
	return store->writer;
}

const char *store_path(const struct store *store)
{
	return store->path;
}

bool store_is_held_up(const struct store *store)
{
	return writer_is_held_up(store->writer);
}

void store_load(const struct store *store, struct store_load *load)
{
	writer_load(store->writer, load);
}

static enum err reader_new(struct operation *op, struct store *store,
			   enum database_role role, struct reader **reader)
{
	enum err err;

	/* Connections that open a WAL file at the same time get "locked". */
	pthread_mutex_lock(&store->opening);
	err = database_open(op, store->path, role, reader);
	pthread_mutex_unlock(&store->opening);
	return err;
}

enum err store_reader_new(struct operation *op, struct store *store,
			  struct reader **reader)
{
	return reader_new(op, store, DATABASE_READER, reader);
}

enum err store_reader_new_impatient(struct operation *op, struct store *store,
				    struct reader **reader)
{
	return reader_new(op, store, DATABASE_IMPATIENT, reader);
}

void store_reader_free(struct reader *reader)
{
	assert(!reader || !reader->op);
	database_close(reader);
}

enum err store_reader_begin(struct reader *reader, struct operation *op)
{
	assert(!reader->op);
	if (database_begin_read(reader) != SQLITE_OK)
		return connection_fail(op, reader);
	reader->op = op;
	op->statements += 2; /* its end too */
	return OK;
}

void store_reader_end(struct reader *reader)
{
	assert(reader->op);
	statements_settle(reader);
	reader->known = NULL;
	reader->op = NULL;
	/* An error may have ended the transaction; there is nothing to lose
	 * in one that only read. */
	if (database_in_transaction(reader) &&
	    database_commit(reader) != SQLITE_OK)
		database_roll_back(reader);
}

void store_hurry(struct store *store)
{
	writer_hurry(store->writer, true);
}

/* Everything stands in the file itself then. */
static enum err empty_log(struct operation *op, struct reader *reader)
{
	int64_t busy;

	if (connection_number(reader, EMPTY_LOG, &busy) != SQLITE_OK)
		return connection_fail(op, reader);
	if (busy)
		return fail(op, ERR_UNAVAILABLE,
			    "the database is being read all the while; its "
			    "log could not be emptied: try again later");
	return OK;
}

enum err store_scrub(struct operation *op, struct store *store)
{
	struct reader *reader;
	enum err err = store_connect(op, store, &reader);

	if (err)
		return err;
	err = connection_exec(reader, REWRITE) == SQLITE_OK
		      ? empty_log(op, reader)
		      : connection_fail(op, reader);
	database_close(reader);
	return err;
}

enum err store_settle(struct operation *op, struct store *store)
{
	struct reader *reader;
	enum err err;

	writer_hurry(store->writer, false);
	err = store_connect(op, store, &reader);
	if (err)
		return err;
	err = empty_log(op, reader);
	if (!err && database_sync(reader) != SQLITE_OK)
		err = connection_fail(op, reader);
	database_close(reader);
	return err;
}

static enum err check_file(struct reader *reader)
{
	struct statement *st = statement(reader, CHECK_FILE);
	enum err err = statement_row(st);
	const char *found;

	if (err == ERR_NOT_FOUND)
		return fail(reader->op, ERR_STORAGE,
			    "the database could not be checked");
	if (err)
		return err;
	found = column_text(st, "integrity_check");
	statement_done(st);
	if (!str_equal(found, "ok"))
		return fail(reader->op, ERR_STORAGE,
			    "the database is damaged: %s", found);
	return OK;
}

static enum err check_references(struct reader *reader)
{
	struct statement *st = statement(reader, CHECK_REFERENCES);
	enum err err = statement_row(st);

	if (err == ERR_NOT_FOUND)
		return OK;
	if (err)
		return err;
	err = fail(reader->op, ERR_STORAGE,
		   "the database is damaged: row %lld of table '%s' refers to "
		   "a row of '%s' that is missing",
		   (long long)column_int(st, "rowid"), column_text(st, "table"),
		   column_text(st, "parent"));
	statement_done(st);
	return err;
}

enum err store_check(struct reader *reader)
{
	enum err err = check_file(reader);

	return err ? err : check_references(reader);
}
