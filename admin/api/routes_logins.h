/**
 * Passwords, device tokens and feeds of a person.
 */
#ifndef ADMIN_API_ROUTES_LOGINS_H
#define ADMIN_API_ROUTES_LOGINS_H

#include "admin/api/route.h"

extern const struct routes routes_logins;

#endif
