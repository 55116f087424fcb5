/**
 * Reports over a span of days.
 */
#ifndef ADMIN_API_ROUTES_REPORTS_H
#define ADMIN_API_ROUTES_REPORTS_H

#include "admin/api/route.h"

extern const struct routes routes_reports;

#endif
