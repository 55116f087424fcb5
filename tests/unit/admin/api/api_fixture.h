/**
 * The clinic, asked as programs ask below /api/: a function of a request
 * without a socket. Bodies and answers are JSON text.
 */
#ifndef TESTS_UNIT_ADMIN_API_API_FIXTURE_H
#define TESTS_UNIT_ADMIN_API_API_FIXTURE_H

#include "base/http.h"
#include "tests/unit/practice/practice_fixture.h"

/** Send a request as this person; body NULL is none. clinic->op tells the
 *  statements that it took. */
const struct http_response *api_send(struct clinic *clinic, int64_t person,
				     const char *method, const char *target,
				     const char *body);

/** The same, checked to go well (200, 201 or 204); the answer's text. */
const char *api_done(struct clinic *clinic, int64_t person, const char *method,
		     const char *target, const char *body);
/** The same of a GET. */
const char *api_got(struct clinic *clinic, int64_t person, const char *target);

/** Checked to be 422 and to name this field with this code. */
void api_wrong(struct clinic *clinic, int64_t person, const char *method,
	       const char *target, const char *body, const char *field,
	       const char *code);
/** Checked to be of this status: what the person may not, or what is not
 *  there. */
void api_refused(struct clinic *clinic, int64_t person, const char *method,
		 const char *target, const char *body, int status);

/** A target with the id in place of #: api_path(clinic, "/api/sessions/#", id).
 */
const char *api_path(struct clinic *clinic, const char *pattern, int64_t id);
/** The number that is a text behind "id": in the answer. */
int64_t api_id(const char *answer);

#define assert_holds(text, part) assert_non_null(strstr((text), (part)))
#define assert_lacks(text, part) assert_null(strstr((text), (part)))

#endif
