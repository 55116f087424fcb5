/**
 * Sockets that a service manager has opened for us (sd_listen_fds(3)): they
 * stay open while one process ends and the next begins, so that an upgrade
 * makes programs wait and drops nobody.
 */
#ifndef SERVER_ACTIVATION_H
#define SERVER_ACTIVATION_H

#include "server/config.h"

/**
 * Take what the environment tells of, and take the words out of it. The one
 * named "redirect" is for redirect_listen, another one for listen, and those
 * settings say from then on where the sockets are. Before any thread.
 * ERR_INVALID with a sentence: a socket that cannot be served on, or one more.
 */
MUST_CHECK enum err activation_take(struct operation *op,
				    struct config *config);

/** The socket that listens at this address, or -1; it is the caller's. */
int activation_socket(const char *listen);

#endif
