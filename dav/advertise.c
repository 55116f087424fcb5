#include "dav/advertise_private.h"

/* Classes of RFC 4918 18, then what else is here. Begins with 1: Thunderbird
 * drops the first token. */
static const char features[] = "1, 3, extended-mkcol, access-control, "
			       "calendar-access";

void dav_advertise(struct http_response *response)
{
	http_response_add(response, "DAV", features);
}
