#include "tests/unit/ical/operation_fixture.h"

#include "ical/zone.h"
#include "ical/zone_object.h"
#include "ical/zone_private.h"

#define BERLIN_LIKE(tzid)                             \
	"BEGIN:VTIMEZONE\r\n"                         \
	"TZID:" tzid "\r\n"                           \
	"BEGIN:STANDARD\r\n"                          \
	"DTSTART:16011028T030000\r\n"                 \
	"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n" \
	"TZOFFSETFROM:+0200\r\n"                      \
	"TZOFFSETTO:+0100\r\n"                        \
	"END:STANDARD\r\n"                            \
	"BEGIN:DAYLIGHT\r\n"                          \
	"DTSTART:16010325T020000\r\n"                 \
	"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n"  \
	"TZOFFSETFROM:+0100\r\n"                      \
	"TZOFFSETTO:+0200\r\n"                        \
	"END:DAYLIGHT\r\n"                            \
	"END:VTIMEZONE\r\n"

#define OBSERVANCE(start, from, to, more) \
	"BEGIN:STANDARD\r\n"              \
	"DTSTART:" start "\r\n"           \
	"TZOFFSETFROM:" from "\r\n"       \
	"TZOFFSETTO:" to "\r\n" more "END:STANDARD\r\n"

static struct cal_zones *loaded(struct operation *op, const char *timezones)
{
	struct cal_component *calendar =
		parsed(op, arena_printf(op->arena,
					"BEGIN:VCALENDAR\r\n%s"
					"END:VCALENDAR\r\n",
					timezones));
	struct cal_zones *zones = NULL;

	assert_int_equal(cal_zones_load(op, calendar, NULL, &zones), OK);
	return zones;
}

static const struct cal_zone *own(struct operation *op, const char *observances)
{
	struct cal_zones *zones =
		loaded(op, arena_printf(op->arena,
					"BEGIN:VTIMEZONE\r\nTZID:Own\r\n%s"
					"END:VTIMEZONE\r\n",
					observances));

	return cal_zones_find(zones, slice_of("Own"));
}

static int32_t offset_at(const struct cal_zone *zone, int year, int month,
			 int day, int hour)
{
	return cal_zone_offset(
		zone, wall_utc((struct wall){ year, (int8_t)month, (int8_t)day,
					      (int8_t)hour, 0, 0 }));
}

static void a_known_name_wins_over_the_objects_definition(void **state)
{
	struct cal_zones *zones = loaded(*state, BERLIN_LIKE("Asia/Tokyo"));

	assert_ptr_equal(cal_zones_find(zones, slice_of("Asia/Tokyo")),
			 cal_zone_iana("Asia/Tokyo"));
}

static void an_own_zone_counts_as_its_vtimezone_says(void **state)
{
	struct operation *op = *state;
	struct cal_zones *zones =
		loaded(op, BERLIN_LIKE("Customized Time Zone"));
	const struct cal_zone *zone =
		cal_zones_find(zones, slice_of("Customized Time Zone"));
	const struct cal_zone *berlin = cal_zone_iana("Europe/Berlin");

	assert_non_null(zone);
	assert_string_equal(cal_zone_name(zone), "Customized Time Zone");
	for (int64_t at = 852076800; at < INT64_C(4102444800); at += 90001)
		assert_int_equal(
			cal_zone_offset(zone, (struct instant){ at }),
			cal_zone_offset(berlin, (struct instant){ at }));
	assert_ptr_equal(
		cal_zones_find(zones, slice_of("Customized Time Zone")), zone);
}

static void a_name_neither_known_nor_defined_is_none(void **state)
{
	struct cal_zones *zones = loaded(*state, BERLIN_LIKE("Mine"));

	assert_null(cal_zones_find(zones, slice_of("Yours")));
	assert_null(cal_zones_find(zones, slice_of("")));
	assert_non_null(cal_zones_find(zones, slice_of("Mine")));
}

