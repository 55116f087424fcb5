#include "practice/schedule_change.h"

#include "base/str.h"
#include "practice/record.h"
#include "practice/rules.h"
#include "practice/session.h"
#include "practice/session_rules.h"
#include "store/transaction.h"

struct scope_work {
	const struct session *wanted;
	enum change_scope scope;
	struct session result;
};

struct change_work {
	const struct schedule *wanted;
	struct day from;
	struct schedule result;
	struct ids sessions;
};

/** The sessions of a schedule, sorted out for making the open ones anew. */
struct remaking {
	struct transaction *tx;
	struct schedule *schedule;
	struct session *list;
	size_t count;
	bool *keeps; /* saved, or before the day */
	bool *used;  /* an open one that stands where a new one would */
	struct instant from;
	size_t kept;
};

/* --- One session and those that follow -------------------------------------*/

/** How far the wall clock of the changed session moved, in seconds. */
static int64_t wall_shift(const struct session *before,
			  const struct session *after)
{
	const struct cal_zone *old_zone = cal_zone_find(before->zone);
	const struct cal_zone *new_zone = cal_zone_find(after->zone);

	if (!old_zone || !new_zone)
		return 0;
	return wall_utc(cal_zone_wall(new_zone, after->span.start)).s -
	       wall_utc(cal_zone_wall(old_zone, before->span.start)).s;
}

/** The same instant's wall, moved, back in the zone (S15). */
static struct instant shifted(const struct cal_zone *from,
			      const struct cal_zone *to, struct instant instant,
			      int64_t shift)
{
	struct instant wall = wall_utc(cal_zone_wall(from, instant));

	wall.s += shift;
	return cal_zone_instant(to, instant_wall(wall));
}

/** What changed between two versions, put over another of the schedule. */
static void follow(struct session *one, const struct session *before,
		   const struct session *after)
{
	unsigned parts = practice_session_differs(before, after);
	const struct cal_zone *from = cal_zone_find(one->zone);
	const struct cal_zone *to = cal_zone_find(after->zone);

	if ((parts & PART_TIME) && from && to) {
		one->span.start = shifted(from, to, one->span.start,
					  wall_shift(before, after));
		one->span.end.s = one->span.start.s + after->span.end.s -
				  after->span.start.s;
		one->zone = after->zone;
	}
	if (parts & PART_PLACE)
		one->place = after->place;
	if (parts & PART_PUBLIC_NOTE)
		one->public_note = after->public_note;
	if (parts & PART_PRIVATE_NOTE)
		one->private_note = after->private_note;
	if (parts & PART_SERVICE)
		one->service = after->service;
	if (parts & PART_PEOPLE) {
		one->practitioners = after->practitioners;
		one->clients = after->clients;
	}
	one->revision = 0;
}

static enum err list_open(struct reader *reader, int64_t schedule,
			  struct session **list, size_t *count)
{
	struct session_filter filter = { .schedule = schedule,
					 .drafts = true,
					 .open = true };

	return store_session_list(reader, &filter, list, count);
}

/** The weekdays of a schedule, each moved by some days. */
static unsigned days_moved(unsigned days, int64_t by)
{
	unsigned moved = 0;

	by = (by % 7 + 7) % 7;
	for (unsigned i = 0; i < 7; i++)
		if (days & (1u << i))
			moved |= 1u << ((i + (unsigned)by) % 7);
	return moved;
}

