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

/** Is what is asked for told as it is stored, at a cost that goes with its
 *  length alone: no part of calendar data, no other form of it? */
bool property_asked_plain(const struct asked_list *asked);

/** From now on the answer may be sent while it is written, where that holds.
 *  What takes thought may be too much, which is told as a whole. */
void property_asked_flow(const struct asked_list *asked, struct dav *dav,
			 struct multistatus *ms);

#endif
