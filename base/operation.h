/**
 * The operation: what one request or job carries with it, from the door to the
 * database.
 */
#ifndef BASE_OPERATION_H
#define BASE_OPERATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"

/** Who acts. person 0 is the system itself (jobs, the command line). What the
 *  bits and the channel mean is said in store/actor.h. */
struct actor {
	int64_t person;
	const char *login;
	unsigned roles, grants, may; /* bits */
	unsigned channel;            /* by which door they came; 0: none */
	const char *device; /* a device token's label, or the program */
};

struct claim;

struct operation {
	struct arena *arena;
	struct instant now;
	struct actor actor;
	struct failure failure;
	uint64_t id;         /* in log lines */
	struct claim *claim; /* taken by its first write (store/claim.h), or
				NULL */
	bool judge_only;     /* its writes are tried and undone
				(store/transaction.h) */
};

/** Start an operation on an arena that outlives it, acting as the system. */
void operation_init(struct operation *op, struct arena *arena,
		    struct instant now);

/** Forget the failure: the caller has dealt with it. */
void operation_recover(struct operation *op);

#endif
