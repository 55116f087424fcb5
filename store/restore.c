#include "store/restore.h"

#include "base/str.h"
#include "store/backup_private.h"
#include "store/database_private.h"
#include "store/presence_private.h"
#include "store/schema_private.h"
#include "store/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)1024 * 1024)
/* Where a copy is proved that lies where nothing can be written. */
#define ELSEWHERE "/var/tmp/daybook-proof-XXXXXX"

/* A copy goes back in time, and would count once more what programs have seen
 * already: no token from before holds, and each reads the whole list again. */
static const char MOVE_ON[] = "UPDATE collection"
			      "  SET revision = revision + 1000000,"
			      "    floor = revision + 1000000";

static const char FOLD_LOG[] = "PRAGMA wal_checkpoint(TRUNCATE)";

/* A folder of our own with a copy of the copy. */
struct proof {
	char *folder;
	const char *file, *log, *shared; /* in it */
};

static enum err failed(struct operation *op, const char *what, const char *path)
{
	return fail(op, ERR_STORAGE, "cannot %s '%s': %s", what, path,
		    strerror(errno));
}

static bool write_all(int to, const char *bytes, size_t len)
{
	while (len) {
		ssize_t done = write(to, bytes, len);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			bytes += done;
			len -= (size_t)done;
		}
	}
	return true;
}

static bool copy_bytes(int from, int to)
{
	char *piece = malloc(PIECE);
	ssize_t got = 1;
	bool good = true;

	if (!piece)
		abort();
	while (good && got > 0) {
		got = read(from, piece, PIECE);
		good = got >= 0 && write_all(to, piece, (size_t)got);
	}
	free(piece);
	return good && fsync(to) == 0;
}

