#include "server/listen.h"

#include "base/log.h"

#include "server/deadline.h"
#include "server/framing.h"
#include "server/peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define BODY_LIMIT (8 * 1024 * 1024)
#define HEADER_COUNT 100
#define MEMORY_LIMIT (32 * 1024)
#define BACKLOG 511

enum stage { STAGE_HEAD, STAGE_BODY, STAGE_DRAIN, STAGE_WORK, STAGE_DONE };

/* One socket; its exchanges follow one another. */
struct link {
	struct deadline *deadline;
	struct arena *arena; /* of the exchange at hand, kept between them */
};

struct traffic {
	struct exchange exchange; /* first: the same address */
	struct listener *listener;
	struct MHD_Connection *connection;
	struct link *link;
	enum stage stage;
	struct framing framing;
	size_t limit, drained;
	bool closing; /* answer with Connection: close */
};

struct listener {
	struct MHD_Daemon *daemon;
	struct config config;
	struct handler handler;
	struct deadlines *deadlines;
	int fd;
	char address[128];
	char unix_path[108];
	atomic_long working, active;
	atomic_bool stopping;
	atomic_ulong next_id;
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

		link = calloc(1, sizeof(*link));
		if (!link || !info)
			abort();
		link->arena = arena_new();
		link->deadline =
			deadline_add(listener->deadlines, (int)info->connect_fd,
				     listener->config.header_timeout);
		*socket_context = link;
	} else if (link) {
		deadline_remove(link->deadline);
		arena_free(link->arena);
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
	struct traffic *traffic;
	struct exchange *exchange;

	arena_reset(link->arena);
	traffic = arena_alloc(link->arena, sizeof(*traffic));
	traffic->listener = listener;
	traffic->connection = connection;
	traffic->link = link;
	traffic->limit = BODY_LIMIT;
	exchange = &traffic->exchange;
	exchange->arena = link->arena;
	exchange->started = clock_ticks();
	operation_init(&exchange->op, link->arena, clock_now());
	exchange->op.id = atomic_fetch_add(&listener->next_id, 1);
	http_response_init(&exchange->response, link->arena);
	exchange->request.target = arena_strdup(link->arena, uri);
	exchange->request.body = "";
	exchange->request.remote = "";
	exchange->path_ok = http_path_parse(
		link->arena, exchange->request.target, &exchange->request.path,
		&exchange->request.query);
	deadline_set(link->deadline, listener->config.header_timeout);
	atomic_fetch_add(&listener->active, 1);
	return traffic;
}

static void on_completed(void *cls, struct MHD_Connection *connection UNUSED,
			 void **con_cls,
			 enum MHD_RequestTerminationCode code UNUSED)
{
	struct listener *listener = cls;
	struct traffic *traffic = *con_cls;

	if (!traffic)
		return;
	deadline_set(traffic->link->deadline, listener->config.idle_timeout);
	*con_cls = NULL;
	atomic_fetch_sub(&listener->active, 1);
}

struct head {
	struct arena *arena;
	struct http_header *headers;
	size_t count;
	bool bare_line_feed, too_many;
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind UNUSED,
				 const char *name, const char *value)
{
	struct head *head = cls;

	if (head->count == HEADER_COUNT) {
		head->too_many = true;
		return MHD_NO;
	}
	if (!value)
		value = "";
	/*
	 * libmicrohttpd takes lines that end in LF alone. It ends a value by
	 * overwriting the line's end: two NULs for CRLF, one for LF. What
	 * follows is within its buffer, since an empty line ends the head.
	 */
	else if (value[strlen(value) + 1] != '\0')
		head->bare_line_feed = true;
	head->headers[head->count].name = arena_strdup(head->arena, name);
	head->headers[head->count].value = arena_strdup(head->arena, value);
	head->count++;
	return MHD_YES;
}

static const struct sockaddr *peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info ? info->client_addr : NULL;
}

/* Collect the head; a sentence when it cannot be taken. */
static const char *head_read(struct traffic *traffic, const char *method,
			     const char *version)
{
	const struct config *config = &traffic->listener->config;
	struct arena *arena = traffic->link->arena;
	struct http_request *request = &traffic->exchange.request;
	struct head head = {
		.arena = arena,
		.headers =
			arena_array(arena, HEADER_COUNT, sizeof(*head.headers)),
	};
	const char *wrong;

	MHD_get_connection_values(traffic->connection, MHD_HEADER_KIND,
				  on_header, &head);
	request->method = arena_strdup(arena, method);
	request->headers = head.headers;
	request->header_count = head.count;
	if (!framing_method_ok(method))
		return "The method has characters that are not allowed.";
	if (head.too_many)
		return "A request has at most 100 headers.";
	if (head.bare_line_feed || version[strlen(version) + 1] != '\0')
		return "Lines of a request end in CR LF.";
	wrong = framing_check(head.headers, head.count, version,
			      &traffic->framing);
	if (wrong)
		return wrong;
	request->header_count = framing_join(arena, head.headers, head.count);
	request->remote = peer_address(arena, peer_of(traffic->connection),
				       config->behind_proxy,
				       config->trusted_proxies, request);
	return NULL;
}

