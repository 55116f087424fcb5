/**
 * A PUT into to-save/.
 */
#ifndef PRACTICE_BOOKING_TASK_PUT_PRIVATE_H
#define PRACTICE_BOOKING_TASK_PUT_PRIVATE_H

#include "practice/booking/member_private.h"

/** A ticked task saves its session, an unticked one re-opens it.
 * REFUSAL_READ_ONLY for a new task, and the refusals of saving and re-opening.
 */
MUST_CHECK enum err booking_task_put(struct booking *booking);

#endif
