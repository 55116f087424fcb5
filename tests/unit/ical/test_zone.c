#include "tests/unit/ical/operation_fixture.h"

#include <pthread.h>
#include <time.h>

#include "ical/zone.h"
#include "ical/tzif_private.h"
#include "ical/zone_private.h"

static const char *const compared[] = {
	"America/Toronto",   "Europe/Berlin",        "Asia/Tehran",
	"Africa/Casablanca", "Australia/Lord_Howe",  "America/Sao_Paulo",
	"Pacific/Apia",      "Africa/Cairo",         "America/Nuuk",
	"Asia/Jerusalem",    "Europe/Dublin",        "America/St_Johns",
	"Asia/Kathmandu",    "Pacific/Chatham",      "America/Havana",
	"Asia/Gaza",         "America/Scoresbysund", "Antarctica/Troll",
	"America/Santiago",  "Pacific/Easter",       "Asia/Kolkata",
	"Europe/Moscow",     "America/Phoenix",      "Pacific/Kiritimati",
	"Europe/Oslo",       "Asia/Tokyo",           "Etc/GMT+5",
	"America/Caracas",   "Asia/Pyongyang",       "EST5EDT",
};

static struct instant utc(int year, int month, int day, int hour, int minute)
{
	return wall_utc((struct wall){ year, (int8_t)month, (int8_t)day,
				       (int8_t)hour, (int8_t)minute, 0 });
}

static struct instant local(const char *zone, int year, int month, int day,
			    int hour, int minute)
{
	return cal_zone_instant(cal_zone_iana(zone),
				(struct wall){ year, (int8_t)month, (int8_t)day,
					       (int8_t)hour, (int8_t)minute,
					       0 });
}

static void assert_instant(struct instant at, struct instant expected)
{
	struct arena *arena = arena_new();

	if (at.s != expected.s)
		fail_msg("%s is not %s", instant_text(arena, at),
			 instant_text(arena, expected));
	arena_free(arena);
}

static void assert_same_as_glibc(const struct cal_zone *zone, int64_t at)
{
	time_t time = at;
	struct tm tm;
	struct wall wall;

	localtime_r(&time, &tm);
	wall = cal_zone_wall(zone, (struct instant){ at });
	if (cal_zone_offset(zone, (struct instant){ at }) != tm.tm_gmtoff ||
	    wall.year != tm.tm_year + 1900 || wall.month != tm.tm_mon + 1 ||
	    wall.day != tm.tm_mday || wall.hour != tm.tm_hour ||
	    wall.minute != tm.tm_min || wall.second != tm.tm_sec)
		fail_msg("%s at %lld: %d here, %ld there", cal_zone_name(zone),
			 (long long)at,
			 (int)cal_zone_offset(zone, (struct instant){ at }),
			 tm.tm_gmtoff);
}

static void all_zones_agree_with_glibc_from_1970_to_2100(void **state)
{
	const int64_t end = utc(2101, 1, 1, 0, 0).s;
	const int64_t step = 9 * 86400 + 4000;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(compared); i++) {
		const struct cal_zone *zone = cal_zone_iana(compared[i]);

		assert_non_null(zone);
		setenv("TZ", compared[i], 1);
		tzset();
		for (int64_t at = 0; at < end; at += step)
			assert_same_as_glibc(zone, at);
		for (size_t j = 1; j < zone->count; j++) {
			int64_t at = zone->changes[j].at;

			if (at < 0 || at >= end)
				continue;
			assert_same_as_glibc(zone, at - 1);
			assert_same_as_glibc(zone, at);
		}
	}
	unsetenv("TZ");
	tzset();
}

