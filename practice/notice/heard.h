/**
 * What those who come to a session know of it by its notices (rules S44).
 */
#ifndef PRACTICE_NOTICE_HEARD_H
#define PRACTICE_NOTICE_HEARD_H

#include "practice/notice/recipient.h"
#include "store/session.h"

struct heard {
	bool gone;        /* that it does not take place */
	struct span span; /* its end is INSTANT_MIN where nobody noted it */
};

/** Does the row go to that address about that person? */
bool practice_is_to(const struct outbox *row,
		    const struct recipient *recipient);
/** By the rows of a session as they stood before a change of it, by id; was is
 *  when it was until then. */
struct heard practice_heard(const struct outbox *rows, size_t count,
			    const struct recipient *recipient, struct span was);
/** Is that another time? What nobody noted is the same. */
bool practice_is_otherwise(struct span known, struct span now);
/** When they would come: at the time that they know, unless it is over. */
struct span practice_expected(const struct heard *heard,
			      const struct session *session,
			      struct instant now);

#endif
