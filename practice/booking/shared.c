#include "practice/booking/shared_private.h"

#include "practice/access.h"
#include "practice/booking/own_private.h"
#include "practice/booking/personal_private.h"
#include "practice/calendar/share_series.h"
#include "practice/calendar/share_text.h"
#include "practice/calendar/share_view.h"
#include "practice/quota.h"
#include "practice/refusal.h"

/* The owner's calendar and what stands there at the same name. */
static enum err open_source(struct booking *booking, struct booking *source)
{
	const int64_t id = booking->collection.source;
	enum err err;

	*source = (struct booking){
		.tx = booking->tx,
		.reader = booking->reader,
		.op = booking->op,
		.name = booking->name,
		.type = booking->type,
	};
	err = store_collection_load(booking->reader, id, &source->collection);
	if (!err)
		err = store_person_load(booking->reader,
					source->collection.owner,
					&source->person);
	if (err)
		return err;
	source->home = source->person.login;
	source->path = source->collection.path;
	return booking_find(source);
}

static enum err parse(struct booking *booking, struct slice bytes,
		      struct cal_component **calendar)
{
	return cal_parse(booking->op, bytes.at, bytes.len, calendar);
}

/* What stands in the owner's calendar; NULL where nothing does. */
static enum err parse_source(struct booking *source,
			     struct cal_component **calendar)
{
	*calendar = NULL;
	if (!source->current.id || !source->current.kind)
		return OK;
	return parse(source, source->there, calendar);
}

/* What its owner keeps private is nobody else's to change. */
static enum err check_private(struct booking *booking,
			      const struct cal_component *calendar)
{
	if (!calendar || !share_is_private(calendar))
		return OK;
	return refuse(booking->op, REFUSAL_NOT_PERMITTED,
		      "'%s' is private: whoever shares this calendar changes "
		      "it alone",
		      booking->name);
}

/* Does the sender mean to change more than own lines? */
static enum err is_changed(struct booking *booking,
			   const struct cal_component *sent, bool *changed)
{
	struct cal_component *served;
	enum err err;

	*changed = true;
	/* What a lock made has nothing in it yet. */
	if (!booking->current.id || !booking->current.kind)
		return OK;
	err = parse(booking, booking->there, &served);
	if (!err)
		*changed = !share_same(booking->op, served, sent);
	return err;
}

static enum err check_right(struct booking *booking)
{
	unsigned privileges =
		practice_privileges(&booking->op->actor, &booking->collection);

	if (privileges &
	    (booking->current.id ? PRIVILEGE_WRITE_CONTENT : PRIVILEGE_BIND))
		return OK;
	return refuse(booking->op, REFUSAL_READ_ONLY,
		      "'%s' is shared with you to be read; only alarms are "
		      "yours to change",
		      booking->path);
}

/* What was sent, with the owner's own lines in the place of the sender's. */
static enum err compose(struct booking *booking, struct booking *source,
			const struct cal_component *sent,
			const struct cal_component *there)
{
	struct operation *op = booking->op;
	struct cal_component *own = NULL;
	enum err err = OK;

	if (there)
		err = parse(booking, slice_of(share_own(op->arena, there)),
			    &own);
	if (!err)
		source->bytes = share_composed(op, sent, own);
	return err;
}

/* The owner's object takes what was sent, and keeps its own alarms. */
static enum err change_source(struct booking *booking, struct booking *source,
			      const struct cal_component *sent,
			      const struct cal_component *there)
{
	enum err err = booking_unlocked(source, false);

	if (err)
		return err;
	err = compose(booking, source, sent, there);
	if (!err)
		err = booking_personal_put(source);
	if (!err)
		err = practice_quota_check_home(source->reader,
						source->person.id);
	return err ? err
		   : practice_share_follow_tx(source->tx, &source->collection);
}

static enum err keep_own(struct booking *booking,
			 const struct cal_component *sent)
{
	const char *own = share_own(booking->op->arena, sent);
	enum err err = booking_own_check(booking->op, own);

	return err ? err
		   : share_view_member_tx(booking->tx, &booking->collection,
					  booking->name, own);
}

/* A PUT as it was read, and what it is to be judged by. */
struct shared_put {
	struct booking source;
	struct cal_component *sent, *there;
	bool changed; /* more than own lines */
};

static enum err read_put(struct booking *booking, struct shared_put *put)
{
	struct cal_object object;
	enum err err = booking_parse(booking, &object);

	*put = (struct shared_put){ .changed = true };
	return err ? err : parse(booking, booking->bytes, &put->sent);
}

static enum err judge_put(struct booking *booking, struct shared_put *put)
{
	enum err err = open_source(booking, &put->source);

	if (!err)
		err = parse_source(&put->source, &put->there);
	if (!err)
		err = check_private(booking, put->there);
	if (!err && put->sent)
		err = is_changed(booking, put->sent, &put->changed);
	if (!err && put->changed)
		err = check_right(booking);
	return err ? err : check_private(booking, put->sent);
}

/* What cannot be read is told later, to those who may change something. */
enum err booking_shared_judge(struct booking *booking)
{
	struct shared_put put;
	enum err err = read_put(booking, &put);

	if (err_is_outage(err))
		return err;
	if (err) {
		operation_recover(booking->op);
		put.sent = NULL;
	}
	return judge_put(booking, &put);
}

enum err booking_shared_put(struct booking *booking)
{
	struct shared_put put;
	enum err err = read_put(booking, &put);

	if (!err)
		err = judge_put(booking, &put);
	if (!err && put.changed)
		err = change_source(booking, &put.source, put.sent, put.there);
	return err ? err : keep_own(booking, put.sent);
}

enum err booking_shared_owned(struct booking *booking, struct booking *source)
{
	struct cal_component *there = NULL;
	enum err err = open_source(booking, source);

	if (!err)
		err = parse_source(source, &there);
	return err ? err : check_private(booking, there);
}

enum err booking_shared_source(struct booking *booking, struct booking *source)
{
	enum err err = booking_shared_owned(booking, source);

	return err || !*booking->name ? err : check_right(booking);
}

enum err booking_shared_judge_delete(struct booking *booking)
{
	struct booking source;

	return booking_shared_owned(booking, &source);
}

enum err booking_shared_delete(struct booking *booking)
{
	struct booking source;
	enum err err = booking_shared_owned(booking, &source);

	if (!err)
		err = booking_unlocked(&source, true);
	if (err || !source.current.id)
		return err;
	err = booking_personal_delete(&source);
	if (!err)
		err = booking_drop_locks(&source);
	return err ? err
		   : practice_share_follow_tx(source.tx, &source.collection);
}
