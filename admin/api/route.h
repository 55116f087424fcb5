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

/* The tables, one a screen; admin.c lists them. */
extern const struct routes routes_practice;
extern const struct routes routes_people;
extern const struct routes routes_client;
extern const struct routes routes_logins;
extern const struct routes routes_rates;
extern const struct routes routes_services;
extern const struct routes routes_types;
extern const struct routes routes_audit;
extern const struct routes routes_sessions;
extern const struct routes routes_completions;
extern const struct routes routes_schedules;
extern const struct routes routes_closures;
extern const struct routes routes_invoices;
extern const struct routes routes_payments;
extern const struct routes routes_payroll;
extern const struct routes routes_money;
extern const struct routes routes_reports;
extern const struct routes routes_ledger;

/** Row number index over all tables, or NULL behind the last. */
const struct route *route_row(size_t index);

/** The OpenAPI 3.1 description of all rows. */
enum err route_openapi(struct call *call);

#endif
