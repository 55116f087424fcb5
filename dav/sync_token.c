#include "dav/sync_token_private.h"

#include "base/http.h"

#include <string.h>

#define POINTS_LIMIT 10000

/* "12" or "12+15". */
static bool revision_read(struct arena *arena, struct slice text,
			  struct sync_point *point)
{
	struct slice told = text;
	struct slice revision = slice_cut(&told, '+');

	return str_to_int64(slice_dup(arena, revision), &point->revision) &&
	       point->revision >= 0 &&
	       (!told.at ||
		(str_to_int64(slice_dup(arena, told), &point->told) &&
		 point->told > 0));
}

/* Encoded as in an address, and ':' too. */
static const char *path_read(struct arena *arena, struct slice text)
{
	const char *target =
		arena_printf(arena, "/%.*s", (int)text.len, text.at);
	struct http_path path;
	const char *query;
	struct buf buf;

	if (!text.len || !http_path_parse(arena, target, &path, &query) ||
	    path.count == 0)
		return NULL;
	buf_init(&buf, arena);
	for (size_t i = 0; i < path.count; i++)
		buf_printf(&buf, "%s%s", i ? "/" : "", path.segments[i]);
	return buf.at;
}

static bool point_read(struct arena *arena, struct slice *rest, bool home,
		       struct sync_point *point)
{
	struct slice seed = slice_cut(rest, ':');
	struct slice revision = slice_cut(rest, ':');

	if (!seed.len || !revision.at || !revision_read(arena, revision, point))
		return false;
	point->seed = slice_dup(arena, seed);
	if (!home)
		return true;
	if (!rest->at)
		return false;
	point->path = path_read(arena, slice_cut(rest, ':'));
	return point->path != NULL;
}

bool sync_token_parse(struct arena *arena, const char *text,
		      struct sync_token *token)
{
	struct sync_token parsed = {
		.empty = !*text,
		.home = str_starts(text, SYNC_TOKEN_HOME),
	};
	bool folder = str_starts(text, SYNC_TOKEN_FOLDER);
	struct slice rest = { NULL, 0 };
	size_t room = 0;

	parsed.paths = parsed.home || folder;
	if (parsed.home)
		rest = slice_of(text + strlen(SYNC_TOKEN_HOME));
	else if (folder)
		rest = slice_of(text + strlen(SYNC_TOKEN_FOLDER));
	else if (str_starts(text, SYNC_TOKEN_PREFIX))
		rest = slice_of(text + strlen(SYNC_TOKEN_PREFIX));
	else if (*text)
		return false;
	if (parsed.paths && !rest.len)
		rest.at = NULL; /* of a home without collections */
	else if (parsed.paths && slice_cut(&rest, ':').len)
		return false;
	while (rest.at) {
		struct sync_point point = { .seed = NULL };

		if (parsed.count == POINTS_LIMIT ||
		    !point_read(arena, &rest, parsed.paths, &point))
			return false;
		parsed.points = arena_grow(arena, parsed.points, parsed.count,
					   &room, sizeof(point));
		parsed.points[parsed.count++] = point;
	}
	*token = parsed;
	return true;
}

struct sync_point *sync_token_find(const struct sync_token *token,
				   const char *seed)
{
	for (size_t i = 0; i < token->count; i++) {
		if (str_equal(token->points[i].seed, seed))
			return &token->points[i];
	}
	return NULL;
}

/* What separates points in a token is no part of a path. */
static void path_add(struct buf *buf, const char *path)
{
	struct slice rest = slice_of(path);
	struct buf encoded;

	buf_init(&encoded, buf->arena);
	buf_puts(&encoded, "");
	while (rest.at) {
		http_segment_encode(
			&encoded, slice_dup(buf->arena, slice_cut(&rest, '/')));
		if (rest.at)
			buf_putc(&encoded, '/');
	}
	for (const char *at = encoded.at; *at; at++) {
		if (*at == ':')
			buf_puts(buf, "%3A");
		else
			buf_putc(buf, *at);
	}
}

void sync_token_add(struct buf *buf, const struct sync_point *point)
{
	buf_printf(buf, ":%s:%lld", point->seed, (long long)point->revision);
	if (point->told)
		buf_printf(buf, "+%lld", (long long)point->told);
	if (!point->path)
		return;
	buf_putc(buf, ':');
	path_add(buf, point->path);
}
