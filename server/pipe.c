#include "server/pipe.h"

#include "base/clock.h"
#include "base/memory.h"
#include "server/spill.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const struct pipe_patience pipe_patience = { .keeps_up = 200000,
					     .most = 30000000 };

struct pipe {
	pthread_mutex_t lock;
	pthread_cond_t taken; /* by half, or the reader has left */
	struct pipe_reader reader;
	const char *dir;
	struct pipe_patience patience;
	int64_t waited; /* microseconds, by the writer */
	bool parked, waits;
	bool taken_any;
	bool ended, whole;
	bool reader_left, writer_left;
	struct spill spill; /* once anything is there, all goes there */
	size_t at, len;     /* of the ring's bytes that are not taken */
	char ring[];
};

struct pipe *pipe_new(const char *dir, const struct pipe_reader *reader,
		      const struct pipe_patience *patience)
{
	struct pipe *pipe = malloc(sizeof(*pipe) + PIPE_ROOM);
	pthread_condattr_t steady;

	if (!pipe)
		abort();
	memset(pipe, 0, sizeof(*pipe));
	memory_count(PIPE_ROOM, 0);
	pthread_mutex_init(&pipe->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&pipe->taken, &steady);
	pthread_condattr_destroy(&steady);
	pipe->reader = *reader;
	pipe->patience = *patience;
	pipe->dir = dir;
	spill_init(&pipe->spill);
	return pipe;
}

static void pipe_free(struct pipe *pipe)
{
	spill_release(&pipe->spill);
	pthread_cond_destroy(&pipe->taken);
	pthread_mutex_destroy(&pipe->lock);
	free(pipe);
	memory_count(0, PIPE_ROOM);
}

/* The lock is held, as by all below that do not take it. */
static void wake(struct pipe *pipe)
{
	if (pipe->parked && !pipe->reader_left)
		pipe->reader.wake(pipe->reader.context);
	pipe->parked = false;
}

/* Each waking costs two changes of threads: the first bytes leave at once,
 * later ones together. */
static bool is_worth_waking(const struct pipe *pipe)
{
	return !pipe->taken_any || pipe->len >= PIPE_ROOM / 2 ||
	       spill_left(&pipe->spill) > 0;
}

/* As much as has room. */
static void ring_put(struct pipe *pipe, struct slice *bytes)
{
	while (bytes->len > 0 && pipe->len < PIPE_ROOM) {
		size_t to = (pipe->at + pipe->len) % PIPE_ROOM;
		size_t room = to < pipe->at ? pipe->at - to : PIPE_ROOM - to;
		size_t len = bytes->len < room ? bytes->len : room;

		memcpy(pipe->ring + to, bytes->at, len);
		pipe->len += len;
		bytes->at += len;
		bytes->len -= len;
	}
}

static size_t ring_take(struct pipe *pipe, char *to, size_t most)
{
	size_t done = 0;

	while (done < most && pipe->len > 0) {
		size_t len = PIPE_ROOM - pipe->at;

		if (len > pipe->len)
			len = pipe->len;
		if (len > most - done)
			len = most - done;
		memcpy(to + done, pipe->ring + pipe->at, len);
		pipe->at = (pipe->at + len) % PIPE_ROOM;
		pipe->len -= len;
		done += len;
	}
	if (!pipe->len)
		pipe->at = 0; /* that memory is warm */
	return done;
}

/* Too little room for it to be worth to go on. */
static bool is_full(const struct pipe *pipe)
{
	return spill_left(&pipe->spill) > 0 || pipe->len > PIPE_ROOM / 2;
}

/* Until there is room in memory, the reader has left, or has been waited for
 * so long in all; false: that long. */
static bool wait_for_room(struct pipe *pipe, int64_t most)
{
	int64_t began = clock_ticks(), left = most - pipe->waited;
	struct timespec end;
	int failed = 0;

	if (left <= 0)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += left % 1000000 * 1000;
	end.tv_sec += left / 1000000 + end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	wake(pipe);
	pipe->waits = true;
	while (is_full(pipe) && !pipe->reader_left && !failed)
		failed =
			pthread_cond_timedwait(&pipe->taken, &pipe->lock, &end);
	pipe->waits = false;
	pipe->waited += clock_ticks() - began;
	return !failed;
}

/* False: nobody takes it any more, or not in time. */
static bool put(struct pipe *pipe, struct slice bytes)
{
	while (!pipe->reader_left) {
		bool spilled = spill_left(&pipe->spill) > 0;

		if (!spilled)
			ring_put(pipe, &bytes);
		if (!bytes.len)
			return true;
		if (!spilled && wait_for_room(pipe, pipe->patience.keeps_up))
			continue;
		if (spill_put(&pipe->spill, pipe->dir, bytes))
			return true;
		if (!wait_for_room(pipe, pipe->patience.most))
			return false;
	}
	return false;
}

bool pipe_put(struct pipe *pipe, struct slice bytes)
{
	bool done;

	pthread_mutex_lock(&pipe->lock);
	done = put(pipe, bytes);
	if (is_worth_waking(pipe))
		wake(pipe);
	pthread_mutex_unlock(&pipe->lock);
	return done;
}

void pipe_end(struct pipe *pipe, bool whole)
{
	pthread_mutex_lock(&pipe->lock);
	pipe->ended = true;
	pipe->whole = whole;
	wake(pipe);
	pthread_mutex_unlock(&pipe->lock);
}

/* What was written before the answer failed is not worth sending. */
static long take(struct pipe *pipe, char *to, size_t most)
{
	long got;

	if (pipe->ended && !pipe->whole)
		return PIPE_CUT;
	if (pipe->len > 0)
		return (long)ring_take(pipe, to, most);
	got = spill_take(&pipe->spill, to, most);
	if (got)
		return got < 0 ? PIPE_CUT : got;
	if (pipe->ended)
		return PIPE_WHOLE;
	pipe->parked = true;
	pipe->reader.park(pipe->reader.context);
	return PIPE_PARKED;
}

long pipe_take(struct pipe *pipe, char *to, size_t most)
{
	long got;

	pthread_mutex_lock(&pipe->lock);
	got = take(pipe, to, most);
	pipe->taken_any |= got > 0;
	if (pipe->waits && !is_full(pipe))
		pthread_cond_signal(&pipe->taken);
	pthread_mutex_unlock(&pipe->lock);
	return got;
}

size_t pipe_waiting(struct pipe *pipe)
{
	size_t waiting;

	pthread_mutex_lock(&pipe->lock);
	waiting = pipe->len + spill_left(&pipe->spill);
	pthread_mutex_unlock(&pipe->lock);
	return waiting;
}

static void leave(struct pipe *pipe, bool *side)
{
	bool last;

	pthread_mutex_lock(&pipe->lock);
	*side = true;
	last = pipe->reader_left && pipe->writer_left;
	pthread_cond_signal(&pipe->taken);
	pthread_mutex_unlock(&pipe->lock);
	if (last)
		pipe_free(pipe);
}

void pipe_leave_reader(struct pipe *pipe)
{
	leave(pipe, &pipe->reader_left);
}

void pipe_leave_writer(struct pipe *pipe)
{
	leave(pipe, &pipe->writer_left);
}
