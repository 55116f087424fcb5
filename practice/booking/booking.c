#include "practice/booking/booking.h"

#include "practice/booking/adopt_private.h"
#include "practice/booking/kind_private.h"
#include "practice/booking/refusal_private.h"
#include "practice/calendar/share_view.h"
#include "practice/calendar/view_member.h"
#include "practice/quota.h"
#include "store/transaction.h"

struct putting {
	const struct object_put *put;
	struct object_result result;
};

static struct object_at place_of(const struct object_put *put)
{
	return (struct object_at){ put->home, put->path, put->name };
}

/* A rendered member that stayed as it was though something else was sent: its
 * viewer's program shows that until it reads the member anew. */
static bool is_dropped(const struct booking *booking,
		       const struct member *before,
		       const struct object_result *told)
{
	return booking_is_rendered(&booking->collection) && before->id &&
	       told->member.id && !told->exact &&
	       str_equal(before->etag, told->member.etag);
}

static enum err read_now(struct booking *booking, struct object_result *told)
{
	enum err err;

	if (booking->kept.id) {
		told->member = booking->kept;
		told->bytes = booking->bytes;
		return OK;
	}
	err = booking_find(booking);
	if (err)
		return err;
	told->member = booking->current;
	told->bytes = booking->there;
	return OK;
}

/* What stands there now, which need not be what was sent. */
static enum err answer(struct booking *booking, struct object_result *result)
{
	struct member before = booking->current;
	struct object_result told = { .created =
					      !before.id || booking->returns };
	enum err err = read_now(booking, &told);

	if (err)
		return err;
	told.exact = told.member.id && !booking->translated &&
		     slice_equal(told.bytes, booking->bytes);
	if (is_dropped(booking, &before, &told)) {
		err = view_member_again(booking->tx, &told.member);
		if (!err)
			err = read_now(booking, &told);
		if (err)
			return err;
	}
	*result = told;
	return OK;
}

/* A program's undo puts as new what it has just deleted. */
static enum err judge(struct booking *booking,
		      const struct condition *condition)
{
	struct operation *op = booking->op;
	enum err err = booking_condition(booking, condition);
	struct failure failure = op->failure;

	if (err != ERR_PRECONDITION ||
	    condition->check(op, condition->context, NULL)) {
		op->failure = failure;
		return err;
	}
	err = booking_returns(booking, booking->current.session,
			      &booking->returns);
	if (err || booking->returns)
		return err;
	op->failure = failure;
	return ERR_PRECONDITION;
}

static enum err put_work(struct transaction *tx, void *context)
{
	struct putting *putting = context;
	const struct object_put *put = putting->put;
	struct object_at at = place_of(put);
	struct booking booking;
	enum err err = booking_open(&booking, tx, &at, ERR_PARENT);
	bool grows;

	if (err)
		return err;
	booking.bytes = put->bytes;
	booking.type = put->type;
	booking.named = put->condition.named;
	err = booking_find(&booking);
	if (!err)
		err = booking_may_put(&booking);
	if (!err)
		err = judge(&booking, &put->condition);
	if (!err)
		err = booking_unlocked(&booking, false);
	if (!err)
		err = booking_put(&booking);
	grows = !booking_is_rendered(&booking.collection) &&
		(!booking.current.id ||
		 booking.current.size < (int64_t)booking.bytes.len ||
		 booking.current.extra_rows < booking.kept.extra_rows);
	if (!err)
		err = practice_share_follow_tx(tx, &booking.collection);
	if (!err && grows)
		err = practice_quota_check_home(booking.reader,
						booking.person.id);
	return err ? err : answer(&booking, &putting->result);
}

enum err practice_object_put(struct operation *op, struct store *store,
			     const struct object_put *put,
			     struct object_result *result)
{
	struct putting putting = { .put = put };
	struct object_at at = place_of(put);
	enum err err = store_write(op, store, put_work, &putting);

	if (err)
		return booking_note_refusal(op, store, &at, "PUT", put->bytes,
					    err);
	*result = putting.result;
	return OK;
}

struct deleting {
	const struct object_at *at;
	const struct condition *condition;
};

static enum err delete_work(struct transaction *tx, void *context)
{
	const struct deleting *deleting = context;
	const struct object_at *at = deleting->at;
	struct booking booking;
	enum err err = booking_open(&booking, tx, at, ERR_NOT_FOUND);

	if (!err)
		err = booking_find(&booking);
	if (err)
		return err;
	if (!booking.current.id)
		return fail(booking.op, ERR_NOT_FOUND, "there is no '%s'",
			    at->name);
	err = booking_may_remove(&booking);
	if (!err)
		err = booking_condition(&booking, deleting->condition);
	if (!err)
		err = booking_unlocked(&booking, true);
	if (!err)
		err = booking_delete(&booking);
	if (!err)
		err = practice_share_follow_tx(tx, &booking.collection);
	return err ? err : booking_drop_locks(&booking);
}

enum err practice_object_delete(struct operation *op, struct store *store,
				const struct object_at *at,
				const struct condition *condition)
{
	struct deleting deleting = { at, condition };
	enum err err = store_write(op, store, delete_work, &deleting);

	return err ? booking_note_refusal(op, store, at, "DELETE",
					  (struct slice){ NULL, 0 }, err)
		   : OK;
}
