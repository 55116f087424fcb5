#include "server/ticker.h"

#include "base/log.h"
#include "practice/booking/tick.h"
#include "practice/notice/remind.h"
#include "practice/notice/run.h"
#include "store/retired.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define TICK_SECONDS 30

struct ticker {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

/* Runs that a crash cut short. */
static void resume(struct ticker *ticker, struct arena *arena)
{
	struct operation op;

	operation_init(&op, arena, clock_now());
	if (practice_runs_resume(&op, ticker->store))
		log_event(LOG_WARNING, "resume-failed",
			  "error=%s reason=\"%s\"",
			  failure_name(&op.failure, op.failure.code),
			  op.failure.message);
}

static void tick(struct ticker *ticker, struct arena *arena)
{
	struct operation op;

	arena_reset(arena);
	operation_init(&op, arena, clock_now());
	if (practice_tick(&op, ticker->store) ||
	    practice_notices_tick(&op, ticker->store))
		log_event(LOG_WARNING, "tick-failed", "error=%s reason=\"%s\"",
			  failure_name(&op.failure, op.failure.code),
			  op.failure.message);
}

static bool is_stopping(struct ticker *ticker)
{
	bool stopping;

	pthread_mutex_lock(&ticker->lock);
	stopping = ticker->stopping;
	pthread_mutex_unlock(&ticker->lock);
	return stopping;
}

/* What was deleted, slice by slice, until the next tick is due. */
static void clear(struct ticker *ticker, struct arena *arena, time_t until)
{
	bool more = true;

	while (more && !is_stopping(ticker) && time((time_t *)NULL) < until) {
		struct operation op;

		arena_reset(arena);
		operation_init(&op, arena, clock_now());
		if (store_retired_clear(&op, ticker->store, &more)) {
			log_event(LOG_WARNING, "clear-failed",
				  "error=%s reason=\"%s\"",
				  failure_name(&op.failure, op.failure.code),
				  op.failure.message);
			return;
		}
	}
}

static void *ticker_main(void *context)
{
	struct ticker *ticker = context;
	struct arena *arena = arena_new();

	resume(ticker, arena);
	pthread_mutex_lock(&ticker->lock);
	while (!ticker->stopping) {
		struct timespec until;

		pthread_mutex_unlock(&ticker->lock);
		tick(ticker, arena);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += TICK_SECONDS;
		clear(ticker, arena, until.tv_sec);
		pthread_mutex_lock(&ticker->lock);
		if (ticker->stopping)
			break;
		pthread_cond_timedwait(&ticker->wake, &ticker->lock, &until);
	}
	pthread_mutex_unlock(&ticker->lock);
	arena_free(arena);
	return NULL;
}

struct ticker *ticker_start(struct store *store)
{
	struct ticker *ticker = calloc(1, sizeof(*ticker));

	if (!ticker)
		abort();
	ticker->store = store;
	pthread_mutex_init(&ticker->lock, NULL);
	pthread_cond_init(&ticker->wake, NULL);
	if (pthread_create(&ticker->thread, NULL, ticker_main, ticker))
		abort();
	return ticker;
}

void ticker_stop(struct ticker *ticker)
{
	pthread_mutex_lock(&ticker->lock);
	ticker->stopping = true;
	pthread_cond_signal(&ticker->wake);
	pthread_mutex_unlock(&ticker->lock);
	pthread_join(ticker->thread, NULL);
	pthread_cond_destroy(&ticker->wake);
	pthread_mutex_destroy(&ticker->lock);
	free(ticker);
}
