#include "server/listen.h"

#include "base/digest.h"
#include "base/memory.h"

#include "server/bind.h"
#include "server/daemon.h"
#include "server/deadline.h"
#include "server/filter.h"
#include "server/framing.h"
#include "server/head.h"
#include "server/metrics.h"
#include "server/reply.h"
#include "server/stranger.h"
#include "server/stream.h"
#include "server/target.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BODY_LIMIT (8 * 1024 * 1024)
/* For heads. Over 32 KiB the library maps pages, of which one that has said
 * nothing holds none; others have written to those of a piece of the heap. */
#define MEMORY_LIMIT (36 * 1024)
#define STOP_READING_TICKS 2000000

enum stage {
	STAGE_HEAD,
	STAGE_EARLY, /* the login is looked at, the body waits */
	STAGE_BODY,
	STAGE_DRAIN,
	STAGE_WORK,
	STAGE_DONE,
};

struct traffic {
	struct exchange exchange; /* first: the same address */
	struct listener *listener;
	struct MHD_Connection *connection;
	struct link *link;
	struct MHD_Response *reply;
	enum stage stage;
	struct framing framing;
	size_t limit, drained;
	size_t strange; /* of a body, counted as a stranger's */
	size_t moved;   /* bytes of an answer beside the arena */
	bool submitted;
	bool closing; /* answer with Connection: close */
	struct stream stream;
	/* The connection, and the worker while its answer is under way: who
	 * leaves last ends the exchange. */
	atomic_int holders;
};

/* One socket; its exchanges follow one another. */
struct link {
	struct deadline *deadline;
	struct filter *filter;
	uint64_t messages;
	size_t room; /* that the library has written to for it */
};

struct listener {
	struct daemon *daemon;
	struct config config;
	struct handler handler;
	struct deadlines *deadlines;
	struct bound bound;
	/* exchanges whose body comes, that are worked on, whose answer goes */
	atomic_long active, working;
	struct strangers strangers;
	atomic_bool stopping;
};

static struct link *link_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void on_connection(void *cls, struct MHD_Connection *connection,
			  void **socket_context,
			  enum MHD_ConnectionNotificationCode code)
{
	struct listener *listener = cls;
	struct link *link = *socket_context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(
			connection, MHD_CONNECTION_INFO_CONNECTION_FD);

		link = malloc(sizeof(*link));
		if (!link || !info)
			abort();
		*link = (struct link){ 0 };
		link->deadline =
			deadline_add(listener->deadlines, (int)info->connect_fd,
				     listener->config.header_timeout);
		link->filter = filter_new((int)info->connect_fd,
					  config_has_tls(&listener->config));
		*socket_context = link;
		metrics_connection(1);
		deadlines_make_room(listener->deadlines,
				    (size_t)listener->config.connections);
	} else if (link) {
		metrics_connection(-1);
		deadline_remove(link->deadline);
		filter_free(link->filter);
		memory_count(0, link->room);
		free(link);
		*socket_context = NULL;
	}
}

static size_t keep_escapes(void *cls UNUSED,
			   struct MHD_Connection *connection UNUSED, char *s)
{
	return strlen(s); /* segments are decoded after splitting on '/' */
}

/* The request line is read: begin an exchange on the raw target. */
static void *on_target(void *cls, const char *uri,
		       struct MHD_Connection *connection)
{
	struct listener *listener = cls;
	struct link *link = link_of(connection);
	struct traffic *traffic = malloc(sizeof(*traffic));
	struct arena *arena = arena_new();
	struct exchange *exchange;

	if (!traffic)
		abort();
	link->messages++;
	*traffic = (struct traffic){ .listener = listener,
				     .connection = connection,
				     .link = link,
				     .limit = BODY_LIMIT,
				     .holders = 1 };
	exchange = &traffic->exchange;
	exchange->arena = arena;
	exchange->started = clock_ticks();
	operation_init(&exchange->op, arena, clock_now());
	exchange->op.budget.gone = &exchange->gone;
	/* Not counted: who asks twice would see how much others ask. */
	random_bytes(&exchange->op.id, sizeof(exchange->op.id));
	http_response_init(&exchange->response, arena);
	exchange->request.target = arena_strdup(arena, uri);
	exchange->request.method = "";
	exchange->request.body = "";
	exchange->request.remote = "";
	exchange->path_ok =
		target_parse(arena, exchange->request.target,
			     &exchange->request.path, &exchange->request.query);
	deadline_set(link->deadline, PHASE_WAITING,
		     listener->config.header_timeout, NULL);
	atomic_fetch_add(&listener->active, 1);
	return traffic;
}

