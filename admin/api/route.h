/**
 * Routes: rows of method, path, roles, shapes and handler.
 */
#ifndef ADMIN_API_ROUTE_H
#define ADMIN_API_ROUTE_H

#include "admin/api/admin.h"
#include "base/json.h"
#include "base/shape.h"
#include "store/actor.h"

struct call;

/** Answers by call_answer and its kin, or returns why not. The reader has not
 *  begun. */
typedef enum err route_run(struct call *call);
/** A list: adds what belongs on the page and sets *next (0 before) where there
 *  is more. The reader has begun. */
typedef enum err route_fill(struct call *call, json_t *items, int64_t *next);
/** One thing that the path names: makes *json. The reader has begun. */
typedef enum err route_view(struct call *call, json_t **json);
/** The same by its id, which is the path's first word. */
typedef enum err route_one(struct call *call, int64_t id, json_t **json);

/** How a row answers: one of these. */
struct route_work {
	route_run *run;
	route_fill *fill; /* the others in a frame (frame.h) */
	route_view *view;
	route_one *one;
	bool csv; /* fill's list as CSV too, where Accept asks for it */
};

#define RUN(function)           \
	{                       \
		.run = function \
	}
#define LIST(function)           \
	{                        \
		.fill = function \
	}
#define LIST_CSV(function)                    \
	{                                     \
		.fill = function, .csv = true \
	}
#define VIEW(function)           \
	{                        \
		.view = function \
	}
#define ONE(function)           \
	{                       \
		.one = function \
	}

struct route {
	const char *method;
	const char *pattern; /* "/api/people/{id}/tokens" */
	unsigned roles;      /* enum role bits; others get 403 */
	struct route_work work;
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
