/**
 * Temporary files of SQLite's: in memory while they are small, beside the
 * database when they grow, and without a name there.
 *
 * The largest is what a write may have to undo. In SQLite's own memory its end
 * is found by going through all of it, once a statement, so that a write of a
 * thousand sessions took ten times what it takes; and nothing bounds it.
 * SQLite's setting for it (SQLITE_CONFIG_STMTJRNL_SPILL) does not do instead:
 * a piece of 128 KiB or more is written as nothing, so that the transaction is
 * lost, and below that each write of twenty statements opens a file: 0.53 ms
 * for 0.34 ms.
 */
#ifndef STORE_SCRATCH_PRIVATE_H
#define STORE_SCRATCH_PRIVATE_H

#include <stddef.h>

/** Bytes of one that are kept in memory. */
#define SCRATCH_IN_MEMORY ((size_t)8 << 20)

/**
 * The name of the file system by which a database has such temporary files, and
 * a log that can be written in pieces (store/log_file_private.h); all else is
 * as in the one that is usual at the first call. Temporary files lie in the
 * directory of `path`, a database; other places of the process (copies of the
 * first) have theirs there too.
 */
const char *scratch_files(const char *path);

#endif
