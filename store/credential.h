/**
 * How people sign in (rules S3): passwords, devices' tokens, and feeds.
 */
#ifndef STORE_CREDENTIAL_H
#define STORE_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/digest.h"
#include "store/tables.h"

struct token {
	int64_t id, person;
	const char *label;
	struct instant created, last_used; /* INSTANT_MIN: never */
	const char *program; /* that used it last, as it calls itself */
	bool revoked;
};

/** How much a feed tells of sessions (S50). */
enum feed_level { FEED_BUSY, FEED_INITIALS, FEED_FULL };
extern const char *const feed_level_words[]; /* base/word.h */

struct feed {
	int64_t id, person;
	const char *label;
	enum feed_level level;
	struct instant created, last_fetch, expires; /* INSTANT_MAX: never */
	const char *program;
	bool revoked;
};

/** The argon2id string, or ERR_NOT_FOUND when the person has no password. */
MUST_CHECK enum err store_password_find(struct reader *reader, int64_t person,
					const char **hash);
/** Also raises the person's generation and ends their sign-ins. hash NULL
 *  removes it. */
MUST_CHECK enum err store_password_set(struct transaction *tx, int64_t person,
				       const char *hash);

/** A live token by the SHA-256 of its secret. */
MUST_CHECK enum err store_token_find(struct reader *reader,
				     const struct digest *digest,
				     struct token *token);
MUST_CHECK enum err store_token_list(struct reader *reader, int64_t person,
				     struct token **tokens, size_t *count);
/** Sets id; created is the operation's now, and it was never used. */
MUST_CHECK enum err store_token_insert(struct transaction *tx,
				       const struct digest *digest,
				       struct token *token);
/** Also raises the person's generation. ERR_NOT_FOUND. */
MUST_CHECK enum err store_token_revoke(struct transaction *tx, int64_t person,
				       int64_t token);
/** By a program that calls itself so; NULL: it does not say. */
MUST_CHECK enum err store_token_used(struct transaction *tx, int64_t token,
				     struct instant at, const char *program);

/** A feed by its token's digest, revoked and expired ones too. */
MUST_CHECK enum err store_feed_find(struct reader *reader,
				    const struct digest *digest,
				    struct feed *feed);
MUST_CHECK enum err store_feed_list(struct reader *reader, int64_t person,
				    struct feed **feeds, size_t *count);
/** Sets id; created is the operation's now; expires as given. */
MUST_CHECK enum err store_feed_insert(struct transaction *tx,
				      const struct digest *digest,
				      struct feed *feed);
/** ERR_NOT_FOUND. */
MUST_CHECK enum err store_feed_revoke(struct transaction *tx, int64_t person,
				      int64_t feed);
MUST_CHECK enum err store_feed_used(struct transaction *tx, int64_t feed,
				    struct instant at, const char *program);

#endif
