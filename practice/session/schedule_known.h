/**
 * A schedule as others may know it, and the rows by which it is shown,
 * changed, exported and audited (rules S10-S16, S48).
 */
#ifndef PRACTICE_SESSION_SCHEDULE_KNOWN_H
#define PRACTICE_SESSION_SCHEDULE_KNOWN_H

#include "base/shape.h"
#include "store/schedule.h"

struct schedule_known {
	struct schedule schedule;
	struct wall end;     /* of the first session */
	struct ids sessions; /* that it made, by start */
	/* Of exports: a service's name; codes and logins, "C042;C051". */
	const char *service, *practitioners, *clients;
};

extern const struct field schedule_rows[];

/** The schedule with what follows from it; sessions and what exports name are
 *  the caller's to add. */
struct schedule_known schedule_known_of(const struct schedule *schedule);

#endif
