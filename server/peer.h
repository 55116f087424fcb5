/**
 * From which address a request comes: the socket's peer, or what a proxy in
 * front of us says of its own peer.
 */
#ifndef SERVER_PEER_H
#define SERVER_PEER_H

#include "base/http.h"

#include <stdbool.h>
#include <sys/socket.h>

/** Does the list hold addresses alone, parted by commas? "" is one. */
MUST_CHECK bool peer_list_ok(const char *list);

/**
 * The address in text, in the arena; "" where nobody knows it: the peer of a
 * Unix socket, or of a proxy that does not say.
 *
 * With behind_proxy a peer that is loopback, a Unix socket or in `trusted` is
 * a proxy: the last element of X-Forwarded-For is its own peer, because it put
 * it there itself. All elements before are what anybody may have written.
 */
const char *peer_address(struct arena *arena, const struct sockaddr *peer,
			 bool behind_proxy, const char *trusted,
			 const struct http_request *request);

#endif
