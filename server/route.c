#include "server/route.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/pace.h"

#include "admin/api/admin.h"
#include "admin/pages/guard.h"
#include "admin/pages/pages.h"
#include "dav/dav.h"
#include "server/authenticate.h"
#include "server/compress.h"
#include "server/door.h"
#include "server/feed.h"
#include "server/login_note.h"
#include "server/notice_door.h"
#include "server/queue.h"
#include "server/quick.h"
#include "server/sender.h"
#include "server/share.h"
#include "server/stream.h"
#include "server/ticker.h"
#include "server/timezones.h"
#include "server/tls.h"
#include "server/watch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A person's share, beside some of the workers. */
#define PERSON_BODIES ((size_t)16 * 1024 * 1024)
#define PERSON_ANSWERS ((size_t)16 * 1024 * 1024)
#define OF_FEEDS (UINT64_C(1) << 63) /* keys that are no persons */
#define OF_STRANGERS (UINT64_C(1) << 62)

struct worker {
	struct service *service;
	struct reader *reader;
	bool reading; /* the login has been read in it, it has not ended */
	pthread_t thread;
};

struct service {
	const struct config *config;
	struct store *store;
	struct authenticator *authenticator;
	struct queue *queue;
	struct shares *shares;
	struct worker *workers;
	int64_t worker_count;
	struct ticker *ticker;
	struct quick *quick;
	void (*done)(void *context, struct exchange *exchange);
	void *done_context;
};

/* On an I/O thread, as all that the edge asks. */
static bool begin(void *context UNUSED, struct exchange *exchange,
		  size_t *body_limit)
{
	return door_begin(exchange, body_limit);
}

static bool quickly(void *context, struct exchange *exchange)
{
	struct service *service = context;

	return quick_answer(service->quick, exchange);
}

static void submit(void *context, struct exchange *exchange)
{
	struct service *service = context;

	queue_put(service->queue, exchange);
}

static void ended(void *context, struct exchange *exchange)
{
	struct service *service = context;

	share_end(service->shares, exchange);
}

static void finish(struct service *service, struct exchange *exchange)
{
	if (!stream_end(exchange->stream))
		compress_response(&exchange->request, &exchange->response);
	pace_usual(); /* others wait for the locks below */
	share_answer(service->shares, exchange, exchange->response.body_len);
	if (exchange->claimed.works)
		share_work_end(service->shares, exchange);
	authenticate_forget(exchange);
	service->done(service->done_context, exchange);
}

static enum err try_notice(void *context, struct operation *op,
			   struct reader *reader, struct notice_trial *trial)
{
	const struct service *service = context;

	return sender_try(op, service->config, reader, trial);
}

static void read_over(struct worker *worker)
{
	if (worker->reading)
		store_reader_end(worker->reader);
	worker->reading = false;
}

static void handle(struct service *service, struct worker *worker,
		   struct exchange *exchange)
{
	struct dav dav = {
		.op = &exchange->op,
		.store = service->store,
		.reader = worker->reader,
		.request = &exchange->request,
		.response = &exchange->response,
	};
	struct admin admin = {
		.op = &exchange->op,
		.store = service->store,
		.reader = worker->reader,
		.request = &exchange->request,
		.response = &exchange->response,
		.trial = try_notice,
		.trial_context = service,
	};

	if (!admin_owns(&exchange->request.path)) {
		if (exchange->stream)
			exchange->response.flow = &exchange->stream->flow;
		dav.reading = worker->reading;
		worker->reading = false;
		dav_handle(&dav);
		return;
	}
	admin.reading = worker->reading;
	worker->reading = false;
	exchange->op.actor.channel = CHANNEL_API;
	admin_handle(&admin);
}

static struct pages pages_of(struct service *service, struct worker *worker,
			     struct exchange *exchange)
{
	return (struct pages){ .op = &exchange->op,
			       .store = service->store,
			       .reader = worker->reader,
			       .request = &exchange->request,
			       .response = &exchange->response,
			       .secure = config_is_secure(service->config),
			       .public_url = service->config->public_url,
			       .notice_delay = service->config->notice_delay,
			       .trial = try_notice,
			       .trial_context = service,
			       .sign = tls_signs() ? tls_sign : NULL };
}

/* The form that signs in: its password is checked as any other. Who is let in
 * is written down. */
static void sign_in(struct service *service, struct worker *worker,
		    struct exchange *exchange, uint64_t key)
{
	struct pages pages = pages_of(service, worker, exchange);
	enum authenticated result;
	const char *name, *password;
	enum err err;

	if (!pages_sign_in_read(&pages, &name, &password)) {
		finish(service, exchange);
		return;
	}
	err = store_reader_begin(worker->reader, &exchange->op);
	if (!err) {
		result = authenticate_form(service->authenticator, exchange,
					   worker->reader, name, password);
		store_reader_end(worker->reader);
		if (result == AUTHENTICATE_WAIT &&
		    authenticate_wait(service->authenticator, exchange))
			return;
		if (result != AUTHENTICATED)
			err = exchange->op.failure.code;
		else if (!share_work(service->shares, exchange, key, true))
			return;
	}
	pages_sign_in_done(&pages, err);
	finish(service, exchange);
}

