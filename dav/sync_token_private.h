/**
 * Sync tokens: "urn:daybook:sync:<seed>:<revision>" of a collection,
 * "urn:daybook:sync:home:<seed>:<revision>..." of a home.
 */
#ifndef DAV_SYNC_TOKEN_PRIVATE_H
#define DAV_SYNC_TOKEN_PRIVATE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYNC_TOKEN_PREFIX "urn:daybook:sync:"

struct sync_token {
	bool empty; /* an initial sync */
	struct sync_point {
		const char *seed;
		int64_t revision;
	} * points;
	size_t count;
	size_t matched; /* for the caller's use */
};

/** "" is the empty token. False when it is none of ours. */
MUST_CHECK bool sync_token_parse(struct arena *arena, const char *text,
				 struct sync_token *token);
/** The revision that the token names for a collection, or -1. */
int64_t sync_token_revision(const struct sync_token *token, const char *seed);
/** Append ":<seed>:<revision>". */
void sync_token_add(struct buf *buf, const char *seed, int64_t revision);

#endif
