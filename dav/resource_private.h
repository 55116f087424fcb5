/**
 * What a path names: found by the store, seen by the actor.
 */
#ifndef DAV_RESOURCE_PRIVATE_H
#define DAV_RESOURCE_PRIVATE_H

#include "base/operation.h"
#include "base/http.h"
#include "practice/calendar/address.h"
#include "store/calendar.h"
#include "store/object.h"
#include "store/people.h"

#define HREF_PRINCIPALS ADDRESS_ROOT "principals/"

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

/** How much of each member is loaded: name, etag, kind, type and ids, as the
 *  covering index has them; all fields; those and the bytes. */
enum resource_detail { DETAIL_INDEX, DETAIL_WHOLE, DETAIL_BYTES };

/**
 * Find what a path names. ERR_NOT_FOUND: nothing there, or not for the actor
 * to know. A collection is found with and without its trailing slash, a
 * member only without.
 */
MUST_CHECK enum err dav_resource_find(struct reader *reader,
				      const struct http_path *path,
				      struct resource *resource);

/** The same, and a member comes with its bytes. */
MUST_CHECK enum err dav_resource_find_bytes(struct reader *reader,
					    const struct http_path *path,
					    struct resource *resource);

/** Is there anything to see of this collection? */
bool resource_is_served(const struct collection *collection);

/** Are locks taken on the resource? */
bool resource_takes_locks(const struct resource *resource);

/** Can the actor add members to it (RFC 5995)? */
bool resource_takes_members(const struct actor *actor,
			    const struct resource *resource);

/** Prefix, encoded segment, slash. */
char *resource_href(struct arena *arena, const char *prefix,
		    const char *segment);

/** "text/calendar; charset=utf-8; component=vevent", or a plain file's. */
const char *resource_media_type(const struct member *member);

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

/** A href in a body ("http://host/dav/..." or path) to a path; false when it
 *  cannot be one of ours. */
MUST_CHECK bool dav_href_parse(struct arena *arena, const char *href,
			       struct http_path *path);

#endif
