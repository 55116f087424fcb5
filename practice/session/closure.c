#include "practice/session/closure.h"

#include "base/digest.h"
#include "base/str.h"
#include "practice/audit_record.h"
#include "practice/calendar/view_closure.h"
#include "practice/checks.h"
#include "practice/limits.h"
#include "practice/session/clash.h"
#include "practice/session/closure_known.h"
#include "practice/refusal.h"
#include "practice/write_one.h"
#include "store/actor.h"
#include "store/transaction.h"

#define DAYS_MOST 3660 /* ten years */

struct closure_work {
	const struct closure *wanted;
	struct closure result;
};

static enum err may_close(struct operation *op)
{
	if (actor_is_office(&op->actor))
		return OK;
	return refuse(op, REFUSAL_READ_ONLY,
		      "closures are the office's to change");
}

static enum err days_check(struct operation *op, const struct closure *closure)
{
	int32_t first = wall_day(instant_wall(INSTANT_MIN)).n;
	int32_t last = wall_day(instant_wall(INSTANT_MAX)).n;

	if (closure->from.n <= first || closure->to.n >= last)
		return fail_field(op, "from", "from-range",
				  "The days lie outside the years 1 to 9999.");
	if (closure->to.n < closure->from.n)
		return fail_field(op, "to", "to-before-from",
				  "The last day lies before the first.");
	if (closure->to.n - closure->from.n >= DAYS_MOST)
		return fail_field(op, "to", "to-too-late",
				  "A closure has at most %d days.", DAYS_MOST);
	return OK;
}

static enum err hours_check(struct operation *op, const struct closure *closure)
{
	struct span span = closure->span;
	enum err err = OK;

	if (!cal_zone_iana(closure->zone))
		err = fail_field(op, "tzid", "zone-unknown",
				 "'%s' is not the IANA name of a time zone.",
				 closure->zone);
	if (span.start.s < INSTANT_MIN.s || span.end.s > INSTANT_MAX.s)
		err = fail_field(op, "from", "from-range",
				 "The hours lie outside the years 1 to 9999.");
	else if (span.end.s <= span.start.s)
		err = fail_field(op, "to", "to-before-from",
				 "The closure ends before it starts.");
	else if (span.end.s - span.start.s > INT64_C(86400) * DAYS_MOST)
		err = fail_field(op, "to", "to-too-late",
				 "A closure has at most %d days.", DAYS_MOST);
	return err;
}

static void set_span(const struct cal_zone *zone, struct closure *closure)
{
	closure->zone = NULL;
	closure->span.start = cal_zone_day_span(zone, closure->from).start;
	closure->span.end = cal_zone_day_span(zone, closure->to).end;
}

/* The days that a span of hours touches, for lists by day. */
static void set_days(const struct cal_zone *zone, struct closure *closure)
{
	struct instant last = { closure->span.end.s - 1 };

	closure->from = cal_zone_day(zone, closure->span.start);
	closure->to = cal_zone_day(zone, last);
}

static enum err closure_check(struct reader *reader, struct closure *closure)
{
	struct operation *op = store_reader_operation(reader);
	const struct cal_zone *zone;
	enum err wrong = practice_line_check(op, "title", TITLE_LONGEST, true,
					     &closure->title);
	enum err err = practice_zone_load(reader, &zone);

	if (err)
		return err;
	if (!closure->all_day && str_empty(closure->zone))
		closure->zone = cal_zone_name(zone);
	err = closure->all_day ? days_check(op, closure)
			       : hours_check(op, closure);
	if (err)
		return err;
	if (closure->all_day)
		set_span(zone, closure);
	else
		set_days(zone, closure);
	return wrong;
}

static enum err closure_find(struct reader *reader, int64_t id,
			     struct closure *closure)
{
	struct operation *op = store_reader_operation(reader);
	enum err err = store_closure_find(reader, id, closure);

	if (err == ERR_NOT_FOUND ||
	    (!err && closure->removed.s != INSTANT_MAX.s))
		return fail(op, ERR_NOT_FOUND, "there is no such closure");
	return err;
}

static json_t *audit_json(struct arena *arena, const struct closure *closure)
{
	struct closure_known known = closure_known_audit(arena, closure);

	return closure_known_json(arena, &known);
}

/* S47: flags, views and the audit row of a closure that was `before` (NULL:
 * new) and is now as stored. */
