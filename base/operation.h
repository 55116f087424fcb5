/**
 * The operation: what one request or job carries with it, from the door to the
 * database.
 */
#ifndef BASE_OPERATION_H
#define BASE_OPERATION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
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

/**
 * What an operation costs, and may cost. A unit of work is about a nanosecond
 * of CPU; it is counted where work is done: bytes read, compared and written,
 * rows, steps of recurrences.
 */
struct budget {
	int64_t work;  /* units so far */
	int64_t look;  /* when memory and the client are looked at next */
	int64_t limit; /* of work */
	size_t memory; /* bytes that the arena may hold */
	bool spent;
	unsigned writing;        /* a write goes on to its end */
	int64_t write_work;      /* work when it began */
	size_t write_held;       /* bytes that the arena held then */
	size_t written;          /* bytes that writes took */
	const atomic_bool *gone; /* the client has left; NULL: nobody knows */
};

struct claim;

struct operation {
	struct arena *arena;
	struct instant now;
	struct actor actor;
	struct failure failure;
	struct budget budget;
	uint64_t id;         /* in log lines */
	unsigned statements; /* that it has asked of the database */
	/* URIs of the locks that the request knows of, NULL behind the last
	   (RFC 4918 10.4.1); NULL: of none. */
	const char *const *tokens;
	struct claim *claim; /* taken by its first write (store/claim.h), or
				NULL */
	bool judge_only;     /* its writes are tried and undone
				(store/transaction.h) */
};

/** Start an operation on an arena that outlives it, acting as the system. */
void operation_init(struct operation *op, struct arena *arena,
		    struct instant now);

/** One log line, with the reason, for a failure of ours (storage, a full disk,
 *  a bug); none for one of the request's. For the edge, which answers it. */
void failure_log(const struct operation *op, enum err err, const char *event);

/** Forget the failure: the caller has dealt with it. */
void operation_recover(struct operation *op);

/** From now on the operation may cost so many units of work and bytes more, or
 *  fewer where it was bound before. Unbound it costs whatever it takes. */
void operation_bound(struct operation *op, int64_t work, size_t memory);

/** Look at what is left: the slow half of operation_spend. */
bool operation_review(struct operation *op);

/**
 * Count work. False when the budget is spent or the client has left: then the
 * work is left off, and operation_check is the answer. A write is never left
 * off half done.
 */
static inline bool operation_spend(struct operation *op, size_t units)
{
	op->budget.work += (int64_t)units;
	return op->budget.work < op->budget.look || operation_review(op);
}

/** What comes of it is wanted no more: its budget counts as spent. */
void operation_stop(struct operation *op);

/** Between the two nothing is left off: a write is done whole or not at all.
 *  What it took counts for nothing: who did it is told so. */
void operation_write_begin(struct operation *op);
void operation_write_end(struct operation *op);

/** Does a write go on to the next of many alike, with so many done? Where it is
 *  only judged, the first decides. */
static inline bool operation_goes_on(const struct operation *op, size_t done)
{
	return !op->judge_only || !done;
}

/** OK, or ERR_MATCHES_LIMIT with a sentence once the budget is spent. */
MUST_CHECK enum err operation_check(struct operation *op);

#endif
