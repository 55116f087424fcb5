/**
 * Members whose bytes are kept exactly: events of personal calendars, files of
 * plain collections.
 */
#ifndef PRACTICE_BOOKING_PERSONAL_PRIVATE_H
#define PRACTICE_BOOKING_PERSONAL_PRIVATE_H

#include "practice/booking/member_private.h"

/** Keep an event, task or journal entry, with its instances indexed. */
MUST_CHECK enum err booking_personal_put(struct booking *booking);
/** Keep a file of any type. ERR_RESOURCE_SIZE. */
MUST_CHECK enum err booking_plain_put(struct booking *booking);
/** Either of them goes. */
MUST_CHECK enum err booking_personal_delete(struct booking *booking);

#endif
