/**
 * Where in a home a collection may stand.
 */
#ifndef PRACTICE_CALENDAR_COLLECTION_PLACE_H
#define PRACTICE_CALENDAR_COLLECTION_PLACE_H

#include <stdbool.h>

#include "base/operation.h"
#include "store/store.h"

/** Depth and names of a path within their bounds: ERR_INVALID. */
MUST_CHECK enum err place_check_path(struct operation *op, const char *path);
/** The last segment of a path. */
const char *place_name(const char *path);
/** Is the path the other one, or below it? */
bool place_within(const char *path, const char *other);
/** ERR_RESOURCE_NOT_NULL when a member of the parent (0: the home, which has
 *  none) stands at the name. */
MUST_CHECK enum err place_check_member(struct reader *reader, int64_t parent,
				       const char *name);
/** The collection above a path: *parent 0 is the home. ERR_PARENT when it is
 *  missing, ERR_LOCATION when it is a calendar. */
MUST_CHECK enum err place_find_parent(struct reader *reader, int64_t owner,
				      const char *path, int64_t *parent);

#endif
