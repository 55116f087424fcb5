/**
 * A program may change an event by putting a new one and deleting the old:
 * Android moves and calcurse edits so. Both are one change of the old session
 * (rules K17).
 */
#ifndef PRACTICE_BOOKING_REPLACED_PRIVATE_H
#define PRACTICE_BOOKING_REPLACED_PRIVATE_H

#include "practice/booking/member_private.h"
#include "practice/calendar/view.h"

/**
 * The member is being deleted. *done where its program has just put a new event
 * with the same title near it: the session takes over what is new about that
 * one, its name and UID, and the new one is gone. The refusals of a PUT.
 */
MUST_CHECK enum err booking_replaced(struct booking *booking,
				     const struct session_facts *facts,
				     const struct viewer *viewer, bool *done);

#endif
