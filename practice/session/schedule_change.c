#include "practice/session/schedule_change.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/checks.h"
#include "practice/session/schedule_plan_private.h"
#include "practice/session/schedule_private.h"
#include "practice/session/schedule_shift_private.h"
#include "practice/session/session.h"
#include "practice/session/session_rules.h"
#include "practice/wall_time.h"
#include "practice/refusal.h"
#include "store/session_list.h"
#include "store/transaction.h"

/* How far from its start a schedule may be changed: dates are walked. */
#define FROM_MOST (366 * 50)

/* A change under way. */
struct changing {
	struct transaction *tx;
	struct operation *op;
	struct reader *reader;
	struct schedule before, after;
	struct day from;
	struct session *sessions; /* whose dates are the schedule's, by start */
	size_t count;
	bool *kept;    /* saved, removed, or before that day; one a session */
	bool *planned; /* an open one whose day stays */
};

/* A session of the pattern on the schedule's first day. */
static struct session first_of(const struct schedule *schedule)
{
	struct session session = practice_schedule_pattern(schedule);

	session.span.start = cal_zone_instant(cal_zone_find(schedule->zone),
					      schedule->start);
	session.span.end.s = session.span.start.s + schedule->minutes * 60;
	return session;
}

static bool made_anew(const struct schedule *before,
		      const struct schedule *after)
{
	return before->days != after->days || before->repeat != after->repeat ||
	       before->count != after->count ||
	       before->until.n != after->until.n ||
	       before->enabled != after->enabled ||
	       before->skip_closures != after->skip_closures;
}

/* What it is to the sessions that follow, and the right to make sessions where
 * some are made anew. */
static enum err may_change(const struct changing *changing)
{
	struct session before = practice_schedule_pattern(&changing->before);
	struct session after = practice_schedule_pattern(&changing->after);
	struct operation *op = changing->op;
	enum err err;

	if (!actor_is_office(&op->actor) &&
	    !practice_is_practitioner_of(&op->actor, &before))
		return fail(op, ERR_NOT_FOUND, "there is no such schedule");
	before.state = practice_session_state(&before);
	err = practice_session_may_change(
		op, &before,
		practice_terms_differ(&before.terms, &after.terms));
	if (!err && made_anew(&changing->before, &changing->after))
		err = practice_session_may_add(op, &after);
	return err;
}

static enum err check(struct changing *changing)
{
	struct schedule *after = &changing->after;
	struct session before, pattern;
	enum err err = practice_schedule_check(changing->op, after);

	if (changing->from.n < wall_day(after->start).n - FROM_MOST ||
	    changing->from.n > wall_day(after->start).n + FROM_MOST)
		err = fail_field(changing->op, "from", "from-range",
				 "The day is too far from the schedule.");
	if (err)
		return err;
	before = first_of(&changing->before);
	pattern = first_of(after);
	err = practice_session_check(changing->reader, &pattern, &before);
	if (err)
		return err;
	practice_terms_lay(&after->terms, &pattern.terms, PART_TEXTS);
	return OK;
}

/* S13: what is ticked makes the plan's own dates, those past among them. Else
 * a change holds from today on. */
static struct day usual_from(const struct changing *changing,
			     const struct cal_zone *zone)
{
	if (changing->after.enabled && !changing->before.enabled)
		return wall_day(changing->before.start);
	return cal_zone_day(zone, changing->op->now);
}

/* S14: a date whose session was removed by hand stays empty, unless all are
 * asked for anew. */
static void leave_out_removed(struct changing *changing, bool all_anew)
{
	size_t kept = 0;

	for (size_t i = 0; i < changing->count; i++) {
		const struct session *session = &changing->sessions[i];
		bool removed = session->removed.s != INSTANT_MAX.s;

		if (!removed || (session->planned.n && !all_anew))
			changing->sessions[kept++] = *session;
	}
	changing->count = kept;
}

static enum err load(struct changing *changing, const struct edit *edit)
{
	struct session_filter filter = { .schedule = edit->id,
					 .removed = true };
	bool all_anew;
	const struct cal_zone *zone;
	enum err err = store_schedule_find(changing->reader, edit->id,
					   &changing->before);

