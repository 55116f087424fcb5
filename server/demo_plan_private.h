/**
 * What the demo practice plans: services with their prices, ways to end,
 * weekly schedules, single sessions, closures.
 */
#ifndef SERVER_DEMO_PLAN_PRIVATE_H
#define SERVER_DEMO_PLAN_PRIVATE_H

#include "server/demo_people_private.h"

/** Services, the ways to end, and what the practice says of itself. */
MUST_CHECK enum err demo_services_make(struct demo *demo);
/** Schedules of the whole half year, the coming weeks too; a price that has
 *  risen since, and a client's own. */
MUST_CHECK enum err demo_plans_make(struct demo *demo);
/** What is planned today: closures, and sessions that no schedule made, one of
 *  them double-booked and one without a client. */
MUST_CHECK enum err demo_coming_make(struct demo *demo);

#endif
