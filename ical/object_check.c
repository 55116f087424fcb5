#include "ical/object_check_private.h"

#include "ical/recur.h"
#include "ical/value_check_private.h"

#define TASKS (CAL_VEVENT | CAL_VTODO)
#define DATED (TASKS | CAL_VJOURNAL)
#define ANY (DATED | CAL_VFREEBUSY)

/* What is known of the component under judgement. */
struct check {
	struct operation *op;
	const struct cal_component *component;
	enum cal_kind kind;
	const struct cal_zones *zones;
	const struct cal_line *line; /* that is looked at, or NULL */
	bool has_start;
	struct cal_time start;
};

/* What may stand once at most (RFC 5545 3.6.1-3.6.4). A doubled DESCRIPTION,
 * LOCATION, URL or time stamp does no harm and is let pass; of RRULE two
 * should not stand there, but may (3.8.5.3). */
static const struct {
	const char *name;
	unsigned kinds;
} once[] = {
	{ "UID", ANY },
	{ "DTSTART", ANY },
	{ "DTEND", CAL_VEVENT | CAL_VFREEBUSY },
	{ "DUE", CAL_VTODO },
	{ "DURATION", TASKS },
	{ "RECURRENCE-ID", DATED },
	{ "SUMMARY", DATED },
	{ "STATUS", DATED },
	{ "CLASS", DATED },
	{ "SEQUENCE", DATED },
	{ "PRIORITY", TASKS },
	{ "TRANSP", CAL_VEVENT },
	{ "ORGANIZER", ANY },
	{ "COMPLETED", CAL_VTODO },
	{ "PERCENT-COMPLETE", CAL_VTODO },
};

static enum err refuse(const struct check *check, const char *reason)
{
	return fail(check->op, ERR_CALENDAR_DATA, "%s", reason);
}

static enum err once_check(struct check *check)
{
	for (size_t i = 0; i < ARRAY_SIZE(once); i++) {
		const struct cal_line *line;

		if (!(once[i].kinds & check->kind))
			continue;
		line = cal_line_find(check->component, once[i].name);
		if (line)
			line = cal_line_next(check->component, line,
					     once[i].name);
		check->line = line;
		if (line)
			return fail(check->op, ERR_CALENDAR_DATA,
				    "%s stands there twice", once[i].name);
	}
	return OK;
}

static enum err attendees_check(struct check *check)
{
	size_t count = 0;

	for (size_t i = 0; i < check->component->line_count; i++)
		count += slice_is(check->component->lines[i].name, "ATTENDEE");
	check->line = NULL;
	if (count > CAL_ATTENDEE_LIMIT)
		return fail(check->op, ERR_MAX_ATTENDEES,
			    "%zu attendees, more than %d", count,
			    CAL_ATTENDEE_LIMIT);
	return OK;
}

static enum err start_check(struct check *check)
{
	const struct cal_line *line =
		cal_line_find(check->component, "DTSTART");

	check->line = line;
	if (line) {
		check->has_start = true;
		return cal_line_time(check->op, line, check->zones,
				     &check->start);
	}
	/* RFC 5545 3.6.1: required, as no METHOD is allowed here */
	if (check->kind == CAL_VEVENT)
		return refuse(check, "DTSTART is missing");
	return OK;
}

/* DTEND or DUE. */
static enum err end_check(struct check *check, const char *name)
{
	const struct cal_line *line = cal_line_find(check->component, name);
	struct cal_time end;
	enum err err;

	check->line = line;
	if (!line)
		return OK;
	err = cal_line_time(check->op, line, check->zones, &end);
	if (err)
		return err;
	if (cal_line_find(check->component, "DURATION"))
		return refuse(check, "both an end and a DURATION");
	if (!check->has_start)
		return OK;
	if (check->start.date != end.date)
		return refuse(check, "one of start and end is a date, the "
				     "other a date-time");
	if (end.instant.s < check->start.instant.s)
		return refuse(check, "the end lies before the start");
	return OK;
}

static enum err duration_check(struct check *check)
{
	const struct cal_line *line =
		cal_line_find(check->component, "DURATION");
	struct cal_duration duration;
	struct instant end;
	enum err err;

	check->line = line;
	if (!line || check->kind == CAL_VFREEBUSY)
		return OK;
	err = cal_duration_parse(check->op, line->value, &duration);
	if (err)
		return err;
	if (duration.days < 0 || duration.seconds < 0)
		return refuse(check, "the DURATION is negative");
	if (!check->has_start)
		return refuse(check, "a DURATION without DTSTART");
	end = cal_duration_add(&check->start, duration);
	if (end.s >= CAL_MAX_DATE.s)
		return fail(check->op, ERR_MAX_DATE,
			    "the end lies behind the year 9999");
	return OK;
}

static bool says_period(const struct cal_line *line)
{
	const struct cal_param *value = cal_param_find(line, "VALUE");

	return value && slice_is(value->value, "PERIOD");
}

/* One value of RDATE, which may be a PERIOD (RFC 5545 3.3.9). */
static enum err period_check(const struct check *check,
			     const struct cal_line *line, struct slice value)
{
	struct slice end = value;
	struct slice start = slice_cut(&end, '/');
	struct cal_duration duration;
	struct cal_time time;
	enum err err =
		cal_time_parse(check->op, line, start, check->zones, &time);

	if (err)
		return err;
	if (!end.at && says_period(line))
		return refuse(check, "a PERIOD is a start, '/', and an end or "
				     "a duration");
	if (!end.at)
		return OK;
	if (end.len > 0 && (char_is(end.at[0], 'P') || end.at[0] == '+'))
		return cal_duration_parse(check->op, end, &duration);
	return cal_time_parse(check->op, line, end, check->zones, &time);
}

