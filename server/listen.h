/**
 * The HTTP edge, and with daemon.c and reply.c all that knows libmicrohttpd:
 * epoll threads move bytes, requests are suspended while workers answer them.
 * Framing is strict, bodies are bounded, header and body have absolute
 * deadlines.
 */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include "server/config.h"
#include "server/exchange.h"

struct listener;

/** Bind and start. ERR_INVALID: an address that cannot be used. */
MUST_CHECK enum err listen_start(struct operation *op,
				 const struct config *config,
				 const struct handler *handler,
				 struct listener **listener);
/** "http://127.0.0.1:8008", with TLS "https://…", or "unix:/path". */
const char *listen_address(const struct listener *listener);

/** A worker has filled exchange->response: send it. Any thread. */
void listen_done(struct listener *listener, struct exchange *exchange);

/** Accept no more; wait until the answers under way have left, at most
 *  `seconds`; then close everything. */
void listen_stop(struct listener *listener, int64_t seconds);

#endif
