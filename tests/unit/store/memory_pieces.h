/**
 * Memory for SQLite that no sanitizer watches: under ASan each malloc costs
 * more than what SQLite, which is not built with it, does with the piece.
 */
#ifndef TESTS_UNIT_STORE_MEMORY_PIECES_H
#define TESTS_UNIT_STORE_MEMORY_PIECES_H

/** From now on SQLite takes its memory there. Call it first. */
void memory_pieces_use(void);

#endif
