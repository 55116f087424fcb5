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
#define HREF_GROUPS HREF_PRINCIPALS "groups/"

/** Bits, so that tables can say where a row holds. */
enum resource_kind {
	RESOURCE_ROOT = 1,       /* / and /dav/ */
	RESOURCE_PRINCIPALS = 2, /* /dav/principals/ */
	RESOURCE_PRINCIPAL = 4,
	RESOURCE_HOMES = 8, /* /dav/calendars/ */
	RESOURCE_HOME = 16,
	RESOURCE_COLLECTION = 32, /* any kind of collection below a home */
	RESOURCE_MEMBER = 64,
	RESOURCE_GROUPS = 128, /* /dav/principals/groups/ */
	RESOURCE_GROUP = 256,  /* a principal with members */
	RESOURCE_ANY = 511,
};

/** Those who stand in for a person are two groups of principals. */
enum proxy { PROXY_NONE, PROXY_READ, PROXY_WRITE };

struct resource {
	enum resource_kind kind;
	const char *href;             /* path-absolute, encoded */
	struct person person;         /* of principals, homes and below */
	unsigned role;                /* of a group of the practice; else 0 */
	enum proxy proxy;             /* of a group of a person's */
	struct collection collection; /* of collections and members */
	struct member member;
	struct slice bytes; /* of a member, once loaded; at NULL before */
};

/** How much of each member is loaded: name and etag; those, kind, type and ids,
 *  as the covering index has them; all fields; those and the bytes. */
enum resource_detail { DETAIL_TAG, DETAIL_INDEX, DETAIL_WHOLE, DETAIL_BYTES };

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
/** The same for a request that needs this privilege (of practice/access.h) and
 *  not that to read. ERR_NEED_PRIVILEGES: the actor may do something else
 *  there. */
MUST_CHECK enum err dav_resource_find_for(struct reader *reader,
					  const struct http_path *path,
					  unsigned privilege,
					  struct resource *resource);

/** Is there anything to see of this collection? */
bool resource_is_served(const struct collection *collection);
/** Does a listing of the home have it? Not what programs find by a property of
 *  their principal, nor what may not be read. */
bool resource_is_listed(const struct collection *collection);

/** Does ACL set the actor's grants on it? */
bool resource_takes_grants(const struct actor *actor,
			   const struct resource *resource);

/** The group of a role, as dav_resource_find has it. ERR_NOT_FOUND. */
MUST_CHECK enum err resource_group(struct reader *reader, unsigned role,
				   struct resource *resource);
/** The group of those who stand in for resource->person, which is set. */
void resource_proxy(struct arena *arena, enum proxy proxy,
		    struct resource *resource);

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
/** The same of any home: whether the actor may know it is not asked. */
MUST_CHECK bool dav_place_of(struct arena *arena, const struct http_path *path,
			     struct dav_place *place);
/** Parent and name as one path below the home. */
const char *dav_place_path(struct arena *arena, const struct dav_place *place);

/** A href in a body ("http://host/dav/..." or path) to a path; false when it
 *  cannot be one of ours. */
MUST_CHECK bool dav_href_parse(struct arena *arena, const char *href,
			       struct http_path *path);

#endif
