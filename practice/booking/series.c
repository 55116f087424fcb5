#include "practice/booking/series_private.h"

#include "ical/instance.h"
#include "ical/recur.h"
#include "ical/text.h"
#include "practice/access.h"
#include "practice/booking/event_private.h"
#include "practice/booking/own_private.h"
#include "practice/session/schedule.h"
#include "practice/session/session.h"
#include "practice/session/session_rules.h"
#include "practice/wall_time.h"
#include "practice/refusal.h"
#include "store/review.h"
#include "store/session_list.h"

#include <string.h>

/* Bytes of own lines that each session of a series gets. */
#define SHARED_LIMIT 4096

/* What a recurring event asks for. */
struct series {
	struct cal_rule rule; /* the first */
	size_t rule_count;    /* 0: it lists its dates */
	bool endless;
	struct cal_instances found;
	size_t first; /* of `found`: the event's own date */
	size_t total;
	struct ids standing; /* open sessions that are there in its place */
};

static enum err over_cap(struct booking *booking)
{
	return fail(booking->op, ERR_MAX_INSTANCES, BOOKING_TOO_MANY);
}

static struct instant twelve_months_on(struct instant start)
{
	struct wall wall = instant_wall(start);
	struct day day = day_of(wall.year + 1, wall.month, wall.day);

	return (struct instant){ start.s +
				 (int64_t)(day.n - wall_day(wall).n) * 86400 };
}

static enum err read_rule(struct booking *booking,
			  const struct cal_object *object,
			  struct series *series)
{
	const struct cal_line *line = NULL;

	*series = (struct series){ .rule_count = 0 };
	while ((line = cal_line_filled(object->master, line, "RRULE"))) {
		struct cal_rule rule;
		enum err err = cal_rule_parse(booking->op, line->value, &rule);

		if (err)
			return err;
		if (rule.frequency < CAL_DAILY)
			return over_cap(booking);
		series->endless |= !rule.count && !rule.has_until;
		if (series->rule_count++ == 0)
			series->rule = rule;
	}
	return OK;
}

/* An instance that the program canceled is none. */
static void leave_out_canceled(struct cal_instances *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++) {
		const struct cal_line *status =
			cal_line_find(found->items[i].component, "STATUS");

		if (!status || !slice_is(status->value, "CANCELLED"))
			found->items[kept++] = found->items[i];
	}
	found->count = kept;
}

/* The event's own date, or the first where that is left out. */
static size_t first_of(const struct cal_instances *found, struct instant start)
{
	for (size_t i = 0; i < found->count; i++) {
		if (found->items[i].recurrence.instant.s == start.s)
			return i;
	}
	return 0;
}

/* The dates, by the object's own rule, exceptions and overrides. */
static enum err read_series(struct booking *booking,
			    const struct cal_object *object,
			    struct instant start, struct series *series)
{
	struct span window = WHOLE_TIME;
	struct cal_instances *found = &series->found;
	size_t most = PRACTICE_SCHEDULE_CAP + 1;
	enum err err = read_rule(booking, object, series);

	if (err)
		return err;
	if (series->endless) {
		window.end = twelve_months_on(start);
		most = PRACTICE_SCHEDULE_CAP;
	}
	err = cal_object_instances(booking->op, object, window, most, found);
	if (err)
		return err;
	if (!series->endless &&
	    (found->count > PRACTICE_SCHEDULE_CAP || !found->complete))
		return over_cap(booking);
	leave_out_canceled(found);
	if (found->count == 0)
		return fail(booking->op, ERR_CALENDAR_DATA,
			    "the rule makes no event");
	series->first = first_of(found, start);
	series->total = found->count;
	return OK;
}

static bool plain_rule(const struct cal_rule *rule)
{
	return rule->interval == 1 && !rule->by_second_count &&
	       !rule->by_minute_count && !rule->by_hour_count &&
	       !rule->by_month_day_count && !rule->by_year_day_count &&
	       !rule->by_week_count && !rule->by_month_count &&
	       !rule->by_position_count;
}

static bool weekly_days(const struct cal_rule *rule, struct wall start,
			unsigned *days)
{
	if (rule->by_day_count == 0)
		*days = rule->frequency == CAL_DAILY
				? 0x7f
				: 1u << day_weekday(wall_day(start));
	for (size_t i = 0; i < rule->by_day_count; i++) {
		if (rule->by_day[i].nth != 0)
			return false;
		*days |= 1u << rule->by_day[i].day;
	}
	return true;
}

/* "The second Tuesday" where the start is one. The fifth is the last to a
 * schedule and none to a rule. */
