/**
 * A whole calendar collection as one calendar.
 */
#ifndef DAV_EXPORT_PRIVATE_H
#define DAV_EXPORT_PRIVATE_H

#include "dav/dav.h"
#include "dav/representation_private.h"
#include "store/calendar.h"

/** Put the components of every member into one VCALENDAR, each time zone
 *  once, in the form that is asked for, as the body of the answer, whose head
 *  stands but for its type. What cannot be read is left out and logged. */
MUST_CHECK enum err export_calendar(struct dav *dav,
				    const struct collection *collection,
				    struct representation form,
				    const char *type);

#endif
