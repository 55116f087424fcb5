/**
 * The socket that the program listens on: ADDR:PORT, or unix:PATH.
 */
#ifndef SERVER_BIND_H
#define SERVER_BIND_H

#include "base/operation.h"

/** A socket that listens; the caller closes fd and unlinks unix_path. */
struct bound {
	int fd;
	char address[128];   /* "http://127.0.0.1:8008" or "unix:/path" */
	char unix_path[108]; /* or "" */
};

/** Never waits in accept. ERR_INVALID: an address that cannot be used. */
MUST_CHECK enum err bind_to(struct operation *op, const char *where,
			    struct bound *bound);

#endif
