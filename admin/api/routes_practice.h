/**
 * The practice and its settings.
 */
#ifndef ADMIN_API_ROUTES_PRACTICE_H
#define ADMIN_API_ROUTES_PRACTICE_H

#include "admin/api/route.h"

extern const struct routes routes_practice;

#endif