/** The schedule itself says from now on what its sessions are. */
static enum err pattern_follow(struct transaction *tx,
			       const struct session *before,
			       const struct session *after)
{
	struct schedule schedule;
	struct session one;
	struct wall was, is;
	int64_t shift = wall_shift(before, after);
	enum err err = store_schedule_find(store_tx_reader(tx),
					   before->schedule, &schedule);

	if (err)
		return err;
	one = (struct session){ .zone = schedule.zone,
				.service = schedule.service,
				.place = schedule.place,
				.public_note = schedule.public_note,
				.private_note = schedule.private_note,
				.practitioners = schedule.practitioners,
				.clients = schedule.clients };
	follow(&one, before, after);
	was = schedule.start;
	is = instant_wall((struct instant){ wall_utc(was).s + shift });
	schedule.days =
		days_moved(schedule.days, wall_day(is).n - wall_day(was).n);
	schedule.start = is;
	schedule.minutes = (after->span.end.s - after->span.start.s) / 60;
	schedule.zone = after->zone;
	schedule.service = one.service;
	schedule.place = one.place;
	schedule.public_note = one.public_note;
	schedule.private_note = one.private_note;
	schedule.practitioners = one.practitioners;
	schedule.clients = one.clients;
	return store_schedule_update(tx, &schedule);
}

static enum err follow_all(struct transaction *tx, const struct session *before,
			   const struct session *after, enum change_scope scope)
{
	struct session *list;
	size_t count;
	enum err err =
		list_open(store_tx_reader(tx), before->schedule, &list, &count);

	for (size_t i = 0; i < count && !err; i++) {
		if (list[i].id == before->id ||
		    (scope == SCOPE_FOLLOWING &&
		     list[i].span.start.s < before->span.start.s))
			continue;
		follow(&list[i], before, after);
		err = practice_session_change_tx(tx, &list[i]);
	}
	return err ? err : pattern_follow(tx, before, after);
}

static enum err scope_work(struct transaction *tx, void *context)
{
	struct scope_work *work = context;
	struct session before;
	enum err err = practice_session_open(store_tx_reader(tx),
					     work->wanted->id, &before);

	if (err)
		return err;
	work->result = *work->wanted;
	err = practice_session_change_tx(tx, &work->result);
	if (err || work->scope == SCOPE_THIS || !before.schedule)
		return err;
	return follow_all(tx, &before, &work->result, work->scope);
}

enum err practice_session_change_scope(struct operation *op,
				       struct store *store,
				       struct session *session,
				       enum change_scope scope)
{
	struct scope_work work = { .wanted = session, .scope = scope };
	enum err err = store_write(op, store, scope_work, &work);

	if (!err)
		*session = work.result;
	return err;
}

/* --- The plan itself -------------------------------------------------------*/

static struct session pattern_of(const struct schedule *schedule)
{
	return (struct session){
		.schedule = schedule->id,
		.zone = schedule->zone,
		.service = schedule->service,
		.place = schedule->place,
		.public_note = schedule->public_note,
		.private_note = schedule->private_note,
		.practitioners = schedule->practitioners,
		.clients = schedule->clients,
	};
}

static bool same_days(const struct schedule *a, const struct schedule *b)
{
	return a->days == b->days && a->repeat == b->repeat;
}

static bool needs_remaking(const struct schedule *a, const struct schedule *b)
{
	return !same_days(a, b) || a->count != b->count ||
	       a->until.n != b->until.n || (b->enabled && !a->enabled) ||
	       a->skip_closures != b->skip_closures;
}

static enum err remaking_load(struct remaking *remaking)
{
	struct reader *reader = store_tx_reader(remaking->tx);
	struct arena *arena = store_tx_operation(remaking->tx)->arena;
	struct session_filter filter = { .schedule = remaking->schedule->id };
	enum err err = store_session_list(reader, &filter, &remaking->list,
					  &remaking->count);

	if (err)
		return err;
	remaking->keeps = arena_array(arena, remaking->count, sizeof(bool));
	remaking->used = arena_array(arena, remaking->count, sizeof(bool));
	for (size_t i = 0; i < remaking->count; i++) {
		const struct session *one = &remaking->list[i];

		remaking->keeps[i] = one->state == SESSION_SAVED ||
				     one->span.start.s < remaking->from.s;
		remaking->kept += remaking->keeps[i];
	}
	return OK;
}

