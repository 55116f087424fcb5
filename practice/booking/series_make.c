#include "practice/booking/series_make_private.h"

#include "ical/text.h"
#include "practice/booking/event_private.h"
#include "practice/booking/own_private.h"
#include "practice/session/schedule.h"
#include "practice/session/session.h"
#include "practice/session/session_rules.h"
#include "practice/wall_time.h"
#include "store/review.h"
#include "store/session_list.h"

#include <string.h>

/* Bytes of own lines that each session of a series gets. */
#define SHARED_LIMIT 4096

enum err booking_series_schedule(struct booking *booking,
				 const struct cal_object *object,
				 const struct series_sent *sent,
				 struct session *session)
{
	const struct cal_zone *zone = cal_zone_find(session->zone);
	int64_t length = session->span.end.s - session->span.start.s;
	struct schedule schedule = {
		.count = (int)sent->found.count,
		.enabled = true,
		.minutes = practice_schedule_minutes(length),
		.zone = session->zone,
		.terms = session->terms,
	};
	enum err err;

	/* Sessions that are too long are refused when they are made. */
	if (!zone || length > PRACTICE_SESSION_LONGEST ||
	    !booking_series_plain(object))
		return OK;
	schedule.start = cal_zone_wall(zone, session->span.start);
	if (!booking_series_plan(sent, schedule.start, &schedule))
		return OK;
	err = store_schedule_insert(booking->tx, &schedule);
	if (err)
		return err;
	session->schedule = schedule.id;
	return practice_schedule_record(booking->tx, "schedule.add", NULL,
					&schedule);
}

enum err booking_series_endless(struct booking *booking, int64_t session,
				const struct series_sent *sent)
{
	struct review review = {
		.kind = "endless-rule",
		.session = session,
		.person = booking->op->actor.person,
		.text = arena_printf(booking->op->arena,
				     "A calendar asked for a session without "
				     "an end; %zu were made, twelve months of "
				     "it.",
				     sent->found.count),
	};

	return sent->endless ? store_review_add(booking->tx, &review) : OK;
}

void booking_series_take(struct booking *booking,
			 const struct cal_object *object,
			 const struct cal_instance *instance,
			 struct session *session)
{
	const struct cal_component *event = instance->component;

	session->span = booking_series_span(instance);
	if (event == object->master)
		return;
	session->planned = wall_day(practice_instant_wall(
		session->zone, instance->recurrence.instant));
	booking_texts_read(booking->op->arena, event, &session->terms);
}

enum err booking_series_share(struct booking *booking, int64_t session,
			      const char *own)
{
	if (strlen(own) > SHARED_LIMIT)
		return OK;
	return booking_keep_own(booking, session, own);
}

static enum err add(struct booking *booking, struct session *session,
		    const char *own)
{
	enum err err = practice_session_add_tx(booking->tx, session);

	if (err || !*own)
		return err;
	return booking_series_share(booking, session->id, own);
}

enum err booking_series_add(struct booking *booking,
			    const struct cal_object *object,
			    const struct session *pattern,
			    struct series_sent *sent, struct ids *ours)
{
	const char *own = booking_own_lines(booking->op->arena, object->master);
	enum err err = OK;

	for (size_t i = 0; !err && i < sent->found.count; i++) {
		struct session session = *pattern;

		if (sent->sessions[i])
			continue;
		session.uid = session.name = NULL;
		booking_series_take(booking, object, &sent->found.items[i],
				    &session);
		err = add(booking, &session, own);
		sent->sessions[i] = session.id;
		ids_add(ours, session.id);
	}
	return err;
}

static const struct session *standing_at(const struct session *list,
					 size_t count, struct span span,
					 const struct ids *clients)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].span.start.s == span.start.s &&
		    list[i].span.end.s == span.end.s &&
		    ids_same(&list[i].terms.clients, clients))
			return &list[i];
	}
	return NULL;
}

enum err booking_series_standing(struct booking *booking,
				 const struct session *session,
				 struct series_sent *sent, struct ids *ours)
{
	const struct cal_instances *found = &sent->found;
	struct session_filter filter = {
		.span = { found->items[0].span.start, INSTANT_MAX },
		.practitioner = session->terms.practitioners.count
					? session->terms.practitioners.at[0]
					: 0,
	};
	struct session *list;
	size_t count;
	enum err err =
		store_session_list(booking->reader, &filter, &list, &count);

	if (err)
		return err;
	for (size_t i = 0; i < found->count; i++) {
		const struct session *there =
			sent->sessions[i]
				? NULL
				: standing_at(
					  list, count,
					  booking_series_span(&found->items[i]),
					  &session->terms.clients);

		if (!there)
			continue;
		sent->sessions[i] = there->id;
		if (!there->schedule && there->state != SESSION_SAVED)
			ids_add(ours, there->id);
	}
	return OK;
}

enum err booking_series_join(struct booking *booking, int64_t id,
			     int64_t schedule)
{
	struct session session, joined;
	enum err err = store_session_find(booking->reader, id, &session);

	if (err || session.schedule == schedule)
		return err;
	joined = session;
	joined.schedule = schedule;
	joined.planned = practice_planned_day(&joined);
	return practice_session_write(booking->tx, &session, &joined,
				      "session.change");
}

struct ids booking_series_room(struct arena *arena,
			       const struct series_sent *sent)
{
	return (struct ids){
		arena_array(arena, sent->found.count + 1, sizeof(int64_t)), 0
	};
}

void booking_series_dates(struct arena *arena, const struct cal_object *object,
			  const struct series_sent *sent,
			  const struct ids *ours, struct series *series)
{
	const struct cal_instances *found = &sent->found;

	for (size_t i = 0; i < found->count; i++) {
		if (!ids_has(ours, sent->sessions[i]))
			continue;
		series->dates[series->count++] = (struct series_date){
			.wall = found->items[i].recurrence.wall,
			.session = sent->sessions[i],
			.told = booking_series_told(arena, object,
						    &found->items[i]),
		};
	}
}
