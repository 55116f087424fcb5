/**
 * What pages load: style sheet, scripts and icon, bundled from admin/assets/
 * and embedded, at addresses that hold a hash of their bytes and so may be
 * kept for ever (U4).
 */
#ifndef ADMIN_PAGES_ASSETS_H
#define ADMIN_PAGES_ASSETS_H

#include "base/http.h"

/** "/assets/HASH/name" of one that there is. */
const char *assets_url(const char *name);
/** Is the path below /assets/? */
bool assets_own(const struct http_path *path);
/** Answer a request for one. */
void assets_answer(const struct http_request *request,
		   struct http_response *response);

#endif
