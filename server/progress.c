#include "server/progress.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define TICK 250000000L /* nanoseconds */
#define SECOND 1000000

struct progress {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	bool shows, ended;
	const char *what;
	int64_t began;
};

static void *show(void *context)
{
	struct progress *progress = context;
	bool shown = false;

	pthread_mutex_lock(&progress->lock);
	while (!progress->ended) {
		struct timespec until;

		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += TICK;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		pthread_cond_timedwait(&progress->wake, &progress->lock,
				       &until);
		if (progress->ended)
			break;
		fprintf(stderr, "\r\033[K%s: %lld s", progress->what,
			(long long)((clock_ticks() - progress->began) /
				    SECOND));
		shown = true;
	}
	if (shown)
		fprintf(stderr, "\r\033[K");
	pthread_mutex_unlock(&progress->lock);
	return NULL;
}

struct progress *progress_begin(const char *what)
{
	struct progress *progress = calloc(1, sizeof(*progress));

	if (!progress)
		abort();
	pthread_mutex_init(&progress->lock, NULL);
	pthread_cond_init(&progress->wake, NULL);
	progress->what = what;
	progress->began = clock_ticks();
	progress->shows =
		isatty(STDERR_FILENO) &&
		pthread_create(&progress->thread, NULL, show, progress) == 0;
	return progress;
}

int64_t progress_end(struct progress *progress)
{
	int64_t took = clock_ticks() - progress->began;

	pthread_mutex_lock(&progress->lock);
	progress->ended = true;
	pthread_cond_signal(&progress->wake);
	pthread_mutex_unlock(&progress->lock);
	if (progress->shows)
		pthread_join(progress->thread, NULL);
	pthread_cond_destroy(&progress->wake);
	pthread_mutex_destroy(&progress->lock);
	free(progress);
	return took;
}
