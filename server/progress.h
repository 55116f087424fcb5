/**
 * A line on a terminal that says what a long command is at, and for how long.
 */
#ifndef SERVER_PROGRESS_H
#define SERVER_PROGRESS_H

#include <stdint.h>

struct progress;

/** Show `what` ("copying") on standard error until progress_end, when that is
 *  a terminal and it takes longer than a moment; `what` outlives it. */
struct progress *progress_begin(const char *what);
/** Take the line away; returns the microseconds since the begin. */
int64_t progress_end(struct progress *progress);

#endif