static void well_known_changes_are_known(void **state)
{
	(void)state;
	/* Toronto, since 2007: 2nd Sunday in March, 1st in November */
	assert_instant(local("America/Toronto", 2026, 6, 8, 16, 0),
		       utc(2026, 6, 8, 20, 0));
	assert_instant(local("America/Toronto", 2026, 11, 1, 16, 0),
		       utc(2026, 11, 1, 21, 0));
	assert_instant(local("America/Toronto", 2006, 3, 20, 12, 0),
		       utc(2006, 3, 20, 17, 0));
	assert_instant(local("Europe/Berlin", 2037, 10, 25, 12, 0),
		       utc(2037, 10, 25, 11, 0));
	/* half an hour of summer time */
	assert_instant(local("Australia/Lord_Howe", 2026, 1, 1, 12, 0),
		       utc(2026, 1, 1, 1, 0));
	assert_instant(local("Australia/Lord_Howe", 2026, 7, 1, 12, 0),
		       utc(2026, 7, 1, 1, 30));
	/* summer time given up in 2022 and in 2019 */
	assert_instant(local("Asia/Tehran", 2022, 7, 1, 12, 0),
		       utc(2022, 7, 1, 7, 30));
	assert_instant(local("Asia/Tehran", 2024, 7, 1, 12, 0),
		       utc(2024, 7, 1, 8, 30));
	assert_instant(local("America/Sao_Paulo", 2019, 1, 1, 12, 0),
		       utc(2019, 1, 1, 14, 0));
	assert_instant(local("America/Sao_Paulo", 2026, 1, 1, 12, 0),
		       utc(2026, 1, 1, 15, 0));
	/* winter time in Ramadan */
	assert_instant(local("Africa/Casablanca", 2023, 4, 1, 12, 0),
		       utc(2023, 4, 1, 12, 0));
	assert_instant(local("Africa/Casablanca", 2023, 6, 1, 12, 0),
		       utc(2023, 6, 1, 11, 0));
}

static void a_time_in_the_gap_moves_forward(void **state)
{
	(void)state;
	assert_instant(local("America/Toronto", 2026, 3, 8, 1, 59),
		       utc(2026, 3, 8, 6, 59));
	/* 2:30 does not exist: 3:30 daylight time */
	assert_instant(local("America/Toronto", 2026, 3, 8, 2, 30),
		       utc(2026, 3, 8, 7, 30));
	assert_instant(local("America/Toronto", 2026, 3, 8, 3, 0),
		       utc(2026, 3, 8, 7, 0));
	/* Samoa left out a whole day */
	assert_instant(local("Pacific/Apia", 2011, 12, 30, 10, 0),
		       local("Pacific/Apia", 2011, 12, 31, 10, 0));
	assert_instant(local("Pacific/Apia", 2011, 12, 31, 0, 0),
		       utc(2011, 12, 30, 10, 0));
}

static void a_time_that_comes_twice_is_the_first(void **state)
{
	(void)state;
	assert_instant(local("America/Toronto", 2026, 11, 1, 1, 30),
		       utc(2026, 11, 1, 5, 30));
	assert_instant(local("America/Toronto", 2026, 11, 1, 2, 0),
		       utc(2026, 11, 1, 7, 0));
	assert_instant(local("Australia/Lord_Howe", 2026, 4, 5, 1, 45),
		       utc(2026, 4, 4, 14, 45));
}

static void walls_and_instants_are_each_others_way_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(compared); i++) {
		const struct cal_zone *zone = cal_zone_iana(compared[i]);

		for (int64_t at = utc(1890, 1, 1, 0, 0).s;
		     at < utc(2500, 1, 1, 0, 0).s; at += 37 * 86401) {
			struct instant instant = { at };
			struct wall wall = cal_zone_wall(zone, instant);
			struct instant back = cal_zone_instant(zone, wall);

			/* the first of two, else the same */
			assert_true(back.s <= at && back.s > at - 86401);
			if (back.s != at) {
				struct wall again = cal_zone_wall(zone, back);

				assert_int_equal(wall_utc(again).s,
						 wall_utc(wall).s);
			}
		}
	}
}

static void the_rule_goes_on_to_the_year_9999(void **state)
{
	(void)state;
	assert_instant(local("America/Toronto", 2500, 7, 1, 12, 0),
		       utc(2500, 7, 1, 16, 0));
	assert_instant(local("America/Toronto", 9998, 7, 1, 12, 0),
		       utc(9998, 7, 1, 16, 0));
	assert_instant(local("America/Toronto", 9999, 12, 1, 12, 0),
		       utc(9999, 12, 1, 17, 0));
	/* 2426-03-08 is a Sunday as 2026-03-08 is */
	assert_instant(local("America/Toronto", 2426, 3, 8, 2, 30),
		       utc(2426, 3, 8, 7, 30));
	assert_instant(local("America/Toronto", 2826, 3, 8, 1, 59),
		       utc(2826, 3, 8, 6, 59));
	assert_instant(local("Pacific/Auckland", 3026, 1, 1, 0, 0),
		       utc(3025, 12, 31, 11, 0));
}

