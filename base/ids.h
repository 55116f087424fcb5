/**
 * Ids of people, sessions and the like, a few of one kind: each once, in an
 * order that may mean something.
 */
#ifndef BASE_IDS_H
#define BASE_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ids {
	int64_t *at;
	size_t count;
};

bool ids_has(const struct ids *ids, int64_t id);
/** The same ids, in whatever order. */
bool ids_same(const struct ids *a, const struct ids *b);
/** The same ids in the same order. */
bool ids_equal(const struct ids *a, const struct ids *b);
/** Add an id behind the others unless it is among them already. There must be
 *  room for it. */
void ids_add(struct ids *ids, int64_t id);

#endif
