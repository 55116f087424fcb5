/**
 * Short work before long work: a thread whose work has become long lets others
 * go first, until it begins something new. On a free core that costs nothing;
 * on a busy one a poll does not wait for a report over ten years.
 */
#ifndef BASE_PACE_H
#define BASE_PACE_H

#include <stdbool.h>

/** The nice value that threads begin with, and whether the system lets them
 * come back to it from a later one: else they keep it. Before threads. */
void pace_from(int nice, bool may_come_back);

/** What the calling thread does is never long, nor is that of the threads that
 * it starts: they run before others, at that nice value where the system lets
 * them. */
void pace_first(int nice);

/** What the calling thread does from now on is long. Called again, at a moment
 *  at which it holds nothing that others wait for, it lets them go first. */
void pace_slow(void);
/** What it does from now on is something new. */
void pace_usual(void);

#endif
