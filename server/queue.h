/**
 * A queue of exchanges between threads. Of those that wait, the one that went
 * idle last takes the next: its caches are warm, and with little to do the
 * others' connections and memory stay small.
 */
#ifndef SERVER_QUEUE_H
#define SERVER_QUEUE_H

#include "server/exchange.h"

struct queue;

struct queue *queue_new(void);
void queue_free(struct queue *queue);
void queue_put(struct queue *queue, struct exchange *exchange);
/** Before all others. */
void queue_put_first(struct queue *queue, struct exchange *exchange);
/** Only where fewer than `most` wait; false: it was not put. */
MUST_CHECK bool queue_offer(struct queue *queue, struct exchange *exchange,
			    size_t most);
/** Waits; NULL when the queue is closed and empty. */
struct exchange *queue_take(struct queue *queue);
/** Takers get what is left, then NULL; nothing is put any more. */
void queue_close(struct queue *queue);

/** How many wait for a thread at the moment. */
size_t queue_length(struct queue *queue);

#endif
