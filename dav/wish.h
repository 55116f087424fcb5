/**
 * What PROPPATCH, MKCALENDAR and extended MKCOL ask to set and remove, and
 * how each was judged: all or none (RFC 4918 9.2, RFC 5689 3).
 */
#ifndef DAV_WISH_H
#define DAV_WISH_H

#include <stdbool.h>

#include "dav/property.h"

/** One property to set (node) or remove. */
struct wish {
	const char *ns, *name;
	const xmlNode *node;
	bool set;
	const struct live_property *live; /* NULL: a dead one */
	enum err verdict;
	const char *message;
};

struct wish_list {
	struct dav *dav;
	struct resource *resource; /* NULL: one that is being made */
	unsigned kind;             /* enum resource_kind bit */
	struct wish *items;
	size_t count;
	size_t room;
	bool refused; /* some wish was */
	/* What is to be stored, in order (value NULL: removed). */
	struct property *changes;
	size_t change_count;
	size_t change_room;
	/* Of urn:daybook:status, DAV:resourcetype and
	 * supported-calendar-component-set; NULL or 0 where not wished. */
	struct wish *status;
	const char *status_value;
	struct wish *resourcetype;
	unsigned components;
};

/** Read the set and remove elements of a body and judge each property.
 *  ERR_SYNTAX, ERR_TOO_LARGE (a value over 256 KiB), ERR_STORAGE; refusals
 *  are verdicts of the wishes. */
MUST_CHECK enum err wishes_read(struct wish_list *wishes, const xmlNode *root);

/** For the rows' functions: note what is to be stored, and refuse. */
void wish_store(struct wish_list *wishes, const char *ns, const char *name,
		const char *value);
/** wish_store of the wish itself as it is. */
void wish_keep(struct wish_list *wishes, const struct wish *wish);
void wish_refuse(struct wish_list *wishes, struct wish *wish, enum err err);

/** Write the propstats: one 200, or those refused with their element and 424
 *  for the others. */
void wishes_write(const struct wish_list *wishes, struct buf *buf);

#endif