static void what_lies_beyond_the_ends_of_time_is_their_end(void **state)
{
	(void)state;
	assert_instant(local("Asia/Tokyo", 1, 1, 1, 0, 0), INSTANT_MIN);
	assert_instant(local("America/Toronto", 9999, 12, 31, 23, 0),
		       INSTANT_MAX);
	assert_int_equal(
		cal_zone_wall(cal_zone_iana("Asia/Tokyo"), INSTANT_MAX).year,
		9999);
	assert_int_equal(
		cal_zone_wall(cal_zone_iana("America/Toronto"), INSTANT_MIN)
			.year,
		1);
}

static void days_have_the_hours_that_clocks_give_them(void **state)
{
	const struct cal_zone *toronto = cal_zone_iana("America/Toronto");
	const struct cal_zone *apia = cal_zone_iana("Pacific/Apia");
	const struct cal_zone *sao_paulo = cal_zone_iana("America/Sao_Paulo");
	struct span span;

	(void)state;
	span = cal_zone_day_span(toronto, day_of(2026, 3, 8));
	assert_int_equal(span.end.s - span.start.s, 23 * 3600);
	span = cal_zone_day_span(toronto, day_of(2026, 11, 1));
	assert_int_equal(span.end.s - span.start.s, 25 * 3600);
	span = cal_zone_day_span(toronto, day_of(2026, 6, 8));
	assert_instant(span.start, utc(2026, 6, 8, 4, 0));
	assert_int_equal(span.end.s - span.start.s, 24 * 3600);
	span = cal_zone_day_span(apia, day_of(2011, 12, 30));
	assert_int_equal(span.end.s, span.start.s);
	/* no midnight: the day begins at 1:00 */
	span = cal_zone_day_span(sao_paulo, day_of(2018, 11, 4));
	assert_instant(span.start, utc(2018, 11, 4, 3, 0));
	assert_int_equal(span.end.s - span.start.s, 23 * 3600);
	assert_int_equal(cal_zone_day(toronto, utc(2026, 6, 9, 3, 59)).n,
			 day_of(2026, 6, 8).n);
	assert_int_equal(cal_zone_day(toronto, utc(2026, 6, 9, 4, 0)).n,
			 day_of(2026, 6, 9).n);
}

static void assert_named(const char *tzid, const char *name)
{
	const struct cal_zone *zone = cal_zone_find(tzid);

	if (!zone)
		fail_msg("'%s' is not known", tzid);
	assert_string_equal(cal_zone_name(zone), name);
}

static void zones_are_found_by_all_their_names(void **state)
{
	(void)state;
	assert_named("America/Toronto", "America/Toronto");
	assert_named("america/TORONTO", "America/Toronto");
	assert_named("US/Eastern", "America/New_York");
	assert_named("America/Montreal", "America/Toronto");
	assert_named("Asia/Calcutta", "Asia/Kolkata");
	assert_named("Europe/Kiev", "Europe/Kyiv");
	/* a place's own name, though some databases link it */
	assert_named("Europe/Oslo", "Europe/Oslo");
	assert_named("America/Argentina/Buenos_Aires",
		     "America/Argentina/Buenos_Aires");
	assert_named("UTC", "UTC");
	assert_named("Etc/UTC", "UTC");
	assert_named("Zulu", "UTC");
	assert_named("GMT", "UTC");
	assert_named(" Europe/Berlin ", "Europe/Berlin");
}

static void windows_names_are_known(void **state)
{
	(void)state;
	assert_named("Eastern Standard Time", "America/New_York");
	assert_named("W. Europe Standard Time", "Europe/Berlin");
	assert_named("GMT Standard Time", "Europe/London");
	assert_named("India Standard Time", "Asia/Kolkata");
	assert_named("Tokyo Standard Time", "Asia/Tokyo");
	assert_named("pacific standard time", "America/Los_Angeles");
	assert_null(cal_zone_iana("Eastern Standard Time"));
}

/* As Windows shows them, with and without the offset, however they are
 * escaped. */
