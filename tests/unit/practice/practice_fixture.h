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
#include "store/ledger.h"
#include "store/services.h"
#include "tests/unit/store/fixture.h"

#include <string.h>

#define SCENE_ZONE "America/Toronto"

#define WITH_SCENE(test) \
	cmocka_unit_test_setup_teardown(test, scene_setup, scene_teardown)

struct scene {
	struct place *place;
	struct operation *op; /* of all that the test does; the system acts */
	struct store *store;
	int64_t admin, staff;
	int64_t maria, ben; /* practitioners who may create, edit, complete */
	int64_t clients[4]; /* C042 Ada Maria Brown, C051, C060, C061 */
	int64_t fixed;      /* 42.50 a session, wage 30.00, 13 % tax */
	int64_t hourly;     /* 42.50 an hour, wage 30.00 an hour, no tax */
};

int scene_setup(void **state);
int scene_teardown(void **state);

/** Act as this person (0: the system) by the API. */
void scene_as(struct scene *scene, int64_t person);
/** Set the operation's now: "2026-06-08T20:00:00Z". */
void scene_at(struct scene *scene, const char *instant);
struct instant scene_instant(const char *instant);

/** Whatever it did failed with this code and said so. */
#define assert_failed(scene, call, expected) \
	assert_int_equal(scene_failed(scene, call), expected)
/** Whatever it did went well; its failure is printed else. */
#define assert_ok(scene, call) assert_int_equal(scene_went(scene, call), OK)
enum err scene_failed(struct scene *scene, enum err err);
enum err scene_went(struct scene *scene, enum err err);
/** Did the last failure name this field with this code? */
bool scene_field(struct scene *scene, const char *field, const char *code);

int64_t scene_person(struct scene *scene, const char *login, const char *name,
		     unsigned roles);
int64_t scene_service(struct scene *scene, const char *name,
		      enum service_kind kind, enum wage_basis basis,
		      int64_t cost, int64_t wage, int32_t tax_bp);
/** A session of maria's in the practice's zone, with the first `clients` of
 *  the scene's clients; not yet stored. */
struct session scene_draft(struct scene *scene, const char *start, int minutes,
			   int64_t service, size_t clients);
/** The same, added. */
struct session scene_session(struct scene *scene, const char *start,
			     int minutes, int64_t service, size_t clients);
struct session scene_find(struct scene *scene, int64_t session);

/** Save with a type and nothing else. */
enum err scene_save(struct scene *scene, int64_t session, const char *type);
/** The live completion of a saved session. */
struct completion scene_completion(struct scene *scene, int64_t session);
/** A type of one's own, percentages or whole units. */
int64_t scene_type(struct scene *scene, const char *label, enum map map,
		   enum modifier modifier, int64_t client,
		   int64_t practitioner);

struct money scene_sum(struct scene *scene, enum account_kind account,
		       int64_t person);
/** The newest audit row of this object. */
struct audit scene_audit(struct scene *scene, const char *kind, int64_t object);
size_t scene_audits(struct scene *scene, const char *kind, int64_t object);

#endif
