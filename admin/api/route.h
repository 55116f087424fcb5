/**
 * Routes: rows of method, path, roles, shapes and handler.
 */
#ifndef ADMIN_API_ROUTE_H
#define ADMIN_API_ROUTE_H

#include "admin/api/admin.h"
#include "base/shape.h"
#include "store/actor.h"

struct json_t;
struct call;

/** Answers by call_answer and its kin, or returns why not. The reader has not
 *  begun. */
typedef enum err route_run(struct call *call);

struct route {
	const char *method;
	const char *pattern; /* "/api/people/{id}/tokens" */
	unsigned roles;      /* enum role bits; others get 403 */
	route_run *run;
	const struct field *body;   /* NULL: takes none */
	const struct field *answer; /* NULL: described by help alone */
	bool list;                  /* {"items": [answer], "next": ...} */
	const char *help;
};

struct routes {
	const struct route *rows;
	size_t count;
};

/** Everybody who can sign in. */
#define ROLES_ALL (ROLE_ADMIN | ROLE_STAFF | ROLE_PRACTITIONER | ROLE_CLIENT)
#define ROLES_OFFICE (ROLE_ADMIN | ROLE_STAFF)
#define ROLES_TEAM (ROLES_OFFICE | ROLE_PRACTITIONER)

/** Row number index over all tables, or NULL behind the last. */
const struct route *route_row(size_t index);

#endif
