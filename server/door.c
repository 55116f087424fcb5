#include "server/door.h"

#include "admin/api/admin.h"
#include "admin/pages/guard.h"
#include "admin/pages/pages.h"
#include "dav/dav.h"
#include "server/authenticate.h"
#include "server/feed.h"
#include "server/notice_door.h"
#include "server/timezones.h"
#include "server/watch.h"

#define FEED_BODY_LIMIT 4096 /* nobody needs any */

void door_refuse(struct exchange *exchange, enum err err)
{
	struct http_response *response = &exchange->response;

	if (pages_owns(&exchange->request))
		pages_fail(&exchange->op, err, response);
	else if (admin_owns(&exchange->request.path))
		admin_fail(&exchange->op, err, response);
	else
		dav_fail(&exchange->op, err, response);
	if (err == ERR_UNAUTHENTICATED)
		http_response_add(response, "WWW-Authenticate",
				  "Basic realm=\"" REALM
				  "\", charset=\"UTF-8\"");
}

bool door_begin(struct exchange *exchange, size_t *body_limit)
{
	const struct http_request *request = &exchange->request;
	struct http_response *response = &exchange->response;

	*body_limit = admin_owns(&request->path)
			      ? admin_body_limit(&request->path)
			      : DAV_BODY_LIMIT;
	if (pages_owns(request))
		*body_limit = pages_body_limit(request);
	if (watch_owns(&request->path)) {
		*body_limit = FEED_BODY_LIMIT;
		return watch_answer_open(request, response);
	}
	if (feed_owns(&request->path)) {
		*body_limit = FEED_BODY_LIMIT;
		return feed_answer_open(request, response);
	}
	if (timezones_own(&request->path)) {
		*body_limit = FEED_BODY_LIMIT;
		return timezones_answer_open(request, response);
	}
	if (notice_door_owns(&request->path))
		return notice_door_open(request, response, body_limit);
	if (pages_owns(request))
		return pages_answer_open(request, response);
	if (!dav_owns(&request->path) && !admin_owns(&request->path)) {
		fail(&exchange->op, ERR_NOT_FOUND,
		     "There is nothing at this address. Calendars are below "
		     "/dav/.");
		door_refuse(exchange, ERR_NOT_FOUND);
		return true;
	}
	if (dav_owns(&request->path) && dav_answer_open(request, response))
		return true;
	if (admin_owns(&request->path) && guard_has_cookie(request))
		return false;
	if (!http_header(request, "Authorization")) {
		fail(&exchange->op, ERR_UNAUTHENTICATED,
		     "Please sign in with your login and password.");
		door_refuse(exchange, ERR_UNAUTHENTICATED);
		return true;
	}
	return false;
}

void door_no_body(struct exchange *exchange, bool too_large)
{
	struct operation *op = &exchange->op;
	enum err err =
		too_large ? fail(op, ERR_TOO_LARGE,
				 "The body of the request is too large.")
			  : fail_later(op, ERR_BUSY, 1,
				       "There is no room for so large a body "
				       "now. Please try again in a second.");

	door_refuse(exchange, err);
}
