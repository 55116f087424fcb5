#include "practice/booking/series_read_private.h"

#include "base/digest.h"
#include "ical/recur.h"
#include "ical/text.h"
#include "practice/booking/event_private.h"
#include "practice/calendar/view_lines.h"
#include "practice/session/schedule.h"

#include <string.h>

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
			  struct series_sent *sent)
{
	const struct cal_line *line = NULL;

	*sent = (struct series_sent){ .rule_count = 0 };
	while ((line = cal_line_filled(object->master, line, "RRULE"))) {
		struct cal_rule rule;
		enum err err = cal_rule_parse(booking->op, line->value, &rule);

		if (err)
			return err;
		if (rule.frequency < CAL_DAILY)
			return over_cap(booking);
		sent->endless |= !rule.count && !rule.has_until;
		if (sent->rule_count++ == 0)
			sent->rule = rule;
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

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static struct wall start_written(const struct cal_object *object)
{
	const struct cal_line *line = cal_line_find(object->master, "DTSTART");
	struct cal_time time;

	if (!line || !cal_time_read(line, line->value, object->zones, &time))
		return (struct wall){ .year = 0 };
	return time.wall;
}

enum err booking_series_read(struct booking *booking,
			     const struct cal_object *object,
			     struct instant start, struct series_sent *sent)
{
	struct span window = WHOLE_TIME;
	struct cal_instances *found = &sent->found;
	size_t most = PRACTICE_SCHEDULE_CAP + 1;
	enum err err = read_rule(booking, object, sent);

	if (err)
		return err;
	if (sent->endless) {
		window.end = twelve_months_on(start);
		most = PRACTICE_SCHEDULE_CAP;
	}
	err = cal_object_instances(booking->op, object, window, most, found);
	if (err)
		return err;
	if (!sent->endless &&
	    (found->count > PRACTICE_SCHEDULE_CAP || !found->complete))
		return over_cap(booking);
	leave_out_canceled(found);
	if (found->count == 0)
		return fail(booking->op, ERR_CALENDAR_DATA,
			    "the rule makes no event");
	sent->first = first_of(found, start);
	sent->sessions = arena_array(booking->op->arena, found->count,
				     sizeof(*sent->sessions));
	sent->start = start_written(object);
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

bool booking_series_plan(const struct series_sent *sent, struct wall start,
			 struct schedule *schedule)
{
	const struct cal_rule *rule = &sent->rule;
	unsigned days = 0;

	if (sent->rule_count != 1 || !plain_rule(rule))
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
	case CAL_SECONDLY:
	case CAL_MINUTELY:
	case CAL_HOURLY:
	case CAL_YEARLY:
		return false;
	}
	schedule->days = days;
	return (days & (1u << day_weekday(wall_day(start)))) != 0;
}

bool booking_series_plain(const struct cal_object *object)
{
	return !object->override_count &&
	       !cal_line_find(object->master, "EXDATE") &&
	       !cal_line_find(object->master, "RDATE");
}

struct span booking_series_span(const struct cal_instance *instance)
{
	return booking_span(instance->component, instance->span);
}

const char *booking_series_texts(struct arena *arena,
				 const struct cal_component *event)
{
	struct buf texts;

	buf_init(&texts, arena);
	for (const struct view_text *line = view_texts; line->head; line++)
		buf_printf(&texts, "%s%s", line == view_texts ? "" : "\n",
			   or_empty(cal_text_of(arena, event, line->head)));
	return digest_tag(arena, texts.at, texts.len);
}

const char *booking_series_told(struct arena *arena,
				const struct cal_object *object,
				const struct cal_instance *instance)
{
	const struct cal_component *event = instance->component;
	struct span span = booking_series_span(instance);

	return arena_printf(arena, "%lld %lld %s", (long long)span.start.s,
			    (long long)span.end.s,
			    event == object->master
				    ? ""
				    : booking_series_texts(arena, event));
}

bool booking_series_told_texts(const char *told)
{
	const char *texts = strrchr(told, ' ');

	return texts && texts[1] != '\0';
}
