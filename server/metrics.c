#include "server/metrics.h"

#include "base/log.h"
#include "base/request_id.h"
#include "base/str.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define STATUSES 600
#define HOUR 3600

static const char *const methods[] = {
	"GET",     "HEAD",      "POST",   "PUT",        "PATCH", "DELETE",
	"OPTIONS", "PROPFIND",  "REPORT", "MKCALENDAR", "MKCOL", "COPY",
	"MOVE",    "PROPPATCH", "LOCK",   "UNLOCK",     "ACL",   "other",
};
#define METHODS ARRAY_SIZE(methods)

const int64_t metrics_bounds[METRICS_BUCKETS] = {
	1000,   2500,   5000,    10000,   25000,   50000,    100000,
	250000, 500000, 1000000, 2500000, 5000000, 10000000,
};

static atomic_llong counts[METHODS][STATUSES];
static atomic_llong buckets[METRICS_BUCKETS];
static atomic_llong ticks, connections;

/* Of all below. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct metrics_person people[METRICS_PEOPLE];
static size_t people_count;
static struct metrics_slow slow[METRICS_SLOWEST];

static size_t method_of(const char *name)
{
	size_t at = 0;

	while (at < METHODS - 1 && !str_equal(methods[at], name))
		at++;
	return at;
}

void metrics_connection(int more)
{
	atomic_fetch_add(&connections, more);
}

/* The place of who came longest ago, when it is somebody new. */
static struct metrics_person *person_place(int64_t person, const char *program)
{
	struct metrics_person *oldest = NULL;

	for (size_t i = 0; i < people_count; i++) {
		struct metrics_person *at = &people[i];

		if (at->person == person &&
		    strncmp(at->program, program, METRICS_PROGRAM - 1) == 0)
			return at;
		if (!oldest || at->last.s < oldest->last.s)
			oldest = at;
	}
	if (people_count < METRICS_PEOPLE)
		oldest = &people[people_count++];
	*oldest = (struct metrics_person){ .person = person };
	memcpy(oldest->program, program, strnlen(program, METRICS_PROGRAM - 1));
	return oldest;
}

/* The lock is held. */
static void note_person(const struct exchange *exchange)
{
	const struct actor *actor = &exchange->op.actor;
	struct metrics_person *at;

	if (!actor->person)
		return;
	at = person_place(actor->person, actor->device ? actor->device : "");
	at->last = exchange->op.now;
	at->requests++;
}

static bool over(const struct metrics_slow *at, struct instant now)
{
	return !at->ticks || now.s - at->at.s > HOUR;
}

static void note_slow(const struct exchange *exchange, size_t method,
		      int64_t took)
{
	struct instant now = exchange->op.now;
	struct metrics_slow *least = &slow[0];

	for (size_t i = 0; i < METRICS_SLOWEST && !over(least, now); i++)
		if (over(&slow[i], now) || slow[i].ticks < least->ticks)
			least = &slow[i];
	if (!over(least, now) && least->ticks >= took)
		return;
	*least = (struct metrics_slow){ .id = exchange->op.id,
					.method = methods[method],
					.status = exchange->response.status,
					.person = exchange->op.actor.person,
					.at = now,
					.ticks = took };
}

void metrics_name(struct exchange *exchange)
{
	struct http_response *response = &exchange->response;

	http_response_add(response, "X-Request-Id",
			  request_id(response->arena, exchange->op.id));
}

void metrics_answered(struct exchange *exchange)
{
	int64_t took = clock_ticks() - exchange->started;
	size_t method = method_of(exchange->request.method);
	int status = exchange->response.status;
	const char *id = request_id(exchange->response.arena, exchange->op.id);
	size_t bucket = 0;

	log_event(LOG_DEBUG, "request",
		  "id=%s method=%s status=%d us=%lld statements=%u", id,
		  exchange->request.method, status, (long long)took,
		  exchange->op.statements);
	if (status > 0 && status < STATUSES)
		atomic_fetch_add(&counts[method][status], 1);
	atomic_fetch_add(&ticks, took);
	while (bucket < METRICS_BUCKETS && took > metrics_bounds[bucket])
		bucket++;
	if (bucket < METRICS_BUCKETS)
		atomic_fetch_add(&buckets[bucket], 1);
	pthread_mutex_lock(&lock);
	note_person(exchange);
	note_slow(exchange, method, took);
	pthread_mutex_unlock(&lock);
}

void metrics_totals(struct metrics_totals *totals)
{
	*totals = (struct metrics_totals){
		.connections = atomic_load(&connections),
		.ticks = atomic_load(&ticks),
	};
	for (size_t i = 0; i < METHODS; i++)
		for (int status = 0; status < STATUSES; status++)
			totals->requests += atomic_load(&counts[i][status]);
	for (size_t i = 0; i < METRICS_BUCKETS; i++)
		totals->buckets[i] = atomic_load(&buckets[i]);
}

void metrics_each(void (*each)(void *context, const char *method, int status,
			       int64_t count),
		  void *context)
{
	for (size_t i = 0; i < METHODS; i++)
		for (int status = 0; status < STATUSES; status++) {
			int64_t count = atomic_load(&counts[i][status]);

			if (count)
				each(context, methods[i], status, count);
		}
}

static int last_first(const void *a, const void *b)
{
	int64_t one = ((const struct metrics_person *)a)->last.s;
	int64_t other = ((const struct metrics_person *)b)->last.s;

	return (one < other) - (one > other);
}

static int slowest_first(const void *a, const void *b)
{
	int64_t one = ((const struct metrics_slow *)a)->ticks;
	int64_t other = ((const struct metrics_slow *)b)->ticks;

	return (one < other) - (one > other);
}

size_t metrics_people(struct metrics_person list[METRICS_PEOPLE])
{
	size_t count;

	pthread_mutex_lock(&lock);
	count = people_count;
	memcpy(list, people, sizeof(people));
	pthread_mutex_unlock(&lock);
	qsort(list, count, sizeof(*list), last_first);
	return count;
}

size_t metrics_slow(struct metrics_slow list[METRICS_SLOWEST])
{
	struct instant now = clock_now();
	size_t count = 0;

	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < METRICS_SLOWEST; i++)
		if (!over(&slow[i], now))
			list[count++] = slow[i];
	pthread_mutex_unlock(&lock);
	qsort(list, count, sizeof(*list), slowest_first);
	return count;
}
