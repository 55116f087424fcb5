/* The tables of RFC 4791 9.9, row by row, at their very edges. */
#include "tests/unit/ical/read_fixture.h"

#include "ical/filter.h"

#define ALARM(lines) "BEGIN:VALARM\r\nACTION:DISPLAY\r\n" lines "END:VALARM\r\n"
#define JOURNAL(lines) "BEGIN:VJOURNAL\r\nUID:1\r\n" lines "END:VJOURNAL\r\n"
#define BUSY(lines) "BEGIN:VFREEBUSY\r\nUID:1\r\n" lines "END:VFREEBUSY\r\n"

/* Hours and minutes of 8 June 2026, in UTC; NULL is open. */
static bool in_range(struct operation *op, const char *name,
		     const char *components, const char *start, const char *end)
{
	struct span range = WHOLE_TIME;
	struct cal_comp_filter alarm = { .name = "VALARM", .range = &range };
	struct cal_comp_filter comp = { .name = name, .range = &range };
	struct cal_comp_filter calendar = { .name = "VCALENDAR",
					    .comps = &comp,
					    .comp_count = 1 };
	bool of_alarm = !strcmp(name, "VALARM");

	if (start)
		range.start = instant_of(
			arena_printf(op->arena, "20260608T%s%sZ", start,
				     strlen(start) == 4 ? "00" : ""));
	if (end)
		range.end = instant_of(
			arena_printf(op->arena, "20260608T%s%sZ", end,
				     strlen(end) == 4 ? "00" : ""));
	if (of_alarm) {
		comp = (struct cal_comp_filter){
			.name = strstr(components, "VTODO") ? "VTODO"
							    : "VEVENT",
			.comps = &alarm,
			.comp_count = 1
		};
	}
	return cal_filter_match(op, &calendar, object_read(op, components));
}

struct row {
	const char *components, *start, *end;
	bool in;
};

static void check(void **state, const char *name, const struct row *rows,
		  size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];

		if (in_range(*state, name, row->components, row->start,
			     row->end) != row->in)
			fail_msg("row %zu: %s to %s of %s", i,
				 row->start ? row->start : "",
				 row->end ? row->end : "", row->components);
	}
}

static void an_event_overlaps_from_start_to_end(void **state)
{
	static const char event[] = EVENT(MONDAY_AT_4);
	static const char moment[] = EVENT(START);
	static const char zero[] = EVENT(START "DURATION:PT0S\r\n");
	static const char day[] = EVENT("DTSTART;VALUE=DATE:20260608\r\n");
	static const char endless[] =
		EVENT("DTSTART:20200101T200000Z\r\nRRULE:FREQ=DAILY\r\n");
	static const struct row rows[] = {
		{ event, "2059", "2300", true },
		{ event, "2100", "2300", false },
		{ event, "1900", "200001", true },
		{ event, "1900", "2000", false },
		{ event, "2015", "2030", true },
		{ event, NULL, "2030", true },
		{ event, "2030", NULL, true },
		{ event, "2100", NULL, false },
		{ moment, "2000", "2001", true },
		{ moment, "1900", "2000", false },
		{ moment, "200001", "2100", false },
		{ zero, "2000", "2001", true },
		{ zero, "1900", "2000", false },
		{ day, "0400", "0401", true },
		{ day, "0300", "0400", false },
		{ day, "2300", NULL, true },
		{ endless, "2000", "2001", true },
		{ endless, "200001", "2100", false },
		{ endless, "2100", NULL, true },
		{ EVENT("DTSTART:soon\r\n"), NULL, NULL, false },
		{ EVENT(START "RRULE:FREQ=SOON\r\n"), NULL, NULL, false },
	};

	check(state, "VEVENT", rows, ARRAY_SIZE(rows));
}

