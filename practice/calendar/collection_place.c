#include "practice/calendar/collection_place.h"

#include "base/str.h"
#include "store/calendar.h"
#include "store/object.h"

#include <string.h>

#define DEPTH_LIMIT 8
#define NAME_LIMIT 255

enum err place_check_path(struct operation *op, const char *path)
{
	struct slice rest = slice_of(path);
	size_t depth = 0;

	while (rest.at) {
		struct slice segment = slice_cut(&rest, '/');

		if (segment.len == 0 || segment.len > NAME_LIMIT)
			return fail(op, ERR_INVALID, "a name has 1 to %d bytes",
				    NAME_LIMIT);
		if (++depth > DEPTH_LIMIT)
			return fail(op, ERR_INVALID,
				    "collections nest at most %d deep",
				    DEPTH_LIMIT);
	}
	return OK;
}

const char *place_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool place_within(const char *path, const char *other)
{
	size_t len = strlen(other);

	return str_starts(path, other) &&
	       (path[len] == '\0' || path[len] == '/');
}

/* Whether a member of the parent (0: the home, which has none) stands at the
 * name. */
enum err place_check_member(struct reader *reader, int64_t parent,
			    const char *name)
{
	struct member member;
	enum err err;

	if (!parent)
		return OK;
	err = store_member_find(reader, parent, name, &member);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	return fail(store_reader_operation(reader), ERR_RESOURCE_NOT_NULL,
		    "'%s' is there already", name);
}

/* The collection above the path: id 0 is the home. */
enum err place_find_parent(struct reader *reader, int64_t owner,
			   const char *path, int64_t *parent)
{
	struct operation *op = store_reader_operation(reader);
	const char *slash = strrchr(path, '/');
	struct collection above;
	enum err err;

	if (!slash) {
		*parent = 0;
		return OK;
	}
	path = arena_strndup(op->arena, path, (size_t)(slash - path));
	err = store_collection_find(reader, owner, path, &above);
	if (err == ERR_NOT_FOUND)
		return fail(op, ERR_PARENT, "there is no collection '%s'",
			    path);
	if (err)
		return err;
	/* RFC 4791 4.2: no calendar within a calendar, at any depth. */
	if (above.kind != COLLECTION_PLAIN)
		return fail(op, ERR_LOCATION,
			    "'%s' is a calendar, which holds no collections",
			    path);
	*parent = above.id;
	return OK;
}