/**
 * The dates at which sessions are wanted from the day on. With the same days
 * the series goes on as it began, so that a monthly one keeps its nth weeks;
 * new days begin in that day's week.
 */
static enum err dates_plan(struct remaking *remaking, bool same,
			   struct plan *plan)
{
	struct operation *op = store_tx_operation(remaking->tx);
	const struct schedule *schedule = remaking->schedule;
	struct schedule series = *schedule;
	const struct cal_zone *zone = cal_zone_find(schedule->zone);

	if (!same && zone) {
		struct day day = cal_zone_day(zone, remaking->from);
		struct wall start = day_wall(day);

		start.hour = schedule->start.hour;
		start.minute = schedule->start.minute;
		if (wall_utc(start).s > wall_utc(schedule->start).s)
			series.start = start;
	}
	if (schedule->count) {
		if ((size_t)schedule->count < remaking->kept)
			return fail_field(op, "count", "count-range",
					  "%zu sessions of the schedule are "
					  "saved or past: the count is at "
					  "least that.",
					  remaking->kept);
		series.count = PRACTICE_SCHEDULE_CAP;
	}
	return practice_schedule_plan(store_tx_reader(remaking->tx), &series,
				      plan);
}

/** Is there a session of the schedule at that time? */
static bool find_at(const struct remaking *remaking, struct instant start,
		    size_t *index)
{
	for (size_t i = 0; i < remaking->count; i++) {
		if (remaking->list[i].span.start.s != start.s ||
		    remaking->used[i])
			continue;
		*index = i;
		return true;
	}
	return false;
}

/** One wanted date: an open session that stands there stays and takes the
 *  pattern; else a new one is made. *made: it counts. */
static enum err date_make(struct remaking *remaking,
			  const struct planned *planned, bool *made)
{
	struct session one = pattern_of(remaking->schedule);
	size_t at;

	*made = false;
	if (find_at(remaking, planned->span.start, &at)) {
		if (remaking->keeps[at])
			return OK; /* counted already */
		remaking->used[at] = true;
		*made = true;
		one.id = remaking->list[at].id;
		one.uid = remaking->list[at].uid;
		one.name = remaking->list[at].name;
		one.span = planned->span;
		return practice_session_change_tx(remaking->tx, &one);
	}
	*made = true;
	one.span = planned->span;
	return practice_session_add_tx(remaking->tx, &one);
}

static enum err remake(struct remaking *remaking, bool same)
{
	struct schedule *schedule = remaking->schedule;
	size_t wanted = SIZE_MAX;
	struct plan plan;
	enum err err = remaking_load(remaking);

	if (!err)
		err = dates_plan(remaking, same, &plan);
	if (err)
		return err;
	if (!same)
		schedule->start = plan.start; /* where its nth weeks count */
	if (schedule->count)
		wanted = (size_t)schedule->count - remaking->kept;
	for (size_t i = 0; i < plan.count && wanted && !err; i++) {
		bool made;

		if (plan.items[i].span.start.s < remaking->from.s)
			continue;
		err = date_make(remaking, &plan.items[i], &made);
		wanted -= made;
	}
	for (size_t i = 0; i < remaking->count && !err; i++)
		if (!remaking->keeps[i] && !remaking->used[i])
			err = practice_session_remove_tx(remaking->tx,
							 remaking->list[i].id);
	return err;
}

