/**
 * What a request's head must be to be taken (RFC 9112): the parts that
 * libmicrohttpd lets through and that others could read differently.
 */
#ifndef SERVER_FRAMING_H
#define SERVER_FRAMING_H

#include "base/http.h"

#include <stddef.h>

/** How a body comes. */
struct framing {
	bool has_body;
	bool chunked;
	size_t length; /* of a body that is not chunked */
	bool expects_continue;
};

/**
 * Judge headers as they came, repeated ones apart. NULL, or a sentence that
 * says what is wrong: the connection must then be closed.
 */
const char *framing_check(const struct http_header *headers, size_t count,
			  const char *version, struct framing *framing);

/** Is the method a token (RFC 9110 9.1)? */
bool framing_method_ok(const char *method);

/** Do name and value have characters of names and values only? */
bool framing_header_ok(const struct http_header *header);

/** Join repeated headers with ", " in place; returns the new count. */
size_t framing_join(struct arena *arena, struct http_header *headers,
		    size_t count);

#endif
