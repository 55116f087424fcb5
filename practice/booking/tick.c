#include "practice/booking/tick.h"

#include "practice/calendar/facts_list.h"
#include "practice/calendar/instance_index.h"
#include "practice/calendar/view_member.h"
#include "practice/calendar/view_update.h"
#include "store/instance.h"
#include "store/mark.h"
#include "store/object_list.h"
#include "store/session_list.h"
#include "store/transaction.h"

#define DAY 86400
/* What one transaction takes on, so that no other waits long. */
#define STEP DAY
#define ROLLED_AT_ONCE 200
#define ROLLED_LISTED 5000

/* How often tasks that were ticked are looked through, and the index. */
#define SWEEP_EVERY 600
#define ROLL_EVERY DAY

/* Rows reach 775 days ahead. They are made anew when 31 days of that are
 * used up; objects with very many rows, which reach less far, when little is
 * left. */
#define ROLL_BELOW (744 * DAY)
#define ROLL_FRESH (620 * DAY)
#define ROLL_LITTLE (30 * DAY)

/* The names of what time has done. */
#define MARK_SEEN "seen"
#define MARK_SWEPT "swept"
#define MARK_ROLLED "rolled"

struct tick {
	struct transaction *tx;
	struct reader *reader;
	struct operation *op;
	struct practice practice;
};

static enum err tick_open(struct tick *tick, struct transaction *tx)
{
	*tick = (struct tick){ .tx = tx,
			       .reader = store_tx_reader(tx),
			       .op = store_tx_operation(tx) };
	return store_practice_load(tick->reader, &tick->practice);
}

/* The clock was set back, or a test set it: then the marks do not tell what
 * was rendered. */
static bool before_practice(const struct tick *tick)
{
	return tick->op->now.s < tick->practice.created.s;
}

/* Without a mark, what was rendered since the practice began was rendered
 * right then. A clock that was set back begins anew, too. */
static enum err mark_get(const struct tick *tick, const char *name,
			 struct instant *at)
{
	enum err err = store_mark_find(tick->reader, name, at);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || at->s > tick->op->now.s)
		*at = tick->practice.created;
	if (at->s > tick->op->now.s)
		at->s = tick->op->now.s - STEP;
	return OK;
}

static enum err mark_set(struct tick *tick, const char *name)
{
	return store_mark_set(tick->tx, name, tick->op->now);
}

/* Is it this long ago that the work was done? */
static enum err work_due(const struct tick *tick, const char *name,
			 int64_t every, bool *due)
{
	struct instant done;
	enum err err = mark_get(tick, name, &done);

	if (err)
		return err;
	*due = tick->op->now.s - done.s >= every;
	return OK;
}

struct due {
	struct arena *arena;
	int64_t *at;
	size_t count, room;
};

static void due_add(struct due *due, int64_t session)
{
	due->at = arena_grow(due->arena, due->at, due->count, &due->room,
			     sizeof(*due->at));
	due->at[due->count++] = session;
}

static enum err find_ended(struct tick *tick, struct span step, struct due *due)
{
	struct ids ended;
	enum err err =
		store_session_ended(tick->reader, step.start, step.end, &ended);

	for (size_t i = 0; !err && i < ended.count; i++)
		due_add(due, ended.at[i]);
	return err;
}

/* Started a day before the step: whether canceled, for all or for one, the
 * rendering finds out. */
static enum err find_leaving(struct tick *tick, struct span step,
			     struct due *due)
{
	struct session_filter filter = {
		.span = { { step.start.s - VIEW_LINGERS },
			  { step.end.s - VIEW_LINGERS + 1 } },
		.saved = true,
	};
	struct session *list;
	size_t count;
	enum err err = store_session_list(tick->reader, &filter, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		/* Before the step's end they all began. */
		if (list[i].span.start.s + VIEW_LINGERS > step.start.s)
			due_add(due, list[i].id);
	}
	return err;
}

static enum err step_work(struct transaction *tx, void *context)
{
	bool *more = context;
	struct due due = { .arena = store_tx_operation(tx)->arena };
	struct span step;
	struct tick tick;
	enum err err = tick_open(&tick, tx);

