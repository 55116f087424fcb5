/**
 * What the server says that it can do.
 */
#ifndef DAV_ADVERTISE_PRIVATE_H
#define DAV_ADVERTISE_PRIVATE_H

#include "base/http.h"

/** Add the DAV header: the classes and features that are there. `locks`: locks
 *  are taken at the address (class 2). */
void dav_advertise(struct http_response *response, bool locks);

#endif
