/**
 * What the target of a request names, as it came (RFC 9112 3.2).
 */
#ifndef SERVER_TARGET_H
#define SERVER_TARGET_H

#include "base/http.h"

/** http_path_parse of a target: "*" is the root, and the names of time zones
 *  may be written as one segment, as URI templates have them
 *  ("America%2FNew_York", RFC 7808 5.3). */
MUST_CHECK bool target_parse(struct arena *arena, const char *target,
			     struct http_path *path, const char **query);

#endif
