/**
 * A hash table in an arena: from text, or any bytes, to what the caller keeps
 * under it. It grows with what is added; nothing is ever taken out.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct table;

/** One thing under a key; several may share it. */
struct table_item {
	struct slice key;
	void *value;
	struct table_item *next; /* of the same slot, not of the same key */
};

/** Lives as long as the arena. */
struct table *table_new(struct arena *arena);
/** The key's bytes must outlive the table. */
void table_add(struct table *table, struct slice key, void *value);
/** The value added last under the key, or NULL. */
void *table_find(const struct table *table, struct slice key);
/** All under a key, the last added first: table_first, then table_next until
 *  NULL. Nothing may be added meanwhile. */
const struct table_item *table_first(const struct table *table,
				     struct slice key);
const struct table_item *table_next(const struct table_item *item);

#endif
