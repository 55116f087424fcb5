/**
 * What clashes with a session, as it was found when the session last changed.
 */
#ifndef STORE_CLASH_H
#define STORE_CLASH_H

#include <stdbool.h>
#include <stddef.h>

#include "store/tables.h"

/** A session clashes with a closure, or with another session of one of its
 *  practitioners. */
struct clash {
	bool with_closure;
	const char *uid; /* of the closure or of the other session */
};

/** Closures first, then by uid. */
MUST_CHECK enum err store_clash_list(struct reader *reader, int64_t session,
				     struct clash **list, size_t *count);
/** Those of many sessions, by session, each as above. */
struct session_clash {
	int64_t session;
	struct clash clash;
};

MUST_CHECK enum err store_clash_list_all(struct reader *reader,
					 const struct ids *sessions,
					 struct session_clash **list,
					 size_t *count);
/** Replaces all; one that is named twice is one. */
MUST_CHECK enum err store_clash_set(struct transaction *tx, int64_t session,
				    const struct clash *list, size_t count);

#endif
