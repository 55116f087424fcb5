/**
 * The socket that the program listens on: ADDR:PORT, or unix:PATH; one that a
 * service manager has opened there already, or a new one.
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

/** Never waits in accept. `scheme` stands before its address. ERR_INVALID: an
 *  address that cannot be used. */
MUST_CHECK enum err bind_to(struct operation *op, const char *where,
			    const char *scheme, struct bound *bound);

/** The same before anything else is done, so that an address that is in use
 *  leaves all as it was: bind_to then answers with what was bound here. Of two
 *  addresses at most; from one thread. Callers wait meanwhile. `where` lives as
 *  long as the process. */
MUST_CHECK enum err bind_ahead(struct operation *op, const char *where,
			       const char *scheme);

#endif
