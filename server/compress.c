#include "server/compress.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define WORTH_IT 1024
#define LEVEL 1
#define GZIP_WINDOW (15 + 16)
#define OUT ((size_t)16 * 1024)
/* What the library holds of one that is under way, and ours. */
#define HELD ((size_t)256 * 1024 + OUT)

/* "gzip" or "*" in Accept-Encoding, not with q=0. */
static bool accepts(const char *header)
{
	struct slice rest = slice_of(header ? header : "");

	while (rest.at) {
		struct slice item = slice_trim(slice_cut(&rest, ','));
		struct slice quality = item;
		struct slice coding = slice_trim(slice_cut(&quality, ';'));
		struct slice q = quality.at ? slice_trim(quality) : quality;

		if (!slice_is(coding, "gzip") && !slice_is(coding, "*"))
			continue;
		return !(q.at &&
			 (slice_is(q, "q=0") || slice_is(q, "q=0.0") ||
			  slice_is(q, "q=0.00") || slice_is(q, "q=0.000")));
	}
	return false;
}

static bool is_text(const char *type)
{
	return type && (str_starts(type, "text/") ||
			str_starts(type, "application/xml") ||
			str_starts(type, "application/json") ||
			str_starts(type, "application/calendar+json"));
}

/* Is it text, and does the peer take it compressed? */
static bool is_wanted(const struct http_request *request,
		      struct http_response *response)
{
	const char *vary = http_response_header(response, "Vary");

	if (!is_text(http_response_header(response, "Content-Type")) ||
	    http_response_header(response, "Content-Encoding"))
		return false;
	if (!vary || !strstr(vary, "Accept-Encoding"))
		http_response_add(response, "Vary", "Accept-Encoding");
	return accepts(http_header(request, "Accept-Encoding"));
}

static bool begin(z_stream *stream)
{
	return deflateInit2(stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8,
			    Z_DEFAULT_STRATEGY) == Z_OK;
}

void compress_response(const struct http_request *request,
		       struct http_response *response)
{
	z_stream stream = { 0 };
	char *out;
	size_t room;

	if (response->body_len < WORTH_IT || !is_wanted(request, response) ||
	    !begin(&stream))
		return;
	http_response_join(response);
	room = response->body_len;
	out = arena_alloc(response->arena, room);
	stream.next_in = (Bytef *)(uintptr_t)response->body;
	stream.avail_in = (uInt)response->body_len;
	stream.next_out = (Bytef *)out;
	stream.avail_out = (uInt)room;
	if (deflate(&stream, Z_FINISH) == Z_STREAM_END) {
		response->body = out;
		response->body_len = stream.total_out;
		http_response_add(response, "Content-Encoding", "gzip");
	}
	deflateEnd(&stream);
}

struct compressor {
	z_stream stream;
	char out[OUT];
};

struct compressor *compressor_new(const struct http_request *request,
				  struct http_response *response)
{
	struct compressor *made;

	if (!is_wanted(request, response))
		return NULL;
	made = calloc(1, sizeof(*made));
	if (!made || !begin(&made->stream))
		abort(); /* no memory */
	memory_count(HELD, 0);
	http_response_add(response, "Content-Encoding", "gzip");
	return made;
}

void compressor_free(struct compressor *compressor)
{
	if (!compressor)
		return;
	deflateEnd(&compressor->stream);
	free(compressor);
	memory_count(0, HELD);
}

bool compressor_add(struct compressor *compressor, struct slice bytes,
		    bool last, bool (*put)(void *context, struct slice bytes),
		    void *context)
{
	z_stream *stream = &compressor->stream;
	bool more = true;

	stream->next_in = (Bytef *)(uintptr_t)bytes.at;
	stream->avail_in = (uInt)bytes.len;
	while (more) {
		struct slice out = { compressor->out, 0 };

		stream->next_out = (Bytef *)compressor->out;
		stream->avail_out = OUT;
		(void)deflate(stream, last ? Z_FINISH : Z_NO_FLUSH);
		out.len = OUT - stream->avail_out;
		more = stream->avail_out == 0;
		if (out.len > 0 && !put(context, out))
			return false;
	}
	return true;
}