/* Scripts of the pages ask below /api/ by the sign-in's cookie. */
static bool is_by_sign_in(const struct exchange *exchange)
{
	return admin_owns(&exchange->request.path) &&
	       !http_header(&exchange->request, "Authorization");
}

static void handle_by_sign_in(struct service *service, struct worker *worker,
			      struct exchange *exchange)
{
	struct pages pages = pages_of(service, worker, exchange);
	enum err err = guard_api(&pages);

	if (err)
		admin_fail(&exchange->op, err, &exchange->response);
	else
		handle(service, worker, exchange);
}

/* Whose share a browser's request is of; all strangers have one together. */
static uint64_t browser_key(struct service *service, struct worker *worker,
			    struct exchange *exchange)
{
	struct pages pages = pages_of(service, worker, exchange);
	struct sign_in sign_in;
	struct person person;

	if (guard_sign_in(&pages, CHANNEL_PAGE, &sign_in, &person) == OK)
		return (uint64_t)person.id;
	operation_recover(&exchange->op);
	return OF_STRANGERS;
}

/* Whose share a request for what everybody may read is of: whoever else asks
 * for the same. */
static uint64_t target_key(const struct exchange *exchange)
{
	const char *target = exchange->request.target;

	return digest_short(target, strlen(target)) | OF_FEEDS;
}

static void work_timezones(struct service *service, struct exchange *exchange)
{
	if (!share_work(service->shares, exchange, target_key(exchange), false))
		return;
	timezones_handle(&exchange->op, &exchange->request,
			 &exchange->response);
	finish(service, exchange);
}

static void work_feed(struct service *service, struct worker *worker,
		      struct exchange *exchange)
{
	if (!share_work(service->shares, exchange, target_key(exchange), false))
		return;
	feed_handle(&exchange->op, service->store, worker->reader,
		    &exchange->request, &exchange->response);
	finish(service, exchange);
}

/* It waits for nobody's share. */
static void work_watch(struct service *service, struct worker *worker,
		       struct exchange *exchange)
{
	const struct watched watched = {
		.store = service->store,
		.reader = worker->reader,
		.queue = queue_length(service->queue),
		.workers = service->worker_count,
	};

	watch_handle(&exchange->op, &watched, &exchange->request,
		     &exchange->response);
	finish(service, exchange);
}

static bool may_write(const struct http_request *request)
{
	static const char *const reading[] = { "GET", "HEAD", "OPTIONS",
					       "PROPFIND", "REPORT" };

	for (size_t i = 0; i < ARRAY_SIZE(reading); i++)
		if (str_equal(request->method, reading[i]))
			return false;
	return true;
}

static void turn_away(struct service *service, struct exchange *exchange)
{
	door_refuse(exchange, exchange->op.failure.code);
	exchange->refused = true;
	finish(service, exchange);
}

/* What is noted of the login is written, and nobody keeps a read open for
 * that. */
static void note_login(struct service *service, struct worker *worker,
		       struct exchange *exchange)
{
	struct authenticate_note note = authenticate_note(exchange);

	if (!note.token && !note.let_in)
		return;
	read_over(worker);
	login_note_right(service->store, exchange);
}

/* Who asks is known: the rest goes by their share, and comes here again when
 * it had to wait for that. */
static void work_known(struct service *service, struct worker *worker,
		       struct exchange *exchange)
{
	uint64_t person = (uint64_t)exchange->op.actor.person;
	bool writes = may_write(&exchange->request);

	if (exchange->early) {
		if (share_body(service->shares, exchange, person,
			       exchange->body_wanted))
			service->done(service->done_context, exchange);
		return;
	}
	if (!share_work(service->shares, exchange, person, writes))
		return;
	if (!writes && atomic_load(&exchange->gone)) {
		read_over(worker);
		fail(&exchange->op, ERR_UNAVAILABLE, "Nobody waits for it.");
		turn_away(service, exchange);
		return;
	}
	note_login(service, worker, exchange);
	handle(service, worker, exchange);
	finish(service, exchange);
}

/* Browsers are known by their sign-in, not by a login with each request. */
static void work_notice(struct service *service, struct worker *worker,
			struct exchange *exchange)
{
	uint64_t key = target_key(exchange);

	if (exchange->early) {
		if (share_body(service->shares, exchange, key,
			       exchange->body_wanted))
			service->done(service->done_context, exchange);
		return;
	}
	if (!share_work(service->shares, exchange, key,
			may_write(&exchange->request)))
		return;
	notice_door_handle(&exchange->op, service->store, worker->reader,
			   &exchange->request, &exchange->response);
	finish(service, exchange);
}

static void work_browser(struct service *service, struct worker *worker,
			 struct exchange *exchange)
{
	struct pages pages = pages_of(service, worker, exchange);
	uint64_t key = browser_key(service, worker, exchange);

