#include "practice/booking/series_again_private.h"

#include "practice/access.h"
#include "practice/booking/event_private.h"
#include "practice/booking/own_private.h"
#include "practice/booking/removal_private.h"
#include "practice/booking/series_make_private.h"
#include "practice/booking/series_match_private.h"
#include "practice/booking/session_delete_private.h"
#include "practice/calendar/view_member.h"
#include "practice/refusal.h"
#include "practice/session/schedule.h"
#include "practice/session/schedule_shift.h"
#include "practice/session/session.h"
#include "practice/wall_time.h"

/* A series that is sent again. */
struct again {
	struct booking *booking;
	const struct cal_object *object;
	const struct wish *wish;
	struct series before;
	struct series_sent sent;
	struct series_match match;
	struct session head; /* as it was, with the new texts and zone */
	struct instant start;
	struct ids ours; /* what its dates are now */
};

/* What the program never read it cannot mean to change: its texts are compared
 * with those that it sent itself. */
static void drop_untold(const struct again *again, struct wish *wish)
{
	const struct cal_component *event = again->object->master;
	struct arena *arena = again->booking->op->arena;

	wish->parts &= ~(unsigned)PART_TIME;
	if (!cal_line_find(event, "X-PRACTICE-REVISION") &&
	    str_equal(booking_series_texts(arena, event), again->before.told))
		wish->parts &= ~booking_texts_parts();
}

/* Is each session of it there, open, and one that the actor sees? */
static enum err all_open(const struct again *again)
{
	struct operation *op = again->booking->op;
	const struct series *before = &again->before;
	enum err err = OK;

	for (size_t i = 0; !err && i < before->count; i++) {
		struct session session;

		if (before->dates[i].taken)
			continue;
		err = store_session_find(again->booking->reader,
					 before->dates[i].session, &session);
		if (!err)
			err = practice_session_may_follow(op, &session);
		if (!err && !practice_sees_session(&op->actor, &session))
			err = refuse(op, REFUSAL_NOT_PERMITTED,
				     "a session of the series is no longer "
				     "yours: change the others one by one");
	}
	return err;
}

/* What was removed because its date was left out is there again. */
static enum err take_back(const struct again *again, int64_t id, bool *back)
{
	struct booking *booking = again->booking;
	struct removal removal;
	struct session session;
	enum err err = store_removal_find(booking->reader, id, &removal);

	*back = false;
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = practice_removal_stands(booking->reader, &removal, &session,
				      back);
	if (err || !*back)
		return err;
	err = practice_removal_undo(booking->tx, &session);
	return err ? err : practice_removal_leave(booking->tx, &removal);
}

/* The time of a date, and its texts where it has own ones or had. */
static void take_date(const struct again *again,
		      const struct cal_instance *instance,
		      const struct series_date *date, struct session *session)
{
	session->zone = again->head.zone;
	booking_series_take(again->booking, again->object, instance, session);
	if (instance->component != again->object->master ||
	    !booking_series_told_texts(date->told))
		return;
	practice_terms_lay(&session->terms, &again->head.terms,
			   booking_texts_parts());
}

static enum err change(const struct again *again, size_t i,
		       const struct series_date *date, bool moved)
{
	struct transaction *tx = again->booking->tx;
	const struct cal_instance *instance = &again->sent.found.items[i];
	struct session session;
	struct day planned;
	enum err err = store_session_find(again->booking->reader, date->session,
					  &session);

	if (err)
		return err;
	practice_terms_lay(&session.terms, &again->wish->terms,
			   again->wish->parts);
	if (moved)
		take_date(again, instance, date, &session);
	session.revision = 0;
	err = practice_session_change_tx(tx, &session);
	if (err || !moved || !session.schedule)
		return err;
	planned = wall_day(practice_instant_wall(session.zone,
						 instance->recurrence.instant));
	return store_session_plan(tx, session.id, planned);
}

/* One date that was there before. */
static enum err change_date(struct again *again, size_t i)
{
	const struct series_date *date =
		&again->before.dates[again->match.date_of[i]];
	bool moved =
		date->taken || !str_equal(date->told, again->match.told[i]);
	bool back = true;
	enum err err = OK;

	if (date->taken)
		err = take_back(again, date->session, &back);
	if (err || !back)
		return err;
	again->sent.sessions[i] = date->session;
	ids_add(&again->ours, date->session);
	if (moved || again->wish->parts)
		err = change(again, i, date, moved);
	if (!err && again->wish->own_changed)
		err = booking_series_share(again->booking, date->session,
					   again->wish->own);
	return err;
}

static enum err change_dates(struct again *again)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < again->sent.found.count; i++) {
		if (again->match.date_of[i] != SERIES_NEW)
			err = change_date(again, i);
	}
	return err;
}

/* New dates are like the first session, but for what an override says. */
static enum err add_dates(struct again *again)
{
	struct session pattern = again->head;
	enum err err;

	if (!again->match.added)
		return OK;
	pattern.planned.n = 0;
	err = booking_series_standing(again->booking, &pattern, &again->sent,
				      &again->ours);
	if (!err)
		err = booking_series_add(again->booking, again->object,
					 &pattern, &again->sent, &again->ours);
	if (!err)
		err = booking_series_endless(again->booking, pattern.id,
					     &again->sent);
	return err;
}

/* The event's address is that of a date which is there: the session that has it
 * gets another one. */
