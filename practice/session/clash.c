#include "practice/session/clash.h"

#include "practice/calendar/facts_list.h"
#include "practice/calendar/view_update.h"
#include "practice/session/clash_next_private.h"
#include "practice/session/completion_rules.h"
#include "store/closure.h"
#include "store/session_list.h"

#include <stdlib.h>
#include <string.h>

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

/* Closures first, then by uid, as they are stored. */
static int by_uid(const void *a, const void *b)
{
	const struct clash *left = a, *right = b;

	if (left->with_closure != right->with_closure)
		return left->with_closure ? -1 : 1;
	return strcmp(left->uid, right->uid);
}

static void sort(struct clashes *list)
{
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_uid);
}

/* Does the session keep its people busy? */
static enum err find_place(struct reader *reader, const struct session *session,
			   bool *yes)
{
	struct completion completion;
	enum err err = practice_ending_load(reader, session, &completion);

	if (!err)
		*yes = practice_takes_place(session, &completion);
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
	sort(list);
	return err;
}

static struct clash_place place_of(const struct session *session)
{
	return (struct clash_place){
		.practitioners = &session->terms.practitioners,
		.span = session->span,
		.but = session->id,
	};
}

static enum err add_sessions(struct reader *reader,
			     const struct session *session,
			     struct clashes *list)
{
	struct arena *arena = store_reader_operation(reader)->arena;
	struct clash_place place = place_of(session);
	struct clash *met;
	size_t count;
	enum err err = store_clash_overlapping(reader, &place, &met, &count);

	for (size_t i = 0; !err && i < count; i++)
		add_clash(arena, list, false, met[i].uid);
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

/* Those of `list` that are not among `others`: both in their order. */
static struct clashes without(struct arena *arena, const struct clashes *list,
			      const struct clashes *others)
{
	struct clashes left = { .count = 0 };
	size_t at = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct clash *one = &list->items[i];

		while (at < others->count &&
		       by_uid(&others->items[at], one) < 0)
			at++;
		if (at == others->count || by_uid(&others->items[at], one) != 0)
			add_clash(arena, &left, one->with_closure, one->uid);
	}
	return left;
}

/* How what a session meets now differs from what it met. */
struct difference {
	struct clashes met, left;
};

static struct difference difference(struct arena *arena,
				    const struct clashes *old,
				    const struct clashes *now)
{
	return (struct difference){ .met = without(arena, now, old),
				    .left = without(arena, old, now) };
}

static enum err flag(struct transaction *tx, int64_t session,
		     const struct difference *change)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < change->met.count; i++)
		err = store_clash_add(tx, session, &change->met.items[i]);
	for (size_t i = 0; !err && i < change->left.count; i++)
		err = store_clash_remove(tx, session, &change->left.items[i]);
	return err;
}

/* Sessions whose list changed. */
struct others {
	struct ids ids;
	size_t room;
};

static void add_other(struct arena *arena, struct others *others, int64_t id)
{
	if (ids_has(&others->ids, id))
		return;
	others->ids.at = arena_grow(arena, others->ids.at, others->ids.count,
				    &others->room, sizeof(*others->ids.at));
	others->ids.at[others->ids.count++] = id;
}

/* Sessions among them: they are behind the closures. */
static size_t named(const struct clashes *list)
{
	size_t count = 0;

	while (count < list->count &&
	       !list->items[list->count - 1 - count].with_closure)
		count++;
	return count;
}

/* Two sessions meet each other: who overlaps this one names it, as far as each
 * names any. Where hundreds are at one moment few of them change. */
static enum err tell_unaware(struct transaction *tx,
			     const struct session *session,
			     struct others *others)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	const struct clash this = { false, session->uid };
	struct clash_place place = place_of(session);
	struct clash_namer *list;
	size_t count;
	enum err err = store_clash_unaware(store_tx_reader(tx), session->uid,
					   &place, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		err = store_clash_add(tx, list[i].session, &this);
		if (!err && list[i].last)
			err = store_clash_remove(
				tx, list[i].session,
				&(struct clash){ false, list[i].last });
		add_other(arena, others, list[i].session);
	}
	return err;
}

