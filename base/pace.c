#include "base/pace.h"

#include <sched.h>
#include <stdbool.h>
#include <sys/resource.h>

#define LATER 5 /* nice values that long work is behind short work */

static bool allowed; /* written before threads */
static int usual;
static _Thread_local bool slow;

void pace_allow(int nice)
{
	allowed = true;
	usual = nice;
}

void pace_slow(void)
{
	if (slow) {
		/* Whoever is later still has whole slices of a core, while
		 * short work waits. */
		sched_yield();
		return;
	}
	slow = true;
	/* Linux has a nice value for each thread. */
	if (allowed)
		(void)setpriority(PRIO_PROCESS, 0, usual + LATER);
}

void pace_usual(void)
{
	slow = slow && allowed && setpriority(PRIO_PROCESS, 0, usual) != 0;
}
