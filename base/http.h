/**
 * A request and a response as plain structs: dav/ and admin/ are functions
 * from the one to the other, testable without a socket.
 */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/compiler.h"
#include "base/str.h"

struct flow;

struct http_header {
	const char *name;
	const char *value;
};

/** A path split on '/' before its segments were decoded. */
struct http_path {
	const char **segments; /* decoded, never empty, never "." or ".." */
	size_t count;
	bool slash; /* ended with '/' */
};

struct http_request {
	const char *method;
	const char *target; /* raw, as sent: path and query */
	struct http_path path;
	const char *query; /* raw, behind '?', or NULL */
	const struct http_header *headers;
	size_t header_count;
	const char *body; /* NUL-terminated behind body_len; never NULL */
	size_t body_len;
	const char *remote; /* whose request it is, an address; "": not known */
};

struct http_response {
	struct arena *arena;
	int status;
	struct http_header *headers;
	size_t header_count;
	size_t header_room;
	/* lives as long as the operation; NULL: it is not told */
	const char *body;
	size_t body_len;
	/* Where there are any they are the body, and `body` is empty. */
	const struct slice *pieces;
	size_t piece_count;
	struct flow *flow; /* of base/flow.h, or NULL: it is held whole */
};

/**
 * Split a raw target into decoded segments and query. "//" is one '/', a
 * segment "." is dropped. False for "..", "%00", "%2F" in a segment, a wrong
 * percent sign, bytes that are not UTF-8, over 4096 bytes, no leading '/'.
 * An absolute URI ("http://host/path") is taken by its path.
 */
MUST_CHECK bool http_path_parse(struct arena *arena, const char *target,
				struct http_path *path, const char **query);

/** Percent-encode one segment: all but [A-Za-z0-9_.~-] and "@+,:=!$'()*;". */
void http_segment_encode(struct buf *buf, const char *segment);
/** Is it one that is written as it stands? */
bool http_segment_plain(const char *segment);
/** "/a/b%20c/" of the first `count` segments. */
char *http_path_text(struct arena *arena, const struct http_path *path);

/** A header's value (names ignore case), or NULL. Repeated ones have been
 *  joined with ", ". */
const char *http_header(const struct http_request *request, const char *name);

/** Can every name and value of the query be decoded? What cannot is not to be
 *  taken for what was left out. */
MUST_CHECK bool http_query_ok(struct arena *arena,
			      const struct http_request *request);
/** A decoded query parameter ("+" is a blank), or NULL. */
const char *http_query(struct arena *arena, const struct http_request *request,
		       const char *name);

/**
 * The next pair of "name=value&…" as queries and forms have it ("+" is a
 * blank): *rest moves behind it. False behind the last. What cannot be decoded
 * (a wrong percent sign, NUL, no UTF-8) is NULL.
 */
bool http_pair_next(struct arena *arena, struct slice *rest, const char **name,
		    const char **value);

void http_response_init(struct http_response *response, struct arena *arena);
void http_response_add(struct http_response *response, const char *name,
		       const char *value);
const char *http_response_header(const struct http_response *response,
				 const char *name);
/** Set the body and its Content-Type. The bytes must outlive the response. */
void http_response_body(struct http_response *response, const char *type,
			const char *bytes, size_t len);
/** The body is so long, and is not told: the answer to a HEAD. */
void http_response_length(struct http_response *response, size_t len);
/** A sentence in plain text, as the whole answer. */
void http_response_text(struct http_response *response, int status,
			const char *text);
/** The same of a body in pieces. */
struct pieces;
void http_response_pieces(struct http_response *response, const char *type,
			  const struct pieces *pieces);
/** Put the pieces together, for who looks at the body as a whole. */
void http_response_join(struct http_response *response);

/** The suffixes of the tags of other representations of what a tag is of: as
 *  JSON, and without time zones or with all of them. */
#define HTTP_ETAG_JSON "-json"
#define HTTP_ETAG_BARE "-bare"
#define HTTP_ETAG_ZONES "-zones"
/** That of the tag of a look, for a program that believes any tag to be of what
 *  it has sent. */
#define HTTP_ETAG_LOOK "-look"

/** In a tag, stands before the part that tells what the bytes say but for
 *  derived words, which nobody changes by hand. */
#define HTTP_ETAG_SAYS '.'

/**
 * Does a list of entity tags (If-None-Match) hold this tag, given without
 * quotes? "*" holds any. A weak mark and the suffixes -gzip and -br, which
 * proxies add, are ignored.
 */
bool http_etags_match(const char *list, const char *etag);
/** The same for If-Match, which asks whether the resource is as it was (RFC
 * 9110 13.1.1): a tag that is marked as weak holds nothing, one of another
 *  representation is the resource's own, and so is one that differs from it
 *  before HTTP_ETAG_SAYS alone. */
bool http_etags_same(const char *list, const char *etag);

/** How much an Accept header wants this media type (RFC 9110 12.5.1), by its
 *  most specific range: from 0, not at all, to 1000; 1000 without the header.
 */
int http_accepts(const struct http_request *request, const char *type);

/** Does a Prefer header (RFC 7240) hold this token or name=value? */
bool http_prefers(const struct http_request *request, const char *preference);

/** Of a Content-Type (or NULL) the media type, without its parameters. */
struct slice http_media(const char *type);
/** The coding that the body says it is in (RFC 9110 8.4), which nothing here
 *  undoes; NULL: it is sent as it is. */
const char *http_coding(const struct http_request *request);

/** The reason phrase of a status, "Multi-Status" for 207. */
const char *http_reason(int status);

#endif
