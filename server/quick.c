#include "server/quick.h"

#include "dav/dav.h"
#include "server/compress.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* About a third of a millisecond, and what a poll or a small object takes. */
#define QUICK_WORK 300000
#define QUICK_MEMORY ((size_t)1024 * 1024)
#define QUICK_BODY 2048

struct lane {
	pthread_mutex_t lock; /* one thread at a time; nobody waits for it */
	struct reader *reader;
};

struct quick {
	struct store *store;
	struct authenticator *authenticator;
	struct shares *shares;
	struct lane *lanes;
	int64_t count;
};

void quick_free(struct quick *quick)
{
	for (int64_t i = 0; i < quick->count; i++) {
		store_reader_free(quick->lanes[i].reader);
		pthread_mutex_destroy(&quick->lanes[i].lock);
	}
	free(quick->lanes);
	free(quick);
}

enum err quick_new(struct operation *op, const struct config *config,
		   struct store *store, struct authenticator *authenticator,
		   struct shares *shares, struct quick **quick)
{
	struct quick *made = calloc(1, sizeof(*made));

	if (!made)
		abort();
	made->store = store;
	made->authenticator = authenticator;
	made->shares = shares;
	made->lanes = calloc((size_t)config->io_threads, sizeof(*made->lanes));
	if (!made->lanes)
		abort();
	for (int64_t i = 0; i < config->io_threads; i++) {
		enum err err = store_reader_new_impatient(
			op, store, &made->lanes[i].reader);

		if (err) {
			quick_free(made);
			return err;
		}
		pthread_mutex_init(&made->lanes[i].lock, NULL);
		made->count++;
	}
	*quick = made;
	return OK;
}

static bool says(const struct http_request *request, const char *word)
{
	return memmem(request->body, request->body_len, word, strlen(word));
}

/* What is likely to be small: a poll, what changed since a token, one object, a
 * few objects. The budget sees to the others. */
static bool is_small(const struct http_request *request)
{
	const char *depth = http_header(request, "Depth");

	if (request->body_len > QUICK_BODY || !dav_owns(&request->path))
		return false;
	if (str_equal(request->method, "PROPFIND"))
		return depth && str_equal(depth, "0");
	if (str_equal(request->method, "GET"))
		return !request->path.slash && request->path.count > 4;
	if (!str_equal(request->method, "REPORT"))
		return false;
	return says(request, "calendar-multiget") ||
	       (says(request, "sync-collection") &&
		says(request, "urn:daybook:sync:"));
}

static struct lane *lane_take(struct quick *quick)
{
	for (int64_t i = 0; i < quick->count; i++) {
		if (!pthread_mutex_trylock(&quick->lanes[i].lock))
			return &quick->lanes[i];
	}
	return NULL;
}

/* As it was before it was tried. */
static void undo(struct exchange *exchange)
{
	struct operation *op = &exchange->op;
	const atomic_bool *gone = op->budget.gone;
	uint64_t id = op->id;

	operation_init(op, exchange->arena, op->now);
	op->budget.gone = gone;
	op->id = id;
	http_response_init(&exchange->response, exchange->arena);
}

static void answer(struct quick *quick, struct lane *lane,
		   struct exchange *exchange)
{
	struct dav dav = {
		.op = &exchange->op,
		.store = quick->store,
		.reader = lane->reader,
		.reading = true,
		.request = &exchange->request,
		.response = &exchange->response,
	};

	operation_bound(&exchange->op, QUICK_WORK, QUICK_MEMORY);
	dav_handle(&dav);
}

/* Errors of ours are the workers' to meet again, and to log. */
static bool is_done(const struct exchange *exchange)
{
	return !exchange->op.budget.spent && exchange->response.status < 500;
}

static bool try_lane(struct quick *quick, struct lane *lane,
		     struct exchange *exchange)
{
	uint64_t person;
	bool done;

	if (store_reader_begin(lane->reader, &exchange->op))
		return false;
	if (!authenticate_known(quick->authenticator, exchange, lane->reader)) {
		store_reader_end(lane->reader);
		return false;
	}
	person = (uint64_t)exchange->op.actor.person;
	if (!share_work_now(quick->shares, exchange, person)) {
		store_reader_end(lane->reader);
		return false;
	}
	answer(quick, lane, exchange);
	done = is_done(exchange);
	if (done) {
		compress_response(&exchange->request, &exchange->response);
		share_answer(quick->shares, exchange,
			     exchange->response.body_len);
	}
	share_work_end(quick->shares, exchange);
	return done;
}

bool quick_answer(struct quick *quick, struct exchange *exchange)
{
	struct lane *lane;
	bool done;

	if (!is_small(&exchange->request))
		return false;
	lane = lane_take(quick);
	if (!lane)
		return false;
	done = try_lane(quick, lane, exchange);
	pthread_mutex_unlock(&lane->lock);
	if (done)
		authenticate_forget(exchange);
	else
		undo(exchange);
	return done;
}
