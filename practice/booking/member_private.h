/**
 * One member of a collection that a request is about, in its transaction:
 * found, judged by the request's conditions, its new bytes read.
 */
#ifndef PRACTICE_BOOKING_MEMBER_PRIVATE_H
#define PRACTICE_BOOKING_MEMBER_PRIVATE_H

#include "ical/object.h"
#include "practice/booking/booking.h"
#include "practice/calendar/address.h"
#include "store/calendar.h"
#include "store/object.h"
#include "store/people.h"

/** One PUT, DELETE, COPY, MOVE or PROPPATCH in its transaction. */
struct booking {
	struct transaction *tx;
	struct reader *reader;
	struct operation *op;
	const char *home, *path, *name;
	struct slice bytes;
	const char *type;
	bool translated; /* the bytes stand for others that were sent */
	bool named;      /* the PUT names the version that it was made on */
	bool returns;    /* what its program deleted is put again as new */
	struct person person; /* whose home */
	struct collection collection;
	struct member current; /* id 0: nothing there */
	struct slice there;    /* its bytes, as booking_find read them */
	struct member kept;    /* id 0: look what stands there now */
};

/** Home and collection of an address; `missing` is the error where the
 *  collection is not there. */
MUST_CHECK enum err booking_open(struct booking *booking,
				 struct transaction *tx,
				 const struct object_at *at, enum err missing);
/** What stands at the name, id 0 where nothing does. */
MUST_CHECK enum err booking_find(struct booking *booking);
/** Judge the request's condition (NULL: none): ERR_PRECONDITION. */
MUST_CHECK enum err booking_condition(struct booking *booking,
				      const struct condition *condition);

/** Do locks let the member be written, or, with `goes`, be taken away?
 *  ERR_LOCK_TOKEN. */
MUST_CHECK enum err booking_unlocked(struct booking *booking, bool goes);

/** The member went: locks do not outlive it or go with it (RFC 4918 7.6, 9.6).
 */
MUST_CHECK enum err booking_drop_locks(struct booking *booking);

/** Refuse with REFUSAL_READ_ONLY, and return its code. */
MUST_CHECK enum err booking_read_only(struct booking *booking);
/** May the actor change members of the collection? REFUSAL_READ_ONLY. */
MUST_CHECK enum err booking_writable(struct booking *booking);

/** ERR_RESOURCE_SIZE: the bytes are more than CAL_OBJECT_LIMIT. */
MUST_CHECK enum err booking_size_check(struct booking *booking);
/** ERR_UID_CONFLICT with the href of the member that has the UID, or where the
 *  member at this name has another one (RFC 4791 5.3.2.1). */
MUST_CHECK enum err booking_uid_check(struct booking *booking, const char *uid);
/** Read and judge the bytes as a calendar object that the collection takes.
 *  The errors of a PUT that booking.h names, but for the refusals. */
MUST_CHECK enum err booking_parse(struct booking *booking,
				  struct cal_object *object);

/** Errors of the practice as a calendar may tell them: a wrong field or state
 *  is not permitted. */
MUST_CHECK enum err booking_refusal(struct operation *op, enum err err);

#endif
