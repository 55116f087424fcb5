#include "store/scratch_private.h"

#include "base/compiler.h"
#include "store/log_file_private.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#define FIRST_ROOM 65536
#define SPARE_ROOM 262144
/* SQLite writes 128 KiB or more at once as none. */
#define PIECE 65536

struct scratch {
	sqlite3_file base;
	unsigned char *at;
	size_t len, room;
	int flags;
	sqlite3_file *real; /* in place of the memory; NULL: it is small */
};

static sqlite3_vfs *usual;

/* Memory of the last one that was closed, for the next: what a write may undo
 * is opened and closed by each. At most SPARE_ROOM bytes. */
static struct {
	pthread_mutex_t lock;
	unsigned char *at;
	size_t room;
} spare = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct scratch *of(sqlite3_file *file)
{
	return (struct scratch *)file;
}

static int close_real(struct scratch *scratch)
{
	sqlite3_file *real = scratch->real;
	int code = SQLITE_OK;

	if (real && real->pMethods)
		code = real->pMethods->xClose(real);
	free(real);
	scratch->real = NULL;
	return code;
}

static int open_real(struct scratch *scratch)
{
	int code;

	scratch->real = calloc(1, (size_t)usual->szOsFile);
	if (!scratch->real)
		abort();
	code = usual->xOpen(usual, NULL, scratch->real, scratch->flags, NULL);
	for (size_t at = 0; code == SQLITE_OK && at < scratch->len;
	     at += PIECE) {
		size_t left = scratch->len - at;

		code = scratch->real->pMethods->xWrite(
			scratch->real, scratch->at + at,
			(int)(left < PIECE ? left : PIECE), (sqlite3_int64)at);
	}
	if (code != SQLITE_OK) {
		(void)close_real(scratch);
		return code;
	}
	free(scratch->at);
	scratch->at = NULL;
	scratch->room = 0;
	return SQLITE_OK;
}

static void take_spare(struct scratch *scratch)
{
	pthread_mutex_lock(&spare.lock);
	scratch->at = spare.at;
	scratch->room = spare.room;
	spare.at = NULL;
	spare.room = 0;
	pthread_mutex_unlock(&spare.lock);
}

static void give_spare(struct scratch *scratch)
{
	unsigned char *at = scratch->at;

	pthread_mutex_lock(&spare.lock);
	if (scratch->room <= SPARE_ROOM && scratch->room > spare.room) {
		at = spare.at;
		spare.at = scratch->at;
		spare.room = scratch->room;
	}
	pthread_mutex_unlock(&spare.lock);
	free(at);
	scratch->at = NULL;
	scratch->room = 0;
}

static void reserve(struct scratch *scratch, size_t len)
{
	size_t room;

	if (!scratch->at)
		take_spare(scratch);
	room = scratch->room ? scratch->room : FIRST_ROOM;
	while (room < len)
		room *= 2;
	if (room == scratch->room)
		return;
	scratch->at = realloc(scratch->at, room);
	if (!scratch->at)
		abort();
	scratch->room = room;
}

static int scratch_close(sqlite3_file *file)
{
	struct scratch *scratch = of(file);

	give_spare(scratch);
	return close_real(scratch);
}

