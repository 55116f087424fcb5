#include "store/log_file_private.h"

#include <stdlib.h>
#include <string.h>

/* SQLite writes 128 KiB or more at once as none. */
#define ROOM ((size_t)65536)

/* The file of the usual system lies behind it. */
struct log_file {
	sqlite3_file base;
	unsigned char *at;
	size_t len;
	sqlite3_int64 begin; /* where in the file the gathered bytes belong */
	bool gathers;
};

static struct log_file *of(sqlite3_file *file)
{
	return (struct log_file *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
	return (sqlite3_file *)(of(file) + 1);
}

static int pass_on(sqlite3_file *file)
{
	struct log_file *log = of(file);
	sqlite3_file *real = real_of(file);
	size_t len = log->len;

	log->len = 0;
	return len ? real->pMethods->xWrite(real, log->at, (int)len, log->begin)
		   : SQLITE_OK;
}

static int log_close(sqlite3_file *file)
{
	sqlite3_file *real = real_of(file);
	int code = pass_on(file);
	int closed = real->pMethods->xClose(real);

	free(of(file)->at);
	of(file)->at = NULL;
	return code == SQLITE_OK ? closed : code;
}

static int log_read(sqlite3_file *file, void *to, int amount,
		    sqlite3_int64 offset)
{
	sqlite3_file *real = real_of(file);
	int code = pass_on(file);

	return code == SQLITE_OK
		       ? real->pMethods->xRead(real, to, amount, offset)
		       : code;
}

static int log_write(sqlite3_file *file, const void *from, int amount,
		     sqlite3_int64 offset)
{
	struct log_file *log = of(file);
	sqlite3_file *real = real_of(file);
	size_t more = (size_t)amount;
	int code = SQLITE_OK;

	if (log->len && (offset != log->begin + (sqlite3_int64)log->len ||
			 more > ROOM - log->len))
		code = pass_on(file);
	if (code != SQLITE_OK)
		return code;
	if (!log->gathers || more > ROOM)
		return real->pMethods->xWrite(real, from, amount, offset);
	if (!log->len)
		log->begin = offset;
	memcpy(log->at + log->len, from, more);
	log->len += more;
	return SQLITE_OK;
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	sqlite3_file *real = real_of(file);
	int code = pass_on(file);

	return code == SQLITE_OK ? real->pMethods->xTruncate(real, size) : code;
}

static int log_sync(sqlite3_file *file, int flags)
{
	sqlite3_file *real = real_of(file);
	int code = pass_on(file);

	return code == SQLITE_OK ? real->pMethods->xSync(real, flags) : code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
	sqlite3_file *real = real_of(file);
	int code = pass_on(file);

	return code == SQLITE_OK ? real->pMethods->xFileSize(real, size) : code;
}

static int log_lock(sqlite3_file *file, int level)
{
	sqlite3_file *real = real_of(file);

	return real->pMethods->xLock(real, level);
}

static int log_unlock(sqlite3_file *file, int level)
{
	sqlite3_file *real = real_of(file);

	return real->pMethods->xUnlock(real, level);
}

static int log_locked(sqlite3_file *file, int *locked)
{
	sqlite3_file *real = real_of(file);

	return real->pMethods->xCheckReservedLock(real, locked);
}

static int log_control(sqlite3_file *file, int what, void *value)
{
	sqlite3_file *real = real_of(file);
	int code = pass_on(file);

	return code == SQLITE_OK
		       ? real->pMethods->xFileControl(real, what, value)
		       : code;
}

static int log_sector(sqlite3_file *file)
{
	sqlite3_file *real = real_of(file);

	return real->pMethods->xSectorSize(real);
}

static int log_traits(sqlite3_file *file)
{
	sqlite3_file *real = real_of(file);

	return real->pMethods->xDeviceCharacteristics(real);
}

static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = log_close,
	.xRead = log_read,
	.xWrite = log_write,
	.xTruncate = log_truncate,
	.xSync = log_sync,
	.xFileSize = log_size,
	.xLock = log_lock,
	.xUnlock = log_unlock,
	.xCheckReservedLock = log_locked,
	.xFileControl = log_control,
	.xSectorSize = log_sector,
	.xDeviceCharacteristics = log_traits,
};

size_t log_file_room(void)
{
	return sizeof(struct log_file);
}

int log_file_open(sqlite3_vfs *usual, const char *name, sqlite3_file *file,
		  int flags, int *flags_out)
{
	struct log_file *log = of(file);
	int code;

	*log = (struct log_file){ .gathers = false };
	code = usual->xOpen(usual, name, real_of(file), flags, flags_out);
	if (code != SQLITE_OK)
		return code;
	log->at = malloc(ROOM);
	if (!log->at)
		abort();
	log->base.pMethods = &methods;
	return SQLITE_OK;
}

int log_file_gather(struct sqlite3 *db, bool gathers)
{
	sqlite3_file *file = NULL;
	int code = sqlite3_file_control(db, "main",
					SQLITE_FCNTL_JOURNAL_POINTER, &file);

	if (code != SQLITE_OK)
		return code;
	if (!file || file->pMethods != &methods)
		return SQLITE_OK; /* nothing gathers */
	of(file)->gathers = gathers;
	return pass_on(file);
}
