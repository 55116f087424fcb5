/**
 * What the demo's practitioners do on their phones: events that are sessions
 * in the making, and wishes that a person has to look at.
 */
#ifndef SERVER_DEMO_PHONE_PRIVATE_H
#define SERVER_DEMO_PHONE_PRIVATE_H

#include "server/demo_people_private.h"

/** The last days' gestures, through the door of CalDAV. */
MUST_CHECK enum err demo_phone_make(struct demo *demo);

#endif
