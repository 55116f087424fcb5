/**
 * Schedules: previewed, made and changed.
 */
#ifndef ADMIN_API_ROUTES_SCHEDULES_H
#define ADMIN_API_ROUTES_SCHEDULES_H

#include "admin/api/route.h"

extern const struct routes routes_schedules;

#endif
