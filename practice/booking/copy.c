#include "practice/booking/copy.h"

#include "practice/access.h"
#include "practice/booking/kind_private.h"
#include "practice/booking/own_private.h"
#include "practice/booking/reassign_private.h"
#include "practice/booking/refusal_private.h"
#include "practice/booking/shared_private.h"
#include "practice/calendar/address.h"
#include "practice/calendar/rezone.h"
#include "practice/calendar/collection_place.h"
#include "practice/calendar/lock.h"
#include "practice/calendar/share_view.h"
#include "practice/calendar/view_member.h"
#include "practice/session/session.h"
#include "practice/quota.h"
#include "practice/refusal.h"
#include "store/retired.h"
#include "store/transaction.h"

struct copying {
	const struct object_at *from, *to;
	bool move, overwrite;
	const struct condition *condition;
	bool created; /* what comes out */
};

static enum err check_free(struct booking *to)
{
	if (!to->current.id)
		return OK;
	return refuse(to->op, REFUSAL_NOT_PERMITTED,
		      "a session does not replace another");
}

static enum err reassign(struct booking *from, struct booking *to)
{
	const struct member *member = &from->current;
	int64_t old = booking_shown(&from->collection);
	enum err err;

	if (!actor_is_office(&from->op->actor) || !old ||
	    !booking_shown(&to->collection))
		return refuse(from->op, REFUSAL_NOT_PERMITTED,
			      "sessions move between practitioners' calendars "
			      "only, by the office");
	err = check_free(to);
	if (!err)
		err = booking_reassign(to, member->session, old);
	if (err)
		return err;
	return view_member_place(to->tx, &to->collection, member->session,
				 to->name, member->uid);
}

/* What the practice renders is moved by its own rules. */
static enum err move_rendered(struct booking *from, struct booking *to)
{
	enum err err;

	if (from->collection.id != to->collection.id)
		return reassign(from, to);
	err = check_free(to);
	if (err)
		return err;
	return store_member_move(from->tx, &from->current, to->collection.id,
				 to->name);
}

/* Who saw one as its client knows little of it. */
static enum err copied(struct booking *from, struct session *session)
{
	const struct actor *actor = &from->op->actor;
	enum err err = store_session_find(from->reader, from->current.session,
					  session);

	if (err || actor_is_office(actor) ||
	    practice_is_practitioner_of(actor, session))
		return err;
	return refuse(from->op, REFUSAL_READ_ONLY,
		      "a client's sessions are read-only");
}

/* A new session, open whatever the first is, with an UID of its own: no two
 * of a calendar have the same (RFC 4791 4.1). Another practitioner does not
 * get the private note. */
static enum err copy_rendered(struct booking *from, struct booking *to)
{
	int64_t old = booking_shown(&from->collection);
	int64_t new = booking_shown(&to->collection);
	struct session session;
	enum err err = check_free(to);

	if (!err && (!old || !new))
		err = refuse(from->op, REFUSAL_NOT_PERMITTED,
			     "only sessions are copied, into sessions");
	if (!err)
		err = copied(from, &session);
	if (err)
		return err;
	booking_practitioner_replace(from->op->arena,
				     &session.terms.practitioners, old, new);
	session = (struct session){
		.name = to->name,
		.span = session.span,
		.zone = session.zone,
		.terms = session.terms,
	};
	if (old != new)
		session.terms.private_note = NULL;
	err = practice_session_add_tx(to->tx, &session);
	if (err || !from->current.own)
		return booking_refusal(from->op, err);
	return booking_keep_own(to, session.id, from->current.own);
}

/* RFC 4791 5.3.2.1 speaks of COPY and MOVE too: an object does not become
 * another one. */
static enum err check_same(struct booking *from, struct booking *to)
{
	struct cal_object object;

	if (!to->current.uid)
		return OK;
	if (from->current.uid)
		return booking_uid_check(to, from->current.uid);
	to->bytes = from->there;
	return booking_parse(to, &object);
}

/* RFC 4918 9.8.4: overwriting is as if the destination had been deleted. */
static enum err clear(struct booking *from, struct booking *to)
{
	enum err err;

	if (!to->current.id)
		return OK;
	err = check_same(from, to);
	if (!err)
		err = store_member_delete(to->tx, &to->current);
	if (!err)
		to->current = (struct member){ .id = 0 };
	return err;
}

static enum err move_alike(struct booking *from, struct booking *to)
{
	const struct member *member = &from->current;
	enum err err = OK;

	if (member->kind && !(member->kind & to->collection.components))
		return fail(to->op, ERR_COMPONENT, "'%s' takes no %s", to->path,
			    cal_kind_name((enum cal_kind)member->kind));
	if (member->uid && from->collection.id != to->collection.id)
		err = booking_uid_check(to, member->uid);
	if (!err)
		err = store_member_move(from->tx, member, to->collection.id,
					to->name);
	if (err || from->collection.id == to->collection.id)
		return err;
	return practice_member_rezone_tx(to->tx, &to->collection, member->id);
}

/* Within a calendar that another shares it is a move in the owner's. */
static enum err move_shared(struct booking *from, struct booking *to)
{
	struct booking source, place;
	enum err err = booking_shared_owned(from, &source);

