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

#endif
