#include "tests/unit/ical/operation_fixture.h"

#include <libical/ical.h>

#include "ical/zone.h"
#include "ical/zone_object_private.h"
#include "ical/zone_private.h"
#include "ical/zone_write.h"

#define YEARS 20

static const char *const written[] = {
	"America/Toronto",   "Europe/Berlin",        "Asia/Tehran",
	"Africa/Casablanca", "Australia/Lord_Howe",  "America/Sao_Paulo",
	"Pacific/Apia",      "Africa/Cairo",         "America/Nuuk",
	"Asia/Jerusalem",    "Europe/Dublin",        "America/St_Johns",
	"Asia/Kathmandu",    "Pacific/Chatham",      "America/Havana",
	"Asia/Gaza",         "America/Scoresbysund", "Antarctica/Troll",
	"America/Santiago",  "Pacific/Easter",       "Asia/Kolkata",
	"Europe/Moscow",     "America/Phoenix",      "Pacific/Kiritimati",
	"Europe/Oslo",       "Asia/Tokyo",           "Etc/GMT+5",
	"America/Caracas",   "America/Los_Angeles",  "Asia/Beirut",
	"America/Miquelon",  "Atlantic/Azores",
};

static struct instant new_year(int year)
{
	return wall_utc((struct wall){ .year = year, .month = 1, .day = 1 });
}

static char *zone_text(struct operation *op, const char *name, int year)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, "");
	cal_zone_write(&buf, cal_zone_iana(name), new_year(year));
	return buf.at;
}

/* Some seconds around each change, and some times between. */
static void compare(const struct cal_zone *zone, int year,
		    int32_t (*other)(void *their, int64_t at), void *their)
{
	int64_t begin = new_year(year).s + 14 * 3600;
	int64_t end = new_year(year + YEARS).s;
	int64_t at = begin;
	size_t next = zone_change_at(zone, begin) + 1;

	while (at < end) {
		int32_t mine = cal_zone_offset(zone, (struct instant){ at });

		if (other(their, at) != mine)
			fail_msg("%s from %d at %lld: %d here, %d there",
				 cal_zone_name(zone), year, (long long)at,
				 (int)mine, (int)other(their, at));
		if (next < zone->count && at + 1 < zone->changes[next].at &&
		    at + 30 * 86400 >= zone->changes[next].at) {
			at = zone->changes[next].at - 1;
		} else if (next < zone->count &&
			   at + 1 == zone->changes[next].at) {
			at++;
			next++;
		} else {
			at += 29 * 86400 + 3601;
		}
	}
}

static int32_t libical_offset(void *their, int64_t at)
{
	struct icaltimetype time = icaltime_from_timet_with_zone(
		at, 0, icaltimezone_get_utc_timezone());
	int is_daylight;

	return icaltimezone_get_utc_offset_of_utc_time(their, &time,
						       &is_daylight);
}

static void libical_reads_the_same_offsets_for_20_years(void **state)
{
	static const int years[] = { 1996, 2015 };
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(written) * 2; i++) {
		const char *name = written[i / 2];
		int year = years[i % 2];
		icalcomponent *component =
			icalparser_parse_string(zone_text(op, name, year));
		icaltimezone *zone = icaltimezone_new();

		assert_non_null(component);
		assert_true(icaltimezone_set_component(zone, component));
		compare(cal_zone_iana(name), year, libical_offset, zone);
		icaltimezone_free(zone, 1);
	}
}

static int32_t own_offset(void *their, int64_t at)
{
	return cal_zone_offset(their, (struct instant){ at });
}

static void our_own_reader_reads_the_same_offsets(void **state)
{
	static const int years[] = { 1985, 2007, 2026, 2050 };
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(written) * 4; i++) {
		const char *name = written[i / 4];
		int year = years[i % 4];
		struct cal_component *calendar =
			parsed(op, arena_printf(op->arena,
						"BEGIN:VCALENDAR\r\n%s"
						"END:VCALENDAR\r\n",
						zone_text(op, name, year)));
		int64_t budget = 100000;
		const struct cal_zone *zone =
			zone_component_read(op, calendar->children[0], &budget);

		assert_non_null(zone);
		compare(cal_zone_iana(name), year, own_offset, (void *)zone);
	}
}