static bool monthly_days(const struct cal_rule *rule, struct wall start,
			 unsigned *days)
{
	int nth = (start.day - 1) / 7 + 1;

	if (rule->by_day_count != 1 || nth > 4 || rule->by_day[0].nth != nth ||
	    rule->by_day[0].day != (int8_t)day_weekday(wall_day(start)))
		return false;
	*days = 1u << rule->by_day[0].day;
	return true;
}

/* Is the rule one that a schedule can say? The start must be on its days. */
static bool as_schedule(const struct cal_object *object,
			const struct series *series, struct wall start,
			struct schedule *schedule)
{
	const struct cal_rule *rule = &series->rule;
	unsigned days = 0;

	if (object->override_count || series->rule_count != 1 ||
	    !plain_rule(rule) || cal_line_find(object->master, "EXDATE") ||
	    cal_line_find(object->master, "RDATE"))
		return false;
	switch (rule->frequency) {
	case CAL_DAILY:
	case CAL_WEEKLY:
		schedule->repeat = REPEAT_WEEKLY;
		if (!weekly_days(rule, start, &days))
			return false;
		break;
	case CAL_MONTHLY:
		schedule->repeat = REPEAT_MONTHLY;
		if (!monthly_days(rule, start, &days))
			return false;
		break;
	default:
		return false;
	}
	schedule->days = days;
	return (days & (1u << day_weekday(wall_day(start)))) != 0;
}

/* The row that later changes go by; the dates are in the sessions. */
static enum err add_schedule(struct booking *booking,
			     const struct cal_object *object,
			     const struct series *series,
			     struct session *session)
{
	const struct cal_zone *zone = cal_zone_find(session->zone);
	struct schedule schedule = {
		.count = (int)series->total,
		.enabled = true,
		.minutes = (session->span.end.s - session->span.start.s) / 60,
		.zone = session->zone,
		.terms = session->terms,
	};
	enum err err;

	if (!zone)
		return OK;
	schedule.start = cal_zone_wall(zone, session->span.start);
	if (!as_schedule(object, series, schedule.start, &schedule))
		return OK;
	err = store_schedule_insert(booking->tx, &schedule);
	if (err)
		return err;
	session->schedule = schedule.id;
	return practice_schedule_record(booking->tx, "schedule.add", NULL,
					&schedule);
}

static enum err note_endless(struct booking *booking, int64_t session,
			     const struct series *series)
{
	struct review review = {
		.kind = "endless-rule",
		.session = session,
		.person = booking->op->actor.person,
		.text = arena_printf(booking->op->arena,
				     "A calendar asked for a session without "
				     "an end; %zu were made, twelve months of "
				     "it.",
				     series->found.count),
	};

	return series->endless ? store_review_add(booking->tx, &review) : OK;
}

/* An overridden instance has its own place and note. */
static void take_instance(struct booking *booking,
			  const struct cal_object *object,
			  const struct cal_instance *instance,
			  struct session *session)
{
	struct arena *arena = booking->op->arena;
	const struct cal_component *event = instance->component;

	session->span = booking_span(event, instance->span);
	if (event == object->master)
		return;
	session->planned = wall_day(practice_instant_wall(
		session->zone, instance->recurrence.instant));
	session->terms.place =
		booking_place(arena, cal_text_of(arena, event, "LOCATION"));
	session->terms.public_note = cal_text_of(arena, event, "DESCRIPTION");
}

/* Alarms and colours are for every session; what is larger stays with the
 * first. */
static enum err share_own(struct booking *booking, int64_t session,
			  const char *own)
{
	if (!*own || strlen(own) > SHARED_LIMIT)
		return OK;
	return booking_keep_own(booking, session, own);
}

/* All but the first, which has the event's address and UID: they get their
 * own. */
static enum err add_others(struct booking *booking,
			   const struct cal_object *object,
			   const struct series *series,
			   const struct session *pattern, const char *own)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < series->found.count; i++) {
		struct session session = *pattern;

		if (i == series->first)
			continue;
		take_instance(booking, object, &series->found.items[i],
			      &session);
		session.uid = session.name = NULL;
		err = practice_session_add_tx(booking->tx, &session);
		if (!err)
			err = share_own(booking, session.id, own);
	}
	return err;
}

enum err booking_series_create(struct booking *booking,
			       const struct cal_object *object,
			       struct session *session, const char *own)
{
	struct series series;
	struct session first;
	enum err err =
		read_series(booking, object, session->span.start, &series);

