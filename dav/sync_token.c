#include "dav/sync_token_private.h"

#include <string.h>

#define HOME "home:"
#define POINTS_LIMIT 10000

bool sync_token_parse(struct arena *arena, const char *text,
		      struct sync_token *token)
{
	struct sync_token parsed = { .empty = !*text };
	struct slice rest;
	size_t room = 0;

	if (!*text) {
		*token = parsed;
		return true;
	}
	if (!str_starts(text, SYNC_TOKEN_PREFIX))
		return false;
	rest = slice_of(text + strlen(SYNC_TOKEN_PREFIX));
	if (slice_is(rest, "home")) {
		*token = parsed; /* of a home without collections */
		return true;
	}
	if (slice_starts(rest, HOME)) {
		rest.at += strlen(HOME);
		rest.len -= strlen(HOME);
	}
	while (rest.at) {
		struct slice seed = slice_cut(&rest, ':');
		struct slice revision = slice_cut(&rest, ':');
		struct sync_point point;

		if (!seed.len || !revision.at || parsed.count == POINTS_LIMIT ||
		    !str_to_int64(slice_dup(arena, revision),
				  &point.revision) ||
		    point.revision < 0)
			return false;
		point.seed = slice_dup(arena, seed);
		parsed.points = arena_grow(arena, parsed.points, parsed.count,
					   &room, sizeof(point));
		parsed.points[parsed.count++] = point;
	}
	*token = parsed;
	return true;
}

int64_t sync_token_revision(const struct sync_token *token, const char *seed)
{
	for (size_t i = 0; i < token->count; i++)
		if (str_equal(token->points[i].seed, seed))
			return token->points[i].revision;
	return -1;
}

void sync_token_add(struct buf *buf, const char *seed, int64_t revision)
{
	buf_printf(buf, ":%s:%lld", seed, (long long)revision);
}
