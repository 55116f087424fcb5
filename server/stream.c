#include "server/stream.h"

#include "base/log.h"
#include "base/pace.h"
#include "base/request_id.h"
#include "server/compress.h"

static bool put(void *context, struct slice bytes)
{
	struct stream *stream = context;

	stream->length += bytes.len;
	return !stream->pipe || pipe_put(stream->pipe, bytes);
}

/* HEAD is GET without a body (RFC 9110 9.3.2), whose length it may tell. */
static void open_way(struct stream *stream)
{
	struct exchange *exchange = stream->exchange;

	stream->open = true;
	/* Who writes may rewind the operation's arena to before this. */
	stream->arena = arena_new();
	exchange->response.arena = stream->arena;
	stream->compressor =
		compressor_new(&exchange->request, &exchange->response);
	if (str_equal(exchange->request.method, "HEAD"))
		return;
	stream->pipe =
		pipe_new(stream->dir, &stream->side.reader, &pipe_patience);
	stream->flow.sent = true;
	stream->side.begin(stream->side.reader.context);
}

static bool send(struct flow *flow, struct slice bytes)
{
	struct stream *stream = (struct stream *)(void *)flow;

	if (!stream->open)
		open_way(stream);
	pace_slow(); /* with each piece */
	if (!stream->compressor)
		return put(stream, bytes);
	return compressor_add(stream->compressor, bytes, false, put, stream);
}

void stream_init(struct stream *stream, struct exchange *exchange,
		 const char *dir, const struct stream_side *side)
{
	*stream = (struct stream){ .flow = { .send = send },
				   .exchange = exchange,
				   .dir = dir,
				   .side = *side };
}

void stream_free(struct stream *stream)
{
	arena_free(stream->arena);
	stream->arena = NULL;
}

static bool end_compressed(struct stream *stream)
{
	const struct slice none = { "", 0 };
	bool done = compressor_add(stream->compressor, none, true, put, stream);

	compressor_free(stream->compressor);
	stream->compressor = NULL;
	return done;
}

static void log_cut(const struct stream *stream)
{
	const struct exchange *exchange = stream->exchange;

	if (!atomic_load(&exchange->gone))
		log_event(LOG_WARNING, "answer-cut", "id=%s bytes=%zu",
			  request_id(exchange->arena, exchange->op.id),
			  stream->length);
}

bool stream_end(struct stream *stream)
{
	struct http_response *response;
	bool whole;

	if (!stream || !stream->open)
		return false;
	response = &stream->exchange->response;
	whole = !stream->flow.cut;
	if (stream->compressor)
		whole &= end_compressed(stream);
	if (!stream->pipe) {
		if (whole)
			http_response_length(response, stream->length);
		return whole;
	}
	if (!whole)
		log_cut(stream);
	response->body_len = pipe_waiting(stream->pipe);
	pipe_end(stream->pipe, whole);
	pipe_leave_writer(stream->pipe);
	return true;
}
