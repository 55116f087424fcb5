/**
 * Faults of the disk, on demand: in a program that uses this, sqlite3_step is
 * ours and hands on to SQLite's own, but for the step that is to fail.
 *
 * Armed, it lets one step fail: the first one that comes from a place where
 * none has failed before. A place is the SQL and the calls that led to it, so
 * arming again and again walks through every `if (err)` on the way, whichever
 * thread it lies on. Every second fault takes the whole transaction with it,
 * as SQLite does when the disk is full. To go back (ROLLBACK) fails only where
 * faults_arm_sql asks for it.
 */
#ifndef TESTS_UNIT_STORE_FAULTS_H
#define TESTS_UNIT_STORE_FAULTS_H

#include <stdbool.h>

/** Forget where steps have failed. */
void faults_forget(void);
/** Let the next step from a new place fail. */
void faults_arm(void);
/** Let so many steps fail, the next of an SQL that begins so; the transaction
 *  stays. */
void faults_arm_sql(const char *sql, int times);
/** No step fails from here on. Tells whether one did since it was armed. */
bool faults_disarm(void);
/** Print what failed last, and from where: for addr2line -e PROGRAM. */
void faults_print(void);

#endif
