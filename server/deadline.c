#include "server/deadline.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define PATROL_NS 500000000 /* between two looks */

struct deadline {
	struct deadlines *list;
	struct deadline *previous, *next;
	int fd;
	int64_t due; /* clock_ticks, 0: none */
};

struct deadlines {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	bool stopping;
	struct deadline head; /* of a ring */
};

static void expire(struct deadlines *list, int64_t now)
{
	for (struct deadline *at = list->head.next; at != &list->head;
	     at = at->next) {
		if (!at->due || at->due > now)
			continue;
		shutdown(at->fd, SHUT_RDWR);
		at->due = 0;
	}
}

static void *patrol(void *context)
{
	struct deadlines *list = context;

	pthread_mutex_lock(&list->lock);
	while (!list->stopping) {
		struct timespec until;

		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += PATROL_NS;
		if (until.tv_nsec >= 1000000000) {
			until.tv_nsec -= 1000000000;
			until.tv_sec++;
		}
		pthread_cond_timedwait(&list->wake, &list->lock, &until);
		expire(list, clock_ticks());
	}
	pthread_mutex_unlock(&list->lock);
	return NULL;
}

struct deadlines *deadlines_new(void)
{
	struct deadlines *list = calloc(1, sizeof(*list));
	pthread_condattr_t attributes;

	if (!list)
		abort();
	list->head.next = list->head.previous = &list->head;
	pthread_mutex_init(&list->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&list->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	if (pthread_create(&list->thread, NULL, patrol, list))
		abort();
	return list;
}

void deadlines_free(struct deadlines *list)
{
	pthread_mutex_lock(&list->lock);
	list->stopping = true;
	pthread_cond_signal(&list->wake);
	pthread_mutex_unlock(&list->lock);
	pthread_join(list->thread, NULL);
	for (struct deadline *at = list->head.next; at != &list->head;) {
		struct deadline *next = at->next;

		free(at);
		at = next;
	}
	pthread_cond_destroy(&list->wake);
	pthread_mutex_destroy(&list->lock);
	free(list);
}

static int64_t due_in(int64_t seconds)
{
	return seconds ? clock_ticks() + seconds * 1000000 : 0;
}

struct deadline *deadline_add(struct deadlines *list, int fd, int64_t seconds)
{
	struct deadline *deadline = calloc(1, sizeof(*deadline));

	if (!deadline)
		abort();
	deadline->list = list;
	deadline->fd = fd;
	deadline->due = due_in(seconds);
	pthread_mutex_lock(&list->lock);
	deadline->next = &list->head;
	deadline->previous = list->head.previous;
	deadline->previous->next = deadline;
	list->head.previous = deadline;
	pthread_mutex_unlock(&list->lock);
	return deadline;
}

void deadline_set(struct deadline *deadline, int64_t seconds)
{
	int64_t due = due_in(seconds);

	pthread_mutex_lock(&deadline->list->lock);
	deadline->due = due;
	pthread_mutex_unlock(&deadline->list->lock);
}

void deadline_remove(struct deadline *deadline)
{
	struct deadlines *list = deadline->list;

	pthread_mutex_lock(&list->lock);
	deadline->previous->next = deadline->next;
	deadline->next->previous = deadline->previous;
	pthread_mutex_unlock(&list->lock);
	free(deadline);
}

void deadlines_expire(struct deadlines *list)
{
	pthread_mutex_lock(&list->lock);
	expire(list, INT64_MAX);
	pthread_mutex_unlock(&list->lock);
}
