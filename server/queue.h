/**
 * A queue of exchanges between threads.
 */
#ifndef SERVER_QUEUE_H
#define SERVER_QUEUE_H

#include "server/exchange.h"

struct queue;

struct queue *queue_new(void);
void queue_free(struct queue *queue);
void queue_put(struct queue *queue, struct exchange *exchange);
/** Waits; NULL when the queue is closed and empty. */
struct exchange *queue_take(struct queue *queue);
/** Takers get what is left, then NULL. */
void queue_close(struct queue *queue);

#endif
