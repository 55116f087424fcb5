#include "dav/advertise_private.h"

/* Classes of RFC 4918 18, then what else is here. Begins with 1: Thunderbird
 * drops the first token. No access-control: RFC 4791 2 asks for it, but it
 * says that there is a method ACL (RFC 3744 7.2), and there is none. */
#define FEATURES                                                     \
	"3, extended-mkcol, calendar-access, calendar-no-timezone, " \
	"calendar-availability"

void dav_advertise(struct http_response *response, bool locks)
{
	http_response_add(response, "DAV",
			  locks ? "1, 2, " FEATURES : "1, " FEATURES);
}
