/**
 * The JSON endpoint below /api/ as a function from a request to a response.
 * One table of routes says method, path, who may, the shape of the body and
 * of the answer; dispatch, the checks of bodies, Allow and the OpenAPI
 * description derive from it.
 */
#ifndef ADMIN_API_ADMIN_H
#define ADMIN_API_ADMIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/operation.h"
#include "base/http.h"
#include "store/store.h"

struct notice_trial;

/** Sends a message at once (practice/notice/trial.h): the server's. The reader
 *  has not begun. */
typedef enum err admin_trial(void *context, struct operation *op,
			     struct reader *reader, struct notice_trial *trial);

/** What one request works with; `body` and `current` are admin's own. */
struct admin {
	struct operation *op; /* its actor is signed in */
	struct store *store;
	struct reader *reader; /* the worker's own */
	bool reading; /* it has begun, as the login was read; it ends here */
	const struct http_request *request;
	struct http_response *response;
	admin_trial *trial; /* NULL: nothing is sent from here */
	void *trial_context;
};

/** Most bytes of a body, and of one that holds files. */
#define ADMIN_BODY_LIMIT ((size_t)1024 * 1024)
#define ADMIN_FILES_LIMIT ((size_t)12 * 1024 * 1024)
size_t admin_body_limit(const struct http_path *path);

/** What one request may cost (base/operation.h), and one of the office. */
#define ADMIN_WORK INT64_C(1000000000)
#define ADMIN_MEMORY ((size_t)32 * 1024 * 1024)
#define ADMIN_WORK_OFFICE INT64_C(20000000000)
#define ADMIN_MEMORY_OFFICE ((size_t)128 * 1024 * 1024)

/** Is it below /api/? */
bool admin_owns(const struct http_path *path);

/** Answer a request of a signed-in person; failures become answers too. */
void admin_handle(struct admin *admin);

/** For the edge: a failure found before admin_handle, in the same shape. */
void admin_fail(const struct operation *op, enum err err,
		struct http_response *response);

#endif