static void names_that_windows_shows_are_known(void **state)
{
	(void)state;
	assert_named("(UTC-05:00) Eastern Time (US & Canada)",
		     "America/New_York");
	assert_named("(GMT-05:00) Eastern Time (US &amp; Canada)",
		     "America/New_York");
	assert_named("Pacific Time (US & Canada)", "America/Los_Angeles");
	assert_named("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, "
		     "Vienna",
		     "Europe/Berlin");
	assert_named("(UTC+01:00) Amsterdam\\, Berlin\\, Bern\\, Rome\\, "
		     "Stockholm\\, Vienna",
		     "Europe/Berlin");
	assert_named("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, "
		     "London",
		     "Europe/London");
	assert_named("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi",
		     "Asia/Kolkata");
	assert_named("(utc) coordinated universal time", "UTC");
	assert_named("(UTC-06:00) Central Time (US and Canada)",
		     "America/Chicago");
	assert_named("(GMT-08:00) Pacific Time (US & Canada); Tijuana",
		     "America/Los_Angeles");
	assert_named("(UTC+10:00) Canberra, Melbourne, Sydney",
		     "Australia/Sydney");
	assert_null(cal_zone_find("(UTC-05:00) Customized Time Zone"));
	assert_null(cal_zone_find("(UTC-05:00)"));
}

static void names_may_have_blanks(void **state)
{
	(void)state;
	assert_named("America/New York", "America/New_York");
	assert_null(cal_zone_find("New York"));
}

static void whole_hours_from_utc_are_known(void **state)
{
	(void)state;
	assert_named("UTC+02:00", "Etc/GMT-2");
	assert_named("GMT-0500", "Etc/GMT+5");
	assert_named("UTC+1", "Etc/GMT-1");
	assert_named("GMT+00:00", "UTC");
	assert_null(cal_zone_find("UTC+05:30"));
	assert_null(cal_zone_find("UTC+99"));
	assert_null(cal_zone_find("UTC+"));
	assert_null(cal_zone_find("UTC+2 and more"));
}

static void vendors_prefixes_are_seen_through(void **state)
{
	(void)state;
	assert_named("/freeassociation.sourceforge.net/Europe/Berlin",
		     "Europe/Berlin");
	assert_named("/freeassociation.sourceforge.net/Tzfile/America/Toronto",
		     "America/Toronto");
	assert_named("/mozilla.org/20050126_1/America/Argentina/Ushuaia",
		     "America/Argentina/Ushuaia");
	assert_named("/softwarestudio.org/Olson_20011030_5/Asia/Tokyo",
		     "Asia/Tokyo");
	assert_named("tzone://Microsoft/Utc", "UTC");
}

static void unknown_names_are_unknown(void **state)
{
	static const char *const names[] = {
		"",
		"/",
		"America/Atlantis",
		"America",
		"zone.tab",
		"posix/Europe/Berlin/x",
		"America/",
		"Customized Time Zone",
		"../../../etc/passwd",
		"posixrules",
		"localtime",
		"Eastern",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (cal_zone_find(names[i]))
			fail_msg("'%s' is known", names[i]);
	}
	assert_null(cal_zone_iana("america/toronto"));
	assert_null(cal_zone_iana(" Europe/Berlin"));
	assert_null(cal_zone_iana("/x/Europe/Berlin"));
}

static void the_systems_zone_is_that_of_tz_first(void **state)
{
	(void)state;
	setenv("TZ", "America/Toronto", 1);
	assert_string_equal(cal_zone_name(cal_zone_system()),
			    "America/Toronto");
	setenv("TZ", ":/usr/share/zoneinfo/Europe/Berlin", 1);
	assert_string_equal(cal_zone_name(cal_zone_system()), "Europe/Berlin");
	setenv("TZ", "", 1);
	assert_ptr_equal(cal_zone_system(), cal_zone_utc());
	setenv("TZ", "nonsense", 1);
	assert_non_null(cal_zone_system());
	unsetenv("TZ");
	assert_non_null(cal_zone_system());
}

static void *find_all(void *unused)
{
	(void)unused;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < ARRAY_SIZE(compared); i++) {
			const struct cal_zone *zone =
				cal_zone_find(compared[i]);

			if (!zone ||
			    cal_zone_instant(
				    zone,
				    cal_zone_wall(zone, (struct instant){ 0 }))
					    .s > 0)
				return (void *)compared[i];
		}
	}
	return NULL;
}

