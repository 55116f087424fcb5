/**
 * How libmicrohttpd is started: epoll threads, suspended requests, its own
 * time-outs off (listen.c has absolute ones), TLS where there is a certificate.
 */
#ifndef SERVER_DAEMON_H
#define SERVER_DAEMON_H

#include "server/config.h"

#include <microhttpd.h>

/** What the library calls, each with `context` but for unescape. */
struct daemon_calls {
	MHD_AccessHandlerCallback request;
	MHD_NotifyConnectionCallback connection;
	MHD_RequestCompletedCallback completed;
	void *(*target)(void *context, const char *uri,
			struct MHD_Connection *connection);
	size_t (*unescape)(void *context, struct MHD_Connection *connection,
			   char *text);
	void *context;
};

/** Serve on a socket that listens, with so many bytes for each connection;
 *  NULL: it cannot be. */
struct MHD_Daemon *daemon_start(const struct config *config, int fd,
				size_t memory,
				const struct daemon_calls *calls);

/** The other end of a connection's socket; NULL: it is not known. */
const struct sockaddr *daemon_peer(struct MHD_Connection *connection);

#endif
