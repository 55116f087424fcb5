/**
 * What the process counts while it serves: requests by method and status, how
 * long they took, who came and what was slow. Numbers and ids, never names,
 * addresses or texts of people. One a process; any thread.
 */
#ifndef SERVER_METRICS_H
#define SERVER_METRICS_H

#include "server/exchange.h"

#define METRICS_SLOWEST 20
#define METRICS_PEOPLE 64
#define METRICS_BUCKETS 13
#define METRICS_PROGRAM 80

/** Somebody who has signed in, by one program. */
struct metrics_person {
	int64_t person;
	char program[METRICS_PROGRAM]; /* or the device's label; "": pages */
	struct instant last;
	int64_t requests;
};

struct metrics_slow {
	uint64_t id; /* of the request */
	const char *method;
	int status;
	int64_t person; /* 0: nobody */
	struct instant at;
	int64_t ticks; /* microseconds; 0: none stands here */
};

/** Give the answer the id of its request. */
void metrics_name(struct exchange *exchange);
/** The answer is made: log it, count it. */
void metrics_answered(struct exchange *exchange);
/** A connection more, or (-1) one less. */
void metrics_connection(int more);

/** Upper bounds of the buckets in microseconds. */
extern const int64_t metrics_bounds[METRICS_BUCKETS];

struct metrics_totals {
	int64_t connections, requests;
	int64_t buckets[METRICS_BUCKETS]; /* not added up */
	int64_t ticks;                    /* of all requests together */
};

void metrics_totals(struct metrics_totals *totals);
/** Each pair of method and status that came, with its number. */
void metrics_each(void (*each)(void *context, const char *method, int status,
			       int64_t count),
		  void *context);
/** Copies; returns how many. The last who came first, the slowest first: of
 *  the last hour. */
size_t metrics_people(struct metrics_person list[METRICS_PEOPLE]);
size_t metrics_slow(struct metrics_slow list[METRICS_SLOWEST]);

#endif
