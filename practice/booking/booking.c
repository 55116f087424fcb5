#include "practice/booking/booking.h"

#include "base/http.h"
#include "practice/access.h"
#include "practice/booking/booking_private.h"
#include "practice/session/closure.h"
#include "practice/session/session.h"
#include "practice/calendar/view_member.h"
#include "store/audit.h"
#include "store/transaction.h"

#include <string.h>

#define NAME_LIMIT 255

bool booking_is_rendered(const struct collection *collection)
{
	switch (collection->kind) {
	case COLLECTION_SESSIONS:
	case COLLECTION_CLOSURES:
	case COLLECTION_TO_SAVE:
	case COLLECTION_PRACTITIONER:
		return true;
	default:
		return false;
	}
}

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
	err = practice_home_find(booking->reader, at->home, &booking->person);
	if (err)
		return err;
	if (str_empty(at->path))
		return fail(booking->op, ERR_NEED_PRIVILEGES,
			    "a home holds calendars, not files");
	err = store_collection_find(booking->reader, booking->person.id,
				    at->path, &booking->collection);
	if (err == ERR_NOT_FOUND)
		return fail(booking->op, missing, "there is no collection '%s'",
			    at->path);
	return err;
}

enum err booking_find(struct booking *booking)
{
	struct member found = { .id = 0 };
	enum err err = store_member_find(
		booking->reader, booking->collection.id, booking->name, &found);

	if (err && err != ERR_NOT_FOUND)
		return err;
	booking->current = found;
	return OK;
}

enum err booking_condition(struct booking *booking,
			   const struct condition *condition)
{
	if (!condition || !condition->check)
		return OK;
	return condition->check(booking->op, condition->context,
				booking->current.id ? &booking->current : NULL);
}

enum err booking_writable(struct booking *booking)
{
	if (practice_may_write(&booking->op->actor, &booking->collection))
		return OK;
	return fail(booking->op, ERR_READ_ONLY, "'%s' is read-only for you",
		    booking->path);
}

/* A collection stands at the name, or the name is none. */
static enum err check_name(struct booking *booking)
{
	struct collection there;
	enum err err;

	if (str_empty(booking->name) || strlen(booking->name) > NAME_LIMIT)
		return fail(booking->op, ERR_INVALID,
			    "a name has 1 to %d bytes", NAME_LIMIT);
	err = store_collection_find(booking->reader, booking->person.id,
				    arena_printf(booking->op->arena, "%s/%s",
						 booking->path, booking->name),
				    &there);
	if (!err)
		return fail(booking->op, ERR_METHOD, "'%s' is a collection",
			    booking->name);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err booking_put(struct booking *booking)
{
	enum err err = booking_writable(booking);

	if (!err)
		err = check_name(booking);
	if (err)
		return err;
	switch (booking->collection.kind) {
	case COLLECTION_SESSIONS:
	case COLLECTION_PRACTITIONER:
		return booking_session_put(booking);
	case COLLECTION_CLOSURES:
		return booking_closure_put(booking);
	case COLLECTION_TO_SAVE:
		return booking_task_put(booking);
	case COLLECTION_PERSONAL:
		return booking_personal_put(booking);
	case COLLECTION_PLAIN:
		return booking_plain_put(booking);
	case COLLECTION_INBOX:
	case COLLECTION_OUTBOX:
		break;
	}
	return fail(booking->op, ERR_READ_ONLY, "'%s' takes no events by PUT",
		    booking->path);
}

enum err booking_refusal(struct operation *op, enum err err)
{
	if (err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN) {
		op->failure.code = ERR_NOT_PERMITTED;
		op->failure.field_count = 0;
		return ERR_NOT_PERMITTED;
	}
	return err;
}

static bool is_refusal(enum err err)
{
	return err == ERR_SESSION_SAVED || err == ERR_OVERRIDE_DENIED ||
	       err == ERR_NOT_PERMITTED || err == ERR_PAST_OPEN ||
	       err == ERR_READ_ONLY || err == ERR_UNKNOWN_STATUS ||
	       err == ERR_CALENDAR_DATA || err == ERR_CALENDAR_OBJECT ||
	       err == ERR_COMPONENT || err == ERR_RESOURCE_SIZE ||
	       err == ERR_MIN_DATE || err == ERR_MAX_DATE ||
	       err == ERR_MAX_INSTANCES || err == ERR_MAX_ATTENDEES;
}

struct refusal {
	const struct object_at *at;
	const char *method;
	struct slice sent;
	enum err refused;
	const char *message;
};

static enum err note_rows(struct booking *booking,
			  const struct refusal *refusal)
{
	const struct member *member = &booking->current;
	const char *name = err_name(refusal->refused);
	struct audit audit = {
		.action = "calendar.refused",
		.object_kind = member->closure ? "closure" : "session",
		.object = member->closure ? member->closure : member->session,
		.after = arena_printf(booking->op->arena,
				      "{\"method\":\"%s\",\"error\":\"%s\"}",
				      refusal->method, name),
	};
	struct review review = {
		.kind = "refused",
		.session = member->session,
		.person = booking->op->actor.person,
	};
	enum err err = store_audit_add(booking->tx, &audit);

	if (!err)
		err = booking_refusal_text(booking, refusal->method,
					   refusal->refused, refusal->message,
					   &review.text);
	return err ? err : booking_review_add(booking, &review);
}

static enum err refusal_work(struct transaction *tx, void *context)
{
	const struct refusal *refusal = context;
	struct booking booking;
	enum err err = booking_open(&booking, tx, refusal->at, ERR_NOT_FOUND);

