/**
 * How libmicrohttpd is started: epoll, suspended requests, its own time-outs
 * off (listen.c has absolute ones), TLS where there is a certificate.
 *
 * The threads are ours. The library's own take events by 128 and, where it got
 * just so many, sleep until there is one more before they look at any: 128
 * programs that ask at one moment are kept waiting, and 128 that leave stay.
 */
#ifndef SERVER_DAEMON_H
#define SERVER_DAEMON_H

#include "server/config.h"

#include <microhttpd.h>

struct daemon;

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

/** Serve on a socket that listens (it stays the caller's), with so many bytes
 *  for each connection. `daemon` is set before anything is called; it is NULL
 *  where the library cannot serve. daemon_stop() ends it. */
void daemon_start(const struct config *config, int fd, size_t memory,
		  const struct daemon_calls *calls, struct daemon **daemon);

/** Any thread: go on with a connection that was suspended. */
void daemon_resume(struct daemon *daemon, struct MHD_Connection *connection);

/** Take no more connections; after it nobody uses the socket that listens. */
void daemon_quiesce(struct daemon *daemon);

/** After daemon_quiesce(), when no connection is suspended: close all. */
void daemon_stop(struct daemon *daemon);

/** The other end of a connection's socket; NULL: it is not known. */
const struct sockaddr *daemon_peer(struct MHD_Connection *connection);

#endif
