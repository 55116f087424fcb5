#include "practice/session/schedule_shift.h"

#include "base/str.h"
#include "ical/zone.h"
#include "practice/access.h"
#include "practice/calendar/facts_list.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_plan_private.h"
#include "practice/session/schedule_shift_private.h"
#include "practice/session/session.h"
#include "practice/session/session_rules.h"
#include "practice/refusal.h"
#include "practice/wall_time.h"
#include "store/session_list.h"
#include "store/transaction.h"

#define WEEK 7

static int64_t wall_start(const struct session *session)
{
	return wall_utc(practice_instant_wall(session->zone,
					      session->span.start))
		.s;
}

static int64_t length_of(const struct session *session)
{
	return session->span.end.s - session->span.start.s;
}

static struct day local_day(const struct session *session)
{
	return wall_day(
		practice_instant_wall(session->zone, session->span.start));
}

enum err practice_planned_move(struct transaction *tx,
			       const struct session *session, int32_t days)
{
	struct day day = practice_planned_day(session);

	if (!days)
		return OK;
	day.n += days;
	return store_session_plan(tx, session->id, day);
}

struct schedule_shift practice_schedule_shift(const struct session *from,
					      const struct session *to)
{
	struct schedule_shift shift = {
		.parts = practice_session_differs(from, to),
		.wall = wall_start(to) - wall_start(from),
		.days = local_day(to).n - local_day(from).n,
		.to = to,
	};

	if (length_of(from) != length_of(to))
		shift.length = length_of(to);
	if (!str_equal(from->zone, to->zone))
		shift.zone = to->zone;
	return shift;
}

static void move(struct session *session, const struct schedule_shift *by)
{
	int64_t length = by->length ? by->length : length_of(session);
	struct instant wall = { wall_start(session) + by->wall };

	if (by->zone)
		session->zone = by->zone;
	session->span.start = cal_zone_instant(cal_zone_find(session->zone),
					       instant_wall(wall));
	session->span.end.s = session->span.start.s + length;
}

enum err practice_schedule_follow(struct transaction *tx,
				  struct session session,
				  const struct schedule_shift *by)
{
	const struct session *to = by->to;
	enum err err;

	if (by->parts & PART_TIME)
		move(&session, by);
	practice_terms_lay(&session.terms, &to->terms, by->parts);
	session.revision = 0;
	err = practice_session_change_tx(tx, &session);
	return err ? err : practice_planned_move(tx, &session, by->days);
}

unsigned practice_days_moved(unsigned days, struct wall from, int64_t wall)
{
	struct instant moved = { wall_utc(from).s + wall };
	int32_t by = wall_day(instant_wall(moved)).n - wall_day(from).n;
	unsigned turn = (unsigned)((by % WEEK + WEEK) % WEEK);

	return (days << turn | days >> (WEEK - turn)) & 0x7f;
}

static enum err siblings_follow(struct transaction *tx,
				const struct session *before,
				const struct schedule_shift *by,
				enum schedule_scope scope)
{
	struct operation *op = store_tx_operation(tx);
	struct session_filter filter = { .schedule = before->schedule,
					 .open = true,
					 .drafts = true };
	struct session *list;
	size_t count;
	enum err err =
		store_session_list(store_tx_reader(tx), &filter, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (list[i].id == before->id ||
		    !practice_sees_session(&op->actor, &list[i]))
			continue;
		if (scope == SCHEDULE_FOLLOWING &&
		    list[i].span.start.s < before->span.start.s)
			continue;
		err = practice_schedule_follow(tx, list[i], by);
	}
	return err;
}

/* What the schedule says is what is made from now on. */
static void row_follow(struct schedule *row, const struct session *before,
		       const struct schedule_shift *by,
		       enum schedule_scope scope)
{
	const struct session *to = by->to;
	struct instant moved = { wall_utc(row->start).s + by->wall };
	struct day day = wall_day(scope == SCHEDULE_ALL ? instant_wall(moved)
							: row->start);

	row->days = practice_days_moved(
		row->days,
		practice_instant_wall(before->zone, before->span.start),
		by->wall);
	row->start = practice_wall_on(day, instant_wall(moved));
	if (by->length)
		row->minutes = practice_schedule_minutes(by->length);
	if (by->zone)
		row->zone = by->zone;
	practice_terms_lay(&row->terms, &to->terms, by->parts);
}

static enum err schedule_follow(struct transaction *tx,
				const struct session *before,
				const struct schedule_shift *by,
				enum schedule_scope scope)
{
	struct schedule row, after;
	enum err err = store_schedule_find(store_tx_reader(tx),
					   before->schedule, &row);

	if (err)
		return err;
	after = row;
	row_follow(&after, before, by, scope);
	err = store_schedule_update(tx, &after);
	if (!err)
		err = practice_schedule_record(tx, "schedule.change", &row,
					       &after);
	return err;
}

static enum err others_follow(struct transaction *tx,
			      const struct session *before,
			      const struct session *after,
			      enum schedule_scope scope)
{
	struct schedule_shift by = practice_schedule_shift(before, after);
	enum err err;

	if (scope == SCHEDULE_THIS || !before->schedule || !by.parts)
		return OK;
	err = practice_planned_move(tx, before, by.days);
	if (!err)
		err = siblings_follow(tx, before, &by, scope);
	if (!err)
		err = schedule_follow(tx, before, &by, scope);
	return err;
}

enum err practice_session_may_follow(struct operation *op,
				     const struct session *session)
{
	if (session->removed.s != INSTANT_MAX.s)
		return refuse(op, REFUSAL_NOT_PERMITTED,
			      "a session of the series was removed: "
			      "change the others one by one");
	if (session->state == SESSION_SAVED)
		return refuse(op, REFUSAL_SESSION_SAVED,
			      "a session of the series is saved: "
			      "change the others one by one");
	return OK;
}

/* Is each session that the schedule made there, and open? */
static enum err all_open(struct reader *reader, int64_t schedule)
{
	struct operation *op = store_reader_operation(reader);
	struct session_filter filter = { .schedule = schedule,
					 .removed = true };
	struct session *list;
	size_t count;
	enum err err = store_session_list(reader, &filter, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = practice_session_may_follow(op, &list[i]);
	return err;
}

enum err practice_session_change_all_tx(struct transaction *tx,
					struct session *session)
{
	struct reader *reader = store_tx_reader(tx);
	struct session before;
	enum err err = practice_session_open(reader, session->id, &before);

	if (!err)
		err = all_open(reader, before.schedule);
	if (!err)
		err = practice_session_change_tx(tx, session);
	return err ? err : others_follow(tx, &before, session, SCHEDULE_ALL);
}

struct session_edit {
	const struct edit *edit;
	enum schedule_scope scope;
};

static enum err change_work(struct transaction *tx, void *context)
{
	const struct session_edit *work = context;
	const struct edit *edit = work->edit;
	struct reader *reader = store_tx_reader(tx);
	struct session_facts known;
	struct session before, after;
	enum err err = practice_session_open(reader, edit->id, &before);

	if (!err)
		err = practice_facts_of(reader, &before, &known);
	if (err)
		return err;
	after = before;
	after.revision = edit->revision;
	err = edit->apply(&after, edit->context);
	if (!err)
		err = practice_session_change_known(tx, &known, &after);
	if (err)
		return err;
	return others_follow(tx, &before, &after, work->scope);
}

enum err practice_session_change(struct operation *op, struct store *store,
				 const struct edit *edit,
				 enum schedule_scope scope)
{
	struct session_edit work = { edit, scope };

	return store_write(op, store, change_work, &work);
}
