/**
 * Sync tokens: "urn:daybook:sync:<seed>:<revision>" of a collection,
 * "urn:daybook:sync:home:<seed>:<revision>:<path>..." of a home, "tree" for
 * "home" of a folder, itself first. The paths tell what an address was called
 * whose collection is gone.
 */
#ifndef DAV_SYNC_TOKEN_PRIVATE_H
#define DAV_SYNC_TOKEN_PRIVATE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYNC_TOKEN_PREFIX "urn:daybook:sync:"
#define SYNC_TOKEN_HOME SYNC_TOKEN_PREFIX "home"
#define SYNC_TOKEN_FOLDER SYNC_TOKEN_PREFIX "tree"

/** Where a client is with one collection. */
struct sync_point {
	const char *seed;
	int64_t revision;
	/** The collection's revision when the collection itself was told of,
	 *  though not yet all in it: written behind '+'. 0: none. */
	int64_t told;
	const char *path; /* below the home; NULL in a collection's token */
	bool met;         /* for the caller's use */
};

struct sync_token {
	bool empty; /* an initial sync */
	bool paths; /* of a home or a folder: its points have paths */
	bool home;  /* of a home */
	struct sync_point *points;
	size_t count;
};

/** "" is the empty token. False when it is none of ours. */
MUST_CHECK bool sync_token_parse(struct arena *arena, const char *text,
				 struct sync_token *token);
/** The point of a collection, or NULL. */
struct sync_point *sync_token_find(const struct sync_token *token,
				   const char *seed);
/** Append a point to a token that begins with one of the above. */
void sync_token_add(struct buf *buf, const struct sync_point *point);

#endif