	if (!err)
		err = booking_find(&booking);
	if (err || !booking_is_rendered(&booking.collection))
		return err;
	booking.bytes = refusal->sent;
	err = note_rows(&booking, refusal);
	if (err || !booking.current.id)
		return err;
	return view_member_again(tx, &booking.current);
}

enum err booking_note_refusal(struct operation *op, struct store *store,
			      const struct object_at *at, const char *method,
			      struct slice sent, enum err refused)
{
	struct failure failure = op->failure;
	struct refusal refusal = { at, method, sent, refused, failure.message };
	enum err err;

	if (!is_refusal(refused))
		return refused;
	err = store_write(op, store, refusal_work, &refusal);
	if (err)
		return err;
	op->failure = failure;
	return refused;
}

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
	enum err err = booking_find(booking);

	if (err)
		return err;
	told->member = booking->current;
	return told->member.id
		       ? store_member_bytes(booking->reader, told->member.id,
					    &told->bytes)
		       : OK;
}

/* What stands there now, which need not be what was sent. */
static enum err answer(struct booking *booking, struct object_result *result)
{
	struct member before = booking->current;
	struct object_result told = { .created = !before.id };
	enum err err = read_now(booking, &told);

	if (err)
		return err;
	told.exact = told.member.id && slice_equal(told.bytes, booking->bytes);
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

static enum err put_work(struct transaction *tx, void *context)
{
	struct putting *putting = context;
	const struct object_put *put = putting->put;
	struct object_at at = place_of(put);
	struct booking booking;
	enum err err = booking_open(&booking, tx, &at, ERR_PARENT);

	if (err)
		return err;
	booking.bytes = put->bytes;
	booking.type = put->type;
	booking.named = put->condition.named;
	err = booking_find(&booking);
	if (!err)
		err = booking_condition(&booking, &put->condition);
	if (!err)
		err = booking_put(&booking);
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

static enum err delete_member(struct booking *booking)
{
	switch (booking->collection.kind) {
	case COLLECTION_SESSIONS:
	case COLLECTION_PRACTITIONER:
		return booking_session_delete(booking);
	case COLLECTION_CLOSURES:
		return booking_refusal(
			booking->op,
			practice_closure_remove_tx(booking->tx,
						   booking->current.closure));
	case COLLECTION_TO_SAVE:
		return fail(booking->op, ERR_READ_ONLY,
			    "what is to be saved is ticked, not deleted");
	default:
		return store_member_delete(booking->tx, &booking->current);
	}
}

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
	err = booking_condition(&booking, deleting->condition);
	if (!err)
		err = booking_writable(&booking);
	return err ? err : delete_member(&booking);
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
