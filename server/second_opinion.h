/**
 * A second opinion on what is stored (daybook doctor): each recurring object is
 * expanded by us and by libical over what the index reaches, and each
 * difference is told with the object and the first date, and with the place in
 * RFC 5545 where it is a known one. libical works in a child process with
 * limits of time and memory, because it may hang or crash.
 */
#ifndef SERVER_SECOND_OPINION_H
#define SERVER_SECOND_OPINION_H

#include <stdint.h>
#include <stdio.h>

#include "base/operation.h"
#include "store/store.h"

struct opinion_limits {
	int64_t milliseconds; /* for one object */
	int64_t seconds;      /* of CPU, for one child */
	int64_t memory;       /* bytes of a child; 0: no limit */
};

struct opinions {
	int64_t objects, agreed;
	int64_t explained, unexplained; /* objects that differ */
	int64_t silent;                 /* libical gave no answer in its time */
};

/** The limits that doctor sets. */
extern const struct opinion_limits opinion_limits;

/** Ask about every recurring object of the place and write a line for each
 *  that differs. ERR_STORAGE, also when no child can be made. */
MUST_CHECK enum err second_opinions(struct operation *op, struct reader *reader,
				    const struct opinion_limits *limits,
				    FILE *out, struct opinions *opinions);

#endif
