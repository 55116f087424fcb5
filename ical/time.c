#include "ical/time.h"

#include "ical/zone_object_private.h"

#include <ctype.h>
#include <string.h>

#define DAY_SECONDS INT64_C(86400)

/* Digits that a part of a DURATION may have: no sum of them overflows. */
#define DURATION_DIGITS 9

enum fault {
	FINE,
	NOT_A_TIME,
	NOT_A_DATE,
	NO_SUCH_TIME,
	UNKNOWN_ZONE,
	TOO_EARLY,
	TOO_LATE,
};

static const struct {
	enum err err;
	const char *text;
} faults[] = {
	[NOT_A_TIME] = { ERR_CALENDAR_DATA, "is not a date or date-time" },
	[NOT_A_DATE] = { ERR_CALENDAR_DATA, "is not a date, as VALUE says" },
	[NO_SUCH_TIME] = { ERR_CALENDAR_DATA, "is no day or time that exists" },
	[UNKNOWN_ZONE] = { ERR_CALENDAR_DATA,
			   "has a TZID that is neither known nor defined" },
	[TOO_EARLY] = { ERR_MIN_DATE, "lies before the year 1" },
	[TOO_LATE] = { ERR_MAX_DATE, "lies behind the year 9999" },
};

/* A value as written. */
struct form {
	struct wall wall;
	bool date;
	bool utc;
};

static bool digits(const char *at, size_t count, int32_t *value)
{
	int32_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
		n = n * 10 + at[i] - '0';
	}
	*value = n;
	return true;
}

static bool digit_pair(const char *at, int8_t *value)
{
	int32_t n;

	if (!digits(at, 2, &n))
		return false;
	*value = (int8_t)n;
	return true;
}

/* "20260608", "20260608T160000", "20260608T160000Z": digits only, their
 * ranges are judged later. */
static bool form_read(struct slice value, struct form *form)
{
	struct wall wall = { 0 };
	const char *at = value.at;

	if (value.len != 8 && value.len != 15 && value.len != 16)
		return false;
	if (!digits(at, 4, &wall.year) || !digit_pair(at + 4, &wall.month) ||
	    !digit_pair(at + 6, &wall.day))
		return false;
	form->date = value.len == 8;
	form->utc = value.len == 16;
	if (!form->date &&
	    (!char_is(at[8], 'T') || !digit_pair(at + 9, &wall.hour) ||
	     !digit_pair(at + 11, &wall.minute) ||
	     !digit_pair(at + 13, &wall.second)))
		return false;
	if (form->utc && !char_is(at[15], 'Z'))
		return false;
	/* RFC 5545 3.3.12: who has no leap seconds takes 60 for 59 */
	if (wall.second == 60)
		wall.second = 59;
	form->wall = wall;
	return true;
}

/* Judge where a wall time at either end of time lies, which cal_zone_instant
 * cannot tell. */
static enum fault ends_check(const struct cal_time *time)
{
	int64_t at;

	if (time->wall.year > 1 && time->wall.year < 9999)
		return FINE;
	at = wall_utc(time->wall).s -
	     cal_zone_offset(time->zone, time->instant);
	if (at < INSTANT_MIN.s)
		return TOO_EARLY;
	return at > INSTANT_MAX.s ? TOO_LATE : FINE;
}

static enum fault time_read(const struct cal_line *line, struct slice value,
			    const struct cal_zones *zones,
			    struct cal_time *result)
{
	const struct cal_param *kind = cal_param_find(line, "VALUE");
	const struct cal_param *tzid;
	struct cal_time time = { 0 };
	struct form form;
	enum fault fault;

	if (!form_read(slice_trim(value), &form))
		return NOT_A_TIME;
	if (kind && !form.date && slice_is(kind->value, "DATE"))
		return NOT_A_DATE;
	if (form.wall.year == 0)
		return TOO_EARLY;
	if (!wall_valid(form.wall))
		return NO_SUCH_TIME;
	time.wall = form.wall;
	time.date = form.date;
	time.zone = cal_zones_floating(zones);
	if (form.utc) {
		time.zone = cal_zone_utc();
	} else if (!form.date) {
		tzid = cal_param_find(line, "TZID");
		time.floating = !tzid;
		if (tzid)
			time.zone = cal_zones_find(zones, tzid->value);
		if (!time.zone) {
			time.zone = zones_of_nobody(zones);
			time.floating = true;
		}
		if (!time.zone)
			return UNKNOWN_ZONE;
	}
	time.instant = cal_zone_instant(time.zone, time.wall);
	fault = ends_check(&time);
	if (fault == FINE)
		*result = time;
	return fault;
}

