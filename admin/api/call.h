/**
 * One call of a route, as its handler gets it. JSON values belong to the
 * operation. Handlers read it by call_read.h and answer by call_write.h.
 */
#ifndef ADMIN_API_CALL_H
#define ADMIN_API_CALL_H

#include "admin/api/route.h"
#include "base/json.h"
#include "store/people.h"
#include "store/practice.h"

#define CALL_WORDS 4

/** Whom the body names and the sender has not met (admin/api/unmet.h). */
struct unmet {
	const char **words;
	size_t count, room;
	bool let_in, left_out;
};

struct call {
	struct operation *op;
	struct store *store;
	struct reader *reader;
	const struct http_request *request;
	struct http_response *response;
	const struct route *route;
	const char *words[CALL_WORDS]; /* of {…} in the pattern, in order */
	json_t *body;    /* checked; an empty object where none is taken */
	json_t *current; /* for a 409: the object as it is, or NULL */
	struct practice practice; /* loaded before the handler runs */
	int digits;               /* of its currency */
	struct failure wrong;     /* what is wrong so far (call_go_on) */
	admin_trial *trial;       /* of struct admin */
	void *trial_context;
	struct unmet unmet;
	bool secret; /* the answer holds what is shown once: it is not kept
			in a form that can be read */
};

#endif
