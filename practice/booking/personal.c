#include "practice/booking/personal_private.h"

#include "base/digest.h"
#include "practice/calendar/instance_index.h"

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

static bool unchanged(struct booking *booking)
{
	if (!booking->current.id ||
	    !slice_equal(booking->there, booking->bytes))
		return false;
	booking->kept = booking->current;
	return true;
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

/* Nobody renders these: what was sent stands there from now on. */
static enum err keep(struct booking *booking, struct member *member,
		     const struct index_rows *rows)
{
	enum err err =
		store_member_put(booking->tx, member, booking->bytes, rows);

	if (!err)
		booking->kept = *member;
	return err;
}

enum err booking_personal_put(struct booking *booking)
{
	struct member member = next_member(booking);
	struct index_rows rows;
	struct cal_object object;
	enum err err = booking_parse(booking, &object);

	if (err || unchanged(booking))
		return err;
	err = practice_index(booking->op, &object, &member, &rows);
	if (err)
		return err;
	member.type = NULL;
	member.schedule_tag = schedule_tag(booking, &object);
	return keep(booking, &member, &rows);
}

enum err booking_plain_put(struct booking *booking)
{
	struct member member = next_member(booking);
	struct index_rows rows = { NULL, 0, NULL };
	bool same;
	enum err err = booking_size_check(booking);

	if (err)
		return err;
	same = unchanged(booking);
	member.type =
		booking->type ? booking->type : "application/octet-stream";
	if (same && str_equal(member.type, booking->current.type))
		return OK;
	member.uid = NULL;
	member.kind = 0;
	member.span = member.indexed = WHOLE_TIME;
	return keep(booking, &member, &rows);
}

enum err booking_personal_delete(struct booking *booking)
{
	return store_member_delete(booking->tx, &booking->current);
}
