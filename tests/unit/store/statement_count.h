/**
 * How many statements the database runs, to see that a cost does not grow.
 */
#ifndef TESTS_UNIT_STORE_STATEMENT_COUNT_H
#define TESTS_UNIT_STORE_STATEMENT_COUNT_H

/** Count those of each connection that is opened from now on. */
void statement_count_watch(void);
/** How many were begun since the last call. */
int statement_count_take(void);

#endif
