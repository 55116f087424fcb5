/**
 * Sign-ins: a browser in which somebody is signed in to the pages, and what
 * the next page is to tell there. The cookie's secret is kept as a hash only.
 */
#ifndef STORE_SIGN_IN_H
#define STORE_SIGN_IN_H

#include <stddef.h>

#include "base/clock.h"
#include "base/digest.h"
#include "store/tables.h"

struct sign_in {
	int64_t id, person;
	struct instant created, last_used;
	const char *program; /* the browser, as it names itself; or NULL */
	const char *flash;   /* JSON text for the next page, or NULL */
	const char *undo;    /* JSON text: how to take back what was done last,
				or NULL */
};

/** The one with this SHA-256 of its secret, however old: ERR_NOT_FOUND. */
MUST_CHECK enum err store_sign_in_find(struct reader *reader,
				       const struct digest *digest,
				       struct sign_in *found);
/** Of a person, the last used first. */
MUST_CHECK enum err store_sign_in_list(struct reader *reader, int64_t person,
				       struct sign_in **list, size_t *count);
/** Sets id; created and last_used are the operation's now. */
MUST_CHECK enum err store_sign_in_insert(struct transaction *tx,
					 const struct digest *digest,
					 struct sign_in *made);
/** Keep the newest `most` of a person. */
MUST_CHECK enum err store_sign_in_trim(struct transaction *tx, int64_t person,
				       int64_t most);
/** It was used at the operation's now. */
MUST_CHECK enum err store_sign_in_used(struct transaction *tx, int64_t id);
/** What the next page tells, and how to take it back; NULL: nothing. */
MUST_CHECK enum err store_sign_in_tell(struct transaction *tx, int64_t id,
				       const char *flash, const char *undo);
/** The flash was shown; the undo stays. */
MUST_CHECK enum err store_sign_in_told(struct transaction *tx, int64_t id);
/** ERR_NOT_FOUND: that person has none of this id. */
MUST_CHECK enum err store_sign_in_end(struct transaction *tx, int64_t person,
				      int64_t id);
/** All of a person. */
MUST_CHECK enum err store_sign_in_end_all(struct transaction *tx,
					  int64_t person);
/** All, whoever's, that were last used before. */
MUST_CHECK enum err store_sign_in_sweep(struct transaction *tx,
					struct instant before);

#endif
