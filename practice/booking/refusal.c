#include "practice/booking/refusal_private.h"

#include "practice/booking/kind_private.h"
#include "practice/booking/review_text_private.h"
#include "practice/calendar/address.h"
#include "practice/calendar/view_member.h"
#include "store/audit.h"
#include "store/transaction.h"

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
