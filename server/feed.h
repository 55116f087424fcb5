/**
 * Feeds: GET /feeds/{token}.ics, without a login (rules K39-K41).
 */
#ifndef SERVER_FEED_H
#define SERVER_FEED_H

#include "base/operation.h"
#include "base/http.h"
#include "store/store.h"

/** Is it below /feeds/? */
bool feed_owns(const struct http_path *path);

/** Answer what needs no store: methods that feeds do not take. */
bool feed_answer_open(const struct http_request *request,
		      struct http_response *response);

/** Answer; the reader has not begun. 404 for a token that never was, 410 for
 *  one that was revoked or has expired. */
void feed_handle(struct operation *op, struct store *store,
		 struct reader *reader, const struct http_request *request,
		 struct http_response *response);

#endif
