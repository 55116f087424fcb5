/**
 * What a path names: found by the store, seen by the actor.
 */
#ifndef DAV_RESOURCE_H
#define DAV_RESOURCE_H

#include "base/operation.h"
#include "base/http.h"
#include "store/calendar.h"
#include "store/object.h"
#include "store/people.h"

/** Bits, so that tables can say where a row holds. */
enum resource_kind {
	RESOURCE_ROOT = 1,       /* / and /dav/ */
	RESOURCE_PRINCIPALS = 2, /* /dav/principals/ */
	RESOURCE_PRINCIPAL = 4,
	RESOURCE_HOMES = 8, /* /dav/calendars/ */
	RESOURCE_HOME = 16,
	RESOURCE_COLLECTION = 32, /* any kind of collection below a home */
	RESOURCE_MEMBER = 64,
	RESOURCE_ANY = 127,
};

struct resource {
	enum resource_kind kind;
	const char *href;             /* path-absolute, encoded */
	struct person person;         /* of principals, homes and below */
	struct collection collection; /* of collections and members */
	struct member member;
	struct slice bytes; /* of a member, once loaded; at NULL before */
};

/**
 * Find what a path names. ERR_NOT_FOUND: nothing there, or not for the actor
 * to know. A collection is found with and without its trailing slash, a
 * member only without.
 */
MUST_CHECK enum err dav_resource_find(struct reader *reader,
				      const struct http_path *path,
				      struct resource *resource);

/** Is the collection a calendar, rather than a plain one? */
bool dav_is_calendar(const struct collection *collection);

/** Where a path would put a new member or collection, whether or not it is
 *  there: home, collection path and last name. ERR_NOT_FOUND (not a place
 *  below a home of the actor's). */
struct dav_place {
	const char *home;
	const char *path; /* of the parent collection; "" the home itself */
	const char *name;
};
MUST_CHECK enum err dav_place_find(struct operation *op,
				   const struct http_path *path,
				   struct dav_place *place);
/** Parent and name as one path below the home. */
const char *dav_place_path(struct arena *arena, const struct dav_place *place);

/** How much of each member is loaded: name, etag, kind, type and ids, as the
 *  covering index has them; all fields; those and the bytes. */
enum resource_detail { DETAIL_INDEX, DETAIL_WHOLE, DETAIL_BYTES };

/** Children of a resource for Depth 1: collections by path, then members. A
 *  child's href and bytes live as long as the call that is given it. */
typedef enum err dav_each(void *context, struct resource *child);
MUST_CHECK enum err dav_resource_children(struct reader *reader,
					  const struct resource *of,
					  enum resource_detail detail,
					  dav_each *each, void *context);

/** A href in a body ("http://host/dav/..." or path) to a path; false when it
 *  cannot be one of ours. */
MUST_CHECK bool dav_href_parse(struct arena *arena, const char *href,
			       struct http_path *path);

#endif
