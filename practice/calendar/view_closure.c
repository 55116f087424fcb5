#include "practice/calendar/view_closure.h"

#include "ical/object.h"
#include "practice/calendar/address.h"
#include "practice/calendar/instance_index.h"
#include "practice/calendar/view_render_private.h"

enum err view_closures_load(struct transaction *tx, struct collection *closures)
{
	struct collection *list;
	struct collection made = {
		.path = PATH_CLOSURES,
		.kind = COLLECTION_CLOSURES,
		.components = CAL_VEVENT,
		.created = store_tx_operation(tx)->now,
	};
	size_t count;
	enum err err = store_collection_showing(
		store_tx_reader(tx), COLLECTION_CLOSURES, 0, &list, &count);

	if (err)
		return err;
	if (count > 0) {
		*closures = list[0];
		return OK;
	}
	err = store_collection_insert(tx, &made);
	if (!err)
		*closures = made;
	return err;
}

/* Whole days in any zone that a viewer may be in: the index is to find them
 * by the practice's day, which the closure's span is. */
static enum err put_closure(struct transaction *tx,
			    const struct closure *closure,
			    struct member *member)
{
	struct operation *op = store_tx_operation(tx);
	struct span span = closure->span;
	struct index_rows rows = { &span, 1, NULL };
	struct slice served = { NULL, 0 };
	struct slice bytes;
	enum err err = OK;

	if (member->id)
		err = store_member_bytes(store_tx_reader(tx), member->id,
					 &served);
	if (err)
		return err;
	bytes = view_closure_render(op, closure, member->id ? &served : NULL);
	if (member->id && slice_equal(bytes, served))
		return OK;
	member->uid = closure->uid;
	member->etag = NULL;
	member->span = span;
	member->indexed = WHOLE_TIME;
	member->modified = op->now;
	return store_member_put(tx, member, bytes, &rows);
}

enum err practice_closure_view_update(struct transaction *tx, int64_t closure)
{
	struct reader *reader = store_tx_reader(tx);
	struct collection closures;
	struct closure row;
	struct member member;
	enum err found;
	enum err err = store_closure_find(reader, closure, &row);

	if (!err)
		err = view_closures_load(tx, &closures);
	if (err)
		return err;
	found = store_member_find_closure(reader, closures.id, closure,
					  &member);
	if (found && found != ERR_NOT_FOUND)
		return found;
	if (row.removed.s != INSTANT_MAX.s)
		return found ? OK : store_member_delete(tx, &member);
	if (found)
		member = (struct member){
			.collection = closures.id,
			.name = row.name,
			.kind = CAL_VEVENT,
			.closure = closure,
			.created = store_tx_operation(tx)->now,
		};
	return put_closure(tx, &row, &member);
}
