#include "practice/booking/patch.h"

#include "practice/booking/apply_private.h"
#include "practice/booking/refusal_private.h"
#include "practice/calendar/address.h"
#include "practice/calendar/collection.h"
#include "store/transaction.h"

struct patching {
	const struct object_patch *patch;
	bool refused;
};

static enum err find(struct booking *booking, const struct condition *condition)
{
	enum err err = booking_find(booking);

	if (!err && !booking->current.session)
		return fail(booking->op, ERR_NOT_FOUND, "there is no '%s'",
			    booking->name);
	return err ? err : booking_condition(booking, condition);
}

static enum err patch_work(struct transaction *tx, void *context)
{
	struct patching *patching = context;
	const struct object_patch *patch = patching->patch;
	const struct object_at *at = &patch->at;
	struct booking booking;
	enum err err = booking_open(&booking, tx, at, ERR_NOT_FOUND);

	patching->refused = false;
	if (!err)
		err = find(&booking, &patch->condition);
	if (err)
		return err;
	err = booking_writable(&booking);
	if (!err)
		err = booking_session_end(&booking, patch->status);
	if (err) {
		patching->refused = true;
		return err;
	}
	return practice_properties_change_tx(tx, at, patch->changes,
					     patch->count);
}

enum err practice_object_patch(struct operation *op, struct store *store,
			       const struct object_patch *patch, bool *refused)
{
	struct patching patching = { patch, false };
	enum err err = store_write(op, store, patch_work, &patching);

	*refused = patching.refused;
	return err ? booking_note_refusal(op, store, &patch->at, "PROPPATCH",
					  (struct slice){ NULL, 0 }, err)
		   : OK;
}
