#include "server/queue.h"

#include <pthread.h>
#include <stdlib.h>

/* A thread that waits for its next exchange. */
struct waiter {
	pthread_cond_t handed;
	struct exchange *exchange;
	struct waiter *below;
};

struct queue {
	pthread_mutex_t lock;
	struct exchange *first, *last;
	size_t count;
	struct waiter *top; /* the thread that went idle last */
	bool closed;
};

struct queue *queue_new(void)
{
	struct queue *queue = calloc(1, sizeof(*queue));

	if (!queue)
		abort();
	pthread_mutex_init(&queue->lock, NULL);
	return queue;
}

void queue_free(struct queue *queue)
{
	pthread_mutex_destroy(&queue->lock);
	free(queue);
}

/* The lock is held, as below. */
static void append(struct queue *queue, struct exchange *exchange, bool first)
{
	exchange->next = first ? queue->first : NULL;
	if (!queue->first)
		queue->first = queue->last = exchange;
	else if (first)
		queue->first = exchange;
	else
		queue->last = queue->last->next = exchange;
	queue->count++;
}

static void hand(struct queue *queue, struct exchange *exchange, bool first)
{
	struct waiter *waiter = queue->top;

	if (!waiter) {
		append(queue, exchange, first);
		return;
	}
	queue->top = waiter->below;
	waiter->exchange = exchange;
	pthread_cond_signal(&waiter->handed);
}

void queue_put(struct queue *queue, struct exchange *exchange)
{
	pthread_mutex_lock(&queue->lock);
	hand(queue, exchange, false);
	pthread_mutex_unlock(&queue->lock);
}

void queue_put_first(struct queue *queue, struct exchange *exchange)
{
	pthread_mutex_lock(&queue->lock);
	hand(queue, exchange, true);
	pthread_mutex_unlock(&queue->lock);
}

bool queue_offer(struct queue *queue, struct exchange *exchange, size_t most)
{
	bool room;

	pthread_mutex_lock(&queue->lock);
	room = queue->count < most;
	if (room)
		hand(queue, exchange, false);
	pthread_mutex_unlock(&queue->lock);
	return room;
}

/* The lock is held. */
static struct exchange *wait_for_one(struct queue *queue)
{
	struct waiter self = { .below = queue->top };

	pthread_cond_init(&self.handed, NULL);
	/* Whoever hands something over, or closes, takes it from there. */
	queue->top = &self; /* cppcheck-suppress autoVariables */
	while (!self.exchange && !queue->closed)
		pthread_cond_wait(&self.handed, &queue->lock);
	pthread_cond_destroy(&self.handed);
	return self.exchange;
}

struct exchange *queue_take(struct queue *queue)
{
	struct exchange *exchange;

	pthread_mutex_lock(&queue->lock);
	exchange = queue->first;
	if (exchange) {
		queue->first = exchange->next;
		queue->count--;
		if (!queue->first)
			queue->last = NULL;
	} else if (!queue->closed) {
		exchange = wait_for_one(queue);
	}
	pthread_mutex_unlock(&queue->lock);
	return exchange;
}

/* Whoever waits wakes to nothing; its place is on its own stack. */
void queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	for (struct waiter *at = queue->top; at; at = at->below)
		pthread_cond_signal(&at->handed);
	queue->top = NULL;
	pthread_mutex_unlock(&queue->lock);
}

size_t queue_length(struct queue *queue)
{
	size_t count;

	pthread_mutex_lock(&queue->lock);
	count = queue->count;
	pthread_mutex_unlock(&queue->lock);
	return count;
}
