/**
 * gzip of answers where the peer takes it.
 */
#ifndef SERVER_COMPRESS_H
#define SERVER_COMPRESS_H

#include "base/http.h"

/** Compress the body (level 1) when it is text of some size, the request
 *  accepts gzip and it gets smaller; adds Vary in any case where it might. */
void compress_response(const struct http_request *request,
		       struct http_response *response);

/** The same piece by piece, of an answer that is long. */
struct compressor;

/** Says in the response's head whether it is compressed; NULL: it is not. */
struct compressor *compressor_new(const struct http_request *request,
				  struct http_response *response);
void compressor_free(struct compressor *compressor);
/** Give `put` what comes out of these bytes; last: and all that is left. False
 *  once put was. */
MUST_CHECK bool compressor_add(struct compressor *compressor,
			       struct slice bytes, bool last,
			       bool (*put)(void *context, struct slice bytes),
			       void *context);

#endif
