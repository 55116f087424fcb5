/**
 * What those who run the server ask it: is it alive (/healthz), may it be sent
 * work (/readyz), figures for Prometheus (/metrics), and who is connected and
 * what is slow (/statusz). The last two are for this machine and for who knows
 * the secret of `metrics_token_file` alone.
 */
#ifndef SERVER_WATCH_H
#define SERVER_WATCH_H

#include "server/config.h"
#include "server/exchange.h"
#include "store/store.h"

#include <stddef.h>

/** Read the secret. Before any thread. ERR_INVALID: its file cannot be. */
MUST_CHECK enum err watch_start(struct operation *op,
				const struct config *config);

bool watch_owns(const struct http_path *path);
/** Answer what needs no store: what is alive, and who may not ask. */
MUST_CHECK bool watch_answer_open(const struct http_request *request,
				  struct http_response *response);

/** What only others know. */
struct watched {
	struct store *store;
	struct reader *reader; /* not begun */
	size_t queue;          /* requests that wait for a worker */
	int64_t workers;
};

/** Answer the rest. */
void watch_handle(struct operation *op, const struct watched *watched,
		  const struct http_request *request,
		  struct http_response *response);

#endif
