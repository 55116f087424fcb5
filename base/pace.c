#include "base/pace.h"

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
	if (!allowed || slow)
		return;
	/* Linux has a nice value for each thread. */
	slow = setpriority(PRIO_PROCESS, 0, usual + LATER) == 0;
}

void pace_usual(void)
{
	if (slow)
		slow = setpriority(PRIO_PROCESS, 0, usual) != 0;
}
