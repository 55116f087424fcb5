#include "tests/unit/practice/money/random_walk.h"
#include "practice/people/settings.h"

#include "base/log.h"
#include "base/str.h"
#include "tests/unit/practice/small_practice.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define START "2026-02-20T15:00:00Z" /* clocks change on the way */
#define LONGEST_PAUSE 5400           /* seconds between two steps */
#define NEWEST 12

/* SplitMix64: the seed is a counter, its mixed bits are the number. */
static uint64_t next(struct walk *walk)
{
	uint64_t mixed = walk->random += UINT64_C(0x9E3779B97F4A7C15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
	return mixed ^ mixed >> 31;
}

/* Commits wait for the disk; in memory they don't. */
static void make_dir(struct place *place)
{
	snprintf(place->dir, sizeof(place->dir),
		 "/dev/shm/daybook-test-XXXXXX");
	if (!mkdtemp(place->dir)) {
		snprintf(place->dir, sizeof(place->dir),
			 "/tmp/daybook-test-XXXXXX");
		assert_non_null(mkdtemp(place->dir));
	}
}

/* One practitioner signs in; others' calendars would only be more of the same
 * work. */
static void people(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct arena *arena = clinic->op->arena;

	clinic->admin = clinic_person(clinic, NULL, "Olga Head", ROLE_ADMIN);
	clinic->staff = clinic_person(clinic, NULL, "Sam Desk", ROLE_STAFF);
	for (int i = 0; i < WALK_PRACTITIONERS; i++) {
		struct person wanted = {
			.login = i ? NULL : "maria",
			.name = arena_printf(arena, "Practitioner Nr%d", i),
			.roles = ROLE_PRACTITIONER,
			.may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE,
			.has_hourly = i > 0,
			.hourly = { i ? 2500 : 0 },
			.bonus = { i > 1 ? 333 : 0 },
		};

		walk->practitioners[i] = small_practice_person(
			clinic->op, clinic->store, &wanted);
	}
	for (int i = 0; i < WALK_CLIENTS; i++) {
		struct person wanted = {
			.name = arena_printf(arena, "Client Nr%d", i),
			.code = arena_printf(arena, "C%03d", i + 1),
			.roles = ROLE_CLIENT,
		};

		walk->clients[i] = small_practice_person(
			clinic->op, clinic->store, &wanted);
	}
}

static void services(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;

	walk->services[0] = clinic_service(clinic, "Session", SERVICE_FIXED,
					   WAGE_SESSION, 4250, 3000, 1300);
	walk->services[1] = clinic_service(clinic, "Hour", SERVICE_HOURLY,
					   WAGE_SESSION, 4250, 3000, 0);
	walk->services[2] = clinic_service(clinic, "Group", SERVICE_FIXED,
					   WAGE_CLIENT, 1999, 777, 725);
	walk->services[3] = clinic_service(clinic, "Club", SERVICE_HOURLY,
					   WAGE_CLIENT, 3333, 1001, 1);
}

static uint64_t wanted_seed(uint64_t seed)
{
	const char *other = getenv("PROPERTY_SEED");
	int64_t number;

	if (!other)
		return seed;
	assert_true(str_to_int64(other, &number));
	return (uint64_t)number;
}

struct walk *walk_new(uint64_t seed, const char *currency, const char *zone)
{
	struct settings change = { .name = "Willow Lane",
				   .currency = currency };
	struct walk *walk = calloc(1, sizeof(*walk));
	struct place *place = calloc(1, sizeof(*place));
	struct clinic *clinic;
	struct practice practice;

	digest_init();
	log_set_level(LOG_ERROR);
	assert_non_null(walk);
	assert_non_null(place);
	walk->seed = walk->random = wanted_seed(seed);
	walk->doing = "setting up";
	walk->now = clinic_instant(START);
	walk->arena = arena_new();
	make_dir(place);
	place->arena = arena_new();
	operation_init(&place->op, place->arena, walk->now);
	place_open(place);
	clinic = &walk->clinic;
	clinic->place = place;
	clinic->op = &place->op;
	clinic->store = place->store;
	assert_ok(clinic, practice_setup(clinic->op, clinic->store, zone));
	assert_ok(clinic,
		  settings_set(clinic->op, clinic->store, &change, &practice));
	people(walk);
	services(walk);
	print_message("%s: seed %llu\n", currency,
		      (unsigned long long)walk->seed);
	return walk;
}

void walk_free(struct walk *walk)
{
	void *place = walk->clinic.place;

	if (!walk->finished)
		print_error("failed at step %d (%s, %s); to repeat it: "
			    "PROPERTY_SEED=%llu\n",
			    walk->step, walk->doing, err_name(walk->outcome),
			    (unsigned long long)walk->seed);
	place_teardown(&place);
	arena_free(walk->arena);
	free(walk);
}

void walk_begin(struct walk *walk)
{
	struct place *place = walk->clinic.place;

	if (store_reader_operation(place->reader))
		store_reader_end(place->reader);
	arena_reset(place->arena);
	walk->now.s += walk_below(walk, LONGEST_PAUSE);
	operation_init(&place->op, place->arena, walk->now);
	walk->step++;
}

int64_t walk_below(struct walk *walk, int64_t end)
{
	return (int64_t)(next(walk) % (uint64_t)end);
}

bool walk_once_in(struct walk *walk, int64_t times)
{
	return walk_below(walk, times) == 0;
}

struct ids walk_some(struct walk *walk, const int64_t *from, size_t total,
		     size_t wanted)
{
	int64_t *at = arena_memdup(walk->clinic.op->arena, from,
				   total * sizeof(*from));

	for (size_t i = 0; i < wanted; i++) {
		int64_t rest = (int64_t)(total - i);
		size_t other = i + (size_t)walk_below(walk, rest);
		int64_t taken = at[other];

		at[other] = at[i];
		at[i] = taken;
	}
	return (struct ids){ at, wanted };
}

void pile_add(struct walk *walk, struct pile *pile, struct kept kept)
{
	pile->at = arena_grow(walk->arena, pile->at, pile->count, &pile->room,
			      sizeof(*pile->at));
	pile->at[pile->count++] = kept;
}

int64_t pile_pick(struct walk *walk, const struct pile *pile)
{
	int64_t count = (int64_t)pile->count;
	int64_t back;

	if (count == 0)
		return 0;
	if (count > NEWEST && !walk_once_in(walk, 5))
		count = NEWEST;
	back = walk_below(walk, count);
	return pile->at[pile->count - 1 - (size_t)back].id;
}
