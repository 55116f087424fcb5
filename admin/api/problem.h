/**
 * From failures to JSON answers: the table of enum err to HTTP status and
 * code, the only place in admin/ that knows both.
 */
#ifndef ADMIN_API_PROBLEM_H
#define ADMIN_API_PROBLEM_H

#include "base/http.h"
#include "base/json.h"
#include "base/operation.h"

/** {"error": {"code", "field", "message", "fields", "current"}}; current may
 *  be NULL. */
void problem_json(const struct operation *op, enum err err, json_t *current,
		  struct http_response *response);

#endif