static int scratch_read(sqlite3_file *file, void *to, int amount,
			sqlite3_int64 offset)
{
	const struct scratch *scratch = of(file);
	size_t begin = (size_t)offset, wanted = (size_t)amount, there = 0;

	if (scratch->real)
		return scratch->real->pMethods->xRead(scratch->real, to, amount,
						      offset);
	if (begin < scratch->len)
		there = scratch->len - begin;
	if (there > wanted)
		there = wanted;
	if (there)
		memcpy(to, scratch->at + begin, there);
	memset((unsigned char *)to + there, 0, wanted - there);
	return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int scratch_write(sqlite3_file *file, const void *from, int amount,
			 sqlite3_int64 offset)
{
	struct scratch *scratch = of(file);
	size_t begin = (size_t)offset, end = begin + (size_t)amount;
	int code = SQLITE_OK;

	if (!scratch->real && end > SCRATCH_IN_MEMORY)
		code = open_real(scratch);
	if (code != SQLITE_OK)
		return code;
	if (scratch->real)
		return scratch->real->pMethods->xWrite(scratch->real, from,
						       amount, offset);
	reserve(scratch, end);
	if (begin > scratch->len)
		memset(scratch->at + scratch->len, 0, begin - scratch->len);
	memcpy(scratch->at + begin, from, (size_t)amount);
	if (end > scratch->len)
		scratch->len = end;
	return SQLITE_OK;
}

static int scratch_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct scratch *scratch = of(file);

	if (scratch->real)
		return scratch->real->pMethods->xTruncate(scratch->real, size);
	if ((size_t)size < scratch->len)
		scratch->len = (size_t)size;
	return SQLITE_OK;
}

/* It need not outlive the process. */
static int scratch_sync(sqlite3_file *file UNUSED, int flags UNUSED)
{
	return SQLITE_OK;
}

static int scratch_size(sqlite3_file *file, sqlite3_int64 *size)
{
	const struct scratch *scratch = of(file);

	if (scratch->real)
		return scratch->real->pMethods->xFileSize(scratch->real, size);
	*size = (sqlite3_int64)scratch->len;
	return SQLITE_OK;
}

/* Nobody else can open it. */
static int scratch_lock(sqlite3_file *file UNUSED, int level UNUSED)
{
	return SQLITE_OK;
}

static int scratch_locked(sqlite3_file *file UNUSED, int *locked)
{
	*locked = 0;
	return SQLITE_OK;
}

static int scratch_control(sqlite3_file *file UNUSED, int what UNUSED,
			   void *value UNUSED)
{
	return SQLITE_NOTFOUND;
}

static int scratch_traits(sqlite3_file *file UNUSED)
{
	return 0;
}

static int files_open(sqlite3_vfs *vfs UNUSED, const char *name,
		      sqlite3_file *file, int flags, int *flags_out)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 1,
		.xClose = scratch_close,
		.xRead = scratch_read,
		.xWrite = scratch_write,
		.xTruncate = scratch_truncate,
		.xSync = scratch_sync,
		.xFileSize = scratch_size,
		.xLock = scratch_lock,
		.xUnlock = scratch_lock,
		.xCheckReservedLock = scratch_locked,
		.xFileControl = scratch_control,
		.xSectorSize = scratch_traits,
		.xDeviceCharacteristics = scratch_traits,
	};

	if (name && (flags & SQLITE_OPEN_WAL))
		return log_file_open(usual, name, file, flags, flags_out);
	if (name)
		return usual->xOpen(usual, name, file, flags, flags_out);
	*of(file) = (struct scratch){ .flags = flags };
	file->pMethods = &methods;
	if (flags_out)
		*flags_out = flags;
	return SQLITE_OK;
}

static void register_files(void)
{
	static sqlite3_vfs files;

	usual = sqlite3_vfs_find(NULL);
	if (!usual)
		abort();
	files = *usual;
	files.zName = "scratch";
	files.pNext = NULL;
	files.xOpen = files_open;
	files.szOsFile += (int)log_file_room();
	if (files.szOsFile < (int)sizeof(struct scratch))
		files.szOsFile = (int)sizeof(struct scratch);
	if (sqlite3_vfs_register(&files, false) != SQLITE_OK)
		abort();
}

const char *scratch_files(const char *path)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	const char *end = strrchr(path, '/');

	(void)pthread_once(&once, register_files);
	pthread_mutex_lock(&lock);
	if (!sqlite3_temp_directory && end && end > path)
		sqlite3_temp_directory =
			sqlite3_mprintf("%.*s", (int)(end - path), path);
	pthread_mutex_unlock(&lock);
	return "scratch";
}
