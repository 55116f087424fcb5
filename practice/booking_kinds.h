/**
 * What the kinds of collections share when a member is put. Private to
 * booking*.c and copy.c.
 */
#ifndef PRACTICE_BOOKING_KINDS_H
#define PRACTICE_BOOKING_KINDS_H

#include "ical/object.h"
#include "practice/booking.h"
#include "practice/view.h"

/** One PUT or DELETE in its transaction. */
struct booking {
	struct transaction *tx;
	struct reader *reader;
	struct operation *op;
	const char *home, *path, *name;
	struct slice bytes;
	const char *type;
	struct person person; /* whose home */
	struct collection collection;
	struct member current; /* id 0: nothing there */
};

/** Home and collection of an address; `missing` is the error where the
 *  collection is not there. */
MUST_CHECK enum err booking_open(struct booking *booking,
				 struct transaction *tx,
				 const struct object_at *at, enum err missing);
/** What stands at the name, id 0 where nothing does. */
MUST_CHECK enum err booking_find(struct booking *booking);
MUST_CHECK enum err booking_condition(struct booking *booking,
				      const struct condition *condition);

/** Store the bytes as the collection's kind has it. */
MUST_CHECK enum err booking_put(struct booking *booking);

/** Read and judge the bytes as a calendar object; a UID that another member
 *  has, or another than the member had, is refused. */
MUST_CHECK enum err booking_parse(struct booking *booking,
				  struct cal_object *object);
/** ERR_UID_CONFLICT with the href of who has the UID. */
MUST_CHECK enum err booking_uid_check(struct booking *booking, const char *uid);

MUST_CHECK enum err booking_personal_put(struct booking *booking);
MUST_CHECK enum err booking_plain_put(struct booking *booking);
MUST_CHECK enum err booking_session_put(struct booking *booking);
MUST_CHECK enum err booking_session_delete(struct booking *booking);
MUST_CHECK enum err booking_closure_put(struct booking *booking);
MUST_CHECK enum err booking_task_put(struct booking *booking);

/** A new event: `object` becomes a session or a schedule. */
MUST_CHECK enum err booking_create(struct booking *booking,
				   const struct cal_object *object);
/** The lines of an event that make a session's own fields. */
MUST_CHECK enum err booking_time(struct booking *booking,
				 const struct cal_object *object,
				 struct span *span, const char **zone);

/** Set what the viewer keeps of its own in the session's member. */
MUST_CHECK enum err booking_keep_own(struct booking *booking, int64_t session,
				     const char *own);

/** Errors of the practice as a calendar may tell them: a wrong field or state
 *  is not permitted, a stale revision a precondition. */
MUST_CHECK enum err booking_refusal(struct operation *op, enum err err);

/** practice_index of bytes that are stored already. */
MUST_CHECK enum err booking_reindex(struct reader *reader,
				    const struct collection *collection,
				    struct slice bytes, struct member *member,
				    struct index_rows *rows);

/** May the actor change members of the collection? ERR_READ_ONLY. */
MUST_CHECK enum err booking_writable(struct booking *booking);

/** Is the collection one whose members the practice renders? */
bool booking_is_rendered(const struct collection *collection);

/** Write down a refusal and serve the member anew, in a transaction of its own;
 *  answers `refused` again. */
MUST_CHECK enum err booking_note_refusal(struct operation *op,
					 struct store *store,
					 const struct object_at *at,
					 const char *method, enum err refused);

#endif
