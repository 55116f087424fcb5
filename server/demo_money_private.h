/**
 * The money of the demo practice: an invoice a month for each client, what
 * came in for them and what did not, and payroll twice a month.
 */
#ifndef SERVER_DEMO_MONEY_PRIVATE_H
#define SERVER_DEMO_MONEY_PRIVATE_H

#include "server/demo_people_private.h"

/** Put all of it among what is to happen. */
void demo_money_plan(struct demo *demo);

#endif
