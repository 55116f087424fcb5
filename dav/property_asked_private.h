/**
 * Which properties a request asks for.
 */
#ifndef DAV_PROPERTY_ASKED_PRIVATE_H
#define DAV_PROPERTY_ASKED_PRIVATE_H

#include "dav/property_private.h"

/** Read a DAV:prop (or allprop, propname with include beside) element;
 *  parent NULL, as of an empty body, is allprop. calendar-data's selection is
 *  parsed here: ERR_CALENDAR_TYPE, ERR_SYNTAX. parent is propfind or the
 *  report's root. Also sets `minimal` from the request. */
MUST_CHECK enum err property_asked(struct dav *dav, const xmlNode *parent,
				   struct asked_list *asked);

#endif