static enum err copy_file(struct operation *op, const char *path,
			  const char *to_path)
{
	int from = open(path, O_RDONLY | O_CLOEXEC), to;
	enum err err = OK;

	if (from < 0)
		return fail(op, ERR_INVALID, "'%s' cannot be read: %s", path,
			    strerror(errno));
	to = open(to_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (to < 0)
		err = failed(op, "make", to_path);
	else if (!copy_bytes(from, to))
		err = failed(op, "copy", path);
	close(from);
	if (to >= 0)
		close(to);
	return err;
}

static bool is_file(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static void proof_drop(struct proof *proof)
{
	unlink(proof->file);
	unlink(proof->log);
	unlink(proof->shared);
	rmdir(proof->folder);
}

/* `beside`: the folder's name up to what makes it unique. */
static enum err proof_make(struct operation *op, const char *beside,
			   const char *path, struct proof *proof)
{
	const char *log = arena_printf(op->arena, "%s-wal", path);
	struct proof made = {
		.folder = arena_printf(op->arena, "%s.proof-XXXXXX", beside),
	};
	enum err err;

	if (!is_file(path))
		return fail(op, ERR_INVALID, "'%s' is no file", path);
	if (!mkdtemp(made.folder)) {
		made.folder = arena_strdup(op->arena, ELSEWHERE);
		if (!mkdtemp(made.folder))
			return failed(op, "make", made.folder);
	}
	made.file = arena_printf(op->arena, "%s/daybook.db", made.folder);
	made.log = arena_printf(op->arena, "%s-wal", made.file);
	made.shared = arena_printf(op->arena, "%s-shm", made.file);
	err = copy_file(op, path, made.file);
	/* Of a file that was copied by other means than ours. */
	if (!err && is_file(log))
		err = copy_file(op, log, made.log);
	if (err) {
		proof_drop(&made);
		return err;
	}
	*proof = made;
	return OK;
}

static enum err file_version(struct operation *op, const char *path,
			     int64_t *version)
{
	struct reader *reader;
	enum err err = database_open(op, path, DATABASE_WRITER, &reader);

	if (err)
		return err;
	err = store_schema_check(op, reader);
	if (!err)
		err = connection_version(op, reader, version);
	database_close(reader);
	return err;
}

static enum err prove_open(struct operation *op, const struct proof *proof,
			   struct backup_facts *facts)
{
	struct reader *reader;
	struct store *store;
	enum err err = store_open_copy(op, proof->file, &store);

	if (err)
		return err;
	err = store_reader_new(op, store, &reader);
	if (!err) {
		err = store_copy_prove(op, reader, facts);
		store_reader_free(reader);
	}
	store_close(store);
	return err;
}

static enum err prove(struct operation *op, const char *path,
		      const struct proof *proof, struct backup_facts *facts)
{
	enum err err = file_version(op, proof->file, &facts->version);

	if (!err && !facts->version)
		err = fail(op, ERR_INVALID, "it is empty");
	if (!err)
		err = prove_open(op, proof, facts);
	if (err)
		return fail(op, err, "'%s' is no backup to rely on: %s", path,
			    op->failure.message);
	return OK;
}

enum err store_restore_prove(struct operation *op, const char *path,
			     struct backup_facts *facts)
{
	struct backup_facts made = { 0 };
	struct proof proof;
	enum err err = proof_make(op, path, path, &proof);

	if (err)
		return err;
	err = prove(op, path, &proof, &made);
	proof_drop(&proof);
	if (!err)
		*facts = made;
	return err;
}

/* What it was restored to begins where nobody has been. */
static enum err move_on(struct operation *op, const char *path)
{
	struct reader *reader;
	int64_t busy;
	enum err err = database_open(op, path, DATABASE_WRITER, &reader);

	if (err)
		return err;
	if (connection_exec(reader, MOVE_ON) ||
	    connection_number(reader, FOLD_LOG, &busy))
		err = connection_fail(op, reader);
	database_close(reader);
	return err;
}

/* All that was written is in the file itself. A damaged one cannot do that:
 * its log goes with it. */
static void fold(struct operation *op, const char *path)
{
	struct reader *reader;
	int64_t busy;

	if (database_open(op, path, DATABASE_WRITER, &reader)) {
		operation_recover(op);
		return;
	}
	if (connection_number(reader, FOLD_LOG, &busy))
		operation_recover(op);
	database_close(reader);
}

/* A name that no older one has, of the same second neither. */
static const char *name_of_old(struct operation *op, const char *path)
{
	const char *name;
	int64_t second = op->now.s;

	do
		name = arena_printf(op->arena, "%s.before-restore-%lld", path,
				    (long long)second++);
	while (is_file(name));
	return name;
}

/* Both have the old one; then the new one takes the name, in one step. */
static enum err swap(struct operation *op, const char *path,
		     const struct proof *proof, const char **kept)
{
	const char *log = arena_printf(op->arena, "%s-wal", path);
	const char *old = name_of_old(op, path);
	bool had = is_file(path);

	if (had)
		fold(op, path);
	if (had && link(path, old))
		return failed(op, "keep the old database as", old);
	if (is_file(log) && rename(log, arena_printf(op->arena, "%s-wal", old)))
		return failed(op, "keep", log);
	unlink(arena_printf(op->arena, "%s-shm", path));
	if (rename(proof->file, path))
		return failed(op, "replace", path);
	*kept = had ? old : NULL;
	return OK;
}

static enum err swap_alone(struct operation *op, const char *dir,
			   const struct proof *proof, const char **kept)
{
	const char *path = arena_printf(op->arena, "%s/daybook.db", dir);
	int presence, folder;
	enum err err = presence_begin(op, dir, &presence);

	if (err)
		return err;
	if (presence_alone(presence, 0))
		err = swap(op, path, proof, kept);
	else
		err = fail(op, ERR_UNAVAILABLE,
			   "a server or another command uses '%s': stop it "
			   "first (systemctl stop daybook)",
			   dir);
	folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!err && (folder < 0 || fsync(folder)))
		err = failed(op, "write", dir);
	if (folder >= 0)
		close(folder);
	presence_end(presence);
	return err;
}

/* Before any work: whoever is told first loses no time. */
static enum err is_free(struct operation *op, const char *dir)
{
	int presence;
	enum err err = presence_begin(op, dir, &presence);

	if (err)
		return err;
	if (!presence_alone(presence, 0))
		err = fail(op, ERR_UNAVAILABLE,
			   "a server or another command uses '%s': stop it "
			   "first (systemctl stop daybook)",
			   dir);
	presence_end(presence);
	return err;
}

enum err store_restore(struct operation *op, const char *dir, const char *path,
		       struct backup_facts *facts, const char **kept)
{
	struct backup_facts made = { 0 };
	struct proof proof;
	enum err err = store_directory(op, dir);

	if (!err)
		err = is_free(op, dir);
	if (!err)
		err = proof_make(op, arena_printf(op->arena, "%s/restore", dir),
				 path, &proof);
	if (err)
		return err;
	err = prove(op, path, &proof, &made);
	if (!err)
		err = move_on(op, proof.file);
	if (!err)
		err = swap_alone(op, dir, &proof, kept);
	proof_drop(&proof);
	if (!err)
		*facts = made;
	return err;
}
