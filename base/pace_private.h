/**
 * What the system is told, and tells, of a thread's pace.
 */
#ifndef BASE_PACE_PRIVATE_H
#define BASE_PACE_PRIVATE_H

#include <stdint.h>

/** Of sched_setattr(2) and sched_getattr(2), for which glibc has no names yet;
 *  policy 0 is the usual one, a slice is in nanoseconds. */
struct pace_attributes {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t slice, deadline, period;
};

#endif