static void a_task_overlaps_by_the_times_that_it_has(void **state)
{
#define DUE "DUE:20260608T210000Z\r\n"
#define DONE "COMPLETED:20260608T220000Z\r\n"
#define MADE "CREATED:20260608T190000Z\r\n"
	static const char lasting[] = TASK(START "DURATION:PT1H\r\n");
	static const char span[] = TASK(START DUE);
	static const char start[] = TASK(START);
	static const char due[] = TASK(DUE);
	static const char both[] = TASK(DONE MADE);
	static const char done[] = TASK(DONE);
	static const char made[] = TASK(MADE);
	static const char none[] = TASK("");
	static const struct row rows[] = {
		/* (start <= DTSTART+DURATION) AND ((end > DTSTART) OR
		 * (end >= DTSTART+DURATION)) */
		{ lasting, "2100", "2200", true },
		{ lasting, "210001", "2200", false },
		{ lasting, "1900", "200001", true },
		{ lasting, "1900", "2000", false },
		/* ((start < DUE) OR (start <= DTSTART)) AND
		 * ((end > DTSTART) OR (end >= DUE)) */
		{ span, "2059", "2200", true },
		{ span, "2100", "2200", false },
		{ span, "1900", "2000", false },
		{ span, "1900", "200001", true },
		/* (start <= DTSTART) AND (end > DTSTART) */
		{ start, "2000", "2001", true },
		{ start, "1900", "2000", false },
		{ start, "200001", "2100", false },
		/* (start < DUE) AND (end >= DUE) */
		{ due, "2000", "2100", true },
		{ due, "2100", "2200", false },
		{ due, "2000", "205959", false },
		/* between CREATED and COMPLETED, ends counted in */
		{ both, "2200", "2300", true },
		{ both, "220001", "2300", false },
		{ both, "1800", "1900", true },
		{ both, "1800", "185959", false },
		{ done, "2200", "2300", true },
		{ done, "2100", "2200", true },
		{ done, "220001", "2300", false },
		{ done, "2100", "215959", false },
		/* end > CREATED */
		{ made, "2300", NULL, true },
		{ made, NULL, "1900", false },
		{ made, NULL, "190001", true },
		{ none, "0000", "0001", true },
		{ TASK("DUE:20200101T210000Z\r\nRRULE:FREQ=DAILY\r\n"), "2000",
		  "2100", true },
		{ TASK("DUE:20200101T210000Z\r\nRRULE:FREQ=DAILY\r\n"), "2100",
		  "2200", false },
	};

	check(state, "VTODO", rows, ARRAY_SIZE(rows));
}

static void a_date_of_a_task_is_a_moment(void **state)
{
	static const struct row rows[] = {
		/* A date is midnight, here in Toronto. */
		{ TASK("DUE;VALUE=DATE:20260608\r\n"), "0300", "0400", true },
		{ TASK("DUE;VALUE=DATE:20260608\r\n"), "0400", "0500", false },
		{ TASK("DUE;VALUE=DATE:20260608\r\n"), "1200", "1300", false },
		{ TASK("DTSTART;VALUE=DATE:20260608\r\n"), "0400", "0401",
		  true },
		{ TASK("DTSTART;VALUE=DATE:20260608\r\n"), "1200", "1300",
		  false },
	};

	check(state, "VTODO", rows, ARRAY_SIZE(rows));
}

static void a_journal_overlaps_on_its_date(void **state)
{
	static const char moment[] = JOURNAL(START);
	static const char day[] = JOURNAL("DTSTART;VALUE=DATE:20260608\r\n");
	static const struct row rows[] = {
		{ moment, "2000", "2001", true },
		{ moment, "1900", "2000", false },
		{ moment, "200001", NULL, false },
		{ day, "0400", "0401", true },
		{ day, NULL, "0400", false },
		{ JOURNAL(""), NULL, NULL, false },
	};

	check(state, "VJOURNAL", rows, ARRAY_SIZE(rows));
}

