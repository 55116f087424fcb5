/**
 * /api/imports: files that are uploaded, previewed, and taken in by a thread
 * of the server.
 */
#ifndef ADMIN_API_ROUTES_IMPORTS_H
#define ADMIN_API_ROUTES_IMPORTS_H

#include "admin/api/route.h"

extern const struct routes routes_imports;

#endif
