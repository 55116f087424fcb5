#include "base/pace.h"

#include "base/pace_private.h"

#include <sched.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LATER 5            /* nice values that long work is behind short work */
#define SHORT_SLICE 100000 /* nanoseconds: the least that Linux grants */
#define USUAL_SLICE 0      /* as long as the system has it */

static int usual; /* both are written before threads */
static bool returns;
static _Thread_local bool slow, yields;

void pace_from(int nice, bool may_come_back)
{
	usual = nice;
	returns = may_come_back;
}

/* Of the calling thread. A kernel before 6.12 takes no slice, and says
 * nothing. */
static bool set(int nice, uint64_t slice)
{
	const struct pace_attributes attributes = { .size = sizeof(attributes),
						    .nice = nice,
						    .slice = slice };

	return syscall(SYS_sched_setattr, 0, &attributes, 0) == 0;
}

/* Where a thread wakes, Linux ends a slice at once only for a shorter one. */
void pace_first(int nice)
{
	if (!set(nice, SHORT_SLICE) && !set(usual, SHORT_SLICE))
		(void)setpriority(PRIO_PROCESS, 0, nice);
}

void pace_slow(void)
{
	int later = returns ? usual + LATER : usual;

	if (slow) {
		/* Who yields gives a slice away: a short one, so that work
		 * of others that never rests does not leave it without. */
		if (yields)
			sched_yield();
		return;
	}
	slow = true;
	yields = set(later, SHORT_SLICE);
	if (!yields)
		(void)setpriority(PRIO_PROCESS, 0, later);
}

void pace_usual(void)
{
	if (slow && !set(usual, USUAL_SLICE))
		(void)setpriority(PRIO_PROCESS, 0, usual);
	slow = false;
}