static void toronto_is_written_with_its_rule_pair(void **state)
{
	assert_string_equal(zone_text(*state, "America/Toronto", 2026),
			    "BEGIN:VTIMEZONE\r\n"
			    "TZID:America/Toronto\r\n"
			    "BEGIN:DAYLIGHT\r\n"
			    "DTSTART:20070311T020000\r\n"
			    "TZOFFSETFROM:-0500\r\n"
			    "TZOFFSETTO:-0400\r\n"
			    "TZNAME:EDT\r\n"
			    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"
			    "END:DAYLIGHT\r\n"
			    "BEGIN:STANDARD\r\n"
			    "DTSTART:20071104T020000\r\n"
			    "TZOFFSETFROM:-0400\r\n"
			    "TZOFFSETTO:-0500\r\n"
			    "TZNAME:EST\r\n"
			    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"
			    "END:STANDARD\r\n"
			    "END:VTIMEZONE\r\n");
}

static void a_zone_without_summer_time_is_one_observance(void **state)
{
	assert_string_equal(zone_text(*state, "Asia/Kolkata", 2026),
			    "BEGIN:VTIMEZONE\r\n"
			    "TZID:Asia/Kolkata\r\n"
			    "BEGIN:STANDARD\r\n"
			    "DTSTART:19700101T000000\r\n"
			    "TZOFFSETFROM:+0530\r\n"
			    "TZOFFSETTO:+0530\r\n"
			    "TZNAME:IST\r\n"
			    "END:STANDARD\r\n"
			    "END:VTIMEZONE\r\n");
}

static void utc_needs_no_vtimezone(void **state)
{
	assert_string_equal(zone_text(*state, "Etc/UTC", 2026), "");
}

static void the_bytes_stay_the_same_while_the_rule_does(void **state)
{
	struct operation *op = *state;

	assert_string_equal(zone_text(op, "Europe/Berlin", 2000),
			    zone_text(op, "Europe/Berlin", 2040));
	assert_string_not_equal(zone_text(op, "America/Toronto", 2000),
				zone_text(op, "America/Toronto", 2040));
}

static void summer_is_daylight_in_dublin_too(void **state)
{
	char *text = zone_text(*state, "Europe/Dublin", 2026);
	char *daylight = strstr(text, "BEGIN:DAYLIGHT");

	assert_non_null(daylight);
	assert_non_null(strstr(daylight, "TZNAME:IST"));
	assert_ptr_equal(strstr(text, "TZNAME:IST"),
			 strstr(daylight, "TZNAME:IST"));
}

/* Is all that is to come said by a yearly rule, or by nothing? Some countries
 * have their Ramadans listed one by one, for decades. */
static bool is_regular(const struct cal_zone *zone)
{
	size_t last = zone->repeats ? zone->rule_from : zone->count;

	return last == 0 || zone->changes[last - 1].at < new_year(2026).s;
}

static void every_zone_with_a_rule_is_compact(void **state)
{
	struct operation *op = *state;
	size_t regular = 0;

	for (size_t i = 0; i < ARRAY_SIZE(written); i++) {
		size_t len = strlen(zone_text(op, written[i], 2026));

		if (is_regular(cal_zone_iana(written[i]))) {
			assert_in_range(len, 1, 600);
			regular++;
		}
		assert_in_range(len, 1, 5000);
	}
	assert_true(regular > ARRAY_SIZE(written) / 2);
}

/* Its table is changed to a rule that no RRULE says. */
static void a_rule_by_day_of_year_is_written_as_dates(void **state)
{
	struct operation *op = *state;
	struct cal_zone zone = *cal_zone_iana("America/Toronto");
	struct buf buf;

	zone.onsets[0].form = ZONE_DAY_JULIAN;
	buf_init(&buf, op->arena);
	cal_zone_write(&buf, &zone, new_year(2026));
	assert_null(strstr(buf.at, "RRULE"));
	assert_non_null(strstr(buf.at, "20260308T020000"));
	assert_non_null(strstr(buf.at, "20551107T020000"));
	assert_null(strstr(buf.at, "2057"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(libical_reads_the_same_offsets_for_20_years),
		WITH_OPERATION(our_own_reader_reads_the_same_offsets),
		WITH_OPERATION(toronto_is_written_with_its_rule_pair),
		WITH_OPERATION(a_zone_without_summer_time_is_one_observance),
		WITH_OPERATION(utc_needs_no_vtimezone),
		WITH_OPERATION(the_bytes_stay_the_same_while_the_rule_does),
		WITH_OPERATION(summer_is_daylight_in_dublin_too),
		WITH_OPERATION(every_zone_with_a_rule_is_compact),
		WITH_OPERATION(a_rule_by_day_of_year_is_written_as_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