	if (err == ERR_NOT_FOUND)
		return fail(changing->op, err, "there is no such schedule");
	if (!err)
		err = practice_zone_load(changing->reader, &zone);
	if (err)
		return err;
	changing->after = changing->before;
	err = edit->apply(&changing->after, edit->context);
	if (!err)
		err = store_session_list(changing->reader, &filter,
					 &changing->sessions, &changing->count);
	if (err)
		return err;
	all_anew = changing->from.n &&
		   changing->from.n <= wall_day(changing->before.start).n;
	leave_out_removed(changing, all_anew);
	if (!changing->from.n)
		changing->from = usual_from(changing, zone);
	return OK;
}

static void sort_out(struct changing *changing)
{
	struct arena *arena = changing->op->arena;
	size_t count = changing->count;

	changing->kept = arena_array(arena, count, sizeof(bool));
	changing->planned = arena_array(arena, count, sizeof(bool));
	for (size_t i = 0; i < count; i++) {
		const struct session *session = &changing->sessions[i];

		changing->kept[i] =
			session->state == SESSION_SAVED ||
			session->removed.s != INSTANT_MAX.s ||
			practice_planned_day(session).n < changing->from.n;
	}
}

/* The patterns of before and after, which `shift` points into. */
struct patterns {
	struct session before, after;
	struct schedule_shift shift;
};

static void patterns_of(const struct changing *changing,
			struct patterns *patterns)
{
	patterns->before = first_of(&changing->before);
	patterns->after = first_of(&changing->after);
	patterns->shift =
		practice_schedule_shift(&patterns->before, &patterns->after);
}

static enum err move_all(struct changing *changing,
			 const struct schedule_shift *shift)
{
	size_t moved = 0;
	enum err err = OK;

	changing->after.days = practice_days_moved(
		changing->before.days, changing->before.start, shift->wall);
	for (size_t i = 0; !err && i < changing->count; i++) {
		const struct session *session = &changing->sessions[i];

		if (!operation_goes_on(changing->op, moved))
			break;
		if (!changing->kept[i]) {
			err = practice_schedule_follow(changing->tx, *session,
						       shift);
			moved++;
		} else if (session->removed.s != INSTANT_MAX.s) {
			err = practice_planned_move(changing->tx, session,
						    shift->days);
		}
	}
	return err;
}

/* New days begin in the week of the first session that is made anew, but not
 * before the day from which they are. */
static struct day begin_of(const struct changing *changing)
{
	struct day start = wall_day(changing->after.start);
	struct day first = changing->from;

	if (start.n != wall_day(changing->before.start).n)
		return start.n > first.n ? start : first;
	for (size_t i = 0; i < changing->count; i++) {
		if (!changing->kept[i]) {
			first = practice_planned_day(&changing->sessions[i]);
			break;
		}
	}
	first.n -= (int)day_weekday(first);
	return first.n > changing->from.n ? first : changing->from;
}

/* What stays counts wherever it is. A date that was removed by hand counts only
 * where the plan has it: a smaller number does not reach it. */
static void fill_range(const struct changing *changing,
		       struct plan_range *range)
{
	const struct schedule *before = &changing->before;
	const struct schedule *after = &changing->after;
	struct arena *arena = changing->op->arena;
	size_t most =
		after->count ? (size_t)after->count : PRACTICE_SCHEDULE_CAP;
	struct day *taken = arena_array(arena, changing->count, sizeof(*taken));
	struct day *empty = arena_array(arena, changing->count, sizeof(*empty));

	*range = (struct plan_range){
		.series = wall_day(before->start),
		.first = changing->from,
		.taken = taken,
		.empty = empty,
	};
	if (before->days != after->days || before->repeat != after->repeat ||
	    wall_day(before->start).n != wall_day(after->start).n)
		range->series = range->first = begin_of(changing);
	for (size_t i = 0; i < changing->count; i++) {
		const struct session *session = &changing->sessions[i];
		struct day day = practice_planned_day(session);

		if (!changing->kept[i])
			continue;
		if (session->removed.s == INSTANT_MAX.s ||
		    day.n < range->first.n)
			taken[range->taken_count++] = day;
		else
			empty[range->empty_count++] = day;
	}
	if (!after->enabled)
		most = 1; /* S13 */
	range->most = most > range->taken_count ? most - range->taken_count : 0;
}

