/**
 * A practice in Toronto with a few people and services, for tests of rules:
 * an admin, a staff member, two practitioners and four clients.
 */
#ifndef TESTS_UNIT_PRACTICE_PRACTICE_FIXTURE_H
#define TESTS_UNIT_PRACTICE_PRACTICE_FIXTURE_H

#include "practice/access.h"
#include "practice/session/completion.h"
#include "practice/people/person.h"
#include "practice/session/session.h"
#include "store/audit.h"
#include "store/completion.h"
#include "store/completion_type.h"
#include "store/ledger.h"
#include "store/schedule.h"
#include "store/services.h"
#include "tests/unit/practice/refused.h"
#include "tests/unit/store/place_fixture.h"

#include <string.h>

#define CLINIC_ZONE "America/Toronto"

#define WITH_CLINIC(test) \
	cmocka_unit_test_setup_teardown(test, clinic_setup, clinic_teardown)

struct clinic {
	struct place *place;
	struct operation *op; /* of all that the test does; the system acts */
	struct store *store;
	int64_t admin, staff;
	int64_t maria, ben; /* practitioners who may create, edit, complete */
	int64_t clients[4]; /* C042 Ada Maria Brown, C051, C060, C061 */
	int64_t fixed;      /* 42.50 a session, wage 30.00, 13 % tax */
	int64_t hourly;     /* 42.50 an hour, wage 30.00 an hour, no tax */
};

int clinic_setup(void **state);
int clinic_teardown(void **state);

/** Act as this person (0: the system) by the API. */
void clinic_as(struct clinic *clinic, int64_t person);
/** Set the operation's now: "2026-06-08T20:00:00Z". */
void clinic_at(struct clinic *clinic, const char *instant);
struct instant clinic_instant(const char *instant);

/** Whatever it did failed with this code and said so. */
#define assert_failed(clinic, call, expected) \
	assert_int_equal(clinic_failed(clinic, call), expected)
/** Whatever it did went well; its failure is printed else. */
#define assert_ok(clinic, call) assert_int_equal(clinic_went(clinic, call), OK)
enum err clinic_failed(struct clinic *clinic, enum err err);
enum err clinic_went(struct clinic *clinic, enum err err);
/** Did the last failure name this field with this code? */
bool clinic_field(struct clinic *clinic, const char *field, const char *code);

int64_t clinic_person(struct clinic *clinic, const char *login,
		      const char *name, unsigned roles);
int64_t clinic_service(struct clinic *clinic, const char *name,
		       enum service_kind kind, enum wage_basis basis,
		       int64_t cost, int64_t wage, int32_t tax_bp);
/** A session of maria's in the practice's zone, with the first `clients` of
 *  the clinic's clients; not yet stored. */
struct session clinic_draft(struct clinic *clinic, const char *start,
			    int minutes, int64_t service, size_t clients);
/** The same, added. */
struct session clinic_session(struct clinic *clinic, const char *start,
			      int minutes, int64_t service, size_t clients);
struct session clinic_find(struct clinic *clinic, int64_t session);

/** When the session of clinic_past is over. */
#define CLINIC_AFTER "2026-06-08T21:00:00Z"
/** A past session of maria's at 42.50 and 13 %; the staff act, at
 *  CLINIC_AFTER. */
struct session clinic_past(struct clinic *clinic, size_t clients);
/** A schedule of hours on these weekdays with the first client, each week from
 *  the wall time on; not yet stored. */
struct schedule clinic_weekly(struct clinic *clinic, const char *start,
			      unsigned days, int count);

/** Save with all that the save says. */
enum err clinic_save_as(struct clinic *clinic, const struct save *save);
/** Save with a type and nothing else. */
enum err clinic_save(struct clinic *clinic, int64_t session, const char *type);
/** The live completion of a saved session. */
struct completion clinic_completion(struct clinic *clinic, int64_t session);
/** A type of one's own, percentages or whole units. */
int64_t clinic_type(struct clinic *clinic, const char *label, enum map map,
		    enum modifier modifier, int64_t client,
		    int64_t practitioner);

struct money clinic_sum(struct clinic *clinic, enum account_kind account,
			int64_t person);
/** The newest audit row of this object. */
struct audit clinic_audit(struct clinic *clinic, const char *kind,
			  int64_t object);
size_t clinic_audits(struct clinic *clinic, const char *kind, int64_t object);

#endif