static enum MHD_Result answer(struct traffic *traffic)
{
	struct http_response *from = &traffic->exchange.response;
	struct MHD_Response *response = MHD_create_response_from_buffer(
		from->body_len, (void *)(uintptr_t)from->body,
		MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	for (size_t i = 0; i < from->header_count; i++)
		MHD_add_response_header(response, from->headers[i].name,
					from->headers[i].value);
	if (traffic->closing || atomic_load(&traffic->listener->stopping))
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION,
					"close");
	deadline_set(traffic->link->deadline,
		     traffic->listener->config.body_timeout);
	log_event(LOG_DEBUG, "request", "id=%llu method=%s status=%d us=%lld",
		  (unsigned long long)traffic->exchange.op.id,
		  traffic->exchange.request.method, from->status,
		  (long long)(clock_ticks() - traffic->exchange.started));
	result = MHD_queue_response(traffic->connection,
				    (unsigned int)from->status, response);
	MHD_destroy_response(response);
	return result;
}

static void plain_answer(struct traffic *traffic, int status,
			 const char *sentence)
{
	struct http_response *response = &traffic->exchange.response;
	char *text = arena_printf(traffic->link->arena, "%s\n", sentence);

	response->status = status;
	http_response_body(response, "text/plain; charset=utf-8", text,
			   strlen(text));
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
	return MHD_YES;
}

static void body_too_large(struct traffic *traffic)
{
	struct handler *handler = &traffic->listener->handler;

	handler->too_large(handler->context, &traffic->exchange);
}

static enum MHD_Result head_done(struct traffic *traffic, const char *method,
				 const char *version)
{
	struct handler *handler = &traffic->listener->handler;
	const char *wrong = head_read(traffic, method, version);

	if (wrong) {
		plain_answer(traffic, 400, wrong);
		traffic->closing = true;
		return answer(traffic);
	}
	if (!traffic->exchange.path_ok) {
		plain_answer(traffic, 400,
			     "The address of the request cannot be read.");
		return answer_early(traffic);
	}
	if (handler->begin(handler->context, &traffic->exchange,
			   &traffic->limit))
		return answer_early(traffic);
	if (traffic->framing.length > traffic->limit) {
		body_too_large(traffic);
		return answer_early(traffic);
	}
	deadline_set(traffic->link->deadline,
		     traffic->listener->config.body_timeout);
	buf_init_sized(&traffic->exchange.body, traffic->link->arena,
		       traffic->framing.length);
	traffic->stage = STAGE_BODY;
	return MHD_YES;
}

static void body_add(struct traffic *traffic, const char *bytes, size_t len)
{
	struct buf *body = &traffic->exchange.body;

	if (body->len + len > traffic->limit) {
		traffic->drained = body->len + len;
		body_too_large(traffic);
		traffic->stage = STAGE_DRAIN;
		return;
	}
	buf_add(body, bytes, len);
}

static enum MHD_Result body_done(struct traffic *traffic)
{
	struct listener *listener = traffic->listener;
	struct exchange *exchange = &traffic->exchange;

	exchange->request.body = exchange->body.len ? exchange->body.at : "";
	exchange->request.body_len = exchange->body.len;
	traffic->stage = STAGE_WORK;
	deadline_set(traffic->link->deadline, 0);
	atomic_fetch_add(&listener->working, 1);
	MHD_suspend_connection(traffic->connection);
	if (!listener->handler.submit(listener->handler.context, exchange))
		listen_done(listener, exchange);
	return MHD_YES;
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
	case STAGE_BODY:
		if (!*upload_size)
			return body_done(traffic);
		body_add(traffic, upload, *upload_size);
		*upload_size = 0;
		return MHD_YES;
	case STAGE_DRAIN:
		if (!*upload_size)
			return answer(traffic);
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

void listen_done(struct listener *listener, struct exchange *exchange)
{
	struct traffic *traffic = (struct traffic *)(void *)exchange;

	traffic->stage = STAGE_DONE;
	MHD_resume_connection(traffic->connection);
	atomic_fetch_sub(&listener->working, 1);
}

static enum err bind_unix(struct operation *op, struct listener *listener,
			  const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(address.sun_path))
		return fail(op, ERR_INVALID, "the path '%s' is too long", path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	memcpy(listener->unix_path, path, strlen(path) + 1);
	unlink(path);
	listener->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener->fd < 0 ||
	    bind(listener->fd, (const struct sockaddr *)(const void *)&address,
		 sizeof(address)) ||
	    chmod(path, 0660) || listen(listener->fd, BACKLOG))
		return fail(op, ERR_INVALID, "cannot listen on '%s': %s", path,
			    strerror(errno));
	snprintf(listener->address, sizeof(listener->address), "unix:%s", path);
	return OK;
}