	if (!err)
		err = booking_shared_owned(to, &place);
	if (!err)
		err = booking_check_name(&place);
	if (!err)
		err = clear(&source, &place);
	if (!err)
		err = move_alike(&source, &place);
	if (!err)
		err = booking_drop_locks(&source);
	return err ? err
		   : practice_share_follow_tx(source.tx, &source.collection);
}

static enum err put_copy(struct booking *from, struct booking *to, bool move)
{
	enum err err;

	to->bytes = from->there;
	to->type = from->current.type ? from->current.type : "text/calendar";
	err = booking_put(to);
	if (!err)
		err = booking_find(to);
	if (!err && to->current.id)
		err = store_property_copy(to->tx, from->collection.id,
					  from->current.id, to->collection.id,
					  to->current.id);
	if (err || !move)
		return err;
	return from->collection.source
		       ? booking_shared_delete(from)
		       : store_member_delete(from->tx, &from->current);
}

static enum err copy_or_move(struct booking *from, struct booking *to,
			     bool move)
{
	enum err err;

	if (booking_is_rendered(&from->collection)) {
		if (move)
			return move_rendered(from, to);
		if (booking_is_rendered(&to->collection))
			return copy_rendered(from, to);
	}
	if (move && from->collection.source &&
	    from->collection.id == to->collection.id)
		return move_shared(from, to);
	/* Onto a session it is a PUT, whose wishes are judged; so it is onto
	 * what is shared. */
	if (booking_is_rendered(&to->collection) || to->collection.source)
		return put_copy(from, to, move);
	err = clear(from, to);
	if (err)
		return err;
	if (move && from->collection.kind == to->collection.kind)
		return move_alike(from, to);
	return put_copy(from, to, move);
}

static enum err open_both(struct transaction *tx, const struct copying *copying,
			  struct booking *from, struct booking *to)
{
	enum err err = booking_open(from, tx, copying->from, ERR_NOT_FOUND);

	if (!err)
		err = booking_find(from);
	if (err)
		return err;
	if (!from->current.id)
		return fail(from->op, ERR_NOT_FOUND, "there is no '%s'",
			    from->name);
	err = booking_open(to, tx, copying->to, ERR_PARENT);
	return err ? err : booking_find(to);
}

/* RFC 4918 8.5: rights come before conditions. */
static enum err judge(const struct copying *copying, struct booking *from,
		      struct booking *to)
{
	enum err err = OK;

	if (copying->move)
		err = booking_may_remove(from);
	if (!err)
		err = booking_may_take(to);
	return err ? err : booking_condition(from, copying->condition);
}

/* RFC 4918 9.8.4: what is in the way goes first, in the same transaction. */
static enum err clear_collection(const struct copying *copying,
				 const struct booking *from, struct booking *to,
				 bool *there)
{
	struct operation *op = to->op;
	const char *path = arena_printf(op->arena, "%s/%s", to->path, to->name);
	struct collection found;
	enum err err =
		store_collection_find(to->reader, to->person.id, path, &found);

	*there = !err;
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (!copying->overwrite)
		return fail(op, ERR_PRECONDITION,
			    "there is a collection at the Destination already");
	if (place_within(from->path, path))
		return fail(op, ERR_FORBIDDEN,
			    "'%s' lies in the collection at the Destination",
			    from->name);
	if (!practice_may_drop(&op->actor, &found))
		return fail(op, ERR_NEED_PRIVILEGES,
			    "'%s' is the practice's: it stays where it is",
			    path);
	err = practice_lock_check_tree(to->reader, to->home, &found);
	return err ? err
		   : store_collection_retire(to->tx, found.id, found.owner);
}

static enum err copy_work(struct transaction *tx, void *context)
{
	struct copying *copying = context;
	struct booking from, to;
	bool created, cleared;
	enum err err = open_both(tx, copying, &from, &to);

	if (!err)
		err = judge(copying, &from, &to);
	if (!err)
		err = clear_collection(copying, &from, &to, &cleared);
	if (err)
		return err;
	created = !to.current.id && !cleared;
	if (from.current.id == to.current.id)
		return fail(from.op, ERR_FORBIDDEN,
			    "source and destination are the same");
	if (to.current.id && !copying->overwrite)
		return fail(from.op, ERR_PRECONDITION, "'%s' is there already",
			    to.name);
	if (copying->move)
		err = booking_unlocked(&from, true);
	if (!err)
		err = booking_unlocked(&to, false);
	if (!err)
		err = copy_or_move(&from, &to, copying->move);
	if (!err && copying->move)
		err = booking_drop_locks(&from);
	if (!err)
		err = practice_share_follow_tx(tx, &from.collection);
	if (!err)
		err = practice_share_follow_tx(tx, &to.collection);
	if (!err && !copying->move)
		err = practice_quota_check_home(to.reader, to.person.id);
	if (!err)
		copying->created = created;
	return err;
}

enum err practice_object_copy(struct operation *op, struct store *store,
			      const struct object_at *from,
			      const struct object_at *to, bool move,
			      bool overwrite, const struct condition *condition,
			      bool *created)
{
	struct copying copying = {
		from, to, move, overwrite, condition, false
	};
	enum err err = store_write(op, store, copy_work, &copying);

	if (!err) {
		*created = copying.created;
		return OK;
	}
	return booking_note_refusal(op, store, from, move ? "MOVE" : "COPY",
				    (struct slice){ NULL, 0 }, err);
}
