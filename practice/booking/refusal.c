#include "practice/booking/refusal_private.h"

#include "ical/object.h"
#include "practice/booking/kind_private.h"
#include "practice/booking/review_text_private.h"
#include "practice/calendar/address.h"
#include "practice/calendar/view_member.h"
#include "practice/refusal.h"
#include "store/audit.h"
#include "store/transaction.h"

static bool is_refusal(enum err err)
{
	return err == ERR_REFUSED || err == ERR_RESOURCE_SIZE ||
	       cal_object_is_flaw(err);
}

/* Rows of the audit that are looked through. */
#define AUDIT_READ 50

struct refused {
	const struct object_at *at;
	const char *method;
	struct slice sent;
	enum err err;
	const struct failure *failure;
};

static char *audit_text(struct arena *arena, const char *method,
			const char *error)
{
	return arena_printf(arena, "{\"method\":\"%s\",\"error\":\"%s\"}",
			    method, error);
}

static enum err note_rows(struct booking *booking,
			  const struct refused *refused)
{
	const struct member *member = &booking->current;
	struct audit audit = {
		.action = "calendar.refused",
		.object_kind = member->closure ? "closure" : "session",
		.object = member->closure ? member->closure : member->session,
		.after = audit_text(
			booking->op->arena, refused->method,
			failure_name(refused->failure, refused->err)),
	};
	struct review review = {
		.kind = "refused",
		.session = member->session,
		.person = booking->op->actor.person,
	};
	enum err err = store_audit_add(booking->tx, &audit);

	if (!err)
		err = booking_refusal_text(
			booking, refused->method, refused->err,
			refused->failure->message, &review.text);
	return err ? err : booking_review_add(booking, &review);
}

static enum err refusal_work(struct transaction *tx, void *context)
{
	const struct refused *refused = context;
	struct booking booking;
	enum err err = booking_open(&booking, tx, refused->at, ERR_NOT_FOUND);

	if (!err)
		err = booking_find(&booking);
	if (err || !booking_is_rendered(&booking.collection))
		return err;
	booking.bytes = refused->sent;
	err = note_rows(&booking, refused);
	if (err || !booking.current.id)
		return err;
	return view_member_again(tx, &booking.current);
}

enum err booking_note_refusal(struct operation *op, struct store *store,
			      const struct object_at *at, const char *method,
			      struct slice sent, enum err err)
{
	struct failure failure = op->failure;
	struct refused refused = { at, method, sent, err, &failure };
	enum err noted;

	if (!is_refusal(err))
		return err;
	noted = store_write(op, store, refusal_work, &refused);
	if (noted)
		return noted;
	op->failure = failure;
	return err;
}

enum err booking_refused_deletes(struct booking *booking, struct instant after,
				 struct ids *sessions)
{
	const struct operation *op = booking->op;
	const char *text = audit_text(op->arena, "DELETE",
				      refusal_words[REFUSAL_PAST_OPEN]);
	struct audit *list;
	size_t count;
	enum err err = store_audit_refused(booking->reader, op->actor.person,
					   after, AUDIT_READ, &list, &count);

	if (err)
		return err;
	*sessions = (struct ids){
		arena_array(op->arena, count + 1, sizeof(int64_t)), 0
	};
	for (size_t i = 0; i < count; i++) {
		if (str_equal(list[i].object_kind, "session") &&
		    str_equal(list[i].after, text) &&
		    str_equal(list[i].device, op->actor.device) &&
		    !ids_has(sessions, list[i].object))
			ids_add(sessions, list[i].object);
	}
	return OK;
}
