#include "server/target.h"

#include "base/str.h"

#include "server/timezones.h"

#include <string.h>

/* With the slashes of a zone's name. */
static const char *zone_target(struct arena *arena, const char *target)
{
	struct slice query = slice_of(target);
	struct slice path = slice_cut(&query, '?');
	struct buf buf;

	buf_init_sized(&buf, arena, strlen(target) + 1);
	for (size_t i = 0; i < path.len; i++) {
		bool slash =
			i + 3 <= path.len && (!memcmp(path.at + i, "%2F", 3) ||
					      !memcmp(path.at + i, "%2f", 3));

		buf_putc(&buf, slash ? '/' : path.at[i]);
		i += slash ? 2 : 0;
	}
	if (query.at) {
		buf_putc(&buf, '?');
		buf_slice(&buf, query);
	}
	buf_puts(&buf, "");
	return buf.at;
}

bool target_parse(struct arena *arena, const char *target,
		  struct http_path *path, const char **query)
{
	if (str_equal(target, "*"))
		target = "/";
	else if (str_starts(target, TIMEZONES_ROOT "/zones/"))
		target = zone_target(arena, target);
	return http_path_parse(arena, target, path, query);
}