/* Must be the first test: the zones are still cold. */
static void many_threads_may_ask_for_cold_zones_at_once(void **state)
{
	pthread_t threads[8];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, find_all, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++) {
		void *wrong;

		pthread_join(threads[i], &wrong);
		assert_null(wrong);
	}
}

static char *system_zone(struct operation *op, const char *name, size_t *len)
{
	const char *folder = getenv("TZDIR");
	FILE *file = fopen(
		arena_printf(op->arena, "%s/%s",
			     str_empty(folder) ? "/usr/share/zoneinfo" : folder,
			     name),
		"rb");
	char *bytes = arena_alloc(op->arena, 65536);

	assert_non_null(file);
	*len = fread(bytes, 1, 65536, file);
	fclose(file);
	return bytes;
}

static void a_broken_zone_file_is_refused(void **state)
{
	struct operation *op = *state;
	size_t len;
	char *bytes = system_zone(op, "America/Toronto", &len);
	char *footer = memrchr(bytes, '\n', len - 1);

	assert_non_null(tzif_read(op->arena, "x", bytes, len));
	for (size_t cut = 0; cut + 1 < (size_t)(footer - bytes); cut += 7) {
		char *copy = arena_memdup(op->arena, bytes, cut);

		assert_null(tzif_read(op->arena, "x", copy, cut));
	}
	for (size_t i = 0; i < len; i += 3) {
		char *copy = arena_memdup(op->arena, bytes, len);

		copy[i] = (char)~copy[i];
		tzif_read(op->arena, "x", copy, len); /* either will do */
	}
	memcpy(footer, "\nEST5EDT,M13.1.0,M1\n", 20);
	assert_null(tzif_read(op->arena, "x", bytes,
			      (size_t)(footer - bytes) + 20));
}

static void rules_by_day_of_year_are_understood(void **state)
{
	struct zone_onset onset = { .form = ZONE_DAY_JULIAN,
				    .day = 60,
				    .time = 7200 };

	(void)state;
	assert_int_equal(zone_onset_at(&onset, 2024, 3600),
			 utc(2024, 3, 1, 1, 0).s);
	assert_int_equal(zone_onset_at(&onset, 2025, 3600),
			 utc(2025, 3, 1, 1, 0).s);
	onset.day = 59;
	assert_int_equal(zone_onset_at(&onset, 2024, 0),
			 utc(2024, 2, 28, 2, 0).s);
	onset.form = ZONE_DAY_YEAR;
	assert_int_equal(zone_onset_at(&onset, 2024, 0),
			 utc(2024, 2, 29, 2, 0).s);
	assert_int_equal(zone_onset_at(&onset, 2025, 0),
			 utc(2025, 3, 1, 2, 0).s);
	onset = (struct zone_onset){
		.form = ZONE_DAY_WEEK, .month = 2, .week = 5, .day = 4
	};
	assert_int_equal(zone_onset_at(&onset, 2024, 0),
			 utc(2024, 2, 29, 0, 0).s);
	assert_int_equal(zone_onset_at(&onset, 2025, 0),
			 utc(2025, 2, 27, 0, 0).s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_threads_may_ask_for_cold_zones_at_once),
		cmocka_unit_test(all_zones_agree_with_glibc_from_1970_to_2100),
		cmocka_unit_test(well_known_changes_are_known),
		cmocka_unit_test(a_time_in_the_gap_moves_forward),
		cmocka_unit_test(a_time_that_comes_twice_is_the_first),
		cmocka_unit_test(walls_and_instants_are_each_others_way_back),
		cmocka_unit_test(the_rule_goes_on_to_the_year_9999),
		cmocka_unit_test(
			what_lies_beyond_the_ends_of_time_is_their_end),
		cmocka_unit_test(days_have_the_hours_that_clocks_give_them),
		cmocka_unit_test(zones_are_found_by_all_their_names),
		cmocka_unit_test(windows_names_are_known),
		cmocka_unit_test(names_that_windows_shows_are_known),
		cmocka_unit_test(names_may_have_blanks),
		cmocka_unit_test(whole_hours_from_utc_are_known),
		cmocka_unit_test(vendors_prefixes_are_seen_through),
		cmocka_unit_test(unknown_names_are_unknown),
		cmocka_unit_test(the_systems_zone_is_that_of_tz_first),
		WITH_OPERATION(a_broken_zone_file_is_refused),
		cmocka_unit_test(rules_by_day_of_year_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
