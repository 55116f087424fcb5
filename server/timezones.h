/**
 * The time zone data distribution service (RFC 7808) at /.well-known/timezone:
 * the system's zones for programs that are told times without their VTIMEZONEs
 * (RFC 7809). It asks for no login and knows nothing of the practice.
 */
#ifndef SERVER_TIMEZONES_H
#define SERVER_TIMEZONES_H

#include <stdbool.h>

#include "base/http.h"
#include "base/operation.h"

#define TIMEZONES_ROOT "/.well-known/timezone"

bool timezones_own(const struct http_path *path);

/** Answer at once what asks for nothing: OPTIONS, and methods that there are
 *  none of. True when answered. */
bool timezones_answer_open(const struct http_request *request,
			   struct http_response *response);

/** Answer a GET or HEAD: capabilities, list, get, expand, find, leapseconds;
 *  what is wrong as a problem document (RFC 7807). */
void timezones_handle(struct operation *op, const struct http_request *request,
		      struct http_response *response);

#endif
