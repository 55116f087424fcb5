/**
 * Short work before long work: a thread whose work has become long lets others
 * go first, until it begins something new. On a free core that costs nothing;
 * on a busy one a poll does not wait for a report over ten years.
 */
#ifndef BASE_PACE_H
#define BASE_PACE_H

/** The system lets threads come back to this nice value. Before threads; until
 *  then they keep theirs. */
void pace_allow(int nice);

/** What the calling thread does from now on is long. Called again, at a moment
 *  at which it holds nothing that others wait for, it lets them go first. */
void pace_slow(void);
/** What it does from now on is something new. */
void pace_usual(void);

#endif