static void floating_times_are_judged_in_the_zone_given_or_utc(void **state)
{
	struct operation *op = *state;
	const struct cal_zone *berlin = cal_zone_iana("Europe/Berlin");
	struct cal_component *calendar =
		parsed(op, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
	struct cal_zones *zones;

	assert_int_equal(cal_zones_load(op, calendar, berlin, &zones), OK);
	assert_ptr_equal(cal_zones_floating(zones), berlin);
	assert_ptr_equal(cal_zones_floating(loaded(op, "")), cal_zone_utc());
}

static void before_the_first_onset_its_offset_from_holds(void **state)
{
	const struct cal_zone *zone = own(
		*state, OBSERVANCE("20200101T000000", "+0530", "-034512", ""));

	assert_non_null(zone);
	assert_int_equal(offset_at(zone, 2019, 12, 31, 18), 19800);
	assert_int_equal(offset_at(zone, 2019, 12, 31, 19),
			 -(3 * 3600 + 45 * 60 + 12));
}

static void until_counts_in_utc_and_rdates_are_local(void **state)
{
	const struct cal_zone *zone =
		own(*state,
		    OBSERVANCE("20180311T020000", "-0500", "-0400",
			       "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;"
			       "UNTIL=20200308T070000Z\r\n")
			    OBSERVANCE("20181104T020000", "-0400", "-0500",
				       "RDATE:20191103T020000,20201101T020000"
				       "\r\n"));

	assert_non_null(zone);
	assert_int_equal(offset_at(zone, 2019, 7, 1, 0), -14400);
	/* the UNTIL is the third onset itself, so that it is in */
	assert_int_equal(offset_at(zone, 2020, 3, 8, 6), -18000);
	assert_int_equal(offset_at(zone, 2020, 3, 8, 7), -14400);
	assert_int_equal(offset_at(zone, 2020, 11, 1, 6), -18000);
	assert_int_equal(offset_at(zone, 2021, 7, 1, 0), -18000);

	/* east of UTC: 2:00 local is 1:00 UTC */
	zone = own(*state,
		   OBSERVANCE("20190331T020000", "+0100", "+0200",
			      "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;"
			      "UNTIL=20200329T010000Z\r\n")
			   OBSERVANCE("20191027T030000", "+0200", "+0100", ""));
	assert_int_equal(offset_at(zone, 2020, 1, 1, 0), 3600);
	assert_int_equal(offset_at(zone, 2020, 7, 1, 0), 7200);
}

static void definitions_that_cannot_be_relied_on_are_none(void **state)
{
	struct operation *op = *state;

	assert_null(own(op, ""));
	assert_null(own(op, OBSERVANCE("20200101", "+01", "+0100", "")));
	assert_null(
		own(op, OBSERVANCE("20201301T000000", "+0100", "+0100", "")));
	assert_null(
		own(op, OBSERVANCE("20200101T000000", "0100", "+0100", "")));
	assert_null(
		own(op, OBSERVANCE("20200101T000000", "+0100", "+2500", "")));
	assert_null(own(op, OBSERVANCE("20200101T000000", "+0100", "+0100",
				       "RRULE:FREQ=SOMETIMES\r\n")));
	assert_null(own(op, OBSERVANCE("20200101T000000", "+0100", "+0100",
				       "RDATE:tomorrow\r\n")));
	assert_null(own(op, "BEGIN:STANDARD\r\nEND:STANDARD\r\n"));
	assert_int_equal(op->failure.code, OK);
}

static void a_rule_bomb_in_a_vtimezone_costs_little(void **state)
{
	static const char *const rules[] = {
		"FREQ=SECONDLY",
		"FREQ=DAILY",
		"FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31",
		"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3",
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		int64_t start = clock_ticks();
		char *text = arena_printf(op->arena,
					  OBSERVANCE("19700101T000000", "+0100",
						     "+0200", "RRULE:%s\r\n"),
					  rules[i]);

		(void)own(op, text);
		assert_true(clock_ticks() - start < 500000);
	}
}

static void a_calendars_time_zone_is_known_by_its_name(void **state)
{
	struct operation *op = *state;
	const char *text =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
		"PRODID:x\r\n" BERLIN_LIKE("W. Europe Standard "
					   "Time") "END:VCALENDAR\r\n";
	const struct cal_zone *zone = NULL;

	assert_int_equal(cal_zone_of_timezone(op, text, strlen(text), &zone),
			 OK);
	assert_string_equal(cal_zone_name(zone), "Europe/Berlin");
}

static void a_calendars_time_zone_may_be_its_own(void **state)
{
	struct operation *op = *state;
	const char *text =
		"BEGIN:VCALENDAR\r\n" BERLIN_LIKE("Mine") "END:VCALENDAR\r\n";
	const char *located = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\n"
			      "TZID:Mine\r\nX-LIC-LOCATION:Asia/Tokyo\r\n"
			      "END:VTIMEZONE\r\nEND:VCALENDAR\r\n";
	const struct cal_zone *zone = NULL;

	assert_int_equal(cal_zone_of_timezone(op, text, strlen(text), &zone),
			 OK);
	assert_string_equal(cal_zone_name(zone), "Mine");
	assert_int_equal(offset_at(zone, 2026, 7, 1, 0), 7200);
	assert_int_equal(
		cal_zone_of_timezone(op, located, strlen(located), &zone), OK);
	assert_string_equal(cal_zone_name(zone), "Asia/Tokyo");
}

static void what_is_no_time_zone_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"Europe/Berlin",
		"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n"
		"END:VCALENDAR\r\n",
		"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Mine\r\n"
		"END:VTIMEZONE\r\nEND:VCALENDAR\r\n",
		"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n"
		"END:VCALENDAR\r\n",
		"BEGIN:VCALENDAR\r\n" BERLIN_LIKE("A")
			BERLIN_LIKE("B") "END:VCALENDAR\r\n",
	};
	struct operation *op = *state;
	const struct cal_zone *zone = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		assert_int_equal(cal_zone_of_timezone(op, texts[i],
						      strlen(texts[i]), &zone),
				 ERR_TIMEZONE);
		assert_int_equal(op->failure.code, ERR_TIMEZONE);
		assert_true(strlen(op->failure.message) > 0);
	}
	assert_null(zone);
}

