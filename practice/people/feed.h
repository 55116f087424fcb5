/**
 * Feeds: addresses at which a person's calendar can be read without a login,
 * each by a secret of its own that can be revoked (rules K39).
 *
 * They are made by the person, an admin, or staff with GRANT_LOGINS, as
 * tokens are (practice/people/person.h): ERR_FORBIDDEN, or ERR_NOT_FOUND to
 * those who may not know of the person.
 */
#ifndef PRACTICE_PEOPLE_FEED_H
#define PRACTICE_PEOPLE_FEED_H

#include "store/credential.h"
#include "store/people.h"
#include "store/store.h"

/** May the actor see and change the tokens and feeds of this person? */
MUST_CHECK enum err practice_credentials_may(struct operation *op,
					     const struct person *person);

/** The level of that word: ERR_INVALID and a wrong field. */
MUST_CHECK enum err practice_feed_level_parse(struct operation *op,
					      const char *word,
					      enum feed_level *level);

/** Takes person, label (NULL: none), level
 *  and expires; sets the rest. *secret is shown once and kept only as a hash.
 *  ERR_INVALID with fields. */
MUST_CHECK enum err practice_feed_add(struct operation *op, struct store *store,
				      struct feed *feed, const char **secret);
MUST_CHECK enum err practice_feed_revoke(struct operation *op,
					 struct store *store, int64_t person,
					 int64_t feed);
struct feed_view;
/** Keep what the feed has come to show, so that it shows the same again. */
MUST_CHECK enum err practice_feed_keep(struct operation *op,
				       struct store *store, int64_t feed,
				       const struct feed_view *view);
/** A program has fetched it: `program` is what it calls itself, or NULL. */
MUST_CHECK enum err practice_feed_used(struct operation *op,
				       struct store *store, int64_t feed,
				       const char *program);

#endif
