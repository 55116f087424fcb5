/**
 * Whether a browser's request is what the person meant: the sign-in's cookie,
 * the token that its forms hold (CSRF), and where the request came from.
 */
#ifndef ADMIN_PAGES_GUARD_H
#define ADMIN_PAGES_GUARD_H

#include "admin/pages/pages.h"
#include "store/people.h"
#include "store/sign_in.h"

/** The value of a cookie, or NULL. */
const char *guard_cookie(struct arena *arena,
			 const struct http_request *request, const char *name);
/** The name of the sign-in's cookie. */
const char *guard_cookie_name(const struct pages *pages);
/** Set the sign-in's cookie; NULL: take it away. */
void guard_cookie_set(struct pages *pages, const char *secret);
/** The secret that the request shows, or NULL. */
const char *guard_secret(const struct pages *pages);
/** Who is signed in: sets the actor, by this channel. Begins and ends the
 *  reader. ERR_UNAUTHENTICATED. */
MUST_CHECK enum err guard_sign_in(struct pages *pages, unsigned channel,
				  struct sign_in *sign_in,
				  struct person *person);
/** What forms and scripts of a sign-in send along. */
const char *guard_token(struct arena *arena, const char *secret);
/** Did the request come from our own pages, or from no page at all? An Origin
 *  that is foreign or null did not. */
bool guard_is_ours(const struct pages *pages);
/** May this request of a signed-in browser change anything: is it ours, and
 *  does it bring the token (in `sent` or as X-CSRF-Token)? */
bool guard_is_meant(const struct pages *pages, const char *sent);

/** Is it a method that only reads? */
bool guard_reads(const struct http_request *request);

/** A request below /api/ by a sign-in: sets the actor. ERR_UNAUTHENTICATED,
 *  ERR_FORBIDDEN. */
MUST_CHECK enum err guard_api(struct pages *pages);
/** Does a request show a sign-in at all, by either name of the cookie? */
bool guard_has_cookie(const struct http_request *request);

/** May one be sent there after signing in (U1): a path of ours. */
bool guard_follows(const char *to);

#endif
