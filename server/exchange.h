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

#include <stdatomic.h>
#include <stdbool.h>

/** What an exchange has of a person's share (share.c's alone). */
struct claimed {
	uint64_t key;
	bool works, writes; /* it has a worker; it may write */
	size_t body, answer;
	size_t wants; /* of a body, while it is parked */
};

struct stream;

struct exchange {
	struct arena *arena;
	struct operation op;
	struct http_request request;
	struct http_response response;
	struct buf body;
	struct stream *stream; /* for a long answer; NULL: it is held whole */
	bool path_ok;
	int64_t started; /* clock_ticks */
	/* The body is not read yet: only the login is looked at. */
	bool early;
	size_t body_wanted; /* of an early one: room for its body */
	bool refused;       /* response says why; no body is wanted */
	/* set by authenticate.c between two visits to a worker */
	struct login *login;
	struct claimed claimed;
	atomic_bool gone;      /* the peer has left meanwhile */
	struct exchange *next; /* of the queue that it is in */
};

/** What the edge asks of the program; but for `submit`'s work, all of it on
 *  I/O threads. */
struct handler {
	/* Headers are complete. True when response answers at once, before
	 * any body is read. body_limit may be set. */
	bool (*begin)(void *context, struct exchange *exchange,
		      size_t *body_limit);
	/* The body is larger than its limit, or not small while no memory is
	 * left: fill the response. */
	void (*no_body)(struct exchange *exchange, bool too_large);
	/* The request is whole. True when response answers at once, in next to
	 * no time; else nothing was done. */
	bool (*quickly)(void *context, struct exchange *exchange);
	/* The request is whole, or `early`: hand it to the workers, who pass
	 * the exchange to listen_done later. */
	void (*submit)(void *context, struct exchange *exchange);
	/* The answer has left, or the connection has: nothing of the exchange
	 * is used any more. Called once for each that was submitted, or
	 * answered quickly. */
	void (*ended)(void *context, struct exchange *exchange);
	void *context;
};

#endif
