#include "practice/session/clash.h"

#include "practice/calendar/view_update.h"
#include "base/str.h"
#include "store/closure.h"
#include "store/completion.h"
#include "store/completion_type.h"
#include "store/ledger.h"
#include "store/session_list.h"

/* A list of clashes that grows in the arena. */
struct clashes {
	struct clash *items;
	size_t count, room;
};

static void add_clash(struct arena *arena, struct clashes *list,
		      bool with_closure, const char *uid)
{
	list->items = arena_grow(arena, list->items, list->count, &list->room,
				 sizeof(*list->items));
	list->items[list->count++] = (struct clash){ with_closure, uid };
}

static void add_id(struct arena *arena, struct ids *ids, size_t *room,
		   int64_t id)
{
	ids->at =
		arena_grow(arena, ids->at, ids->count, room, sizeof(*ids->at));
	ids->at[ids->count++] = id;
}

/* Does the session keep its people busy? One that is saved ended as that. */
static bool takes_place(const struct session *session,
			const struct completion *completion)
{
	return session->removed.s == INSTANT_MAX.s &&
	       (session->state != SESSION_SAVED ||
		completion->map != MAP_CANCELED);
}

static enum err find_place(struct reader *reader, const struct session *session,
			   bool *yes)
{
	struct completion completion = { .map = MAP_COMPLETED };
	enum err err = OK;

	if (session->state == SESSION_SAVED)
		err = store_completion_find(reader, session->completion,
					    &completion);
	if (!err)
		*yes = takes_place(session, &completion);
	return err;
}

static enum err add_closures(struct reader *reader,
			     const struct session *session,
			     struct clashes *list)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct closure *closures;
	size_t count;
	enum err err =
		store_closure_list(reader, session->span, &closures, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (closures[i].removed.s == INSTANT_MAX.s)
			add_clash(arena, list, true, closures[i].uid);
	}
	return err;
}

static enum err add_sessions(struct reader *reader,
			     const struct session *session,
			     struct clashes *list)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct ids ids;
	enum err err =
		store_session_overlapping(reader, &session->terms.practitioners,
					  session->span, session->id, &ids);

	for (size_t i = 0; !err && i < ids.count; i++) {
		struct session other;
		bool busy = false;

		err = store_session_find(reader, ids.at[i], &other);
		if (!err)
			err = find_place(reader, &other, &busy);
		if (!err && busy)
			add_clash(arena, list, false, other.uid);
	}
	return err;
}

/* Of a session that takes place. */
static enum err find_clashes(struct reader *reader,
			     const struct session *session,
			     struct clashes *found)
{
	enum err err = add_closures(reader, session, found);

	return err ? err : add_sessions(reader, session, found);
}

enum err practice_clashes_find(struct reader *reader,
			       const struct session *session,
			       struct clash **list, size_t *count)
{
	struct clashes found = { .count = 0 };
	bool busy = false;
	enum err err = find_place(reader, session, &busy);

	if (!err && busy)
		err = find_clashes(reader, session, &found);
	if (err)
		return err;
	*list = found.items;
	*count = found.count;
	return OK;
}

static bool has_clash(const struct clash *list, size_t count,
		      const struct clash *clash)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].with_closure == clash->with_closure &&
		    str_equal(list[i].uid, clash->uid))
			return true;
	}
	return false;
}

static bool all_within(const struct clash *a, size_t a_count,
		       const struct clash *b, size_t b_count)
{
	for (size_t i = 0; i < a_count; i++) {
		if (!has_clash(b, b_count, &a[i]))
			return false;
	}
	return true;
}

/* Put what a session meets now in the place of what it met; *changed tells
 * whether that differs. */
static enum err flag(struct transaction *tx, int64_t session,
		     const struct clashes *old, const struct clashes *now,
		     bool *changed)
{
	*changed =
		!all_within(old->items, old->count, now->items, now->count) ||
		!all_within(now->items, now->count, old->items, old->count);
	if (!*changed)
		return OK;
	return store_clash_set(tx, session, now->items, now->count);
}

static enum err flag_other(struct transaction *tx,
			   const struct session *session, bool *changed)
{
	struct reader *reader = store_tx_reader(tx);
	struct clashes old = { .count = 0 }, now = { .count = 0 };
	enum err err =
		store_clash_list(reader, session->id, &old.items, &old.count);

	if (!err)
		err = practice_clashes_find(reader, session, &now.items,
					    &now.count);
	return err ? err : flag(tx, session->id, &old, &now, changed);
}

/* The session, *met gets those that it met before or meets now. */
static enum err flag_own(struct transaction *tx, struct session_facts *facts,
			 struct clashes *met)
{
	struct reader *reader = store_tx_reader(tx);
	struct arena *arena = store_tx_operation(tx)->arena;
	const struct session *session = &facts->session;
	const struct clashes old = { facts->clashes, facts->clash_count, 0 };
	struct clashes now = { .count = 0 };
	bool changed;
	enum err err = OK;

	if (takes_place(session, &facts->completion))
		err = find_clashes(reader, session, &now);
	if (!err)
		err = flag(tx, session->id, &old, &now, &changed);
	if (err)
		return err;
	for (size_t i = 0; i < old.count; i++)
		add_clash(arena, met, old.items[i].with_closure,
			  old.items[i].uid);
	for (size_t i = 0; i < now.count; i++) {
		if (!has_clash(old.items, old.count, &now.items[i]))
			add_clash(arena, met, now.items[i].with_closure,
				  now.items[i].uid);
	}
	return changed ? store_clash_list(reader, session->id, &facts->clashes,
					  &facts->clash_count)
		       : OK;
}

enum err practice_clashes_update(struct transaction *tx,
				 struct session_facts *facts,
				 struct ids *others)
{
	struct operation *op = store_tx_operation(tx);
	struct clashes met = { .count = 0 };
	struct ids found = { .count = 0 };
	size_t room = 0;
	bool changed;
	enum err err = flag_own(tx, facts, &met);

	for (size_t i = 0; !err && i < met.count; i++) {
		struct session other;

		if (met.items[i].with_closure)
			continue;
		err = store_session_find_uid(store_tx_reader(tx),
					     met.items[i].uid, &other);
		if (!err)
			err = flag_other(tx, &other, &changed);
		if (!err && changed)
			add_id(op->arena, &found, &room, other.id);
	}
	if (!err)
		*others = found;
	return err;
}

/* What was taken for each session is given back: there may be thousands. */
static enum err sweep_one(struct transaction *tx, struct span span)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct session_filter filter = { .span = span };
	struct arena_mark mark;
	struct session *sessions;
	size_t count;
	enum err err = store_session_list(store_tx_reader(tx), &filter,
					  &sessions, &count);

	mark = arena_mark(arena);
	for (size_t i = 0; !err && i < count; i++) {
		bool changed = false;

		err = flag_other(tx, &sessions[i], &changed);
		if (!err && changed)
			err = practice_views_update(tx, sessions[i].id);
		if (!err)
			arena_rewind(arena, mark);
	}
	return err;
}

enum err practice_clashes_sweep(struct transaction *tx,
				const struct span *spans, size_t count)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++)
		err = sweep_one(tx, spans[i]);
	return err;
}
