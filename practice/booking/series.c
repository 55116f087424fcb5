#include "practice/booking/series_private.h"

#include "practice/access.h"
#include "practice/booking/own_private.h"
#include "practice/booking/series_make_private.h"
#include "practice/session/schedule.h"
#include "practice/session/session.h"
#include "practice/session/session_rules.h"
#include "practice/wall_time.h"
#include "practice/refusal.h"
#include "store/series.h"

/* What it became, for when it is sent again. */
static enum err remember(struct booking *booking,
			 const struct cal_object *object,
			 const struct series_sent *sent, const struct ids *ours)
{
	struct arena *arena = booking->op->arena;
	struct series series = {
		.head = sent->sessions[sent->first],
		.start = sent->start,
		.told = booking_series_texts(arena, object->master),
		.dates = arena_array(arena, ours->count, sizeof(*series.dates)),
	};

	booking_series_dates(arena, object, sent, ours, &series);
	return store_series_put(booking->tx, series.head, &series);
}

/* The first, which has the event's address and UID, and all its own lines. */
static enum err add_first(struct booking *booking,
			  const struct cal_object *object,
			  const struct series_sent *sent, const char *own,
			  struct session *first)
{
	enum err err;

	booking_series_take(booking, object, &sent->found.items[sent->first],
			    first);
	err = practice_session_add_tx(booking->tx, first);
	if (err)
		return err;
	sent->sessions[sent->first] = first->id;
	return *own ? booking_keep_own(booking, first->id, own) : OK;
}

enum err booking_series_create(struct booking *booking,
			       const struct cal_object *object,
			       struct session *session, const char *own)
{
	struct series_sent sent;
	struct session first;
	struct ids ours;
	enum err err = booking_series_read(booking, object, session->span.start,
					   &sent);

	if (!err)
		err = booking_series_schedule(booking, object, &sent, session);
	if (err)
		return err;
	first = *session;
	ours = booking_series_room(booking->op->arena, &sent);
	err = add_first(booking, object, &sent, own, &first);
	ids_add(&ours, first.id);
	if (!err)
		err = booking_series_add(booking, object, session, &sent,
					 &ours);
	if (!err)
		err = booking_series_endless(booking, first.id, &sent);
	if (!err)
		err = remember(booking, object, &sent, &ours);
	if (!err)
		*session = first;
	return err;
}

static bool same_extent(const struct series_sent *sent,
			const struct schedule *schedule)
{
	const struct cal_rule *rule = &sent->rule;
	struct wall until = rule->until;

	if (schedule->count)
		return sent->found.count == (size_t)schedule->count;
	if (rule->has_until && rule->until_utc)
		until = practice_instant_wall(schedule->zone, wall_utc(until));
	return rule->has_until && wall_day(until).n == schedule->until.n;
}

/* Is it what the session's schedule says already? */
static enum err same_schedule(struct booking *booking,
			      const struct cal_object *object,
			      const struct session *session, bool *same)
{
	struct wall start =
		practice_instant_wall(session->zone, session->span.start);
	struct schedule schedule;
	struct schedule said = { .days = 0 };
	struct series_sent sent;
	enum err err = booking_series_read(booking, object, session->span.start,
					   &sent);

	if (!err)
		err = store_schedule_find(booking->reader, session->schedule,
					  &schedule);
	if (err)
		return err;
	*same = booking_series_plain(object) &&
		booking_series_plan(&sent, start, &said) &&
		said.days == schedule.days && said.repeat == schedule.repeat &&
		same_extent(&sent, &schedule);
	return OK;
}

enum err booking_series_wished(struct booking *booking,
			       const struct cal_object *object,
			       const struct session *session, bool *wished)
{
	bool same = false;
	enum err err = OK;

	if (object->recurring && session->schedule) {
		err = same_schedule(booking, object, session, &same);
		if (!err && !same)
			return refuse(
				booking->op, REFUSAL_NOT_PERMITTED,
				"the session belongs to a schedule: "
				"change the schedule instead of repeating "
				"one session of it");
	}
	if (!err)
		*wished = object->recurring && !same;
	return err;
}

/* Both of what making and what changing sessions needs. */
static enum err may_repeat(struct booking *booking,
			   const struct session *session)
{
	enum err err =
		practice_session_may_change(booking->op, session, PART_TIME);

	return err ? err : practice_session_may_add(booking->op, session);
}

/* It keeps its own date unless that is left out of the series or moved. */
static enum err move_first(struct booking *booking,
			   const struct cal_object *object,
			   const struct series_sent *sent,
			   const struct session *session)
{
	struct session moved = *session;

	moved.revision = 0;
	booking_series_take(booking, object, &sent->found.items[sent->first],
			    &moved);
	return practice_session_change_tx(booking->tx, &moved);
}

/* The first, and those that stood there, become one schedule's. */
static enum err join_all(struct booking *booking, const struct ids *ours,
			 int64_t schedule)
{
	enum err err = OK;

	for (size_t i = 0; !err && schedule && i < ours->count; i++)
		err = booking_series_join(booking, ours->at[i], schedule);
	return err;
}

static bool is_whole(const struct series_sent *sent)
{
	for (size_t i = 0; i < sent->found.count; i++) {
		if (!sent->sessions[i])
			return false;
	}
	return true;
}

static enum err extend(struct booking *booking, const struct cal_object *object,
		       struct session *session, struct series_sent *sent)
{
	struct ids ours = booking_series_room(booking->op->arena, sent);
	enum err err;

	ids_add(&ours, session->id);
	sent->sessions[sent->first] = session->id;
	err = booking_series_standing(booking, session, sent, &ours);
	if (err || is_whole(sent))
		return err;
	err = booking_series_schedule(booking, object, sent, session);
	if (!err)
		err = move_first(booking, object, sent, session);
	if (!err)
		err = join_all(booking, &ours, session->schedule);
	if (!err)
		err = booking_series_add(booking, object, session, sent, &ours);
	if (!err)
		err = booking_series_endless(booking, session->id, sent);
	return err ? err : remember(booking, object, sent, &ours);
}

enum err booking_series_extend(struct booking *booking,
			       const struct cal_object *object, int64_t id)
{
	struct series_sent sent;
	struct session session;
	enum err err = store_session_find(booking->reader, id, &session);

	if (!err)
		err = may_repeat(booking, &session);
	if (!err)
		err = booking_series_read(booking, object, session.span.start,
					  &sent);
	return err ? err : extend(booking, object, &session, &sent);
}
