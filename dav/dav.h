/**
 * The CalDAV server as a function from a request to a response (RFC 4918,
 * 3744, 4791, 5397, 5689, 6578, 6764, 7240). Knows no sockets.
 *
 * The table of methods in dav.c is what Allow and dispatch derive from.
 */
#ifndef DAV_DAV_H
#define DAV_DAV_H

#include <stdbool.h>

#include "base/operation.h"
#include "base/http.h"
#include "store/store.h"

/** PRODID of calendars that are put together here. */
#define DAV_PRODUCT "-//Daybook//Daybook " DAYBOOK_VERSION "//EN"
/** Largest bodies: of a report and the like, and of an object (the latter is
 *  refused with max-resource-size above CAL_OBJECT_LIMIT). */
#define DAV_BODY_LIMIT (8 * 1024 * 1024)

/** What one request may cost (base/operation.h): about a second of CPU, and
 *  memory beside its body. */
#define DAV_WORK INT64_C(1000000000)
#define DAV_MEMORY ((size_t)32 * 1024 * 1024)

struct property_cache;
struct if_header;

/** What one request works with. */
struct dav {
	struct operation *op; /* its actor is signed in, but for OPTIONS */
	struct store *store;
	struct reader *reader; /* the worker's own */
	bool reading;          /* it has begun: the login was read in it */
	const struct http_request *request;
	struct http_response *response;
	struct property_cache *cache; /* of property.c; NULL at first */
	/* The If header as dav_handle read it; NULL: none, or one that cannot
	   be read and so does not hold. */
	const struct if_header *conditions;
};

/** Must run once before threads start (libxml2). */
void dav_init(void);

/** Is this path ours: "/", "/dav/..", "/.well-known/caldav"? */
bool dav_owns(const struct http_path *path);

/** Answer without a login what needs none: OPTIONS anywhere, the well-known
 *  redirect, and methods nobody knows (405 with Allow). True when answered. */
bool dav_answer_open(const struct http_request *request,
		     struct http_response *response);

/** Answer a request of a signed-in person; failures become answers too. */
void dav_handle(struct dav *dav);

/** For the edge: failures found before dav_handle (401, 413, 503...) as the
 *  same kind of answer, with a DAV:error body. */
void dav_fail(const struct operation *op, enum err err,
	      struct http_response *response);

#endif
