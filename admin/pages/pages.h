/**
 * The pages: HTML for browsers as a function from a request to a response,
 * beside admin/api/, over the same work. Who asks is known by the sign-in's
 * cookie; HTTP Basic is not read here.
 */
#ifndef ADMIN_PAGES_PAGES_H
#define ADMIN_PAGES_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "admin/api/admin.h"
#include "base/http.h"
#include "base/operation.h"
#include "store/store.h"

/** What one request works with. */
struct pages {
	struct operation *op;
	struct store *store;
	struct reader *reader; /* not begun; the worker's own */
	const struct http_request *request;
	struct http_response *response;
	bool secure;            /* people come by TLS */
	const char *public_url; /* where people reach the pages, or "" */
	int64_t notice_delay;   /* seconds; of the server's settings */
	admin_trial *trial;     /* as of struct admin */
	void *trial_context;
	/* Sign a file (CMS); NULL: there is no certificate. */
	enum err (*sign)(struct operation *op, struct slice bytes,
			 struct slice *signed_);
};

/** Is it for the pages? All is that belongs to no other part, but for methods
 *  of CalDAV on "/". */
bool pages_owns(const struct http_request *request);
/** Most bytes of a body: forms have few, and files many. */
#define UPLOAD_BODY_LIMIT ((size_t)9 * 1024 * 1024)
size_t pages_body_limit(const struct http_request *request);
/** Answer what needs neither store nor login (assets); false: nothing. */
bool pages_answer_open(const struct http_request *request,
		       struct http_response *response);

/** Answer a request; failures become pages too. */
void pages_handle(struct pages *pages);

/** Is it a form that signs in? Then it is read by pages_sign_in_read, its
 *  password is checked by the caller, and pages_sign_in_done answers. */
bool pages_is_sign_in(const struct http_request *request);
/** False: it was answered. */
bool pages_sign_in_read(struct pages *pages, const char **login,
			const char **password);
/** OK: op->actor is who signs in. ERR_BUSY: after the failure's seconds.
 *  ERR_UNAUTHENTICATED: name or password is wrong. */
void pages_sign_in_done(struct pages *pages, enum err err);

/** For the edge: a failure found before pages_handle, such as a body that is
 *  too large. */
void pages_fail(const struct operation *op, enum err err,
		struct http_response *response);

#endif
