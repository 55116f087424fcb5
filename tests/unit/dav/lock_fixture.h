/**
 * What tests of locks share: LOCK as maria, and the token that it gave.
 */
#ifndef TESTS_UNIT_DAV_LOCK_FIXTURE_H
#define TESTS_UNIT_DAV_LOCK_FIXTURE_H

#include "tests/unit/dav/dav_fixture.h"

#define CAL HOME "calendar/"
#define FILES HOME "files/"

/** A program_setup with FILES ("a" and "sub/b" in it) and CAL "a.ics". */
int lock_setup(void **state);

#define WITH_LOCKS(test) \
	cmocka_unit_test_setup_teardown(test, lock_setup, place_teardown)

/** LOCK; scope "exclusive" or "shared", depth "0" or "infinity". */
struct http_response *lock_ask(struct place *place, const char *target,
			       const char *scope, const char *depth);
/** The same, checked to be 200 or 201: the token, without its brackets. */
const char *lock_take(struct place *place, const char *target,
		      const char *scope, const char *depth);
int lock_end(struct place *place, const char *target, const char *token);

/** A request as maria with an If header of these tokens (NULL: none), each in
 *  a list of its own that always holds; its status. */
int lock_try(struct place *place, const char *method, const char *target,
	     const char *token, const char *other);
/** COPY and MOVE likewise. */
int lock_carry(struct place *place, const char *method, const char *from,
	       const char *to, const char *token, const char *other);

#endif
