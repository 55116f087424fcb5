/**
 * Which methods a resource takes of whom: what Allow tells (RFC 9110 10.2.1).
 * A method that is refused whatever is sent with it is not told.
 */
#ifndef DAV_ALLOW_PRIVATE_H
#define DAV_ALLOW_PRIVATE_H

#include "dav/dav.h"
#include "dav/resource_private.h"

/** Bits beside those of enum resource_kind, for the rows of methods. */
enum allow {
	ALLOW_NOTHING = 1 << 10,  /* nothing is there */
	ALLOW_MAKE = 1 << 11,     /* and a collection may be made */
	ALLOW_PUT = 1 << 12,      /* a member may be changed, or made */
	ALLOW_DELETE = 1 << 13,   /* it may be taken away */
	ALLOW_COPY = 1 << 14,     /* and copied somewhere */
	ALLOW_MOVE = 1 << 15,     /* and moved */
	ALLOW_LOCK = 1 << 16,     /* locks are taken */
	ALLOW_UNLOCK = 1 << 17,   /* there may be some */
	ALLOW_ADD = 1 << 18,      /* members are added, invitations answered */
	ALLOW_GRANT = 1 << 19,    /* the actor says who else may do what */
	ALLOW_ALL = (1 << 20) - 1 /* what there is at all */
};

/** The bits of what is at the request's address, for its actor; ALLOW_ALL
 *  where that cannot be read. Ends the reading of the request. */
unsigned allow_here(struct dav *dav);
/** May something new come to this address, of the actor? As above where that
 *  cannot be read. */
bool allow_new(struct dav *dav, const struct http_path *path);

#endif
