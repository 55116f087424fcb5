/**
 * Signing in to the pages: a browser gets a secret, which it shows with each
 * request until it is 12 hours unused, signed out, revoked, or the person gets
 * a new password or is made inactive. The secret is kept as a hash only.
 */
#ifndef PRACTICE_PEOPLE_SIGN_IN_H
#define PRACTICE_PEOPLE_SIGN_IN_H

#include "store/people.h"
#include "store/sign_in.h"
#include "store/store.h"

/** Unused for so many seconds, a sign-in has ended. */
#define PRACTICE_SIGN_IN_SECONDS (12 * 3600)

/** Whose secret this is. ERR_UNAUTHENTICATED: nobody's any more. */
MUST_CHECK enum err practice_sign_in_find(struct reader *reader,
					  const char *secret,
					  struct sign_in *found,
					  struct person *person);
/** Sign this person in: *secret is for the cookie. The one that the browser
 *  had before (NULL: none) ends, and so do all that were left behind. */
MUST_CHECK enum err practice_sign_in_add(struct operation *op,
					 struct store *store, int64_t person,
					 const char *program,
					 const struct sign_in *before,
					 const char **secret);
/** Note that it is in use; only once a minute is that a write. */
MUST_CHECK enum err practice_sign_in_used(struct operation *op,
					  struct store *store,
					  const struct sign_in *used);
/** End one of the actor's own. ERR_NOT_FOUND. */
MUST_CHECK enum err practice_sign_in_end(struct operation *op,
					 struct store *store, int64_t id);
/** What the next page tells in this browser, and how to take it back; JSON
 *  texts, or NULL. */
MUST_CHECK enum err practice_sign_in_tell(struct operation *op,
					  struct store *store, int64_t id,
					  const char *flash, const char *undo);
/** It was told. */
MUST_CHECK enum err practice_sign_in_told(struct operation *op,
					  struct store *store, int64_t id);

#endif