static enum err list_check(struct check *check, const struct cal_line *line,
			   bool periods)
{
	struct slice rest = slice_trim(line->value);

	while (rest.at && rest.len > 0) {
		struct slice value = slice_cut(&rest, ',');
		struct cal_time time;
		enum err err;

		if (periods)
			err = period_check(check, line, value);
		else
			err = cal_time_parse(check->op, line, value,
					     check->zones, &time);
		if (err)
			return err;
	}
	return OK;
}

static size_t values_of(const struct cal_line *line)
{
	size_t count = 1;

	for (size_t i = 0; i < line->value.len; i++)
		count += line->value.at[i] == ',';
	return count;
}

static enum err lists_check(struct check *check)
{
	size_t dates = 0;

	for (size_t i = 0; i < check->component->line_count; i++) {
		const struct cal_line *line = &check->component->lines[i];
		enum err err = OK;

		check->line = line;
		if (slice_is(line->name, "EXDATE"))
			err = list_check(check, line, false);
		else if (slice_is(line->name, "RDATE"))
			err = list_check(check, line, true);
		if (err)
			return err;
		if (slice_is(line->name, "RDATE"))
			dates += values_of(line);
	}
	check->line = NULL;
	if (dates > CAL_INSTANCE_LIMIT)
		return fail(check->op, ERR_MAX_INSTANCES,
			    "%zu dates of RDATE, more than %d", dates,
			    CAL_INSTANCE_LIMIT);
	return OK;
}

/* A rule by the second or minute must end while it is small: expanding it
 * would cost without end, and no calendar is meant by it. */
static enum err rule_size_check(const struct check *check,
				const struct cal_rule *rule)
{
	int64_t step = rule->interval;
	int64_t instances;

	if (rule->frequency > CAL_MINUTELY)
		return OK;
	if (rule->frequency == CAL_MINUTELY)
		step *= 60;
	if (rule->count) {
		instances = rule->count;
	} else if (rule->has_until) {
		instances = (wall_utc(rule->until).s -
			     wall_utc(check->start.wall).s) /
			    step;
	} else {
		instances = INT64_MAX;
	}
	if (instances > CAL_INSTANCE_LIMIT)
		return fail(check->op, ERR_MAX_INSTANCES,
			    "the RRULE makes more than %d instances by the "
			    "minute or second",
			    CAL_INSTANCE_LIMIT);
	return OK;
}

/* RFC 7529 7.2 */
static enum err scale_check(const struct check *check, struct slice rule)
{
	while (rule.at) {
		struct slice value = slice_cut(&rule, ';');
		struct slice name = slice_cut(&value, '=');

		if (slice_is(name, "RSCALE") && value.at &&
		    !slice_is(value, "GREGORIAN"))
			return fail(check->op, ERR_RSCALE,
				    "rules are counted in the GREGORIAN "
				    "calendar, not in '%.*s'",
				    (int)(value.len < 40 ? value.len : 40),
				    value.at);
	}
	return OK;
}

static enum err rule_check(struct check *check)
{
	const struct cal_line *line =
		cal_line_filled(check->component, NULL, "RRULE");
	size_t count = 0;

	check->line = line;
	/* Task programs repeat by DUE alone. */
	if (line && !check->has_start &&
	    !cal_line_find(check->component, "DUE"))
		return refuse(check, "an RRULE without DTSTART");
	for (; line; line = cal_line_filled(check->component, line, "RRULE")) {
		struct cal_rule rule;
		enum err err = scale_check(check, line->value);

		check->line = line;
		if (!err)
			err = cal_rule_parse(check->op, line->value, &rule);
		if (!err)
			err = rule_size_check(check, &rule);
		if (err)
			return err;
		if (++count > CAL_RULE_LIMIT)
			return fail(check->op, ERR_MAX_INSTANCES,
				    "more than %d RRULEs", CAL_RULE_LIMIT);
	}
	return OK;
}

static enum err recurrence_id_check(struct check *check)
{
	const struct cal_line *line =
		cal_line_find(check->component, "RECURRENCE-ID");
	const struct cal_param *range;
	struct cal_time time;

	check->line = line;
	if (!line)
		return OK;
	range = cal_param_find(line, "RANGE");
	if (range && !slice_is(range->value, "THISANDFUTURE"))
		return refuse(check, "RECURRENCE-ID has an unknown RANGE");
	return cal_line_time(check->op, line, check->zones, &time);
}

static enum err completed_check(struct check *check)
{
	const struct cal_line *line =
		cal_line_find(check->component, "COMPLETED");
	struct cal_time time;

	check->line = line;
	if (!line || check->kind != CAL_VTODO)
		return OK;
	return cal_line_time(check->op, line, check->zones, &time);
}

enum err cal_component_check(struct operation *op,
			     const struct cal_component *component,
			     enum cal_kind kind, const struct cal_zones *zones)
{
	static enum err (*const checks[])(struct check * check) = {
		duration_check,      lists_check,     rule_check,
		recurrence_id_check, completed_check, attendees_check,
	};
	struct check check = {
		.op = op,
		.component = component,
		.kind = kind,
		.zones = zones,
	};
	enum err err = once_check(&check);

	if (!err)
		err = start_check(&check);
	if (!err && kind != CAL_VJOURNAL)
		err = end_check(&check, kind == CAL_VTODO ? "DUE" : "DTEND");
	for (size_t i = 0; i < ARRAY_SIZE(checks) && !err; i++)
		err = checks[i](&check);
	if (err)
		return cal_fail_at(op, component, check.line);
	return cal_values_check(op, component);
}
