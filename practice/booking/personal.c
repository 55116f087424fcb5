#include "practice/booking/booking_private.h"

#include "base/digest.h"
#include "practice/calendar/collection.h"
#include "practice/calendar/instance_index.h"
#include "practice/calendar/view_member.h"

#include <string.h>

/* RFC 4791 5.1.1: text/calendar, whatever its parameters. */
static bool is_calendar(const char *type)
{
	struct slice rest = slice_of(type);

	return !type ||
	       slice_is(slice_trim(slice_cut(&rest, ';')), "text/calendar");
}

static enum err check_size(struct booking *booking)
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

enum err booking_uid_check(struct booking *booking, const char *uid)
{
	const struct member *current = &booking->current;
	struct member holder;
	enum err err;

	/* RFC 4791 5.3.2.1: nor may an object become another one. */
	if (current->id && !str_equal(current->uid, uid))
		return taken(booking, uid, current->name);
	err = store_member_find_uid(booking->reader, booking->collection.id,
				    uid, &holder);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	return holder.id == current->id ? OK : taken(booking, uid, holder.name);
}

enum err booking_parse(struct booking *booking, struct cal_object *object)
{
	struct operation *op = booking->op;
	const struct cal_zone *floating;
	struct cal_component *calendar;
	enum err err;

	if (!is_calendar(booking->type))
		return fail(op, ERR_CALENDAR_TYPE,
			    "a calendar takes text/calendar, not '%s'",
			    booking->type);
	err = check_size(booking);
	if (!err)
		err = practice_collection_zone(booking->reader,
					       &booking->collection, &floating);
	if (!err)
		err = cal_parse(op, booking->bytes.at, booking->bytes.len,
				&calendar);
	if (!err)
		err = cal_object_check(op, calendar, floating, object);
	if (err)
		return err;
	if (!((unsigned)object->kind & booking->collection.components))
		return fail(op, ERR_COMPONENT, "'%s' takes no %s",
			    booking->path, cal_kind_name(object->kind));
	return booking_uid_check(booking, object->uid);
}

/* RFC 6638 3.2.10: of scheduling objects, and new whenever their owner changes
 * them. Nothing else changes them here. */
static const char *schedule_tag(struct booking *booking,
				const struct cal_object *object)
{
	const struct cal_component *main =
		object->master ? object->master : object->overrides[0];

	if (!cal_line_find(main, "ORGANIZER"))
		return NULL;
	return digest_tag(booking->op->arena, booking->bytes.at,
			  booking->bytes.len);
}

static enum err unchanged(struct booking *booking, bool *same)
{
	struct slice there;
	enum err err;

	*same = false;
	if (!booking->current.id)
		return OK;
	err = store_member_bytes(booking->reader, booking->current.id, &there);
	if (!err)
		*same = slice_equal(there, booking->bytes);
	return err;
}

static struct member next_member(const struct booking *booking)
{
	struct member member = booking->current;

	member.collection = booking->collection.id;
	member.name = booking->name;
	member.etag = NULL;
	member.modified = booking->op->now;
	if (!member.id)
		member.created = booking->op->now;
	return member;
}

enum err booking_personal_put(struct booking *booking)
{
	struct member member = next_member(booking);
	struct index_rows rows;
	struct cal_object object;
	bool same = false;
	enum err err = booking_parse(booking, &object);

	if (!err)
		err = unchanged(booking, &same);
	if (err || same)
		return err;
	err = practice_index(booking->op, &object, &member, &rows);
	if (err)
		return err;
	member.type = NULL;
	member.schedule_tag = schedule_tag(booking, &object);
	return store_member_put(booking->tx, &member, booking->bytes, &rows);
}

enum err booking_plain_put(struct booking *booking)
{
	struct member member = next_member(booking);
	struct index_rows rows = { NULL, 0 };
	bool same = false;
	enum err err = check_size(booking);

	if (!err)
		err = unchanged(booking, &same);
	if (err)
		return err;
	member.type =
		booking->type ? booking->type : "application/octet-stream";
	if (same && str_equal(member.type, booking->current.type))
		return OK;
	member.uid = NULL;
	member.kind = 0;
	member.span = member.indexed = WHOLE_TIME;
	return store_member_put(booking->tx, &member, booking->bytes, &rows);
}
