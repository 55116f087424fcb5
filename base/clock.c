#include "base/clock.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#define DAY_SECONDS INT64_C(86400)

const char *const weekday_words[] = {
	"MO", "TU", "WE", "TH", "FR", "SA", "SU", NULL,
};

const char *const month_names[12] = { "January", "February", "March",
				      "April",   "May",      "June",
				      "July",    "August",   "September",
				      "October", "November", "December" };
const char *const weekday_names[7] = { "Monday",   "Tuesday", "Wednesday",
				       "Thursday", "Friday",  "Saturday",
				       "Sunday" };

/* What clock_start_at added to the real time, in seconds. */
static _Atomic int64_t shift;

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t real_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

struct instant clock_now(void)
{
	return (struct instant){ real_now() + atomic_load(&shift) };
}

void clock_start_at(struct instant at)
{
	atomic_store(&shift, at.s - real_now());
}

int64_t clock_ticks(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The year is counted from March, so that the leap day ends it; 400 years
 * ("an era") are 146,097 days. 719,468 days lie between 0000-03-01 and
 * 1970-01-01. */
struct day day_of(int32_t year, int32_t month, int32_t day)
{
	int64_t months = (int64_t)year * 12 + month - 3; /* since 0000-03 */
	int64_t y = floor_div(months, 12);
	int64_t m = months - y * 12;
	int64_t era = floor_div(y, 400);
	int64_t in_era = y - era * 400;
	int64_t n = era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 +
		    (153 * m + 2) / 5 + day - 1;

	return (struct day){ (int32_t)(n - 719468) };
}

struct wall day_wall(struct day day)
{
	int64_t n = (int64_t)day.n + 719468;
	int64_t era = floor_div(n, 146097);
	int64_t d = n - era * 146097; /* 0..146096 */
	int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	int64_t m;
	struct wall wall = { 0 };

	d -= y * 365 + y / 4 - y / 100; /* 0..365, from March 1 */
	m = (5 * d + 2) / 153;
	wall.day = (int8_t)(d - (153 * m + 2) / 5 + 1);
	wall.month = (int8_t)(m < 10 ? m + 3 : m - 9);
	wall.year = (int32_t)(y + era * 400 + (m >= 10));
	return wall;
}

enum weekday day_weekday(struct day day)
{
	int64_t n = (int64_t)day.n + 3; /* 1970-01-01 was a Thursday */

	return (enum weekday)(n - floor_div(n, 7) * 7);
}

int day_of_year(struct day day)
{
	return day.n - day_of(day_wall(day).year, 1, 1).n + 1;
}

bool year_is_leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int32_t year, int32_t month)
{
	assert(month >= 1 && month <= 12);
	if (month == 2)
		return year_is_leap(year) ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

struct instant wall_utc(struct wall wall)
{
	int second = wall.second == 60 ? 59 : wall.second;

	return (struct instant){ wall_day(wall).n * DAY_SECONDS +
				 wall.hour * INT64_C(3600) +
				 wall.minute * INT64_C(60) + second };
}

struct wall instant_wall(struct instant instant)
{
	int64_t days = floor_div(instant.s, DAY_SECONDS);
	int64_t rest = instant.s - days * DAY_SECONDS;
	struct wall wall = day_wall((struct day){ (int32_t)days });

	wall.hour = (int8_t)(rest / 3600);
	wall.minute = (int8_t)(rest / 60 % 60);
	wall.second = (int8_t)(rest % 60);
	return wall;
}

struct day wall_day(struct wall wall)
{
	return day_of(wall.year, wall.month, wall.day);
}

bool wall_valid(struct wall wall)
{
	return wall.year >= 1 && wall.year <= 9999 && wall.month >= 1 &&
	       wall.month <= 12 && wall.day >= 1 &&
	       wall.day <= days_in_month(wall.year, wall.month) &&
	       wall.hour >= 0 && wall.hour <= 23 && wall.minute >= 0 &&
	       wall.minute <= 59 && wall.second >= 0 && wall.second <= 60;
}

bool span_overlaps(struct span a, struct span b)
{
	return a.start.s < b.end.s && b.start.s < a.end.s;
}

char *instant_text(struct arena *arena, struct instant instant)
{
	struct wall w = instant_wall(instant);

	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", w.year,
			    w.month, w.day, w.hour, w.minute, w.second);
}

static char *put_two(char *at, int value)
{
	at[0] = (char)('0' + value / 10);
	at[1] = (char)('0' + value % 10);
	return at + 2;
}

/* Every event has a dozen of these: printf() would take longer than all the
 * rest of writing it. */