	if (!err)
		err = mark_get(&tick, MARK_SEEN, &step.start);
	if (err)
		return err;
	step.end = tick.op->now;
	*more = false;
	/* Nothing was before the practice was. */
	if (step.start.s == INSTANT_MIN.s)
		return OK;
	if (step.end.s > step.start.s + STEP) {
		step.end.s = step.start.s + STEP;
		*more = true;
	}
	err = find_ended(&tick, step, &due);
	if (!err)
		err = find_leaving(&tick, step, &due);
	for (size_t i = 0; !err && i < due.count; i++)
		err = view_people_update(tx, due.at[i]);
	/* An idle half minute leaves no write. */
	if (!err && (due.count || *more || before_practice(&tick)))
		err = store_mark_set(tx, MARK_SEEN, step.end);
	return err;
}

static enum err add_task(void *context, const struct member *member,
			 struct slice bytes)
{
	struct due *due = context;

	(void)bytes;
	due_add(due, member->session);
	return OK;
}

static enum err sweep_collection(struct tick *tick, const struct collection *of)
{
	struct due due = { .arena = arena_within(tick->op->arena) };
	struct arena_mark mark;
	struct session_facts facts;
	enum err err =
		store_member_walk(tick->reader, of->id, false, add_task, &due);

	mark = arena_mark(tick->op->arena);
	for (size_t i = 0; !err && i < due.count; i++) {
		err = practice_facts_load(tick->reader, due.at[i], &facts);
		if (!err && facts.saved)
			err = view_member_update(tick->tx, of, &facts, NULL);
		if (!err)
			arena_rewind(tick->op->arena, mark);
	}
	return err;
}

static enum err sweep_work(struct transaction *tx, void *context)
{
	struct collection *list;
	struct tick tick;
	size_t count;
	bool due = false;
	enum err err = tick_open(&tick, tx);

	(void)context;
	if (!err)
		err = work_due(&tick, MARK_SWEPT, SWEEP_EVERY, &due);
	if (err || !due)
		return err;
	err = store_collection_showing(tick.reader, COLLECTION_TO_SAVE, 0,
				       &list, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = sweep_collection(&tick, &list[i]);
	return err ? err : mark_set(&tick, MARK_SWEPT);
}

static bool to_roll(const struct tick *tick, const struct member *member)
{
	struct instant now = tick->op->now;
	int64_t left = member->indexed.end.s - now.s;

	return left >= ROLL_FRESH ||
	       (left < ROLL_LITTLE && practice_index_moves(member, now));
}

static enum err roll_member(struct tick *tick, int64_t id, size_t *rolled)
{
	struct collection collection;
	struct index_rows rows;
	struct member member;
	struct slice bytes = { NULL, 0 };
	enum err err = store_member_load(tick->reader, id, &member);

	if (err || !to_roll(tick, &member))
		return err;
	++*rolled;
	err = store_collection_load(tick->reader, member.collection,
				    &collection);
	if (!err)
		err = store_member_bytes(tick->reader, id, &bytes);
	if (!err)
		err = practice_reindex(tick->reader, &collection, bytes,
				       &member, &rows);
	/* What cannot be read any more keeps the rows that it has. */
	if (err == ERR_CALENDAR_DATA) {
		operation_recover(tick->op);
		return store_member_index_keep(tick->tx, id);
	}
	return err ? err : store_member_index_set(tick->tx, &member, &rows);
}

static enum err roll_work(struct transaction *tx, void *context)
{
	struct instant until;
	struct tick tick;
	struct ids ids;
	size_t rolled = 0;
	bool due = false;
	enum err err = tick_open(&tick, tx);

	(void)context;
	if (!err)
		err = work_due(&tick, MARK_ROLLED, ROLL_EVERY, &due);
	if (err || !due)
		return err;
	until.s = tick.op->now.s + ROLL_BELOW;
	err = store_member_index_due(tick.reader, until, ROLLED_LISTED, &ids);
	for (size_t i = 0; !err && i < ids.count && rolled < ROLLED_AT_ONCE;
	     i++)
		err = roll_member(&tick, ids.at[i], &rolled);
	/* The rest at the next tick. */
	if (err || rolled == ROLLED_AT_ONCE)
		return err;
	return mark_set(&tick, MARK_ROLLED);
}

enum err practice_tick(struct operation *op, struct store *store)
{
	bool more = true;
	enum err err = OK;

	while (!err && more)
		err = store_write(op, store, step_work, &more);
	if (!err)
		err = store_write(op, store, sweep_work, NULL);
	return err ? err : store_write(op, store, roll_work, NULL);
}