	if (exchange->early) {
		if (share_body(service->shares, exchange, key,
			       exchange->body_wanted))
			service->done(service->done_context, exchange);
		return;
	}
	if (pages_is_sign_in(&exchange->request)) {
		sign_in(service, worker, exchange, key);
		return;
	}
	if (!share_work(service->shares, exchange, key,
			may_write(&exchange->request)))
		return;
	if (is_by_sign_in(exchange))
		handle_by_sign_in(service, worker, exchange);
	else
		pages_handle(&pages);
	finish(service, exchange);
}

static void work(struct service *service, struct worker *worker,
		 struct exchange *exchange)
{
	struct operation *op = &exchange->op;
	enum authenticated result = AUTHENTICATE_FAIL;

	if (watch_owns(&exchange->request.path)) {
		work_watch(service, worker, exchange);
		return;
	}
	if (notice_door_owns(&exchange->request.path)) {
		work_notice(service, worker, exchange);
		return;
	}
	if (pages_owns(&exchange->request) || is_by_sign_in(exchange)) {
		work_browser(service, worker, exchange);
		return;
	}
	if (timezones_own(&exchange->request.path)) {
		work_timezones(service, exchange);
		return;
	}
	if (feed_owns(&exchange->request.path)) {
		work_feed(service, worker, exchange);
		return;
	}
	operation_recover(op);
	if (store_reader_begin(worker->reader, op) == OK) {
		worker->reading = true;
		result = authenticate(service->authenticator, exchange,
				      worker->reader);
	}
	if (result != AUTHENTICATED || exchange->early)
		read_over(worker);
	switch (result) {
	case AUTHENTICATE_WAIT:
		if (!authenticate_wait(service->authenticator, exchange))
			turn_away(service, exchange);
		return;
	case AUTHENTICATE_FAIL:
		login_note_wrong(service->store, exchange);
		turn_away(service, exchange);
		return;
	case AUTHENTICATED:
		work_known(service, worker, exchange);
		/* Where it waits for its share: it is not ours any more, and
		 * ending the read does not look at it. */
		read_over(worker);
		return;
	}
}

static void *worker_main(void *context)
{
	struct worker *worker = context;
	struct service *service = worker->service;
	struct exchange *exchange;

	while ((exchange = queue_take(service->queue)))
		work(service, worker, exchange);
	return NULL;
}

/* On a password thread, or where a share has become free. */
static void again(void *context, struct exchange *exchange)
{
	struct service *service = context;

	queue_put(service->queue, exchange);
}

static enum err workers_start(struct operation *op, struct service *service,
			      int64_t count)
{
	service->workers = calloc((size_t)count, sizeof(*service->workers));
	if (!service->workers)
		abort();
	/* Connections are opened one after another: several at once on a
	 * cleanly closed WAL file have been seen to answer "locked". */
	for (int64_t i = 0; i < count; i++) {
		enum err err = store_reader_new(op, service->store,
						&service->workers[i].reader);

		if (err)
			return err;
		service->workers[i].service = service;
		service->worker_count++;
	}
	for (int64_t i = 0; i < count; i++)
		if (pthread_create(&service->workers[i].thread, NULL,
				   worker_main, &service->workers[i]))
			abort();
	service->ticker = ticker_start(service->store);
	return OK;
}

static struct shares *shares_make(const struct config *config,
				  struct service *service)
{
	const struct share_limits limits = {
		.workers = config->workers,
		.body = PERSON_BODIES,
		.answers = PERSON_ANSWERS,
	};

	return shares_new(&limits, again, service);
}

enum err service_start(struct operation *op, const struct config *config,
		       struct store *store, struct service **service)
{
	struct service *made = calloc(1, sizeof(*made));
	enum err err;

	if (!made)
		abort();
	made->config = config;
	made->store = store;
	made->queue = queue_new();
	made->shares = shares_make(config, made);
	made->authenticator = authenticator_new(config, again, made);
	err = quick_new(op, config, store, made->authenticator, made->shares,
			&made->quick);
	if (!err)
		err = workers_start(op, made, config->workers);
	if (!err)
		*service = made;
	return err; /* on failure the process ends */
}

void service_on_done(struct service *service,
		     void (*done)(void *, struct exchange *), void *context)
{
	service->done = done;
	service->done_context = context;
}

void service_stop(struct service *service)
{
	ticker_stop(service->ticker);
	authenticator_free(service->authenticator);
	queue_close(service->queue);
	for (int64_t i = 0; i < service->worker_count; i++) {
		pthread_join(service->workers[i].thread, NULL);
		store_reader_free(service->workers[i].reader);
	}
	queue_free(service->queue);
	quick_free(service->quick);
	shares_free(service->shares);
	free(service->workers);
	free(service);
}

struct handler service_handler(struct service *service)
{
	return (struct handler){ .begin = begin,
				 .no_body = door_no_body,
				 .quickly = quickly,
				 .submit = submit,
				 .ended = ended,
				 .context = service };
}