	if (!err)
		err = add_schedule(booking, object, &series, session);
	if (err)
		return err;
	first = *session;
	take_instance(booking, object, &series.found.items[series.first],
		      &first);
	err = practice_session_add_tx(booking->tx, &first);
	if (!err && *own)
		err = booking_keep_own(booking, first.id, own);
	if (!err)
		err = add_others(booking, object, &series, session, own);
	if (!err)
		err = note_endless(booking, first.id, &series);
	if (!err)
		*session = first;
	return err;
}

static bool same_extent(const struct series *series,
			const struct schedule *schedule)
{
	const struct cal_rule *rule = &series->rule;
	struct wall until = rule->until;

	if (schedule->count)
		return series->total == (size_t)schedule->count;
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
	struct series series;
	enum err err =
		read_series(booking, object, session->span.start, &series);

	if (!err)
		err = store_schedule_find(booking->reader, session->schedule,
					  &schedule);
	if (err)
		return err;
	*same = as_schedule(object, &series, start, &said) &&
		said.days == schedule.days && said.repeat == schedule.repeat &&
		same_extent(&series, &schedule);
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

/* A PUT that is sent twice makes nothing twice. */
static enum err leave_out_standing(struct booking *booking,
				   const struct session *session,
				   struct series *series)
{
	struct cal_instances *found = &series->found;
	struct session_filter filter = {
		.span = { found->items[0].span.start, INSTANT_MAX },
		.practitioner = session->terms.practitioners.count
					? session->terms.practitioners.at[0]
					: 0,
	};
	struct ids *standing = &series->standing;
	struct session *list;
	size_t count;
	size_t kept = 0;
	size_t first = 0;
	enum err err =
		store_session_list(booking->reader, &filter, &list, &count);

	if (err)
		return err;
	standing->at = arena_array(booking->op->arena, found->count,
				   sizeof(*standing->at));
	for (size_t i = 0; i < found->count; i++) {
		const struct session *there =
			standing_at(list, count,
				    booking_span(found->items[i].component,
						 found->items[i].span),
				    &session->terms.clients);

		if (i == series->first)
			first = kept;
		if (i == series->first || !there)
			found->items[kept++] = found->items[i];
		else if (!there->schedule && there->state != SESSION_SAVED)
			standing->at[standing->count++] = there->id;
	}
	found->count = kept;
	series->first = first;
	return OK;
}

/* Both of what making and what changing sessions needs. */
static enum err may_repeat(struct booking *booking,
			   const struct session *session)
{
	enum err err =
		practice_session_may_change(booking->op, session, PART_TIME);

	return err ? err : practice_session_may_add(booking->op, session);
}

static enum err join(struct booking *booking, int64_t id, int64_t schedule)
{
	struct session session;
	struct session_known before;
	enum err err = store_session_find(booking->reader, id, &session);

	if (!err)
		err = session_known_load(booking->reader, id, &before);
	if (err)
		return err;
	session.schedule = schedule;
	session.planned = practice_planned_day(&session);
	session.modified = booking->op->now;
	err = store_session_update(booking->tx, &session);
	if (!err)
		err = practice_session_changed(booking->tx, id,
					       "session.change", &before);
	return err;
}

static enum err join_all(struct booking *booking, const struct series *series,
			 const struct session *session)
{
	enum err err = OK;

	if (!session->schedule)
		return OK;
	err = join(booking, session->id, session->schedule);
	for (size_t i = 0; !err && i < series->standing.count; i++)
		err = join(booking, series->standing.at[i], session->schedule);
	return err;
}

/* It keeps its own date unless that is left out of the series or moved. */
static enum err move_first(struct booking *booking,
			   const struct cal_object *object,
			   const struct series *series,
			   const struct session *session)
{
	struct session moved = *session;

	moved.revision = 0;
	take_instance(booking, object, &series->found.items[series->first],
		      &moved);
	return practice_session_change_tx(booking->tx, &moved);
}

enum err booking_series_extend(struct booking *booking,
			       const struct cal_object *object, int64_t id)
{
	struct arena *arena = booking->op->arena;
	struct series series = { .rule_count = 0 };
	struct session session;
	enum err err = store_session_find(booking->reader, id, &session);

	if (!err)
		err = may_repeat(booking, &session);
	if (!err)
		err = read_series(booking, object, session.span.start, &series);
	if (!err)
		err = leave_out_standing(booking, &session, &series);
	if (err || series.found.count == 1)
		return err;
	err = add_schedule(booking, object, &series, &session);
	if (!err)
		err = move_first(booking, object, &series, &session);
	if (!err)
		err = join_all(booking, &series, &session);
	if (!err)
		err = add_others(booking, object, &series, &session,
				 booking_own_lines(arena, object->master));
	return err ? err : note_endless(booking, id, &series);
}
