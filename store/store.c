#include "store/store.h"

#include "store/connection_private.h"
#include "store/database_private.h"
#include "store/schema_private.h"
#include "store/statement_private.h"
#include "store/store_private.h"
#include "store/writer_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

struct store {
	char *path;
	pthread_mutex_t opening;
	struct writer *writer;
};

static const char BACK_UP[] = "VACUUM INTO $path";

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

static enum err open_writer(struct operation *op, const char *path,
			    struct reader **writer)
{
	struct reader *reader;
	enum err err = database_open(op, path, DATABASE_WRITER, &reader);

	if (err)
		return err;
	err = store_schema_check(op, reader);
	if (!err)
		err = database_use_wal(op, reader);
	if (!err)
		err = store_schema_migrate(op, reader);
	if (err) {
		database_close(reader);
		return err;
	}
	*writer = reader;
	return OK;
}

static bool is_empty(const char *path)
{
	struct stat found;

	return stat(path, &found) != 0 || found.st_size == 0;
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

enum err store_open(struct operation *op, const char *dir, struct store **store)
{
	const char *path = arena_printf(op->arena, "%s/daybook.db", dir);
	struct reader *connection;
	struct store *made;
	enum err err = store_directory(op, dir);

	if (err)
		return err;
	err = make_database(op, path);
	if (!err)
		err = open_writer(op, path, &connection);
	if (err)
		return fail(op, err, "'%s' cannot be used: %s", path,
			    op->failure.message);
	unlink(making_mark(op, path));
	made = calloc(1, sizeof(*made));
	if (!made)
		abort();
	made->path = strdup(path);
	if (!made->path)
		abort();
	pthread_mutex_init(&made->opening, NULL);
	made->writer = writer_start(connection);
	*store = made;
	return OK;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	writer_stop(store->writer);
	pthread_mutex_destroy(&store->opening);
	free(store->path);
	free(store);
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

enum err store_reader_new(struct operation *op, struct store *store,
			  struct reader **reader)
{
	enum err err;

	/* Connections that open a WAL file at the same time get "locked". */
	pthread_mutex_lock(&store->opening);
	err = database_open(op, store->path, DATABASE_READER, reader);
	pthread_mutex_unlock(&store->opening);
	return err;
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
	return OK;
}

void store_reader_end(struct reader *reader)
{
	assert(reader->op);
	statements_settle(reader);
	reader->op = NULL;
	/* An error may have ended the transaction; there is nothing to lose
	 * in one that only read. */
	if (database_in_transaction(reader) &&
	    database_commit(reader) != SQLITE_OK)
		database_roll_back(reader);
}

/* VACUUM INTO leaves that to us; a new name lives in its directory. */
static enum err sync_path(struct operation *op, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	if (!good)
		return fail(op, ERR_STORAGE, "cannot write '%s': %s", path,
			    strerror(errno));
	return OK;
}

static enum err copy_into(struct operation *op, struct reader *reader,
			  const char *path)
{
	struct statement *st;
	enum err err;

	reader->op = op;
	st = statement(reader, BACK_UP);
	bind_text(st, "path", path);
	err = statement_run(st);
	reader->op = NULL;
	if (!err)
		err = sync_path(op, path);
	if (!err)
		err = sync_path(op, dirname(arena_strdup(op->arena, path)));
	return err;
}

enum err store_backup(struct operation *op, struct store *store,
		      const char *path)
{
	struct reader *reader;
	enum err err = make_file(op, path); /* VACUUM takes an empty one */

	if (err)
		return err;
	pthread_mutex_lock(&store->opening);
	err = database_open(op, store->path, DATABASE_BACKUP, &reader);
	pthread_mutex_unlock(&store->opening);
	if (!err) {
		err = copy_into(op, reader, path);
		database_close(reader);
	}
	if (err)
		unlink(path);
	return err;
}

static enum err rewrite(struct operation *op, struct reader *reader)
{
	int64_t busy;

	if (connection_exec(reader, REWRITE) != SQLITE_OK ||
	    connection_number(reader, EMPTY_LOG, &busy) != SQLITE_OK)
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
	enum err err;

	pthread_mutex_lock(&store->opening);
	err = database_open(op, store->path, DATABASE_BACKUP, &reader);
	pthread_mutex_unlock(&store->opening);
	if (err)
		return err;
	err = rewrite(op, reader);
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
