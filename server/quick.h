/**
 * Answers that cost little, given on the I/O thread that read the request: to
 * hand a poll to a worker and back costs as much as the poll.
 *
 * Only what a calendar program asks all day is tried, only for whoever is known
 * already, and only up to a budget; whatever turns out to take more, or to have
 * to wait for anybody, goes to the workers as if it had not been tried.
 */
#ifndef SERVER_QUICK_H
#define SERVER_QUICK_H

#include "server/authenticate.h"
#include "server/config.h"
#include "server/exchange.h"
#include "server/share.h"
#include "store/store.h"

struct quick;

/** One reader for each I/O thread. ERR_STORAGE. */
MUST_CHECK enum err quick_new(struct operation *op, const struct config *config,
			      struct store *store,
			      struct authenticator *authenticator,
			      struct shares *shares, struct quick **quick);
/** The I/O threads have ended. */
void quick_free(struct quick *quick);

/** Fill in the response of a request that is whole. False: nothing was done. */
MUST_CHECK bool quick_answer(struct quick *quick, struct exchange *exchange);

#endif
