/**
 * THE table of live properties: a row a property, a function a row. What is
 * advertised (allprop, propname) derives from the rows, which stand by
 * standard in property_dav.c, property_principal.c, property_calendar.c and
 * property_practice.c; property.c asks them.
 */
#ifndef DAV_PROPERTY_PRIVATE_H
#define DAV_PROPERTY_PRIVATE_H

#include <stdbool.h>

#include "dav/dav.h"
#include "dav/multistatus_private.h"
#include "dav/resource_private.h"
#include "dav/xml_private.h"

struct asked;
struct update;
struct update_list;

/** What the function of a row works with. */
struct property_call {
	struct dav *dav;
	struct resource *resource;
	const struct asked *asked;
	struct buf *out;
};

/** Write the property's content (inside its element). ERR_NOT_FOUND: the
 *  resource does not have it. */
typedef enum err property_get(struct property_call *call);

/** Judge an update to set or remove the property, and note what it comes to
 *  (property_update_private.h). Of protected ones it is asked only where a
 *  collection is made. */
typedef enum err property_set(struct update_list *updates,
			      struct update *update);

enum property_flags {
	PROPERTY_ALLPROP = 1,   /* part of allprop (RFC 4918, never CalDAV) */
	PROPERTY_STORED = 2,    /* kept per viewer as PROPPATCH set it; get
				   gives the default */
	PROPERTY_PROTECTED = 4, /* PROPPATCH: cannot-modify-protected */
	PROPERTY_DATA = 8,      /* needs the member's bytes */
	PROPERTY_WHOLE = 16,    /* needs more of a member than an index has */
	PROPERTY_TAG = 32,      /* needs no more of it than name and etag */
};

struct live_property {
	const char *ns, *name;
	unsigned kinds; /* enum resource_kind bits */
	unsigned flags;
	property_get *get;
	property_set *set; /* NULL: kept as it is, where stored */
};

struct property_rows {
	const struct live_property *rows;
	size_t count;
};

/** One property asked for; calendar-data comes with its node. */
struct asked {
	const char *ns, *name;
	const struct live_property *live; /* NULL: dead or unknown */
	const xmlNode *node;
	const struct cal_select *select; /* of calendar-data, else NULL */
	bool json; /* calendar-data as application/calendar+json */
	struct slice open, close, empty; /* its tags */
};

struct asked_list {
	enum { ASKED_PROP, ASKED_ALLPROP, ASKED_PROPNAME } mode;
	struct asked *items; /* prop, or allprop's include */
	size_t count;
	bool data;  /* some item needs the member's bytes */
	bool whole; /* some needs more of a member than an index has */
	enum resource_detail detail; /* of members, that these items need */
	bool minimal; /* Prefer: return=minimal: no 404 propstat */
};

const struct live_property *property_find(const char *ns, const char *name);
/** The rows of all tables, one behind another; NULL behind the last. */
const struct live_property *property_row(size_t index);

/** The element's tags, with the prefixes of multistatus_begin or one of its
 *  own that it declares. */
void property_tags(struct arena *arena, const char *ns, const char *name,
		   struct asked *item);

/** Make room for what is loaded on the way, before anything is given back. */
void property_cache_ready(struct dav *dav);
bool property_is_calendar_data(const struct live_property *live);

/** Write one whole response with its propstats (one 200, one 404 at most).
 *  ERR_MATCHES_LIMIT when the budget is spent. */
MUST_CHECK enum err property_response(struct dav *dav,
				      const struct asked_list *asked,
				      struct resource *resource,
				      struct multistatus *ms);

/** Sync token of a collection at a revision: "urn:daybook:sync:<seed>:<n>". */
char *property_sync_token(struct arena *arena,
			  const struct collection *collection,
			  int64_t revision);

/** The resource's stored (or dead) property as the actor set it: a fragment,
 *  or NULL in *value. Only collections and members have them. */
MUST_CHECK enum err property_stored(struct dav *dav, struct resource *resource,
				    const char *ns, const char *name,
				    const char **value);

/** The content of one property, as the actor set it or as it is by itself, as a
 *  fragment behind *value; sets item->live. ERR_NOT_FOUND: there is none. */
MUST_CHECK enum err property_value(struct dav *dav, struct resource *resource,
				   struct asked *item, struct buf *value);

/** The member's bytes, loaded where they are not yet. */
MUST_CHECK enum err property_bytes(struct dav *dav, struct resource *resource);
/** The member as read by ical/parse.h. ERR_NOT_FOUND: it has no calendar
 *  data, or such as cannot be read. */
struct cal_component;
MUST_CHECK enum err property_parsed(struct dav *dav, struct resource *resource,
				    const struct cal_component **parsed);
/** practice_collection_zones, asked for once a collection where the collection
 *  itself is asked first. */
struct collection_zones;
MUST_CHECK enum err property_zones(struct dav *dav, struct resource *resource,
				   const struct collection_zones **zones);

/** The locks that are on the collection of this resource, on its members and
 *  above: asked for once a collection where the collection itself is asked
 *  first. */
struct lock;
MUST_CHECK enum err property_locks(struct dav *dav,
				   const struct resource *resource,
				   const struct lock **list, size_t *count);

/** "/dav/principals/maria/", encoded. */
char *property_principal_href(struct arena *arena, const char *login);

/** The ETag of a collection that answers GET, without quotes. */
char *property_collection_etag(struct arena *arena,
			       const struct collection *collection);

#endif
