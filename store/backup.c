#include "store/backup.h"

#include "base/str.h"
#include "store/backup_private.h"
#include "store/connection_private.h"
#include "store/database_private.h"
#include "store/practice.h"
#include "store/statement_private.h"
#include "store/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char BACK_UP[] = "VACUUM INTO $path";

/* Waiting are those of queued, leased, retrying and unknown. */
static const char READ_FACTS[] =
	"SELECT (SELECT count(*) FROM person) AS people,"
	"  (SELECT count(*) FROM session"
	"    WHERE removed = 253402300799) AS sessions,"
	"  (SELECT coalesce(max(at), -62135596800) FROM audit) AS latest,"
	"  (SELECT count(*) FROM outbox"
	"    WHERE state IN (0, 1, 3, 4)) AS waiting";

static enum err failed(struct operation *op, const char *what, const char *path)
{
	return fail(op, ERR_STORAGE, "cannot %s '%s': %s", what, path,
		    strerror(errno));
}

/* A new name lives in its directory. */
static enum err sync_path(struct operation *op, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	enum err err = good ? OK : failed(op, "write", path);

	if (fd >= 0)
		close(fd);
	return err;
}

static enum err sync_above(struct operation *op, const char *path)
{
	return sync_path(op, dirname(arena_strdup(op->arena, path)));
}

static enum err exists(struct operation *op, const char *path)
{
	return fail(op, ERR_EXISTS, "'%s' is there already", path);
}

/* An empty file of ours beside `path`, under a name that says that it is not
 * whole. */
static enum err partial_make(struct operation *op, const char *path,
			     char **partial)
{
	char *name = arena_printf(op->arena, "%s.partial-XXXXXX", path);
	int fd = mkostemp(name, O_CLOEXEC);

	if (fd < 0)
		return failed(op, "make", name);
	close(fd);
	*partial = name;
	return OK;
}

static enum err name_give(struct operation *op, const char *partial,
			  const char *path, bool over)
{
	unsigned flags = over ? 0 : RENAME_NOREPLACE;
	int code = renameat2(AT_FDCWD, partial, AT_FDCWD, path, flags);

	/* Not every file system has the flag. */
	if (code && errno == EINVAL && !over && !link(partial, path))
		code = unlink(partial);
	if (code)
		return errno == EEXIST ? exists(op, path)
				       : failed(op, "make", path);
	return sync_above(op, path);
}

static enum err vacuum_into(struct operation *op, struct reader *reader,
			    const char *path)
{
	struct statement *st;
	enum err err;

	reader->op = op;
	st = statement(reader, BACK_UP);
	bind_text(st, "path", path);
	err = statement_run(st);
	reader->op = NULL;
	return err ? err : sync_path(op, path);
}

static enum err read_facts(struct reader *reader, struct backup_facts *facts)
{
	struct practice practice;
	struct statement *st;
	enum err err = store_practice_load(reader, &practice);

	if (err)
		return err;
	facts->practice = practice.name;
	st = statement(reader, READ_FACTS);
	err = statement_row(st);
	if (err)
		return err;
	facts->people = column_int(st, "people");
	facts->sessions = column_int(st, "sessions");
	facts->latest.s = column_int(st, "latest");
	facts->waiting = column_int(st, "waiting");
	statement_done(st);
	return OK;
}

enum err store_copy_prove(struct operation *op, struct reader *reader,
			  struct backup_facts *facts)
{
	enum err err = store_reader_begin(reader, op);

	if (err)
		return err;
	err = store_check(reader);
	if (!err)
		err = store_ledger_verify(reader, &facts->proof);
	if (!err && !facts->proof.ok)
		err = fail(op, ERR_INVALID, "the ledger does not hold: %s",
			   facts->proof.fault);
	if (!err)
		err = read_facts(reader, facts);
	store_reader_end(reader);
	return err;
}

static enum err prove_file(struct operation *op, const char *path,
			   struct backup_facts *facts)
{
	struct reader *reader;
	enum err err = database_open(op, path, DATABASE_READER, &reader);

	if (err)
		return err;
	err = connection_version(op, reader, &facts->version);
	if (!err)
		err = store_copy_prove(op, reader, facts);
	database_close(reader);
	return err;
}

/* facts NULL: no proof. */
static enum err copy(struct operation *op, struct reader *reader,
		     const char *path, bool over, struct backup_facts *facts)
{
	char *partial = NULL;
	enum err err;

	if (!over && access(path, F_OK) == 0)
		return exists(op, path);
	err = partial_make(op, path, &partial);
	if (err)
		return err;
	err = vacuum_into(op, reader, partial);
	if (!err && facts)
		err = prove_file(op, partial, facts);
	if (!err)
		err = name_give(op, partial, path, over);
	if (err)
		unlink(partial);
	return err;
}

enum err store_copy_from(struct operation *op, struct reader *reader,
			 const char *path, bool over)
{
	return copy(op, reader, path, over, NULL);
}

static enum err copy_store(struct operation *op, struct store *store,
			   const char *path, struct backup_facts *facts)
{
	struct reader *reader;
	enum err err = store_connect(op, store, &reader);

	if (err)
		return err;
	err = copy(op, reader, path, false, facts);
	database_close(reader);
	return err;
}

enum err store_copy(struct operation *op, struct store *store, const char *path)
{
	return copy_store(op, store, path, NULL);
}

enum err store_backup(struct operation *op, struct store *store,
		      const char *path, struct backup_facts *facts)
{
	struct backup_facts made = { 0 };
	enum err err = copy_store(op, store, path, &made);

	if (!err)
		*facts = made;
	return err;
}
