/**
 * A practice that is changed at random, for tests of what holds whatever was
 * done before: its people and services, its random numbers, and what it
 * remembers of steps that are over.
 *
 * Steps repeat exactly: the same seed makes the same ones, in the same program.
 * PROPERTY_SEED in the environment names another seed than the test's own,
 * PROPERTY_STEPS another number of steps. The directory lies in memory where
 * the system has such a place.
 */
#ifndef TESTS_UNIT_PRACTICE_MONEY_RANDOM_WALK_H
#define TESTS_UNIT_PRACTICE_MONEY_RANDOM_WALK_H

#include "base/digest.h"
#include "tests/unit/practice/practice_fixture.h"

#define WALK_CLIENTS 6
#define WALK_PRACTITIONERS 3
#define WALK_SERVICES 4

/** Something that must stay as it was: its id and the digest of its text. */
struct kept {
	int64_t id;
	struct digest digest;
};

/** Things made so far, in the order in which they were made. */
struct pile {
	struct kept *at;
	size_t count, room;
};

struct walk {
	struct clinic clinic; /* its clients, maria and ben are not used */
	uint64_t seed, random;
	int step;
	const char *doing; /* the step's name */
	enum err outcome;  /* of the step */
	bool finished;
	struct instant now;
	struct arena *arena; /* outlives the steps */
	int64_t clients[WALK_CLIENTS];
	int64_t practitioners[WALK_PRACTITIONERS];
	int64_t services[WALK_SERVICES];
	struct pile sessions, invoices, payments, runs; /* no digests */
	struct pile completions, issued, closed;
	/* what the postings up to `posting` add up to */
	int64_t posting;
	struct money receivable[WALK_CLIENTS];
	struct money payable[WALK_PRACTITIONERS];
};

/** A practice of this currency and zone; the caller ends it. */
struct walk *walk_new(uint64_t seed, const char *currency, const char *zone);
/** Tells the seed and the step where it did not finish. */
void walk_free(struct walk *walk);

/** Begin a step: forget what the last one read, move the clock on. */
void walk_begin(struct walk *walk);

/** A number from 0 up to but without `end`, which is above zero. */
int64_t walk_below(struct walk *walk, int64_t end);
/** True once in so many times. */
bool walk_once_in(struct walk *walk, int64_t times);
/** So many of the ids, each once, in any order. */
struct ids walk_some(struct walk *walk, const int64_t *from, size_t total,
		     size_t wanted);

void pile_add(struct walk *walk, struct pile *pile, struct kept kept);
/** One of the pile, mostly of the newest; 0 where it is empty. */
int64_t pile_pick(struct walk *walk, const struct pile *pile);

#endif
