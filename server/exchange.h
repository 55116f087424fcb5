/**
 * One request and its answer on the way through the process: filled by
 * listen.c on an I/O thread, worked on by a worker or a password thread (one
 * at a time), sent by listen.c again.
 */
#ifndef SERVER_EXCHANGE_H
#define SERVER_EXCHANGE_H

#include "base/operation.h"
#include "base/http.h"
#include "base/str.h"

#include <stdbool.h>

struct exchange {
	struct arena *arena;
	struct operation op;
	struct http_request request;
	struct http_response response;
	struct buf body;
	bool path_ok;
	int64_t started; /* clock_ticks */
	/* set by authenticate.c between two visits to a worker */
	struct login *login;
	/* of listen.c */
	struct exchange *next;
	void *connection;
};

/** What the edge asks of the program, all of it on I/O threads. */
struct handler {
	/* Headers are complete. True when response answers at once, before
	 * any body is read. body_limit may be set. */
	bool (*begin)(void *context, struct exchange *exchange,
		      size_t *body_limit);
	/* The body is larger than its limit: fill the response. */
	void (*too_large)(void *context, struct exchange *exchange);
	/* The request is whole: hand it to the workers, who pass the exchange
	 * to listen_done later. False: answer what response holds. */
	bool (*submit)(void *context, struct exchange *exchange);
	void *context;
};

#endif
