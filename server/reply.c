#include "server/reply.h"

#include "base/memory.h"
#include "server/stream.h"

#include <stdlib.h>

/* An answer is moved to memory of its own size where this is saved. */
#define WORTH_MOVING ((size_t)(64 * 1024))
/* What the library has beside a connection's memory, in which it makes
 * chunks. */
#define STREAM_BLOCK 1
/* One that has so much more of an answer taken is not stuck. */
#define PROGRESS ((uint64_t)1024 * 1024)
#define STAY_WITH_TLS "max-age=31536000" /* RFC 6797: for a year */

static ssize_t no_bytes(void *cls UNUSED, uint64_t at UNUSED, char *to UNUSED,
			size_t most UNUSED)
{
	return MHD_CONTENT_READER_END_WITH_ERROR;
}

/* The library copies the list alone: pieces stay in the exchange's arena. */
static struct MHD_Response *body_sent(const struct http_response *from,
				      enum MHD_ResponseMemoryMode mode)
{
	size_t count = from->piece_count;
	struct MHD_IoVec *list = arena_array(from->arena, count, sizeof(*list));

	for (size_t i = 0; i < count; i++)
		list[i] = (struct MHD_IoVec){ from->pieces[i].at,
					      from->pieces[i].len };
	if (count > 0)
		return MHD_create_response_from_iovec(list, (unsigned int)count,
						      NULL, NULL);
	if (!from->body) /* to a HEAD */
		return MHD_create_response_from_callback(from->body_len, 1,
							 no_bytes, NULL, NULL);
	return MHD_create_response_from_buffer(
		from->body_len, (void *)(uintptr_t)from->body, mode);
}

static void headers_add(struct MHD_Response *reply,
			const struct http_response *from, bool tls, bool last)
{
	for (size_t i = 0; i < from->header_count; i++)
		MHD_add_response_header(reply, from->headers[i].name,
					from->headers[i].value);
	if (!http_response_header(from, "X-Content-Type-Options"))
		MHD_add_response_header(reply, "X-Content-Type-Options",
					"nosniff");
	if (tls)
		MHD_add_response_header(reply, "Strict-Transport-Security",
					STAY_WITH_TLS);
	if (last)
		MHD_add_response_header(reply, MHD_HTTP_HEADER_CONNECTION,
					"close");
}

struct MHD_Response *reply_new(struct exchange *exchange, bool tls, bool last,
			       size_t *moved)
{
	struct http_response *from = &exchange->response;
	struct arena *arena = exchange->arena;
	bool move = from->body && !from->piece_count &&
		    arena_held(arena) > 2 * from->body_len + WORTH_MOVING;
	struct MHD_Response *reply = body_sent(
		from, move ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);

	if (!reply)
		abort(); /* no memory */
	headers_add(reply, from, tls, last);
	*moved = move ? from->body_len : 0;
	if (move) {
		memory_count(*moved, 0);
		arena_reset(arena);
	}
	return reply;
}

/* By epoll libmicrohttpd 0.9.75 closes a connection whose answer fails on its
 * way, and frees it no sooner than those that are older; but it looks at each
 * turn at one that has a time-out of its own. */
static ssize_t cut_off(struct stream *stream)
{
	(void)MHD_set_connection_option(stream->side.connection,
					MHD_CONNECTION_OPTION_TIMEOUT, 1u);
	return MHD_CONTENT_READER_END_WITH_ERROR;
}

static ssize_t next_piece(void *cls, uint64_t at, char *to, size_t most)
{
	struct stream *stream = cls;
	long got = pipe_take(stream->pipe, to, most);

	if (got == PIPE_WHOLE)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (got == PIPE_CUT)
		return cut_off(stream);
	if (at / PROGRESS != (at + (uint64_t)got) / PROGRESS)
		stream->side.progress(stream->side.reader.context);
	return got; /* 0: the connection is suspended */
}

struct MHD_Response *reply_new_stream(struct exchange *exchange, bool tls,
				      bool last)
{
	struct MHD_Response *reply = MHD_create_response_from_callback(
		MHD_SIZE_UNKNOWN, STREAM_BLOCK, next_piece, exchange->stream,
		NULL);

	if (!reply)
		abort(); /* no memory */
	headers_add(reply, &exchange->response, tls, last);
	return reply;
}
