/**
 * A small practice for tests of calendars: Maria and Ben see clients C042 and
 * C051, Sam keeps the office. Built through the practice's own functions.
 */
#ifndef TESTS_UNIT_PRACTICE_CALENDAR_FIXTURE_H
#define TESTS_UNIT_PRACTICE_CALENDAR_FIXTURE_H

#include "tests/unit/practice/refused.h"
#include "tests/unit/store/place_fixture.h"

#include "practice/booking/booking.h"
#include "practice/calendar/view.h"
#include "store/review.h"

#define HOUR 3600
#define DAY (24 * HOUR)

struct agenda {
	struct place *place;
	struct person sam, maria, ben, ada, cora;
	int64_t service;
};

int agenda_setup(void **state);
int agenda_teardown(void **state);

#define WITH_AGENDA(test) \
	cmocka_unit_test_setup_teardown(test, agenda_setup, agenda_teardown)

/** A new operation that acts as this person from a calendar program, or as
 *  the system (NULL), at FIXTURE_NOW and `later` seconds. */
struct operation agenda_as(struct agenda *agenda, const struct person *person,
			   int64_t later);

/** A session of Maria's with these clients (ids, up to a 0), made by the
 *  office; start counts from FIXTURE_NOW, an hour long. */
struct session agenda_session(struct agenda *agenda, int64_t start,
			      int64_t client, int64_t other);
/** How it ended, as the office says. */
void agenda_save(struct agenda *agenda, int64_t session, const char *type,
		 int64_t later);

/** Facts in a reader of the fixture's. */
struct session_facts agenda_facts(struct agenda *agenda, int64_t session);

/** The one collection of that path. */
struct collection agenda_collection(struct agenda *agenda,
				    const struct person *person,
				    const char *path);
/** Bytes of the member that shows the session; NULL when there is none. */
char *agenda_bytes(struct agenda *agenda, const struct person *person,
		   const char *path, int64_t session);

/** PUT and DELETE without a condition; `err` is what must come. */
struct object_result agenda_put(struct agenda *agenda,
				const struct person *person, const char *path,
				const char *name, const char *bytes,
				int64_t later, enum err err);
void agenda_delete(struct agenda *agenda, const struct person *person,
		   const char *path, const char *name, int64_t later,
		   enum err err);

/** A copy of the text with the first `old` replaced; it must be there. */
char *agenda_edit(struct agenda *agenda, const char *text, const char *old,
		  const char *new);

/** A whole object around the lines of one component. */
char *agenda_object(struct agenda *agenda, const char *component,
		    const char *lines);
/** An event on 9 June 2026 from 16:00 to 17:00 UTC. */
char *agenda_event(struct agenda *agenda, const char *uid, const char *lines);

/** Maria's sessions that are not removed, by start. */
struct session *agenda_sessions(struct agenda *agenda, size_t *count);
size_t agenda_count(struct agenda *agenda);
struct session agenda_session_of(struct agenda *agenda, const char *uid);
bool agenda_has(struct agenda *agenda, const struct person *person,
		const char *path, const char *name);
struct member agenda_member(struct agenda *agenda, const struct person *person,
			    const char *path, const char *name);
/** The newest review that waits. */
struct review agenda_review(struct agenda *agenda);
/** How many reviews of that kind wait. */
size_t agenda_reviews(struct agenda *agenda, const char *kind);

#define assert_holds(text, part) assert_non_null(strstr((text), (part)))
#define assert_lacks(text, part) assert_null(strstr((text), (part)))

#endif
