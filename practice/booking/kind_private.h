/**
 * The kinds of collections as a table: what a PUT into each and a DELETE from
 * it comes to.
 */
#ifndef PRACTICE_BOOKING_KIND_PRIVATE_H
#define PRACTICE_BOOKING_KIND_PRIVATE_H

#include "practice/booking/member_private.h"

/** Does the practice write the bytes of this collection's members? */
bool booking_is_rendered(const struct collection *collection);

/** ERR_METHOD where a collection stands at the name, ERR_INVALID where the name
 *  is none. */
MUST_CHECK enum err booking_check_name(struct booking *booking);
/** Is such a PUT, of these bytes, the actor's to make at all? Judged before
 *  conditions and locks (RFC 4918 8.1, 8.5). REFUSAL_READ_ONLY, or
 *  REFUSAL_NOT_PERMITTED. */
MUST_CHECK enum err booking_may_put(struct booking *booking);
/** The same of what comes there by COPY or MOVE, whatever is in it. */
MUST_CHECK enum err booking_may_take(struct booking *booking);
/** The same of taking the member away (RFC 3744 3.10). */
MUST_CHECK enum err booking_may_remove(struct booking *booking);
/** Put the bytes at the name, as the collection's kind has it: the errors of
 *  practice_object_put, but for those of addresses and conditions. */
MUST_CHECK enum err booking_put(struct booking *booking);
/** Delete the member that is there. REFUSAL_READ_ONLY and the refusals of its
 *  kind. */
MUST_CHECK enum err booking_delete(struct booking *booking);

#endif
