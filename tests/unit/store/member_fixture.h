/**
 * Members of collections for the tests of store/object.h.
 */
#ifndef TESTS_UNIT_STORE_MEMBER_FIXTURE_H
#define TESTS_UNIT_STORE_MEMBER_FIXTURE_H

#include "store/object.h"
#include "tests/unit/store/place_fixture.h"

#define DAY 86400
#define VEVENT 1
#define VTODO 2

/* What a test puts, and what came of it. */
struct put {
	struct member member;
	const char *bytes;
	struct index_rows rows;
	struct span one; /* the only row, unless rows are given */
};

/** The work: store_member_put of a struct put. */
enum err put(struct transaction *tx, void *context);
int64_t make_collection(struct place *place, const char *path);
struct span span(int64_t start, int64_t end);
/** An event in one span, stored; its UID and bytes are its name. */
struct member add(struct place *place, int64_t collection, const char *name,
		  struct span when);
struct member find(struct place *place, int64_t collection, const char *name);

/* Names of what was walked, in order. */
struct walk {
	char names[256];
	int sure; /* of `span` */
	struct span span;
	bool with_bytes;
	size_t stop_after, seen;
	struct place *place;
};

/** A store_member_each that notes what it sees in a struct walk. */
enum err note(void *context, const struct member *member, struct slice bytes);
/** Names, each with a blank behind it, of what a window holds. */
const char *overlapping(struct place *place, struct walk *walk,
			int64_t collection, unsigned kinds, struct span when);

#endif
