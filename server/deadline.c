#include "server/deadline.h"

#include "base/clock.h"
#include "base/memory.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATROL_TICKS 500000 /* microseconds between two looks at all */
/* What was read at the moment when a peer stopped sending may be a whole
 * request that no phase tells of yet. */
#define LEFT_TICKS 200000
#define NEW_TICKS 1000000 /* in which a connection asks, if it is to */
#define NEXT_TICKS 100000 /* in which a busy program asks again */
#define EVENTS 64
/* Where memory is short, who holds so much may be slow for so long. */
#define MUCH ((size_t)256 * 1024)
#define SLOW_TICKS 5000000

struct deadline {
	struct deadlines *list;
	struct deadline *previous, *next;
	int fd;
	int64_t since, due; /* clock_ticks; due 0: none */
	bool asked;         /* a request has come on it */
	enum phase phase;
	int64_t phase_since;
	size_t holds; /* bytes */
	bool known;   /* somebody has signed in on it */
	bool left;    /* the peer sends no more */
	int64_t left_at;
	bool finished; /* shut down */
	atomic_bool *gone;
};

struct deadlines {
	pthread_mutex_t lock;
	pthread_t thread;
	int epoll, wake;
	bool stopping;
	size_t count, closing; /* of those, shut down */
	size_t room;
	struct deadline **by_fd;
	struct deadline head; /* of a ring */
};

/* The lock is held, as by all of these. */
static void finish(struct deadline *at)
{
	if (!at->finished) {
		shutdown(at->fd, SHUT_RDWR);
		at->list->closing++;
	}
	at->finished = true;
	at->due = 0;
}

static bool has_unread(const struct deadline *at)
{
	int unread = 0;

	return ioctl(at->fd, FIONREAD, &unread) == 0 && unread;
}

/* A request that is not whole, and of which nothing is left to be read, will
 * never be. A whole one may be answered to a peer that only sends no more. */
static void look_at_left(struct deadline *at)
{
	switch (at->phase) {
	case PHASE_WAITING:
	case PHASE_GIVING:
	case PHASE_READING:
		if (!has_unread(at))
			finish(at);
		return;
	case PHASE_WORKING:
		if (at->gone)
			atomic_store(at->gone, true);
		return;
	case PHASE_SENDING:
		return;
	}
}

static void look_at_all(struct deadlines *list, int64_t now)
{
	for (struct deadline *at = list->head.next; at != &list->head;
	     at = at->next) {
		if (at->due && at->due <= now)
			finish(at);
		else if (at->left && !at->finished &&
			 now - at->left_at >= LEFT_TICKS)
			look_at_left(at);
	}
}

static bool is_slow(const struct deadline *at, int64_t now)
{
	return at->phase != PHASE_WAITING && at->phase != PHASE_WORKING &&
	       at->holds >= MUCH && now - at->phase_since >= SLOW_TICKS;
}

static struct deadline *slowest_of(struct deadlines *list, int64_t now)
{
	struct deadline *found = NULL;

	for (struct deadline *at = list->head.next; at != &list->head;
	     at = at->next)
		if (!at->finished && is_slow(at, now) &&
		    (!found || at->phase_since < found->phase_since))
			found = at;
	return found;
}

/* Close so many that are slow that memory is no longer short; where it is very
 * short, so many that wait as well. */
static void relieve(struct deadlines *list, int64_t now)
{
	size_t missing = memory_missing(), freed = 0;
	bool very = missing > memory_left();
	struct deadline *at;

	while (freed < missing && (at = slowest_of(list, now))) {
		freed += at->holds;
		finish(at);
	}
	for (at = list->head.next; very && freed < missing && at != &list->head;
	     at = at->next) {
		if (at->finished || at->phase != PHASE_WAITING || !at->holds ||
		    now - at->phase_since < SLOW_TICKS)
			continue;
		freed += at->holds;
		finish(at);
	}
}

/* An event may have been meant for one that had this number before. */
static void note_left(struct deadlines *list, int fd)
{
	struct deadline *at = (size_t)fd < list->room ? list->by_fd[fd] : NULL;
	struct pollfd now = { .fd = fd, .events = POLLRDHUP };

	if (!at || at->left || poll(&now, 1, 0) != 1)
		return;
	at->left = true;
	at->left_at = clock_ticks();
}

static void *patrol(void *context)
{
	struct deadlines *list = context;
	struct epoll_event events[EVENTS];
	int64_t next = clock_ticks() + PATROL_TICKS;

	for (;;) {
		int64_t now = clock_ticks();
		int wait = next > now ? (int)((next - now) / 1000) + 1 : 0;
		int count = epoll_wait(list->epoll, events, EVENTS, wait);

		pthread_mutex_lock(&list->lock);
		for (int i = 0; i < count; i++)
			if (events[i].data.fd != list->wake)
				note_left(list, events[i].data.fd);
		if (clock_ticks() >= next) {
			next = clock_ticks() + PATROL_TICKS;
			look_at_all(list, clock_ticks());
			relieve(list, clock_ticks());
		}
		if (list->stopping)
			break;
		pthread_mutex_unlock(&list->lock);
	}
	pthread_mutex_unlock(&list->lock);
	return NULL;
}

static void watch(struct deadlines *list, int fd, uint32_t events)
{
	struct epoll_event event = { .events = events, .data = { .fd = fd } };

	/* Without it, deadlines alone end a connection. */
	(void)epoll_ctl(list->epoll, EPOLL_CTL_ADD, fd, &event);
}

struct deadlines *deadlines_new(void)
{
	struct deadlines *list = calloc(1, sizeof(*list));