static enum err bind_tcp(struct operation *op, struct listener *listener,
			 const char *where)
{
	const char *colon = strrchr(where, ':');
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
				  .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	struct sockaddr_storage bound;
	socklen_t size = sizeof(bound);
	char port[16];
	char *host;
	int on = 1;

	if (!colon)
		return fail(op, ERR_INVALID, "'%s' is not ADDR:PORT", where);
	host = arena_strndup(op->arena, where, (size_t)(colon - where));
	if (*host == '[' && host[strlen(host) - 1] == ']') {
		host[strlen(host) - 1] = '\0';
		host++;
	}
	if (getaddrinfo(*host ? host : NULL, colon + 1, &hints, &found))
		return fail(op, ERR_INVALID,
			    "'%s' is not an address to "
			    "listen on",
			    where);
	listener->fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener->fd >= 0)
		setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &on,
			   sizeof(on));
	if (listener->fd < 0 ||
	    bind(listener->fd, found->ai_addr, found->ai_addrlen) ||
	    listen(listener->fd, BACKLOG)) {
		freeaddrinfo(found);
		return fail(op, ERR_INVALID, "cannot listen on '%s': %s", where,
			    strerror(errno));
	}
	freeaddrinfo(found);
	getsockname(listener->fd, (struct sockaddr *)(void *)&bound, &size);
	getnameinfo((const struct sockaddr *)(const void *)&bound, size, NULL,
		    0, port, sizeof(port), NI_NUMERICSERV);
	snprintf(listener->address, sizeof(listener->address), "http://%.*s:%s",
		 (int)(colon - where), where, port);
	return OK;
}

static struct MHD_Daemon *daemon_start(struct listener *listener)
{
	const struct config *config = &listener->config;
	struct MHD_OptionItem pool[] = {
		{ MHD_OPTION_THREAD_POOL_SIZE, config->io_threads, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (config->io_threads < 2)
		pool[0].option = MHD_OPTION_END;
	return MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			MHD_USE_ITC,
		0, NULL, NULL, on_request, listener, MHD_OPTION_LISTEN_SOCKET,
		listener->fd, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned int)config->connections,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_LIMIT,
		MHD_OPTION_CONNECTION_TIMEOUT, 0u, MHD_OPTION_STRICT_FOR_CLIENT,
		1, MHD_OPTION_NOTIFY_CONNECTION, on_connection, listener,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, listener,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, listener,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
		MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
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
	made->fd = -1;
	if (str_starts(config->listen, "unix:"))
		err = bind_unix(op, made, config->listen + 5);
	else
		err = bind_tcp(op, made, config->listen);
	if (!err) {
		fcntl(made->fd, F_SETFL, O_NONBLOCK);
		made->deadlines = deadlines_new();
		made->daemon = daemon_start(made);
		if (!made->daemon)
			err = fail(op, ERR_INVALID, "cannot serve on '%s'",
				   config->listen);
	}
	if (err) {
		if (made->deadlines)
			deadlines_free(made->deadlines);
		if (made->fd >= 0)
			close(made->fd);
		free(made);
		return err;
	}
	*listener = made;
	return OK;
}

const char *listen_address(const struct listener *listener)
{
	return listener->address;
}

void listen_stop(struct listener *listener, int64_t seconds)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	int64_t until = clock_ticks() + seconds * 1000000;
	MHD_socket fd = MHD_quiesce_daemon(listener->daemon);

	atomic_store(&listener->stopping, true);
	if (fd != MHD_INVALID_SOCKET)
		close(fd);
	if (*listener->unix_path)
		unlink(listener->unix_path);
	while (atomic_load(&listener->active) && clock_ticks() < until)
		nanosleep(&pause, NULL);
	/* Work under way is short and always ends; the peers that are slow to
	 * send or to take are cut off. */
	while (atomic_load(&listener->working))
		nanosleep(&pause, NULL);
	deadlines_expire(listener->deadlines);
	MHD_stop_daemon(listener->daemon);
	deadlines_free(listener->deadlines);
	free(listener);
}
