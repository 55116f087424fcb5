/**
 * What is done in the demo practice besides saving sessions, each at its
 * moment: the half year is told in the order of time.
 */
#ifndef SERVER_DEMO_DEED_PRIVATE_H
#define SERVER_DEMO_DEED_PRIVATE_H

#include "server/demo_people_private.h"

/** The operation's now is the deed's moment; it says itself who acts. */
typedef enum err deed_run(struct demo *demo, const struct deed *deed);

struct deed {
	struct instant at;
	deed_run *run;
	int client, month; /* which of the demo's; of the deed's own meaning */
	struct deed *next;
};

/** It is to be done then, behind others of that moment. What lies ahead of
 *  today is left out. */
void demo_deed_add(struct demo *demo, struct instant at, deed_run *run,
		   int client, int month);
/** Do all up to this moment, each in its turn. */
MUST_CHECK enum err demo_deeds_until(struct demo *demo, struct instant until);

#endif
