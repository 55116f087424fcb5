/**
 * Requests of people's programs on a disk that fails at each of their steps
 * in turn; the home's clock, or `later` seconds behind it.
 */
#ifndef TESTS_UNIT_PRACTICE_FAULT_REQUESTS_H
#define TESTS_UNIT_PRACTICE_FAULT_REQUESTS_H

#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy_collection.h"
#include "practice/booking/locking.h"
#include "practice/booking/patch.h"
#include "practice/calendar/address.h"
#include "practice/calendar/collection.h"

struct request {
	struct agenda *agenda;
	struct operation op;
	struct object_put put;
	struct object_at at, to;
	struct object_patch patch;
	struct collection_new make;
	struct collection_copy copy;
	const struct property *properties;
	size_t property_count;
	const char *token; /* of a lock */
	int64_t id;
	bool move;
	enum err refused; /* what it ends with in the end; OK */
};

struct request request_of(struct agenda *agenda, const struct person *person,
			  int64_t later);
struct store *request_store(const struct request *request);
/** A refusal is what was to come. */
enum err request_ended(const struct request *request, enum err err);
void request_sweep(struct request *request, const char *what, faults_run *run);

/** For request_sweep: PUT of what it has in `put`. */
faults_run request_put;

/** `refused`: how it ends when no step fails. */
void sweep_put(struct agenda *agenda, const struct person *person,
	       const char *path, const char *name, const char *bytes,
	       enum err refused);
void sweep_delete(struct agenda *agenda, const struct person *person,
		  const char *path, const char *name, enum err refused);
/** COPY, or MOVE, within the person's home. */
void sweep_copy(struct agenda *agenda, const struct person *person,
		struct object_at from, struct object_at to, bool move,
		enum err refused);

#endif
