/**
 * What PROPPATCH, MKCALENDAR and extended MKCOL ask to set and remove, and
 * how each was judged: all or none (RFC 4918 9.2, RFC 5689 3).
 */
#ifndef DAV_PROPERTY_UPDATE_PRIVATE_H
#define DAV_PROPERTY_UPDATE_PRIVATE_H

#include <stdbool.h>

#include "dav/property_private.h"

/** One property to set (node) or remove. */
struct update {
	const char *ns, *name;
	const xmlNode *node;
	bool set;
	const struct live_property *live; /* NULL: a dead one */
	enum err verdict;
	const char *refusal; /* of the verdict ERR_REFUSED, else NULL */
	const char *message;
};

/** All that a body asks for, and what is to come of it. */
struct update_list {
	struct dav *dav;
	struct resource *resource; /* NULL: one that is being made */
	unsigned kind;             /* enum resource_kind bit */
	struct update *items;
	size_t count;
	size_t room;
	bool refused; /* some of them was */
	/* What is to be stored, in order (value NULL: removed). */
	struct property *changes;
	size_t change_count;
	size_t change_room;
	/* Of urn:daybook:status, DAV:resourcetype and
	 * supported-calendar-component-set; NULL or 0 where not asked for. */
	struct update *status;
	const char *status_value;
	struct update *resourcetype;
	unsigned components;
	struct update *members; /* group-member-set of who stands in */
};

/** Read the set and remove elements of a body and judge each property.
 *  ERR_SYNTAX, ERR_TOO_LARGE (a value over 256 KiB), ERR_STORAGE; refusals
 *  are verdicts of the updates. */
MUST_CHECK enum err updates_read(struct update_list *updates,
				 const xmlNode *root);

/** For the rows' functions: note what is to be stored, and refuse. */
void update_store(struct update_list *updates, const char *ns, const char *name,
		  const char *value);
/** update_store of the update itself as it is. */
void update_keep(struct update_list *updates, const struct update *update);
void update_refuse(struct update_list *updates, struct update *update,
		   enum err err);

/** Write the propstats: one 200, or those refused with their element and 424
 *  for the others. */
void updates_write(const struct update_list *updates, struct buf *buf);

#endif
