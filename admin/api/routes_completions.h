/**
 * How sessions end: one, or several at once.
 */
#ifndef ADMIN_API_ROUTES_COMPLETIONS_H
#define ADMIN_API_ROUTES_COMPLETIONS_H

#include "admin/api/route.h"

extern const struct routes routes_completions;

#endif
