/**
 * What the kinds of collections share when a member is put. Private to
 * booking*.c and copy.c.
 */
#ifndef PRACTICE_BOOKING_BOOKING_PRIVATE_H
#define PRACTICE_BOOKING_BOOKING_PRIVATE_H

#include "ical/object.h"
#include "practice/booking/booking.h"
#include "practice/calendar/view.h"
#include "store/audit.h"

/** Of PRACTICE_SCHEDULE_CAP. */
#define BOOKING_TOO_MANY \
	"a schedule makes at most 366 sessions, one a day or less often"

/** One PUT or DELETE in its transaction. */
struct booking {
	struct transaction *tx;
	struct reader *reader;
	struct operation *op;
	const char *home, *path, *name;
	struct slice bytes;
	const char *type;
	bool named; /* the PUT names the version that it was made on */
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

/** Judge and do what an event asks of a session, and keep the viewer's own
 *  lines where they changed. */
struct wish;
MUST_CHECK enum err booking_wishes_apply(struct booking *booking,
					 const struct wish *wish,
					 int64_t session);

/** A new event may be an old session that its program removed before: *done
 *  where it was put back. */
MUST_CHECK enum err booking_put_back(struct booking *booking,
				     const struct cal_object *object,
				     bool *done);
/** The member's session ends as a slug, "open" or "override" says. */
MUST_CHECK enum err booking_session_end(struct booking *booking,
					const char *status);

/** A new event: `object` becomes a session or a schedule. */
MUST_CHECK enum err booking_create(struct booking *booking,
				   const struct cal_object *object);
/** The same of a recurring one: *session becomes its first, `own` is what the
 *  viewer keeps of its own in each. ERR_MAX_INSTANCES. */
MUST_CHECK enum err booking_series_create(struct booking *booking,
					  const struct cal_object *object,
					  struct session *session,
					  const char *own);
/** Does the event ask that a session that is there be repeated? Not where its
 *  schedule does so already; ERR_NOT_PERMITTED where that does otherwise,
 *  ERR_MAX_INSTANCES. */
MUST_CHECK enum err booking_series_wished(struct booking *booking,
					  const struct cal_object *object,
					  const struct session *session,
					  bool *wished);
/** Repeat a session that is there as the event says; others that stand at the
 *  same times with the same clients are not made again. ERR_SESSION_SAVED,
 *  ERR_NOT_PERMITTED, ERR_MAX_INSTANCES. */
MUST_CHECK enum err booking_series_extend(struct booking *booking,
					  const struct cal_object *object,
					  int64_t session);
/** The span, of an hour where it has no length. */
struct span booking_span(struct span span);
/** The lines of an event that make a session's own fields. */
MUST_CHECK enum err booking_time(struct booking *booking,
				 const struct cal_object *object,
				 struct span *span, const char **zone);

/** The practitioner whose sessions a collection shows, or 0. */
int64_t booking_shown(const struct collection *of);
/** The practitioner of the booking's calendar takes a session over from `old`
 *  (0: joins). The refusals of changing it. */
MUST_CHECK enum err booking_reassign(struct booking *booking, int64_t session,
				     int64_t old);

/** Set what the viewer keeps of its own in the session's member. */
MUST_CHECK enum err booking_keep_own(struct booking *booking, int64_t session,
				     const char *own);

/** Errors of the practice as a calendar may tell them: a wrong field or state
 *  is not permitted, a stale revision a precondition. */
MUST_CHECK enum err booking_refusal(struct operation *op, enum err err);

/** May the actor change members of the collection? ERR_READ_ONLY. */
MUST_CHECK enum err booking_writable(struct booking *booking);

/** Is the collection one whose members the practice renders? */
bool booking_is_rendered(const struct collection *collection);

/** A #tag (or NULL) that names no way to end a session waits for a person. */
MUST_CHECK enum err booking_note_unknown(struct booking *booking,
					 const char *tag, int64_t session);

/** Sentences for who reviews: what was refused and why, what was typed. */
MUST_CHECK enum err booking_refusal_text(struct booking *booking,
					 const char *method, enum err refused,
					 const char *message,
					 const char **text);
MUST_CHECK enum err booking_tag_text(struct booking *booking, const char *tag,
				     int64_t session, const char **text);
/** store_review_add, unless the same waits already: programs try again. */
MUST_CHECK enum err booking_review_add(struct booking *booking,
				       struct review *review);

/** Write down a refusal and serve the member anew, in a transaction of its own;
 *  answers `refused` again. `sent`: the bytes of a PUT. */
MUST_CHECK enum err booking_note_refusal(struct operation *op,
					 struct store *store,
					 const struct object_at *at,
					 const char *method, struct slice sent,
					 enum err refused);

#endif