static enum err stored(struct transaction *tx, const char *action,
		       const struct closure *before,
		       const struct closure *after)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct span spans[2] = { after->span };
	size_t count = 1;
	bool gone = after->removed.s != INSTANT_MAX.s;
	enum err err;

	if (before && (before->span.start.s != after->span.start.s ||
		       before->span.end.s != after->span.end.s))
		spans[count++] = before->span;
	err = practice_clashes_sweep(tx, spans, count);
	if (!err)
		err = practice_closure_view_update(tx, after->id);
	if (err)
		return err;
	return record_add(tx, action, "closure", after->id,
			  before ? audit_json(arena, before) : NULL,
			  gone ? NULL : audit_json(arena, after));
}

enum err practice_closure_add_tx(struct transaction *tx,
				 struct closure *closure)
{
	struct operation *op = store_tx_operation(tx);
	struct closure added = *closure;
	enum err err = may_close(op);

	if (!err)
		err = closure_check(store_tx_reader(tx), &added);
	if (err)
		return err;
	if (str_empty(added.uid))
		added.uid = random_uid(op->arena);
	if (str_empty(added.name))
		added.name = arena_printf(op->arena, "%s.ics", added.uid);
	added.created = op->now;
	added.removed = INSTANT_MAX;
	err = store_closure_insert(tx, &added);
	if (err == ERR_EXISTS)
		return fail(op, ERR_UID_CONFLICT,
			    "another closure has the UID '%s'", added.uid);
	if (!err)
		err = stored(tx, "closure.add", NULL, &added);
	if (!err)
		*closure = added;
	return err;
}

static bool same_closure(const struct closure *a, const struct closure *b)
{
	return a->all_day == b->all_day && str_equal(a->title, b->title) &&
	       a->span.start.s == b->span.start.s &&
	       a->span.end.s == b->span.end.s && str_equal(a->zone, b->zone);
}

enum err practice_closure_change_tx(struct transaction *tx,
				    struct closure *closure)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct closure before, after;
	enum err err = may_close(op);

	if (!err)
		err = closure_find(reader, closure->id, &before);
	if (err)
		return err;
	if (closure->revision && closure->revision != before.revision)
		return fail(op, ERR_CONFLICT,
			    "the closure was changed in the meantime");
	after = *closure;
	after.uid = before.uid;
	after.name = before.name;
	after.created = before.created;
	after.removed = before.removed;
	after.revision = before.revision;
	err = closure_check(reader, &after);
	if (!err && !same_closure(&before, &after)) {
		err = store_closure_update(tx, &after);
		if (!err)
			err = stored(tx, "closure.change", &before, &after);
	}
	if (!err)
		*closure = after;
	return err;
}

enum err practice_closure_remove_tx(struct transaction *tx, int64_t closure)
{
	struct operation *op = store_tx_operation(tx);
	struct closure before, after;
	enum err err = may_close(op);

	if (!err)
		err = closure_find(store_tx_reader(tx), closure, &before);
	if (err)
		return err;
	after = before;
	after.removed = op->now;
	err = store_closure_update(tx, &after);
	if (!err)
		err = stored(tx, "closure.remove", &before, &after);
	return err;
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct closure_work *work = context;

	work->result = *work->wanted;
	return practice_closure_add_tx(tx, &work->result);
}

static enum err change_work(struct transaction *tx, void *context)
{
	const struct edit *edit = context;
	struct closure closure;
	enum err err = may_close(store_tx_operation(tx));

	if (!err)
		err = closure_find(store_tx_reader(tx), edit->id, &closure);
	if (err)
		return err;
	closure.revision = edit->revision;
	err = edit->apply(&closure, edit->context);
	return err ? err : practice_closure_change_tx(tx, &closure);
}

enum err practice_closure_add(struct operation *op, struct store *store,
			      struct closure *closure)
{
	struct closure_work work = { .wanted = closure };
	enum err err = store_write(op, store, add_work, &work);

	if (!err)
		*closure = work.result;
	return err;
}

enum err practice_closure_change(struct operation *op, struct store *store,
				 const struct edit *edit)
{
	struct edit work = *edit;

	return store_write(op, store, change_work, &work);
}

enum err practice_closure_remove(struct operation *op, struct store *store,
				 int64_t closure)
{
	return practice_write_one(op, store, practice_closure_remove_tx,
				  closure);
}

enum err practice_closures_rezone_tx(struct transaction *tx)
{
	struct reader *reader = store_tx_reader(tx);
	struct span always = WHOLE_TIME;
	const struct cal_zone *zone;
	struct closure *list;
	size_t count;
	enum err err = practice_zone_load(reader, &zone);

	if (!err)
		err = store_closure_list(reader, always, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct closure after = list[i];

		if (!after.all_day)
			continue;
		set_span(zone, &after);
		if (same_closure(&list[i], &after))
			continue;
		err = store_closure_update(tx, &after);
		if (!err)
			err = stored(tx, "closure.rezone", &list[i], &after);
	}
	return err;
}