/* Of one that takes place no more, all that name it. */
static enum err tell_outdated(struct transaction *tx,
			      const struct session *session, bool busy,
			      struct others *others)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	const struct clash this = { false, session->uid };
	const struct ids nobody = { .count = 0 };
	struct clash_place place = place_of(session);
	struct clash_namer *list;
	size_t count;
	enum err err;

	if (!busy)
		place.practitioners = &nobody;
	err = store_clash_outdated(store_tx_reader(tx), session->uid, &place,
				   &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		err = store_clash_remove(tx, list[i].session, &this);
		add_other(arena, others, list[i].session);
	}
	return err ? err : clash_name_next(tx, list, count);
}

static enum err flag_others(struct transaction *tx,
			    const struct session_facts *facts,
			    const struct clashes *old,
			    const struct clashes *now, struct others *others)
{
	size_t before = named(old), after = named(now);
	enum err err = OK;

	if (after)
		err = tell_unaware(tx, &facts->session, others);
	if (!err && before)
		err = tell_outdated(tx, &facts->session,
				    practice_takes_place(&facts->session,
							 &facts->completion),
				    others);
	return err;
}

/* Each practitioner of a joint session knows their own clashes: who takes the
 * other one tells who that is, also where the joint one names the same. */
static enum err tell_joint(struct transaction *tx,
			   const struct session *session, struct others *others)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct clash_place place = place_of(session);
	struct ids joint;
	enum err err = store_clash_joint(store_tx_reader(tx), &place, &joint);

	for (size_t i = 0; !err && i < joint.count; i++)
		add_other(arena, others, joint.at[i]);
	return err;
}

enum err practice_clashes_update(struct transaction *tx,
				 struct session_facts *facts,
				 struct ids *others)
{
	struct reader *reader = store_tx_reader(tx);
	struct arena *arena = store_tx_operation(tx)->arena;
	const struct session *session = &facts->session;
	const struct clashes old = { facts->clashes, facts->clash_count, 0 };
	struct clashes now = { .count = 0 };
	struct others changed = { .room = 0 };
	struct difference change;
	enum err err = OK;

	if (practice_takes_place(session, &facts->completion))
		err = find_clashes(reader, session, &now);
	if (err)
		return err;
	change = difference(arena, &old, &now);
	err = flag(tx, session->id, &change);
	/* Others name the same as long as this one meets the same, which its
	 * own list tells unless it meets more than it names. */
	if (!err && (change.met.count || change.left.count ||
		     named(&now) == CLASHES_NAMED))
		err = flag_others(tx, facts, &old, &now, &changed);
	if (!err && named(&now))
		err = tell_joint(tx, session, &changed);
	if (err)
		return err;
	facts->clashes = now.items;
	facts->clash_count = now.count;
	*others = changed.ids;
	return practice_facts_meet(reader, facts);
}

/* A closure that comes or goes changes nothing between sessions. */
static enum err flag_closures(struct transaction *tx,
			      const struct session *session, bool *changed)
{
	struct reader *reader = store_tx_reader(tx);
	struct arena *arena = store_tx_operation(tx)->arena;
	struct clashes old = { .count = 0 }, now = { .count = 0 };
	struct difference change;
	bool busy = false;
	enum err err = store_clash_closures(reader, session->id, &old.items,
					    &old.count);

	if (!err)
		err = find_place(reader, session, &busy);
	if (!err && busy)
		err = add_closures(reader, session, &now);
	if (err)
		return err;
	change = difference(arena, &old, &now);
	*changed = change.met.count + change.left.count > 0;
	return flag(tx, session->id, &change);
}

/* What was taken for each session is given back: there may be thousands. */
static enum err sweep_one(struct transaction *tx, struct span span)
{
	struct operation *op = store_tx_operation(tx);
	struct session_filter filter = { .span = span };
	struct arena_mark mark;
	struct session *sessions;
	size_t count;
	enum err err = store_session_list(store_tx_reader(tx), &filter,
					  &sessions, &count);

	mark = arena_mark(op->arena);
	for (size_t i = 0; !err && i < count; i++) {
		bool changed = false;

		if (!operation_goes_on(op, i))
			break;
		err = flag_closures(tx, &sessions[i], &changed);
		if (!err && changed)
			err = practice_views_update(tx, sessions[i].id);
		if (!err)
			arena_rewind(op->arena, mark);
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