/* By how many seconds the time of day is new, whatever the day. */
static int64_t time_moved(const struct changing *changing)
{
	struct wall before = changing->before.start;
	struct wall after =
		practice_wall_on(wall_day(before), changing->after.start);

	return wall_utc(after).s - wall_utc(before).s;
}

/* An open session whose day is planned again stays; its time moves only where
 * the schedule's does. */
static enum err keep_or_add(struct changing *changing,
			    const struct planned *planned,
			    const struct schedule_shift *by)
{
	struct session session = practice_schedule_pattern(&changing->after);
	struct day day = wall_day(
		practice_instant_wall(session.zone, planned->span.start));

	for (size_t i = 0; i < changing->count; i++) {
		struct session *open = &changing->sessions[i];

		if (changing->kept[i] || changing->planned[i] ||
		    practice_planned_day(open).n != day.n)
			continue;
		changing->planned[i] = true;
		return practice_schedule_follow(changing->tx, *open, by);
	}
	session.span = planned->span;
	return practice_session_add_tx(changing->tx, &session);
}

/* Their dates are no longer the plan's: a later plan may have them again. */
static enum err remove_rest(struct changing *changing)
{
	struct day none = { 0 };
	size_t removed = 0;
	enum err err = OK;

	for (size_t i = 0; !err && i < changing->count; i++) {
		int64_t id = changing->sessions[i].id;

		if (changing->kept[i] || changing->planned[i])
			continue;
		if (!operation_goes_on(changing->op, removed++))
			break;
		err = practice_session_remove_tx(changing->tx, id);
		if (!err)
			err = store_session_plan(changing->tx, id, none);
	}
	return err;
}

static enum err make_anew(struct changing *changing,
			  const struct schedule_shift *shift)
{
	struct schedule_shift own_day = *shift;
	struct schedule dated = changing->after;
	struct plan_range range;
	struct schedule_plan plan;
	enum err err;

	own_day.wall = time_moved(changing);
	own_day.days = 0;
	fill_range(changing, &range);
	if (!dated.enabled) {
		dated.count = 1;
		dated.until.n = 0;
	}
	err = practice_schedule_dates(changing->reader, &dated, &range, &plan);
	if (err)
		return err;
	changing->after.start = plan.start;
	for (size_t i = 0; !err && i < plan.count; i++) {
		if (!operation_goes_on(changing->op, i))
			break;
		err = keep_or_add(changing, &plan.items[i], &own_day);
	}
	return err ? err : remove_rest(changing);
}

static enum err apply(struct changing *changing)
{
	struct patterns patterns;
	enum err err;

	sort_out(changing);
	patterns_of(changing, &patterns);
	if (made_anew(&changing->before, &changing->after))
		err = make_anew(changing, &patterns.shift);
	else if (patterns.shift.parts)
		err = move_all(changing, &patterns.shift);
	else
		return OK;
	if (!err)
		err = store_schedule_update(changing->tx, &changing->after);
	if (err)
		return err;
	return practice_schedule_record(changing->tx, "schedule.change",
					&changing->before, &changing->after);
}

struct change_work {
	const struct edit *edit;
	struct day from;
	struct ids sessions;
};

static enum err change_work(struct transaction *tx, void *context)
{
	struct change_work *work = context;
	const struct edit *edit = work->edit;
	struct changing changing = {
		.tx = tx,
		.op = store_tx_operation(tx),
		.reader = store_tx_reader(tx),
		.from = work->from,
	};
	enum err err = load(&changing, edit);

	if (!err)
		err = may_change(&changing);
	if (err)
		return err;
	if (edit->revision && edit->revision != changing.before.revision)
		return fail(changing.op, ERR_CONFLICT,
			    "the schedule was changed in the meantime");
	err = check(&changing);
	if (!err)
		err = apply(&changing);
	if (!err)
		err = practice_schedule_sessions(changing.reader, edit->id,
						 &work->sessions);
	return err;
}

enum err practice_schedule_change(struct operation *op, struct store *store,
				  const struct edit *edit, struct day from,
				  struct ids *sessions)
{
	struct change_work work = { .edit = edit, .from = from };
	enum err err = store_write(op, store, change_work, &work);

	if (!err)
		*sessions = work.sessions;
	return err;
}
