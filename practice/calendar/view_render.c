#include "practice/calendar/view_member.h"

#include "ical/object.h"
#include "practice/access.h"
#include "practice/calendar/view_lines.h"

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

static struct slice closure_bytes(struct operation *op,
				  const struct closure *closure,
				  const struct slice *served)
{
	struct view_stamps stamps = { 0, op->now };
	struct view_stamps old;
	struct buf buf;

	if (served && view_stamps_read(*served, &old)) {
		buf_init(&buf, op->arena);
		view_closure_write(&buf, closure, old);
		if (slice_equal(buf_view(&buf), *served))
			return *served;
		stamps.sequence = old.sequence + 1;
	}
	buf_init(&buf, op->arena);
	view_closure_write(&buf, closure, stamps);
	return buf_view(&buf);
}

/* Whole days in any zone that a viewer may be in: the index is to find them
 * by the practice's day, which the closure's span is. */
static enum err put_closure(struct transaction *tx,
			    const struct closure *closure,
			    struct member *member)
{
	struct operation *op = store_tx_operation(tx);
	struct span span = closure->span;
	struct index_rows rows = { &span, 1 };
	struct slice served = { NULL, 0 };
	struct slice bytes;
	enum err err = OK;

	if (member->id)
		err = store_member_bytes(store_tx_reader(tx), member->id,
					 &served);
	if (err)
		return err;
	bytes = closure_bytes(op, closure, member->id ? &served : NULL);
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

static enum err render_closures(struct transaction *tx)
{
	struct closure *list;
	size_t count;
	enum err err = store_closure_list(store_tx_reader(tx), WHOLE_TIME,
					  &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = practice_closure_view_update(tx, list[i].id);
	return err;
}

static enum err render_found(struct transaction *tx,
			     const struct collection *of,
			     const struct session_filter *filter)
{
	struct reader *reader = store_tx_reader(tx);
	struct session *list;
	struct session_facts facts;
	size_t count;
	enum err err = store_session_list(reader, filter, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		err = practice_facts_load(reader, list[i].id, &facts);
		if (!err)
			err = view_member_update(tx, of, &facts, NULL);
	}
	return err;
}

struct found_members {
	struct arena *arena;
	struct member *at;
	size_t count, room;
};

static enum err keep_member(void *context, const struct member *member,
			    struct slice bytes)
{
	struct found_members *found = context;

	(void)bytes;
	found->at = arena_grow(found->arena, found->at, found->count,
			       &found->room, sizeof(*found->at));
	found->at[found->count++] = *member;
	return OK;
}

/* Members of sessions that nobody of this collection is on any more. */
static enum err sweep(struct transaction *tx, const struct collection *of)
{
	struct reader *reader = store_tx_reader(tx);
	struct found_members found = { .arena = store_tx_operation(tx)->arena };
	struct session session;
	enum err err =
		store_member_walk(reader, of->id, false, keep_member, &found);

	for (size_t i = 0; !err && i < found.count; i++) {
		err = store_session_find(reader, found.at[i].session, &session);
		if (err == ERR_NOT_FOUND ||
		    (!err && (!view_concerns(of, &session) ||
			      session.removed.s != INSTANT_MAX.s)))
			err = store_member_delete(tx, &found.at[i]);
	}
	return err;
}

enum err practice_collection_render(struct transaction *tx,
				    const struct collection *of)
{
	struct session_filter filter = { .practitioner = of->owner };
	enum err err;

	switch (of->kind) {
	case COLLECTION_CLOSURES:
		return render_closures(tx);
	case COLLECTION_PRACTITIONER:
		filter.practitioner = of->subject;
		break;
	case COLLECTION_SESSIONS:
	case COLLECTION_TO_SAVE:
		break;
	default:
		return OK;
	}
	err = render_found(tx, of, &filter);
	if (!err && of->kind == COLLECTION_SESSIONS) {
		filter = (struct session_filter){ .client = of->owner };
		err = render_found(tx, of, &filter);
	}
	return err ? err : sweep(tx, of);
}
