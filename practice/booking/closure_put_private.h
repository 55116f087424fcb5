/**
 * A PUT into closures/, and a DELETE from it, by the office.
 */
#ifndef PRACTICE_BOOKING_CLOSURE_PUT_PRIVATE_H
#define PRACTICE_BOOKING_CLOSURE_PUT_PRIVATE_H

#include "practice/booking/member_private.h"

/** The event becomes a closure or changes one. REFUSAL_NOT_PERMITTED: it
 * recurs, or a field is wrong. */
MUST_CHECK enum err booking_closure_put(struct booking *booking);
MUST_CHECK enum err booking_closure_delete(struct booking *booking);

#endif