enum err cal_time_parse(struct operation *op, const struct cal_line *line,
			struct slice value, const struct cal_zones *zones,
			struct cal_time *time)
{
	enum fault fault = time_read(line, value, zones, time);
	int shown = value.len < 40 ? (int)value.len : 40;

	if (fault == FINE)
		return OK;
	return fail(op, faults[fault].err, "%.*s:%.*s %s", (int)line->name.len,
		    line->name.at, shown, value.len > 0 ? value.at : "",
		    faults[fault].text);
}

bool cal_time_read(const struct cal_line *line, struct slice value,
		   const struct cal_zones *zones, struct cal_time *time)
{
	return time_read(line, value, zones, time) == FINE;
}

enum err cal_line_time(struct operation *op, const struct cal_line *line,
		       const struct cal_zones *zones, struct cal_time *time)
{
	return cal_time_parse(op, line, line->value, zones, time);
}

/* Digits, at least one, and the letter behind them. */
static bool part_read(struct slice *rest, int64_t *count, char *unit)
{
	size_t len = 0;
	int64_t n = 0;

	while (len < rest->len && rest->at[len] >= '0' &&
	       rest->at[len] <= '9') {
		n = n * 10 + rest->at[len] - '0';
		if (++len > DURATION_DIGITS)
			return false;
	}
	if (len == 0 || len == rest->len)
		return false;
	*count = n;
	*unit = rest->at[len];
	rest->at += len + 1;
	rest->len -= len + 1;
	return true;
}

/* Parts with units in the order of `units`, each at most once. */
static bool parts_read(struct slice *rest, const char *units,
		       const int64_t *sizes, int64_t *sum)
{
	const char *next = units;

	while (rest->len > 0 && !char_is(rest->at[0], 'T')) {
		int64_t count;
		const char *found;
		char unit;

		if (!part_read(rest, &count, &unit))
			return false;
		found = strchr(next, toupper((unsigned char)unit));
		if (!found || unit == '\0')
			return false;
		*sum += count * sizes[found - units];
		next = found + 1;
	}
	return true;
}

bool cal_duration_read(struct slice value, struct cal_duration *duration)
{
	static const int64_t day_sizes[] = { 7, 1 };
	static const int64_t time_sizes[] = { 3600, 60, 1 };
	struct slice rest = slice_trim(value);
	struct cal_duration sum = { 0, 0 };
	int64_t sign = 1;
	const char *first;

	if (rest.len > 0 && (rest.at[0] == '-' || rest.at[0] == '+')) {
		sign = rest.at[0] == '-' ? -1 : 1;
		rest = (struct slice){ rest.at + 1, rest.len - 1 };
	}
	if (rest.len < 2 || !char_is(rest.at[0], 'P'))
		return false;
	rest = (struct slice){ rest.at + 1, rest.len - 1 };
	first = rest.at;
	if (!parts_read(&rest, "WD", day_sizes, &sum.days))
		return false;
	if (rest.len > 0) {
		/* "P1DT" is a day: nothing follows, and nothing is meant. */
		bool alone = rest.at == first;

		rest = (struct slice){ rest.at + 1, rest.len - 1 };
		if ((rest.len == 0 && alone) ||
		    !parts_read(&rest, "HMS", time_sizes, &sum.seconds) ||
		    rest.len > 0)
			return false;
	}
	duration->days = sum.days * sign;
	duration->seconds = sum.seconds * sign;
	return true;
}

enum err cal_duration_parse(struct operation *op, struct slice value,
			    struct cal_duration *duration)
{
	int shown = value.len < 40 ? (int)value.len : 40;

	if (cal_duration_read(value, duration))
		return OK;
	return fail(op, ERR_CALENDAR_DATA, "'%.*s' is not a duration", shown,
		    value.len > 0 ? value.at : "");
}

static struct instant clamp(int64_t at)
{
	if (at < INSTANT_MIN.s)
		return INSTANT_MIN;
	return at > INSTANT_MAX.s ? INSTANT_MAX : (struct instant){ at };
}

struct instant cal_duration_add(const struct cal_time *start,
				struct cal_duration duration)
{
	struct instant at = start->instant;

	if (duration.days != 0) {
		at = clamp(wall_utc(start->wall).s +
			   duration.days * DAY_SECONDS);
		at = cal_zone_instant(start->zone, instant_wall(at));
	}
	return clamp(at.s + duration.seconds);
}

bool cal_instant_parse(struct slice value, struct instant *instant)
{
	struct form form;

	if (!form_read(value, &form) || !form.utc || !wall_valid(form.wall))
		return false;
	*instant = wall_utc(form.wall);
	return true;
}
