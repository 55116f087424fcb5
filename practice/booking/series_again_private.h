/**
 * A recurring event that is sent again by a program that still holds it as
 * one: what it was sent with before is known, so each of its dates finds the
 * session that it became (rules K15).
 */
#ifndef PRACTICE_BOOKING_SERIES_AGAIN_PRIVATE_H
#define PRACTICE_BOOKING_SERIES_AGAIN_PRIVATE_H

#include "practice/booking/wish.h"
#include "practice/booking/member_private.h"

/**
 * Make the sessions that a series became what it says now: dates that are
 * gone are removed as their practitioner's DELETE would, new ones are made,
 * the others stay or move. *head is the session at the event's address, and the
 * one that has it afterwards; *done false: it heads no series, and nothing
 * happened. What is done is no wish of *wish any more.
 *
 * Where anything changes each session must be there and open:
 * REFUSAL_SESSION_SAVED, REFUSAL_NOT_PERMITTED, REFUSAL_PAST_OPEN,
 * ERR_MAX_INSTANCES, ERR_CALENDAR_DATA.
 */
MUST_CHECK enum err booking_series_again(struct booking *booking,
					 const struct cal_object *object,
					 struct wish *wish, int64_t *head,
					 bool *done);

#endif