/* The library clears what a connection has for heads after each exchange, and
 * so takes it whole. */
static void room_taken(struct link *link)
{
	memory_count(MEMORY_LIMIT, link->room);
	link->room = MEMORY_LIMIT;
	deadline_holds(link->deadline, MEMORY_LIMIT);
}

/* Any thread: nobody has to do with it any more. */
static void traffic_end(struct traffic *traffic)
{
	struct listener *listener = traffic->listener;

	if (traffic->submitted)
		listener->handler.ended(listener->handler.context,
					&traffic->exchange);
	if (traffic->reply)
		MHD_destroy_response(traffic->reply);
	stream_free(&traffic->stream);
	arena_free(traffic->exchange.arena);
	memory_count(0, traffic->moved);
	free(traffic);
	atomic_fetch_sub(&listener->active, 1);
}

static void traffic_leave(struct traffic *traffic)
{
	if (atomic_fetch_sub(&traffic->holders, 1) == 1)
		traffic_end(traffic);
}

static void on_completed(void *cls, struct MHD_Connection *connection UNUSED,
			 void **con_cls,
			 enum MHD_RequestTerminationCode code UNUSED)
{
	struct listener *listener = cls;
	struct traffic *traffic = *con_cls;

	if (!traffic)
		return;
	*con_cls = NULL;
	deadline_set(traffic->link->deadline, PHASE_WAITING,
		     listener->config.idle_timeout, NULL);
	strangers_leave(&listener->strangers, &traffic->strange);
	room_taken(traffic->link);
	if (traffic->stream.pipe) {
		atomic_store(&traffic->exchange.gone, true);
		pipe_leave_reader(traffic->stream.pipe);
	}
	traffic_leave(traffic);
}

static bool is_last(const struct traffic *traffic)
{
	return traffic->closing || atomic_load(&traffic->listener->stopping);
}

/* Any thread. */
static void reply_make(struct traffic *traffic)
{
	metrics_name(&traffic->exchange);
	metrics_answered(&traffic->exchange);
	traffic->reply = reply_new(&traffic->exchange,
				   config_has_tls(&traffic->listener->config),
				   is_last(traffic), &traffic->moved);
}

/* So long it may take to send an answer, or so much of one that streams. */
static void sending(void *context)
{
	struct traffic *traffic = context;

	deadline_set(traffic->link->deadline, PHASE_SENDING,
		     traffic->listener->config.body_timeout, NULL);
}

static enum MHD_Result answer(struct traffic *traffic)
{
	bool streams = traffic->stream.pipe != NULL;

	if (!traffic->reply)
		reply_make(traffic);
	sending(traffic);
	/* The arena of one that streams is the worker's. */
	deadline_holds(traffic->link->deadline,
		       streams ? PIPE_ROOM
			       : traffic->moved +
					 arena_held(traffic->exchange.arena));
	return MHD_queue_response(
		traffic->connection,
		(unsigned int)traffic->exchange.response.status,
		traffic->reply);
}

static void stream_begin(void *context)
{
	struct traffic *traffic = context;

	metrics_name(&traffic->exchange);
	traffic->reply = reply_new_stream(
		&traffic->exchange, config_has_tls(&traffic->listener->config),
		is_last(traffic));
	if (traffic->exchange.op.actor.person)
		deadline_known(traffic->link->deadline);
	atomic_fetch_add(&traffic->holders, 1);
	traffic->stage = STAGE_DONE;
	daemon_resume(traffic->listener->daemon, traffic->connection);
}

static void stream_park(void *context)
{
	struct traffic *traffic = context;

	MHD_suspend_connection(traffic->connection);
}

static void stream_wake(void *context)
{
	struct traffic *traffic = context;

	daemon_resume(traffic->listener->daemon, traffic->connection);
}

/* HTTP/1.0 has no chunks, and so no way to tell that an answer is cut. */
static void stream_prepare(struct traffic *traffic, const char *version)
{
	const struct stream_side side = {
		.connection = traffic->connection,
		.begin = stream_begin,
		.progress = sending,
		.reader = { stream_park, stream_wake, traffic },
	};

	if (!str_equal(version, MHD_HTTP_VERSION_1_1))
		return;
	stream_init(&traffic->stream, &traffic->exchange,
		    traffic->listener->config.data, &side);
	traffic->exchange.stream = &traffic->stream;
}

static void plain(struct traffic *traffic, int status, const char *sentence)
{
	struct http_response *response = &traffic->exchange.response;
	struct arena *arena = traffic->exchange.arena;

	http_response_init(response, arena);
	http_response_text(response, status,
			   arena_printf(arena, "%s\n", sentence));
}

