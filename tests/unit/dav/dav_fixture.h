/**
 * A small practice in a place of its own, asked by requests as a calendar
 * program would: maria (practitioner), sam (staff), ada (client C042) and one
 * open session of maria with ada on 2026-06-09, 14:00 to 15:00 in Toronto.
 */
#ifndef TESTS_UNIT_DAV_DAV_FIXTURE_H
#define TESTS_UNIT_DAV_DAV_FIXTURE_H

#include "base/http.h"
#include "store/calendar.h"
#include "store/object.h"
#include "store/people.h"
#include "tests/unit/store/place_fixture.h"

#define HOME "/dav/calendars/maria/"

int program_setup(void **state);

#define WITH_PROGRAM(test) \
	cmocka_unit_test_setup_teardown(test, program_setup, place_teardown)

/**
 * Send one request as that person and give the answer. Headers are lines
 * ("Depth: 1\nPrefer: return=minimal"), or NULL; body NULL is none.
 */
struct http_response *program_send(struct place *place, const char *login,
				   const char *method, const char *target,
				   const char *headers, const char *body);
/** The same with bytes of any kind. */
struct http_response *program_send_bytes(struct place *place, const char *login,
					 const char *method, const char *target,
					 const char *headers,
					 struct slice body);

/** What the requests from now on may cost; more than all of it: as usual. */
void program_bound(int64_t work, size_t memory);
/** The requests from now on come so many seconds later. */
void program_later(int64_t seconds);
/** The answers from now on may go that way; NULL: none. */
void program_flow(struct flow *flow);
/** The answer that is being written, or was the last one. */
struct http_response *program_answering(void);
/** What the last request cost, in units of work. */
int64_t program_work(void);

/** PROPFIND as maria of a DAV:prop with this content ("<D:getetag/>"), with
 *  the prefixes D, C, CS, A and B declared; its status is checked to be 207. */
const char *program_propfind(struct place *place, const char *target,
			     const char *depth, const char *props);

/** An event of that UID, of one hour on 2026-06-10. */
const char *program_event(struct place *place, const char *uid);
/** Store it as maria; the status is checked to be 201. */
void program_put_event(struct place *place, const char *target,
		       const char *uid);

/** Name of the session's resource. */
const char *program_session_name(struct place *place);

#define assert_holds(text, part) assert_non_null(strstr((text), (part)))
#define assert_lacks(text, part) assert_null(strstr((text), (part)))
/** How often the part stands in the text. */
size_t program_count(const char *text, const char *part);

#endif