static enum err hand_over(const struct again *again, int64_t to)
{
	struct booking *booking = again->booking;
	struct arena *arena = booking->op->arena;
	int64_t id = again->head.id;
	enum err err = view_member_place(
		booking->tx, &booking->collection, id,
		arena_printf(arena, "session-%lld.ics", (long long)id),
		arena_printf(arena, "session-%lld-%s", (long long)id,
			     again->object->uid));

	if (err)
		return err;
	return view_member_place(booking->tx, &booking->collection, to,
				 booking->name, again->object->uid);
}

static enum err take_dates(const struct again *again, int64_t *head)
{
	const struct series *before = &again->before;
	enum err err = OK;

	if (!ids_has(&again->ours, *head)) {
		*head = again->ours.at[0];
		err = hand_over(again, *head);
	}
	for (size_t i = 0; !err && i < before->count; i++) {
		if (!before->dates[i].taken && !again->match.found[i])
			err = booking_session_remove(again->booking,
						     before->dates[i].session);
	}
	return err;
}

/* What was left out still counts. */
static void say(const struct again *again, struct schedule *schedule)
{
	const struct series_sent *sent = &again->sent;
	struct span span = booking_series_span(&sent->found.items[sent->first]);

	practice_terms_lay(&schedule->terms, &again->wish->terms,
			   again->wish->parts);
	schedule->start = practice_instant_wall(again->head.zone, again->start);
	schedule->zone = again->head.zone;
	schedule->minutes =
		practice_schedule_minutes(span.end.s - span.start.s);
	if (!again->match.added && !again->match.gone)
		return;
	schedule->until.n = 0;
	schedule->count = (int)sent->found.count;
	if (sent->rule.count > schedule->count &&
	    sent->rule.count <= PRACTICE_SCHEDULE_CAP)
		schedule->count = (int)sent->rule.count;
}

/* The schedule's row says what the rule does now; sessions by a rule that no
 * schedule can say leave it. */
static enum err change_schedule(const struct again *again)
{
	struct booking *booking = again->booking;
	int64_t id = again->head.schedule;
	struct schedule before, after;
	enum err err;

	if (!id)
		return OK;
	err = store_schedule_find(booking->reader, id, &before);
	if (err)
		return err;
	after = before;
	say(again, &after);
	if (!booking_series_plan(&again->sent, after.start, &after))
		id = 0;
	if (id)
		err = store_schedule_update(booking->tx, &after);
	if (!err && id)
		err = practice_schedule_record(booking->tx, "schedule.change",
					       &before, &after);
	for (size_t i = 0; !err && i < again->ours.count; i++)
		err = booking_series_join(booking, again->ours.at[i], id);
	return err;
}

static enum err remember(const struct again *again, int64_t head)
{
	struct arena *arena = again->booking->op->arena;
	const struct series *before = &again->before;
	struct series series = {
		.head = head,
		.start = again->sent.start,
		.told = booking_series_texts(arena, again->object->master),
		.dates = arena_array(arena, again->ours.count + before->count,
				     sizeof(*series.dates)),
	};

	booking_series_dates(arena, again->object, &again->sent, &again->ours,
			     &series);
	for (size_t i = 0; i < before->count; i++) {
		struct series_date date = before->dates[i];

		if (again->match.found[i] ||
		    series.count > PRACTICE_SCHEDULE_CAP * 2)
			continue;
		date.taken = true;
		date.wall = instant_wall((struct instant){
			wall_utc(date.wall).s + again->match.moved });
		series.dates[series.count++] = date;
	}
	return store_series_put(again->booking->tx, again->before.head,
				&series);
}

/* Own lines may change at any time, the rest only while all are open. */
static enum err apply(struct again *again, int64_t *head)
{
	const struct series_match *match = &again->match;
	bool moves = match->added || match->gone || match->changed ||
		     again->wish->parts;
	enum err err = OK;

	again->ours =
		booking_series_room(again->booking->op->arena, &again->sent);
	if (moves)
		err = all_open(again);
	if (!err)
		err = change_dates(again);
	if (err || !moves)
		return err;
	err = add_dates(again);
	if (!err)
		err = take_dates(again, head);
	if (!err)
		err = change_schedule(again);
	return err ? err : remember(again, *head);
}

/* Dates, and what is compared with what stands. */
static enum err prepare(struct again *again, struct wish *wish)
{
	struct booking *booking = again->booking;
	struct session *head = &again->head;
	struct span span;
	enum err err = booking_time(booking, again->object, &span, &head->zone);

	if (!err)
		err = booking_series_read(booking, again->object, span.start,
					  &again->sent);
	if (err)
		return err;
	again->start = span.start;
	again->match = booking_series_match(booking->op->arena, again->object,
					    &again->before, &again->sent);
	drop_untold(again, wish);
	practice_terms_lay(&head->terms, &wish->terms, wish->parts);
	return OK;
}

enum err booking_series_again(struct booking *booking,
			      const struct cal_object *object,
			      struct wish *wish, int64_t *head, bool *done)
{
	struct again again = {
		.booking = booking,
		.object = object,
		.wish = wish,
	};
	enum err err;

	*done = false;
	/* Who has read one of them as a session holds no series any more. */
	if (cal_line_find(object->master, "X-PRACTICE-SCHEDULE"))
		return OK;
	err = store_series_find(booking->reader, *head, &again.before);
	*done = !err;
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = store_session_find(booking->reader, *head, &again.head);
	if (!err)
		err = prepare(&again, wish);
	if (!err)
		err = apply(&again, head);
	if (err)
		return booking_refusal(booking->op, err);
	wish->parts = 0;
	return OK;
}
