#include "server/importer.h"

#include "base/pace.h"

#include "base/log.h"
#include "practice/transfer/import_job.h"

#include <pthread.h>
#include <stdlib.h>

/* What the disk could not do is tried again after so many seconds. */
#define AGAIN_SECONDS 60
/* Connections are opened one after another: the server's first. */
#define BEFORE_SECONDS 2

struct importer {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool waits; /* something does */
	bool stopping;
};

static void wake(void *context)
{
	struct importer *importer = context;

	pthread_mutex_lock(&importer->lock);
	importer->waits = true;
	pthread_cond_signal(&importer->wake);
	pthread_mutex_unlock(&importer->lock);
}

static void run(struct importer *importer, struct arena *arena)
{
	struct operation op;

	arena_reset(arena);
	operation_init(&op, arena, clock_now());
	if (practice_import_jobs_run(&op, importer->store))
		log_event(LOG_WARNING, "import-failed",
			  "error=%s reason=\"%s\"",
			  failure_name(&op.failure, op.failure.code),
			  op.failure.message);
}

/* Until something waits, but no longer. The lock is held. */
static void rest(struct importer *importer, int seconds)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	if (!importer->stopping && !importer->waits)
		pthread_cond_timedwait(&importer->wake, &importer->lock,
				       &until);
}

static void *importer_main(void *context)
{
	struct importer *importer = context;
	struct arena *arena = arena_new();

	pace_slow();
	pthread_mutex_lock(&importer->lock);
	rest(importer, BEFORE_SECONDS);
	while (!importer->stopping) {
		importer->waits = false;
		pthread_mutex_unlock(&importer->lock);
		run(importer, arena);
		pthread_mutex_lock(&importer->lock);
		rest(importer, AGAIN_SECONDS);
	}
	pthread_mutex_unlock(&importer->lock);
	arena_free(arena);
	return NULL;
}

struct importer *importer_start(struct store *store)
{
	struct importer *importer = calloc(1, sizeof(*importer));

	if (!importer)
		abort();
	importer->store = store;
	pthread_mutex_init(&importer->lock, NULL);
	pthread_cond_init(&importer->wake, NULL);
	practice_import_job_watch(wake, importer);
	if (pthread_create(&importer->thread, NULL, importer_main, importer))
		abort();
	return importer;
}

void importer_stop(struct importer *importer)
{
	practice_import_jobs_stop();
	pthread_mutex_lock(&importer->lock);
	importer->stopping = true;
	pthread_cond_signal(&importer->wake);
	pthread_mutex_unlock(&importer->lock);
	pthread_join(importer->thread, NULL);
	pthread_cond_destroy(&importer->wake);
	pthread_mutex_destroy(&importer->lock);
	free(importer);
}
