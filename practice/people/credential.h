/**
 * Passwords and device tokens: each function is one audited transaction.
 */
#ifndef PRACTICE_PEOPLE_CREDENTIAL_H
#define PRACTICE_PEOPLE_CREDENTIAL_H

#include "store/people.h"
#include "store/store.h"

/** Would this do as a password? At least 8 characters, at most 1024 bytes:
 *  ERR_INVALID. */
MUST_CHECK enum err practice_password_check(struct operation *op,
					    const char *password);
/** Checked by practice_password_check. */
MUST_CHECK enum err practice_password_set(struct operation *op,
					  struct store *store,
					  const char *login,
					  const char *password);
/** The same password for these people: it is hashed once, as the demo's is,
 *  and each has a transaction of their own. */
MUST_CHECK enum err practice_password_set_all(struct operation *op,
					      struct store *store,
					      const char *const *logins,
					      size_t count,
					      const char *password);
/** Is this the actor's own password now? A try like one of signing in, charged
 *  to the address of the peer: ERR_INVALID names the field "old" where it is
 *  not; ERR_BUSY. */
MUST_CHECK enum err practice_password_old(struct operation *op,
					  struct reader *reader,
					  const char *address, const char *old);
/** A device token: *secret is shown once and kept only as a hash. Passwords
 *  and tokens are set by the person, an admin or staff with GRANT_LOGINS (of
 *  practitioners and clients); others' are ERR_NOT_FOUND to those who may not
 *  know of them. */
MUST_CHECK enum err practice_token_add(struct operation *op,
				       struct store *store, const char *login,
				       const char *label, const char **secret,
				       int64_t *id);
MUST_CHECK enum err practice_token_revoke(struct operation *op,
					  struct store *store,
					  const char *login, int64_t token);
/** By the actor; `agent` is what the program calls itself, or NULL. Nothing is
 *  wrong with it any more (practice/people/device.h). */
MUST_CHECK enum err practice_token_used(struct operation *op,
					struct store *store, int64_t token,
					const char *agent);

#endif
