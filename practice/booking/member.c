#include "practice/booking/member_private.h"

#include "base/http.h"
#include "ical/jcal_read.h"
#include "ical/jcal_write.h"
#include "ical/zone_object.h"
#include "practice/access.h"
#include "practice/booking/adopt_private.h"
#include "practice/calendar/collection_zone.h"
#include "practice/calendar/find.h"
#include "practice/calendar/lock.h"
#include "practice/refusal.h"

#include <string.h>

enum err booking_open(struct booking *booking, struct transaction *tx,
		      const struct object_at *at, enum err missing)
{
	enum err err;

	*booking = (struct booking){
		.tx = tx,
		.reader = store_tx_reader(tx),
		.op = store_tx_operation(tx),
		.home = at->home,
		.path = at->path,
		.name = at->name,
	};
	if (!practice_is_own_home(booking->op, at->home))
		missing = ERR_NOT_FOUND;
	else if (str_empty(at->path))
		return fail(booking->op, ERR_NEED_PRIVILEGES,
			    "a home holds calendars, not files");
	err = practice_collection_find(booking->reader, at->home, at->path,
				       &booking->person, &booking->collection);
	if (err == ERR_NOT_FOUND)
		return fail(booking->op, missing, "there is no collection '%s'",
			    at->path);
	return err;
}

enum err booking_find(struct booking *booking)
{
	struct member found = { .id = 0 };
	struct slice there = { NULL, 0 };
	enum err err =
		store_member_find_bytes(booking->reader, booking->collection.id,
					booking->name, &found, &there);

	if (err && err != ERR_NOT_FOUND)
		return err;
	booking->current = found;
	booking->there = there;
	return OK;
}

enum err booking_condition(struct booking *booking,
			   const struct condition *condition)
{
	return practice_condition_judge(booking->reader, condition,
					booking->current.id ? &booking->current
							    : NULL);
}

enum err booking_unlocked(struct booking *booking, bool goes)
{
	return practice_lock_check(booking->reader, booking->home,
				   &booking->collection, booking->name,
				   goes || !booking->current.id
					   ? LOCK_WRITE_BIND
					   : LOCK_WRITE_OVER);
}

enum err booking_drop_locks(struct booking *booking)
{
	if (booking->collection.locks == 0)
		return OK;
	return store_lock_drop(booking->tx, booking->collection.id,
			       booking->name);
}

enum err booking_read_only(struct booking *booking)
{
	return refuse(booking->op, REFUSAL_READ_ONLY,
		      "'%s' is read-only for you", booking->path);
}

enum err booking_writable(struct booking *booking)
{
	return practice_may_write(&booking->op->actor, &booking->collection)
		       ? OK
		       : booking_read_only(booking);
}

/* RFC 4791 5.1.1: text/calendar; what comes as jCal is kept as that. */
static enum err type_check(struct booking *booking)
{
	struct buf ics;
	enum err err;

	if (!booking->type ||
	    slice_is(http_media(booking->type), "text/calendar"))
		return OK;
	if (!slice_is(http_media(booking->type), CAL_JCAL_TYPE))
		return fail(booking->op, ERR_CALENDAR_TYPE,
			    "a calendar takes text/calendar and " CAL_JCAL_TYPE
			    ", not '%s'",
			    booking->type);
	buf_init_sized(&ics, booking->op->arena, booking->bytes.len);
	err = cal_jcal_read(booking->op, booking->bytes, &ics);
	if (err)
		return err;
	booking->bytes = buf_view(&ics);
	booking->type = NULL;
	booking->translated = true;
	return OK;
}

enum err booking_size_check(struct booking *booking)
{
	if (booking->bytes.len <= CAL_OBJECT_LIMIT)
		return OK;
	return fail(booking->op, ERR_RESOURCE_SIZE,
		    "an object has at most %d bytes; this one has %zu",
		    CAL_OBJECT_LIMIT, booking->bytes.len);
}

static enum err taken(struct booking *booking, const char *uid,
		      const char *name)
{
	enum err err = fail(booking->op, ERR_UID_CONFLICT,
			    "another resource has the UID '%s'", uid);

	booking->op->failure.href = practice_href(
		booking->op->arena, booking->home, booking->path, name);
	return err;
}

/* The member of another name that has the UID, id 0 if none has. */
static enum err other_holder(struct booking *booking, const char *uid,
			     struct member *holder)
{
	enum err err = store_member_find_uid(
		booking->reader, booking->collection.id, uid, holder);

	if (err == ERR_NOT_FOUND || (!err && holder->id == booking->current.id))
		*holder = (struct member){ .id = 0 };
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err booking_uid_check(struct booking *booking, const char *uid)
{
	const struct member *current = &booking->current;
	struct member holder;
	enum err err;

	/* RFC 4791 5.3.2.1: nor may an object become another one. What a lock
	 * made is none yet. */
	if (current->id && current->kind && !str_equal(current->uid, uid))
		return taken(booking, uid, current->name);
	/* No two members of a collection have one UID. */
	if (current->id && current->kind)
		return OK;
	err = other_holder(booking, uid, &holder);
	return err || !holder.id ? err : taken(booking, uid, holder.name);
}

/* A program's undo may put what it has just deleted under another name (K17):
 * what was canceled by the DELETE still stands under the old one. */
static enum err uid_free(struct booking *booking, const char *uid)
{
	struct failure before = booking->op->failure;
	struct member holder;
	enum err err = booking_uid_check(booking, uid);

	if (err != ERR_UID_CONFLICT || booking->current.id)
		return err;
	err = other_holder(booking, uid, &holder);
	if (!err)
		err = booking_returns(booking, holder.session,
				      &booking->returns);
	if (err)
		return err;
	if (!booking->returns)
		return taken(booking, uid, holder.name);
	booking->op->failure = before;
	return OK;
}

enum err booking_parse(struct booking *booking, struct cal_object *object)
{
	struct operation *op = booking->op;
	const struct cal_zone *floating = NULL;
	struct cal_component *calendar;
	enum err err = type_check(booking);

	if (!err)
		err = booking_size_check(booking);
	if (!err)
		err = cal_parse(op, booking->bytes.at, booking->bytes.len,
				&calendar);
	if (!err && !cal_zones_all_said(calendar))
		err = practice_collection_zone(booking->reader,
					       &booking->collection, &floating);
	/* A zone that a program made up moves no session; what is somebody's
	 * own is theirs. */
	if (!err && (booking->collection.kind == COLLECTION_PERSONAL ||
		     booking->collection.kind == COLLECTION_SHARED))
		err = cal_object_check_guess(op, calendar, floating, object);
	else if (!err)
		err = cal_object_check(op, calendar, floating, object);
	if (err)
		return err;
	if (!((unsigned)object->kind & booking->collection.components))
		return fail(op, ERR_COMPONENT, "'%s' takes no %s",
			    booking->path, cal_kind_name(object->kind));
	return uid_free(booking, object->uid);
}

enum err booking_refusal(struct operation *op, enum err err)
{
	if (err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN)
		return refuse_instead(op, REFUSAL_NOT_PERMITTED);
	return err;
}