static void busy_time_overlaps_by_span_or_periods(void **state)
{
	static const char span[] = BUSY(START "DTEND:20260608T210000Z\r\n");
	static const char periods[] =
		BUSY("FREEBUSY:20260608T080000Z/PT1H,"
		     "20260608T200000Z/20260608T210000Z\r\n"
		     "FREEBUSY;FBTYPE=FREE:20260608T120000Z/PT1H\r\n");
	static const struct row rows[] = {
		{ span, "2100", "2200", true },
		{ span, "210001", "2200", false },
		{ span, "1900", "2000", false },
		{ periods, "0859", "0900", true },
		{ periods, "0900", "1200", false },
		{ periods, "1259", "1300", true },
		{ periods, "1300", "2000", false },
		{ periods, "2030", "2031", true },
		{ BUSY(""), NULL, NULL, false },
	};

	check(state, "VFREEBUSY", rows, ARRAY_SIZE(rows));
}

static void an_alarm_overlaps_when_it_goes_off(void **state)
{
	static const char before[] =
		EVENT(MONDAY_AT_4 ALARM("TRIGGER:-PT15M\r\n"));
	static const char behind[] =
		EVENT(MONDAY_AT_4 ALARM("TRIGGER;RELATED=END:PT5M\r\n"));
	static const char fixed[] = EVENT(MONDAY_AT_4 ALARM(
		"TRIGGER;VALUE=DATE-TIME:20260608T120000Z\r\n"));
	static const char again[] = EVENT(MONDAY_AT_4 ALARM(
		"TRIGGER:-PT1H\r\nREPEAT:3\r\nDURATION:PT10M\r\n"));
	static const char daily[] =
		EVENT("DTSTART;TZID=America/Toronto:20200101T160000\r\n"
		      "RRULE:FREQ=DAILY\r\n" ALARM("TRIGGER:-P1D\r\n"));
	static const char due[] = TASK("DUE:20260608T210000Z\r\n" ALARM(
		"TRIGGER;RELATED=END:-PT30M\r\n"));
	static const struct row rows[] = {
		{ before, "1945", "1946", true },
		{ before, "1900", "1945", false },
		{ before, "194501", "2030", false },
		{ before, NULL, NULL, true },
		{ behind, "2105", "2106", true },
		{ behind, "2000", "2105", false },
		{ fixed, "1200", "1201", true },
		{ fixed, "1900", "2100", false },
		{ again, "1900", "1901", true },
		{ again, "1901", "1910", false },
		{ again, "1929", "1931", true },
		{ again, "1930", "1930", false },
		{ again, "193001", "2300", false },
		{ daily, "2000", "2001", true },
		{ daily, "200001", "2359", false },
		{ due, "2030", "2031", true },
		{ due, "2031", "2100", false },
		{ EVENT(MONDAY_AT_4), NULL, NULL, false },
		{ EVENT(MONDAY_AT_4 ALARM("")), NULL, NULL, false },
		{ EVENT(MONDAY_AT_4 ALARM("TRIGGER:bang\r\n")), NULL, NULL,
		  false },
		{ TASK(ALARM("TRIGGER:-PT30M\r\n")), NULL, NULL, false },
		{ EVENT(START ALARM("TRIGGER:PT0S\r\nDURATION:PT1S\r\n"
				    "REPEAT:99999999999999999\r\n")),
		  "2010", "2011", true },
	};

	check(state, "VALARM", rows, ARRAY_SIZE(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(an_event_overlaps_from_start_to_end),
		WITH_OPERATION(a_task_overlaps_by_the_times_that_it_has),
		WITH_OPERATION(a_date_of_a_task_is_a_moment),
		WITH_OPERATION(a_journal_overlaps_on_its_date),
		WITH_OPERATION(busy_time_overlaps_by_span_or_periods),
		WITH_OPERATION(an_alarm_overlaps_when_it_goes_off),
	};

	cal_zone_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