static char *basic(struct arena *arena, struct wall w, const char *end)
{
	char text[sizeof("YYYYMMDDTHHMMSS")];
	char *at = text;

	if (w.year < 0 || w.year > 9999) /* by the clock of a zone */
		return arena_printf(arena, "%04d%02d%02dT%02d%02d%02d%s",
				    w.year, w.month, w.day, w.hour, w.minute,
				    w.second, end);
	at = put_two(at, w.year / 100);
	at = put_two(at, w.year % 100);
	at = put_two(at, w.month);
	at = put_two(at, w.day);
	*at++ = 'T';
	at = put_two(at, w.hour);
	at = put_two(at, w.minute);
	at = put_two(at, w.second);
	*at = *end;
	return arena_strndup(arena, text, sizeof(text) - !*end);
}

char *instant_basic(struct arena *arena, struct instant instant)
{
	return basic(arena, instant_wall(instant), "Z");
}

char *wall_basic(struct arena *arena, struct wall wall)
{
	return basic(arena, wall, "");
}

char *instant_http(struct arena *arena, struct instant instant)
{
	struct wall w = instant_wall(instant);

	return arena_printf(arena, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
			    weekday_names[day_weekday(wall_day(w))], w.day,
			    month_names[w.month - 1], w.year, w.hour, w.minute,
			    w.second);
}

char *day_text(struct arena *arena, struct day day)
{
	struct wall w = day_wall(day);

	return arena_printf(arena, "%04d-%02d-%02d", w.year, w.month, w.day);
}

char *wall_text(struct arena *arena, struct wall wall)
{
	char *text = arena_printf(arena, "%04d-%02d-%02dT%02d:%02d", wall.year,
				  wall.month, wall.day, wall.hour, wall.minute);

	if (wall.second == 0)
		return text;
	return arena_printf(arena, "%s:%02d", text, wall.second);
}

/* Reads `count` digits and moves *at behind them; -1 when they aren't. */
static int take_digits(const char **at, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		char c = (*at)[i];

		if (c < '0' || c > '9')
			return -1;
		value = value * 10 + (c - '0');
	}
	*at += count;
	return value;
}

static bool take_text(const char **at, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(*at, text, len) != 0)
		return false;
	*at += len;
	return true;
}

/* The index of the name whose first three letters stand at *at, which moves
 * behind them; or -1. */
static int take_name(const char **at, const char *const *names, int count)
{
	for (int i = 0; i < count; i++) {
		if (strncmp(*at, names[i], 3) == 0) {
			*at += 3;
			return i;
		}
	}
	return -1;
}

/* "2026-06-08"; the caller asks wall_valid. */
static bool take_date(const char **at, struct wall *wall)
{
	wall->year = take_digits(at, 4);
	if (!take_text(at, "-"))
		return false;
	wall->month = (int8_t)take_digits(at, 2);
	if (!take_text(at, "-"))
		return false;
	wall->day = (int8_t)take_digits(at, 2);
	return true;
}

/* "16:00". */
static bool take_time(const char **at, struct wall *wall)
{
	wall->hour = (int8_t)take_digits(at, 2);
	if (!take_text(at, ":"))
		return false;
	wall->minute = (int8_t)take_digits(at, 2);
	return true;
}

/* ":30". */
static bool take_seconds(const char **at, struct wall *wall)
{
	if (!take_text(at, ":"))
		return false;
	wall->second = (int8_t)take_digits(at, 2);
	return true;
}

bool instant_parse(const char *text, struct instant *instant)
{
	struct wall wall = { 0 };

	if (!take_date(&text, &wall) || !take_text(&text, "T") ||
	    !take_time(&text, &wall) || !take_seconds(&text, &wall) ||
	    !take_text(&text, "Z") || *text || !wall_valid(wall))
		return false;
	*instant = wall_utc(wall);
	return true;
}

bool instant_http_parse(const char *text, struct instant *instant)
{
	struct wall wall = { 0 };
	int weekday = take_name(&text, weekday_names, 7);

	if (weekday < 0 || !take_text(&text, ", "))
		return false;
	wall.day = (int8_t)take_digits(&text, 2);
	if (!take_text(&text, " "))
		return false;
	wall.month = (int8_t)(take_name(&text, month_names, 12) + 1);
	if (!take_text(&text, " "))
		return false;
	wall.year = take_digits(&text, 4);
	if (!take_text(&text, " ") || !take_time(&text, &wall) ||
	    !take_seconds(&text, &wall) || !take_text(&text, " GMT") || *text ||
	    !wall_valid(wall) || (int)day_weekday(wall_day(wall)) != weekday)
		return false;
	*instant = wall_utc(wall);
	return true;
}

bool day_parse(const char *text, struct day *day)
{
	struct wall wall = { 0 };

	if (!take_date(&text, &wall) || *text || !wall_valid(wall))
		return false;
	*day = wall_day(wall);
	return true;
}

bool wall_parse(const char *text, struct wall *wall)
{
	struct wall read = { 0 };

	if (!take_date(&text, &read) || !take_text(&text, "T") ||
	    !take_time(&text, &read))
		return false;
	if (*text && !take_seconds(&text, &read))
		return false;
	if (*text || !wall_valid(read))
		return false;
	*wall = read;
	return true;
}