/* The end of a connection whose framing cannot be trusted. */
static enum MHD_Result answer_wrong(struct traffic *traffic, int status,
				    const char *sentence)
{
	plain(traffic, status, sentence);
	traffic->closing = true;
	return answer(traffic);
}

/* The answer is known before the body: send it at once where the peer waits
 *  for it, else after swallowing the body. What libmicrohttpd is given before
 *  it has read to the end closes the connection, even without a body. */
static enum MHD_Result answer_early(struct traffic *traffic)
{
	const struct framing *framing = &traffic->framing;

	if (framing->has_body && (framing->expects_continue ||
				  framing->length > 2 * traffic->limit)) {
		traffic->closing = true;
		return answer(traffic);
	}
	traffic->stage = STAGE_DRAIN;
	deadline_set(traffic->link->deadline, PHASE_GIVING,
		     traffic->listener->config.header_timeout, NULL);
	return MHD_YES;
}

static enum MHD_Result submit(struct traffic *traffic, enum stage stage)
{
	struct listener *listener = traffic->listener;
	struct exchange *exchange = &traffic->exchange;

	traffic->stage = stage;
	traffic->submitted = true;
	deadline_set(traffic->link->deadline, PHASE_WORKING, 0,
		     &exchange->gone);
	atomic_fetch_add(&listener->working, 1);
	MHD_suspend_connection(traffic->connection);
	listener->handler.submit(listener->handler.context, exchange);
	return MHD_YES;
}

static enum MHD_Result body_begin(struct traffic *traffic, bool known)
{
	const struct config *config = &traffic->listener->config;
	struct arena *arena = traffic->exchange.arena;

	/* What grows much moves alone, so that it leaves no copies. */
	buf_init(&traffic->exchange.body, known ? arena_within(arena) : arena);
	traffic->stage = STAGE_BODY;
	deadline_set(
		traffic->link->deadline, known ? PHASE_READING : PHASE_GIVING,
		known ? config->body_timeout : config->header_timeout, NULL);
	return MHD_YES;
}

static enum MHD_Result head_done(struct traffic *traffic, const char *method,
				 const char *version)
{
	struct handler *handler = &traffic->listener->handler;
	struct link *link = traffic->link;
	int status = 400;
	const char *wrong = filter_wrong(link->filter, link->messages, &status);

	if (!wrong && filter_heads(link->filter) < link->messages)
		wrong = "The request came past the filter.";
	if (!wrong)
		wrong = head_read(traffic->connection,
				  &traffic->listener->config, method, version,
				  &traffic->exchange, &traffic->framing);
	if (wrong)
		return answer_wrong(traffic, status, wrong);
	if (!traffic->exchange.path_ok) {
		plain(traffic, 400,
		      "The address of the request cannot be read.");
		return answer_early(traffic);
	}
	if (handler->begin(handler->context, &traffic->exchange,
			   &traffic->limit))
		return answer_early(traffic);
	if (traffic->framing.length > traffic->limit) {
		handler->no_body(&traffic->exchange, true);
		return answer_early(traffic);
	}
	stream_prepare(traffic, version);
	if (strangers_admit(&traffic->listener->strangers, &traffic->framing,
			    &traffic->strange))
		return body_begin(traffic, false);
	traffic->exchange.early = true;
	traffic->exchange.body_wanted = traffic->framing.chunked
						? traffic->limit
						: traffic->framing.length;
	return submit(traffic, STAGE_EARLY);
}

/* The login has been looked at. */
static enum MHD_Result early_done(struct traffic *traffic)
{
	if (traffic->exchange.refused)
		return answer_early(traffic);
	return body_begin(traffic, true);
}

static void body_add(struct traffic *traffic, const char *bytes, size_t len)
{
	struct buf *body = &traffic->exchange.body;
	size_t room = body->room;
	bool fits = body->len + len <= traffic->limit;

	if (!fits || (body->len > STRANGER_BODY && !memory_left())) {
		traffic->drained = body->len + len;
		traffic->stage = STAGE_DRAIN;
		traffic->listener->handler.no_body(&traffic->exchange, !fits);
		return;
	}
	buf_add(body, bytes, len);
	if (body->room != room)
		deadline_holds(traffic->link->deadline,
			       arena_held(traffic->exchange.arena));
}

static enum MHD_Result body_done(struct traffic *traffic)
{
	struct handler *handler = &traffic->listener->handler;
	struct exchange *exchange = &traffic->exchange;
	struct link *link = traffic->link;
	int status;
	const char *wrong = filter_wrong(link->filter, link->messages, &status);

