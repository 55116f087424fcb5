/**
 * Completion types: how a session may end, and what that does to its price
 * (S26-S29).
 */
#ifndef STORE_COMPLETION_TYPE_H
#define STORE_COMPLETION_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/tables.h"

enum map { MAP_COMPLETED, MAP_MISSED, MAP_CANCELED };
enum modifier { MODIFIER_PERCENTAGE, MODIFIER_FIXED };

/** Their words (base/word.h). */
extern const char *const map_words[];
extern const char *const modifier_words[];

struct completion_type {
	int64_t id;
	const char *slug;
	const char *label;
	const char *description;
	const char *short_word; /* NULL: none */
	enum map map;
	enum modifier modifier;
	int64_t client, practitioner; /* percent, or whole currency units */
	bool enabled, builtin, archived;
	int64_t revision;
};

/** By slug, archived ones too. */
MUST_CHECK enum err store_type_find(struct reader *reader, const char *slug,
				    struct completion_type *type);
MUST_CHECK enum err store_type_find_id(struct reader *reader, int64_t id,
				       struct completion_type *type);
/** All in the order in which they were made, archived ones last. */
MUST_CHECK enum err store_type_list(struct reader *reader,
				    struct completion_type **list,
				    size_t *count);
/** Sets id; revision becomes 1. ERR_EXISTS: the slug is taken, or the label or
 *  short word by one that is not archived, ignoring case. ERR_STORAGE: the
 *  database refuses a label over 15 characters, a modifier out of bounds. */
MUST_CHECK enum err store_type_insert(struct transaction *tx,
				      struct completion_type *type);
/** All but slug and builtin; raises the revision. Errors as above. */
MUST_CHECK enum err store_type_update(struct transaction *tx,
				      const struct completion_type *type);

#endif