static void a_tzid_is_text_in_its_property_and_compared_as_such(void **state)
{
	static const char *const asked[] = {
		"(UTC+07:00) A, B; C\\D",
		"(UTC+07:00) A\\, B\\; C\\\\D",
	};
	struct cal_zones *zones = loaded(
		*state,
		"BEGIN:VTIMEZONE\r\nTZID:(UTC+07:00) A\\, B\\; C\\\\D\r\n"
		"BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
		"TZOFFSETFROM:+0700\r\nTZOFFSETTO:+0700\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\n");

	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		const struct cal_zone *zone =
			cal_zones_find(zones, slice_of(asked[i]));

		assert_non_null(zone);
		assert_int_equal(offset_at(zone, 2026, 6, 8, 12), 7 * 3600);
		assert_string_equal(cal_zone_name(zone), asked[0]);
	}
}

static bool all_said(struct operation *op, const char *lines)
{
	return cal_zones_all_said(
		parsed(op, arena_printf(op->arena,
					"BEGIN:VCALENDAR\r\n%s"
					"END:VCALENDAR\r\n",
					lines)));
}

#define EVENT_OF(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"
#define IN_UTC "DTSTART:20260608T200000Z\r\n"

static void
times_that_say_their_zone_are_told_from_those_that_may_not(void **state)
{
	static const char *const said[] = {
		EVENT_OF(IN_UTC),
		EVENT_OF(IN_UTC "DURATION:PT1H\r\n"),
		EVENT_OF(IN_UTC "DTEND;TZID=Europe/Berlin:20260608T230000\r\n"),
		EVENT_OF("DTSTART;TZID=W. Europe Standard Time:"
			 "20260608T200000\r\n"),
		BERLIN_LIKE("Europe/Berlin")
			EVENT_OF("DTSTART;TZID=Europe/Berlin:20260608T200000"
				 "\r\n"),
	};
	static const char *const unsaid[] = {
		EVENT_OF(""),
		EVENT_OF("DTSTART:20260608T200000\r\n"),
		EVENT_OF("DTSTART;VALUE=DATE:20260608\r\n"),
		EVENT_OF("DTSTART;TZID=Europe/Berlin:20260608\r\n"),
		EVENT_OF("DTSTART;TZID=Nowhere:20260608T200000\r\n"),
		BERLIN_LIKE("Own") EVENT_OF("DTSTART;TZID=Own:20260608T200000"
					    "\r\n"),
		EVENT_OF(IN_UTC "DTEND:20260608T210000\r\n"),
		EVENT_OF(IN_UTC "RRULE:FREQ=DAILY;UNTIL=20260609\r\n"),
		EVENT_OF(IN_UTC "EXDATE:20260609T200000\r\n"),
		EVENT_OF(IN_UTC "RDATE:20260609T200000\r\n"),
		EVENT_OF(IN_UTC)
			EVENT_OF(IN_UTC "RECURRENCE-ID:20260609T200000\r\n"),
		"BEGIN:VTODO\r\nDUE:20260608T200000Z\r\nEND:VTODO\r\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(said); i++) {
		if (!all_said(*state, said[i]))
			fail_msg("may be floating: %s", said[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(unsaid); i++) {
		if (all_said(*state, unsaid[i]))
			fail_msg("cannot be floating: %s", unsaid[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_known_name_wins_over_the_objects_definition),
		WITH_OPERATION(an_own_zone_counts_as_its_vtimezone_says),
		WITH_OPERATION(a_name_neither_known_nor_defined_is_none),
		WITH_OPERATION(
			floating_times_are_judged_in_the_zone_given_or_utc),
		WITH_OPERATION(before_the_first_onset_its_offset_from_holds),
		WITH_OPERATION(until_counts_in_utc_and_rdates_are_local),
		WITH_OPERATION(definitions_that_cannot_be_relied_on_are_none),
		WITH_OPERATION(a_rule_bomb_in_a_vtimezone_costs_little),
		WITH_OPERATION(a_calendars_time_zone_is_known_by_its_name),
		WITH_OPERATION(a_calendars_time_zone_may_be_its_own),
		WITH_OPERATION(what_is_no_time_zone_is_refused),
		WITH_OPERATION(
			a_tzid_is_text_in_its_property_and_compared_as_such),
		WITH_OPERATION(
			times_that_say_their_zone_are_told_from_those_that_may_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
