/**
 * A disk in memory for SQLite, which can be put back as it was: so the place
 * of a fuzzer is made once and each input meets it fresh.
 *
 * Connections stay open over memory_disk_restore. They find out of themselves
 * that the file is another one: a read transaction begins by comparing the
 * head of the log's index with the one it saw last, and that holds a checksum
 * of all that was written. None may be in a transaction meanwhile.
 */
#ifndef TESTS_UNIT_STORE_MEMORY_DISK_H
#define TESTS_UNIT_STORE_MEMORY_DISK_H

#include <stdbool.h>
#include <stdint.h>

/** From now on SQLite opens all its files there. Call it once, first. */
void memory_disk_use(void);

/** Remember all files as they are now. */
void memory_disk_keep(void);
/** Was any written to since? */
bool memory_disk_changed(void);
/** Make them as they were kept. */
void memory_disk_restore(void);

/** After so many calls that write or sync go well, these fail with codes of
 *  SQLite (SQLITE_FULL, SQLITE_IOERR_FSYNC...); SQLITE_OK: they do not. */
void memory_disk_fail(int calls, int write, int sync);

/**
 * The power is cut now: to be restored is what was synced and, of what was
 * written since, any sectors (of 512 bytes, by the seed) and not the others.
 * All connections are closed before memory_disk_restore, and opened anew.
 */
void memory_disk_cut(uint64_t seed);

#endif
