/**
 * A new event becomes a session, or a schedule of them.
 */
#ifndef PRACTICE_BOOKING_CREATE_PRIVATE_H
#define PRACTICE_BOOKING_CREATE_PRIVATE_H

#include "practice/booking/member_private.h"

/** The event becomes a session at its own address, or one that was removed
 *  before is put back; where it recurs, the others get new addresses. Words of
 *  its title that no one knows make it a draft. ERR_MAX_INSTANCES,
 *  REFUSAL_UNKNOWN_STATUS, ERR_RESOURCE_SIZE, REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err booking_create(struct booking *booking,
				   const struct cal_object *object);

#endif