	if (!list)
		abort();
	list->head.next = list->head.previous = &list->head;
	pthread_mutex_init(&list->lock, NULL);
	list->epoll = epoll_create1(EPOLL_CLOEXEC);
	list->wake = eventfd(0, EFD_CLOEXEC);
	if (list->epoll < 0 || list->wake < 0)
		abort();
	watch(list, list->wake, EPOLLIN);
	if (pthread_create(&list->thread, NULL, patrol, list))
		abort();
	return list;
}

void deadlines_free(struct deadlines *list)
{
	const uint64_t one = 1;

	pthread_mutex_lock(&list->lock);
	list->stopping = true;
	pthread_mutex_unlock(&list->lock);
	if (write(list->wake, &one, sizeof(one)) != sizeof(one))
		abort(); /* it never fills */
	pthread_join(list->thread, NULL);
	for (struct deadline *at = list->head.next; at != &list->head;) {
		struct deadline *next = at->next;

		free(at);
		at = next;
	}
	close(list->epoll);
	close(list->wake);
	pthread_mutex_destroy(&list->lock);
	free(list->by_fd);
	free(list);
}

static int64_t due_in(int64_t seconds)
{
	return seconds ? clock_ticks() + seconds * 1000000 : 0;
}

static void enter(struct deadlines *list, struct deadline *deadline)
{
	size_t fd = (size_t)deadline->fd;

	if (fd >= list->room) {
		size_t room = 2 * fd + 64;
		struct deadline **grown =
			realloc(list->by_fd, room * sizeof(struct deadline *));

		if (!grown)
			abort();
		memset(grown + list->room, 0,
		       (room - list->room) * sizeof(struct deadline *));
		list->by_fd = grown;
		list->room = room;
	}
	list->by_fd[fd] = deadline;
	list->count++;
	deadline->next = &list->head;
	deadline->previous = list->head.previous;
	deadline->previous->next = deadline;
	list->head.previous = deadline;
}

struct deadline *deadline_add(struct deadlines *list, int fd, int64_t seconds)
{
	struct deadline *deadline = malloc(sizeof(*deadline));
	int64_t now = clock_ticks();

	if (!deadline)
		abort();
	*deadline = (struct deadline){ .list = list,
				       .fd = fd,
				       .since = now,
				       .due = due_in(seconds),
				       .phase_since = now };
	pthread_mutex_lock(&list->lock);
	enter(list, deadline);
	pthread_mutex_unlock(&list->lock);
	watch(list, fd, EPOLLRDHUP | EPOLLET);
	return deadline;
}

void deadline_set(struct deadline *deadline, enum phase phase, int64_t seconds,
		  atomic_bool *gone)
{
	int64_t due = due_in(seconds);

	pthread_mutex_lock(&deadline->list->lock);
	if (deadline->phase != phase)
		deadline->phase_since = clock_ticks();
	deadline->phase = phase;
	deadline->asked = true;
	deadline->gone = gone;
	if (!deadline->finished)
		deadline->due = due;
	pthread_mutex_unlock(&deadline->list->lock);
}

void deadline_remove(struct deadline *deadline)
{
	struct deadlines *list = deadline->list;

	(void)epoll_ctl(list->epoll, EPOLL_CTL_DEL, deadline->fd, NULL);
	pthread_mutex_lock(&list->lock);
	list->by_fd[deadline->fd] = NULL;
	list->count--;
	list->closing -= deadline->finished;
	deadline->previous->next = deadline->next;
	deadline->next->previous = deadline->previous;
	pthread_mutex_unlock(&list->lock);
	free(deadline);
}

void deadline_holds(struct deadline *deadline, size_t bytes)
{
	pthread_mutex_lock(&deadline->list->lock);
	deadline->holds = bytes;
	pthread_mutex_unlock(&deadline->list->lock);
}

void deadline_known(struct deadline *deadline)
{
	pthread_mutex_lock(&deadline->list->lock);
	deadline->known = true;
	pthread_mutex_unlock(&deadline->list->lock);
}

/* Those of strangers, or those of people who may ask again soon; the lock is
 * held. */
static size_t close_oldest(struct deadlines *list, size_t count, bool known)
{
	for (struct deadline *at = list->head.next; count && at != &list->head;
	     at = at->next) {
		if (at->finished || at->known != known ||
		    (at->phase != PHASE_WAITING && at->phase != PHASE_GIVING))
			continue;
		finish(at);
		count--;
	}
	return count;
}

void deadlines_make_room(struct deadlines *list, size_t most)
{
	size_t count = most / 20 + 1;

	pthread_mutex_lock(&list->lock);
	if (list->count - list->closing > most - most / 10) {
		count = close_oldest(list, count, false);
		(void)close_oldest(list, count, true);
	}
	pthread_mutex_unlock(&list->lock);
}

/* A busy program asks again within a moment: its connection is not closed under
 * the next request, whose answer tells it to close. */
static bool is_expected(const struct deadline *at, int64_t now)
{
	if (has_unread(at))
		return true;
	if (!at->asked)
		return now - at->since < NEW_TICKS;
	return at->phase == PHASE_WAITING && now - at->phase_since < NEXT_TICKS;
}

bool deadlines_expect(struct deadlines *list)
{
	int64_t now = clock_ticks();
	bool expect = false;

	pthread_mutex_lock(&list->lock);
	for (struct deadline *at = list->head.next;
	     !expect && at != &list->head; at = at->next)
		expect = !at->finished && is_expected(at, now);
	pthread_mutex_unlock(&list->lock);
	return expect;
}

void deadlines_expire(struct deadlines *list, bool all)
{
	pthread_mutex_lock(&list->lock);
	for (struct deadline *at = list->head.next; at != &list->head;
	     at = at->next)
		if (at->due && (all || at->phase < PHASE_WORKING))
			finish(at);
	pthread_mutex_unlock(&list->lock);
}
