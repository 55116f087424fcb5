#include "dav/advertise_private.h"

/* Classes of RFC 4918 18, then what else is here. Begins with 1: Thunderbird
 * drops the first token. access-control: RFC 3744 7.2. */
#define FEATURES                                  \
	"3, access-control, extended-mkcol, "     \
	"calendar-access, calendar-no-timezone, " \
	"calendar-availability, calendar-proxy, " \
	"calendarserver-sharing"

void dav_advertise(struct http_response *response, bool locks)
{
	http_response_add(response, "DAV",
			  locks ? "1, 2, " FEATURES : "1, " FEATURES);
}
