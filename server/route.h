/**
 * From an exchange to its answer: which part of the program owns a path, who
 * signs in, and what every answer carries. One service a process.
 */
#ifndef SERVER_ROUTE_H
#define SERVER_ROUTE_H

#include "server/config.h"
#include "server/exchange.h"
#include "store/store.h"

struct service;

/** Start the workers, each with a reader. done(context, exchange) is called
 *  when an exchange's response may be sent. */
MUST_CHECK enum err service_start(struct operation *op,
				  const struct config *config,
				  struct store *store,
				  struct service **service);
void service_on_done(struct service *service,
		     void (*done)(void *context, struct exchange *exchange),
		     void *context);
/** Nothing is under way any more: join the threads. */
void service_stop(struct service *service);

/** The edge's view of it; context is the service. */
struct handler service_handler(struct service *service);

#endif
