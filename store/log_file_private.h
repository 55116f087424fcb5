/**
 * SQLite's log of writes (its "WAL"), written in few pieces: SQLite writes each
 * page by two calls of the system, and of a write of fifty pages these took as
 * long as the pages.
 */
#ifndef STORE_LOG_FILE_PRIVATE_H
#define STORE_LOG_FILE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

/** Room that the file of an open log takes, without that of `usual`. */
size_t log_file_room(void);

/** An xOpen: the log is opened in `usual`. It gathers nothing at first. */
int log_file_open(sqlite3_vfs *usual, const char *name, sqlite3_file *file,
		  int flags, int *flags_out);

/**
 * From now on write what comes in a row together, or as it comes. What was
 * gathered stands in the file before anything but a write is asked of it: so
 * it is there when SQLite has waited for the disk, and only then other
 * connections are told of it. A connection that does not wait must not gather.
 * Without such a log nothing gathers. An error of SQLite's where writing what
 * was gathered fails.
 */
int log_file_gather(struct sqlite3 *db, bool gathers);

#endif
