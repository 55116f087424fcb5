/**
 * Where a member is, for lines that an operator reads.
 */
#ifndef SERVER_MEMBER_ADDRESS_H
#define SERVER_MEMBER_ADDRESS_H

#include "store/calendar.h"
#include "store/object.h"

/** "/dav/calendars/maria/work/a.ics", encoded; "-" for whoever is not there. */
const char *member_address(struct reader *reader, const struct collection *of,
			   const struct member *member);

#endif