	if (wrong)
		return answer_wrong(traffic, status, wrong);
	if (traffic->stage == STAGE_DRAIN)
		return answer(traffic);
	exchange->request.body = exchange->body.len ? exchange->body.at : "";
	exchange->request.body_len = exchange->body.len;
	if (!handler->quickly(handler->context, exchange))
		return submit(traffic, STAGE_WORK);
	traffic->submitted = true;
	deadline_known(link->deadline);
	return answer(traffic);
}

static enum MHD_Result on_request(void *cls UNUSED,
				  struct MHD_Connection *connection UNUSED,
				  const char *url UNUSED, const char *method,
				  const char *version, const char *upload,
				  size_t *upload_size, void **con_cls)
{
	struct traffic *traffic = *con_cls;

	if (!traffic)
		return MHD_NO;
	switch (traffic->stage) {
	case STAGE_HEAD:
		return head_done(traffic, method, version);
	case STAGE_EARLY:
		return early_done(traffic);
	case STAGE_BODY:
		if (!*upload_size)
			return body_done(traffic);
		body_add(traffic, upload, *upload_size);
		*upload_size = 0;
		return MHD_YES;
	case STAGE_DRAIN:
		if (!*upload_size)
			return body_done(traffic);
		traffic->drained += *upload_size;
		*upload_size = 0;
		return traffic->drained > 2 * traffic->limit ? MHD_NO : MHD_YES;
	case STAGE_WORK:
		return MHD_YES; /* spurious: still suspended */
	case STAGE_DONE:
		return answer(traffic);
	}
	return MHD_NO;
}

/* The worker has no more to do with the exchange, nor with its link. */
static void stream_done(struct traffic *traffic)
{
	metrics_answered(&traffic->exchange);
	traffic_leave(traffic);
}

void listen_done(struct listener *listener, struct exchange *exchange)
{
	struct traffic *traffic = (struct traffic *)(void *)exchange;

	if (traffic->stream.pipe) {
		stream_done(traffic);
		atomic_fetch_sub(&listener->working, 1);
		return;
	}
	if (traffic->stage == STAGE_EARLY) {
		exchange->early = false;
	} else {
		reply_make(traffic);
		traffic->stage = STAGE_DONE;
	}
	if (exchange->op.actor.person)
		deadline_known(traffic->link->deadline);
	daemon_resume(traffic->listener->daemon, traffic->connection);
	atomic_fetch_sub(&listener->working, 1);
}

static void start(struct listener *listener)
{
	const struct daemon_calls calls = {
		.request = on_request,
		.connection = on_connection,
		.completed = on_completed,
		.target = on_target,
		.unescape = keep_escapes,
		.context = listener,
	};

	daemon_start(&listener->config, listener->bound.fd, MEMORY_LIMIT,
		     &calls, &listener->daemon);
}

enum err listen_start(struct operation *op, const struct config *config,
		      const struct handler *handler, struct listener **listener)
{
	struct listener *made = calloc(1, sizeof(*made));
	enum err err;

	if (!made)
		abort();
	made->config = *config;
	made->handler = *handler;
	err = bind_to(op, config->listen,
		      config_has_tls(config) ? "https" : "http", &made->bound);
	if (err) {
		free(made);
		return err;
	}
	made->deadlines = deadlines_new();
	start(made);
	if (!made->daemon) {
		err = fail(op, ERR_INVALID, "cannot serve on '%s'",
			   config->listen);
		deadlines_free(made->deadlines);
		close(made->bound.fd);
		free(made);
		return err;
	}
	*listener = made;
	return OK;
}

const char *listen_address(const struct listener *listener)
{
	return listener->bound.address;
}

void listen_stop(struct listener *listener, int64_t seconds)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	int64_t began = clock_ticks();

	daemon_quiesce(listener->daemon);
	atomic_store(&listener->stopping, true);
	close(listener->bound.fd);
	if (*listener->bound.unix_path)
		unlink(listener->bound.unix_path);
	/* Those whose request is whole get their answer, and those whose
	 * request is on its way; those that are slow to send one are not
	 * waited for as long. */
	while ((atomic_load(&listener->active) ||
		deadlines_expect(listener->deadlines)) &&
	       clock_ticks() < began + seconds * 1000000) {
		if (clock_ticks() > began + STOP_READING_TICKS)
			deadlines_expire(listener->deadlines, false);
		nanosleep(&pause, NULL);
	}
	/* Work under way always ends; what waits for a reader does so too,
	 * once those that are slow to take are cut off. */
	do {
		deadlines_expire(listener->deadlines, true);
		nanosleep(&pause, NULL);
	} while (atomic_load(&listener->working));
	daemon_stop(listener->daemon);
	deadlines_free(listener->deadlines);
	free(listener);
}