/** Only what each session is has changed: open ones from the day on follow. */
static enum err shift(struct transaction *tx, const struct schedule *before,
		      const struct schedule *after, struct instant from)
{
	struct session was = pattern_of(before), is = pattern_of(after);
	const struct cal_zone *old_zone = cal_zone_find(before->zone);
	const struct cal_zone *new_zone = cal_zone_find(after->zone);
	struct session *list;
	size_t count;
	enum err err =
		list_open(store_tx_reader(tx), before->id, &list, &count);

	if (err || !old_zone || !new_zone)
		return err;
	was.span.start = cal_zone_instant(old_zone, before->start);
	was.span.end.s = was.span.start.s + before->minutes * 60;
	is.span.start = cal_zone_instant(new_zone, after->start);
	is.span.end.s = is.span.start.s + after->minutes * 60;
	for (size_t i = 0; i < count && !err; i++) {
		if (list[i].span.start.s < from.s)
			continue;
		follow(&list[i], &was, &is);
		err = practice_session_change_tx(tx, &list[i]);
	}
	return err;
}

static json_t *end_json(struct arena *arena, const struct schedule *schedule)
{
	json_t *json = json_object();

	record_int(json, "days", schedule->days);
	record_string(json, "repeat",
		      schedule->repeat == REPEAT_MONTHLY ? "monthly"
							 : "weekly");
	record_int(json, "count", schedule->count);
	record_string(json, "until",
		      schedule->until.n ? day_text(arena, schedule->until)
					: NULL);
	record_string(json, "start", wall_text(arena, schedule->start));
	record_int(json, "minutes", schedule->minutes);
	record_bool(json, "enabled", schedule->enabled);
	return json;
}

/** Load, check the revision, and find the moment from which on to change. */
static enum err change_begin(struct transaction *tx, struct change_work *work,
			     struct schedule *before, struct instant *from)
{
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	const struct cal_zone *zone;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_schedule_find(reader, work->wanted->id, before);
	if (err)
		return err;
	if (work->wanted->revision &&
	    work->wanted->revision != before->revision)
		return fail(op, ERR_CONFLICT,
			    "The schedule has changed since; please look at "
			    "it again.");
	err = practice_zone_load(reader, &zone);
	if (err)
		return err;
	*from = cal_zone_day_span(zone, work->from.n
						? work->from
						: cal_zone_day(zone, op->now))
			.start;
	return OK;
}

static enum err change_work(struct transaction *tx, void *context)
{
	struct change_work *work = context;
	struct arena *arena = store_tx_operation(tx)->arena;
	struct remaking remaking = { .tx = tx };
	struct schedule before;
	struct plan plan;
	enum err err = change_begin(tx, work, &before, &remaking.from);

	if (err)
		return err;
	work->result = *work->wanted;
	remaking.schedule = &work->result;
	err = practice_schedule_plan(store_tx_reader(tx), &work->result, &plan);
	if (!err && needs_remaking(&before, &work->result) &&
	    work->result.enabled)
		err = remake(&remaking, same_days(&before, &work->result));
	else if (!err)
		err = shift(tx, &before, &work->result, remaking.from);
	if (!err)
		err = store_schedule_update(tx, &work->result);
	if (!err)
		err = record_add(tx, "schedule.change", "schedule", before.id,
				 end_json(arena, &before),
				 end_json(arena, &work->result));
	if (!err)
		err = practice_schedule_sessions(store_tx_reader(tx), before.id,
						 &work->sessions);
	return err;
}

enum err practice_schedule_change(struct operation *op, struct store *store,
				  struct schedule *schedule, struct day from,
				  struct ids *sessions)
{
	struct change_work work = { .wanted = schedule, .from = from };
	enum err err = store_write(op, store, change_work, &work);

	if (err)
		return err;
	*schedule = work.result;
	*sessions = work.sessions;
	return OK;
}

enum err practice_schedule_sessions(struct reader *reader, int64_t schedule,
				    struct ids *sessions)
{
	struct session_filter filter = { .schedule = schedule };
	struct session *list;
	size_t count;
	enum err err = store_session_list(reader, &filter, &list, &count);

	if (err)
		return err;
	sessions->at = arena_array(store_reader_operation(reader)->arena, count,
				   sizeof(*sessions->at));
	sessions->count = count;
	for (size_t i = 0; i < count; i++)
		sessions->at[i] = list[i].id;
	return OK;
}
