#include "practice/calendar/view_collection.h"
#include "practice/calendar/facts_list.h"

#include "practice/calendar/instance_index.h"
#include "practice/calendar/view_closure.h"
#include "practice/calendar/view_member.h"
#include "store/closure.h"
#include "store/object_list.h"
#include "store/session_list.h"

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
	struct arena *arena = store_tx_operation(tx)->arena;
	struct arena_mark mark;
	struct session *list;
	struct session_facts facts;
	size_t count;
	enum err err = store_session_list(reader, filter, &list, &count);

	mark = arena_mark(arena);
	for (size_t i = 0; !err && i < count; i++) {
		err = practice_facts_load(reader, list[i].id, &facts);
		if (!err)
			err = view_member_update(tx, of, &facts, NULL);
		if (!err)
			arena_rewind(arena, mark);
	}
	return err;
}

struct found_members {
	struct arena *arena;
	int64_t *at;
	size_t count, room;
};

static enum err keep_member(void *context, const struct member *member,
			    struct slice bytes)
{
	struct found_members *found = context;

	(void)bytes;
	found->at = arena_grow(found->arena, found->at, found->count,
			       &found->room, sizeof(*found->at));
	found->at[found->count++] = member->id;
	return OK;
}

/* Members of sessions that nobody of this collection is on any more. */
static enum err sweep(struct transaction *tx, const struct collection *of)
{
	struct reader *reader = store_tx_reader(tx);
	struct found_members found = {
		.arena = arena_within(store_tx_operation(tx)->arena),
	};
	struct session session;
	struct member member;
	enum err err =
		store_member_walk(reader, of->id, false, keep_member, &found);

	for (size_t i = 0; !err && i < found.count; i++) {
		err = store_member_load(reader, found.at[i], &member);
		if (err)
			return err;
		err = store_session_find(reader, member.session, &session);
		if (err == ERR_NOT_FOUND ||
		    (!err && (!view_concerns(of, &session) ||
			      session.removed.s != INSTANT_MAX.s)))
			err = store_member_delete(tx, &member);
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
	case COLLECTION_PERSONAL:
	case COLLECTION_PLAIN:
	case COLLECTION_INBOX:
	case COLLECTION_OUTBOX:
	case COLLECTION_SHARED:
	case COLLECTION_NOTIFICATIONS:
		return OK;
	}
	err = render_found(tx, of, &filter);
	if (!err && of->kind == COLLECTION_SESSIONS) {
		filter = (struct session_filter){ .client = of->owner };
		err = render_found(tx, of, &filter);
	}
	return err ? err : sweep(tx, of);
}
