/**
 * A session as the event that goes with an e-mail (rules S45): the practice's
 * name, the time, and nothing of what it is about, so that the recipient's
 * program makes, moves or strikes it.
 */
#ifndef PRACTICE_NOTICE_EVENT_H
#define PRACTICE_NOTICE_EVENT_H

#include "base/str.h"
#include "store/outbox.h"
#include "store/practice.h"

/** The method of a kind (RFC 5546 1.4): "CANCEL", "REQUEST", "PUBLISH"; NULL:
 *  it has no event. */
const char *practice_notice_method(enum notice_kind kind);

/** What tells a recipient where to write to: the practice's address, else that
 *  from which mail is sent; "" where there is neither. */
const char *practice_notice_reply(const struct practice *practice);

/** The event of a row of this UID and address, as a whole iCalendar object. */
const char *practice_notice_event(struct operation *op,
				  const struct practice *practice,
				  const struct outbox *row, const char *uid);

#endif
