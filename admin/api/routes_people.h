/**
 * People: who there is, added and changed.
 */
#ifndef ADMIN_API_ROUTES_PEOPLE_H
#define ADMIN_API_ROUTES_PEOPLE_H

#include "admin/api/route.h"

extern const struct routes routes_people;

#endif
