/**
 * Time without libraries: instants (UTC), days (proleptic Gregorian), and
 * half-open spans. Zones live in ical/zone.h.
 *
 * Nothing below the edge reads the clock: an operation's `now` is read once.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"

/** Seconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
struct instant {
	int64_t s;
};

/** Days since 1970-01-01. */
struct day {
	int32_t n;
};

/** From `start` up to but without `end`. */
struct span {
	struct instant start;
	struct instant end;
};

/** A date and time of day as a wall clock shows it, with no zone. */
struct wall {
	int32_t year; /* 1..9999 */
	int8_t month; /* 1..12 */
	int8_t day;   /* 1..31 */
	int8_t hour, minute, second;
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/** As RFC 5545 and our JSON have them (base/word.h). */
extern const char *const weekday_words[];
/** In English, from Monday and from January on. Three letters are the short
 *  ones. */
extern const char *const weekday_names[7];
extern const char *const month_names[12];

/** Ends of time as stored: no instant of ours lies outside. */
#define INSTANT_MIN ((struct instant){ INT64_C(-62135596800) }) /* year 1 */
#define INSTANT_MAX ((struct instant){ INT64_C(253402300799) }) /* 9999 */
#define WHOLE_TIME ((struct span){ INSTANT_MIN, INSTANT_MAX })

/** The wall clock of the process: the real one, or the one that
 *  clock_start_at made start elsewhere (tests, loopback only). */
struct instant clock_now(void);
void clock_start_at(struct instant at);
/** Monotonic microseconds, for deadlines and log lines only. */
int64_t clock_ticks(void);

/** A month or day outside its range counts on from there: (2026, 13, 1) is
 *  2027-01-01, (2026, 3, 0) the last of February. */
struct day day_of(int32_t year, int32_t month, int32_t day);
/** The day's year, month and day of month in *wall (time of day zero). */
struct wall day_wall(struct day day);
enum weekday day_weekday(struct day day);
int day_of_year(struct day day); /* 1..366 */
bool year_is_leap(int32_t year);
int days_in_month(int32_t year, int32_t month); /* 28..31 */

/** Wall time read as if it were UTC, and back. Seconds of 60 count as 59. */
struct instant wall_utc(struct wall wall);
struct wall instant_wall(struct instant instant);
struct day wall_day(struct wall wall);
/** True when every field is in its range and the day exists. */
bool wall_valid(struct wall wall);

bool span_overlaps(struct span a, struct span b);

/** "2026-06-08T20:00:00Z" in the arena. */
char *instant_text(struct arena *arena, struct instant instant);
/** "20260608T200000Z" (RFC 5545 3.3.5 form 2). */
char *instant_basic(struct arena *arena, struct instant instant);
/** "20260608T160000" (form 1). */
char *wall_basic(struct arena *arena, struct wall wall);
/** "Mon, 08 Jun 2026 20:00:00 GMT" (RFC 9110 5.6.7). */
char *instant_http(struct arena *arena, struct instant instant);
/** "2026-06-08". */
char *day_text(struct arena *arena, struct day day);
/** "2026-06-08T16:00" (seconds only when not zero). */
char *wall_text(struct arena *arena, struct wall wall);

/** Read exactly the forms that the functions above write. */
MUST_CHECK bool instant_parse(const char *text, struct instant *instant);
MUST_CHECK bool instant_http_parse(const char *text, struct instant *instant);
MUST_CHECK bool day_parse(const char *text, struct day *day);
MUST_CHECK bool wall_parse(const char *text, struct wall *wall);

#endif
