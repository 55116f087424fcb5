#include "server/compress.h"

#include <string.h>
#include <zlib.h>

#define WORTH_IT 1024
#define GZIP_WINDOW (15 + 16)

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

void compress_response(const struct http_request *request,
		       struct http_response *response)
{
	z_stream stream = { 0 };
	const char *vary = http_response_header(response, "Vary");
	char *out;
	size_t room;

	if (response->body_len < WORTH_IT ||
	    !is_text(http_response_header(response, "Content-Type")) ||
	    http_response_header(response, "Content-Encoding"))
		return;
	if (!vary || !strstr(vary, "Accept-Encoding"))
		http_response_add(response, "Vary", "Accept-Encoding");
	if (!accepts(http_header(request, "Accept-Encoding")))
		return;
	if (deflateInit2(&stream, 1, Z_DEFLATED, GZIP_WINDOW, 8,
			 Z_DEFAULT_STRATEGY) != Z_OK)
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
