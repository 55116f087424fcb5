/**
 * A disk that fails at the worst moment: a step of a statement answers that it
 * could not be read or written, in each place once (tests/unit/store/faults.h),
 * until the work is done without meeting it. Whatever fails must say so and
 * leave the database as it was.
 */
#ifndef TESTS_UNIT_PRACTICE_FAULTS_H
#define TESTS_UNIT_PRACTICE_FAULTS_H

#include "tests/unit/store/place_fixture.h"

/** One call of a function under test; answers what it answered. It may run
 *  very often: all that it needs is made before. */
typedef enum err faults_run(void *context);

struct faults_case {
	const char *what; /* told where it fails */
	faults_run *run;
	bool reads;    /* the place's reader has begun when it runs */
	bool in_parts; /* several transactions: what is done stands */
};

/** In a run: fill an output, and see that a call which failed left it so. */
#define faults_fill(out) memset(&(out), 0x5A, sizeof(out))
#define faults_kept(err, out) faults_untouched(err, &(out), sizeof(out))
enum err faults_untouched(enum err err, const void *out, size_t size);

/**
 * Run the case with each of its steps failing once, and at last with none: it
 * goes well then. `op` is the operation that the case uses; its failure is
 * forgotten between the runs.
 */
void faults_sweep(struct place *place, struct operation *op,
		  const struct faults_case *one, void *context);

/** The same for a list, each on what the ones before it left. */
void faults_sweep_all(struct place *place, struct operation *op,
		      const struct faults_case *list, size_t count,
		      void *context);

#endif
