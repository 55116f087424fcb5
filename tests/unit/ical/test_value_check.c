#include "tests/unit/ical/object_fixture.h"

#include "ical/value_check_private.h"

/* Lines of one event that are taken. */
static void values_within_their_bounds_are_taken(void **state)
{
	static const char *const fine[] = {
		"PRIORITY:0\r\n",
		"PRIORITY:9\r\n",
		"SEQUENCE:2147483647\r\n",
		"TRANSP:transparent\r\n",
		"STATUS:COMPLETED\r\n",
		"GEO:45.5;-73.6\r\n",
		"GEO:+45;-73.\r\n",
		"IMAGE;VALUE=URI;DISPLAY=BADGE:http://x/\r\n",
		"IMAGE;VALUE=BINARY;ENCODING=BASE64:aGk=\r\n",
		"CONFERENCE;VALUE=URI;FEATURE=VIDEO:http://x/\r\n",
		"COLOR:#ff0000\r\n",
		"STRUCTURED-DATA;VALUE=TEXT;SCHEMA=\"http://x\":a\r\n",
		"STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html:a\r\n",
		"X-PRIORITY:high\r\n",
		"BEGIN:PARTICIPANT\r\nUID:p\r\nPARTICIPANT-TYPE:SPEAKER\r\n"
		"END:PARTICIPANT\r\n",
		"BEGIN:VLOCATION\r\nUID:l\r\nEND:VLOCATION\r\n",
		"BEGIN:VRESOURCE\r\nUID:r\r\nEND:VRESOURCE\r\n",
		/* Nothing in an alarm harms anybody (RFC 9074). */
		"BEGIN:VALARM\r\nUID:a\r\nACTION:DISPLAY\r\nPRIORITY:x\r\n"
		"ACKNOWLEDGED:20260608T195500Z\r\nPROXIMITY:DEPART\r\n"
		"BEGIN:VLOCATION\r\nURL:geo:1,2\r\nEND:VLOCATION\r\n"
		"END:VALARM\r\n",
		"BEGIN:X-PART\r\nX-A:b\r\nEND:X-PART\r\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(fine); i++)
		accepted(*state,
			 arena_printf(((struct operation *)*state)->arena,
				      HEAD "%s%s%s" TAIL,
				      "BEGIN:VEVENT\r\nUID:1\r\n" START,
				      fine[i], "END:VEVENT\r\n"));
}

struct wrong {
	const char *text, *why;
	enum err err;
};

static void refused_as(struct operation *op, const struct wrong *wrong)
{
	refused(op, wrong->text, wrong->err);
	if (!strstr(op->failure.message, wrong->why))
		fail_msg("'%s' for: %s", op->failure.message, wrong->text);
	operation_recover(op);
}

/* Line 6 is the one behind BEGIN, UID and DTSTART. */
#define LINE(line) HEAD EVENT(START line) TAIL

static void each_refusal_names_line_and_property(void **state)
{
	static const struct wrong wrong[] = {
		{ LINE("PRIORITY:10\r\n"), "line 7 (PRIORITY)",
		  ERR_CALENDAR_DATA },
		{ LINE("SUMMARY:a\r\n b\r\nPRIORITY:high\r\n"),
		  "line 9 (PRIORITY): it is a number from 0 to 9",
		  ERR_CALENDAR_DATA },
		{ LINE("SEQUENCE:-1\r\n"), "line 7 (SEQUENCE)",
		  ERR_CALENDAR_DATA },
		{ LINE("TRANSP:MAYBE\r\n"), "line 7 (TRANSP)",
		  ERR_CALENDAR_DATA },
		{ LINE("STATUS:GONE\r\n"), "no such value as 'GONE'",
		  ERR_CALENDAR_DATA },
		{ LINE("GEO:here\r\n"), "line 7 (GEO)", ERR_CALENDAR_DATA },
		{ LINE("GEO:1;2;3\r\n"), "line 7 (GEO)", ERR_CALENDAR_DATA },
		{ LINE("IMAGE:http://x/\r\n"), "VALUE=URI", ERR_CALENDAR_DATA },
		{ LINE("CONFERENCE;VALUE=TEXT:x\r\n"), "line 7 (CONFERENCE)",
		  ERR_CALENDAR_DATA },
		{ LINE("STRUCTURED-DATA:x\r\n"), "VALUE=TEXT",
		  ERR_CALENDAR_DATA },
		{ LINE("BEGIN:PARTICIPANT\r\nUID:p\r\nEND:PARTICIPANT\r\n"),
		  "line 7 (PARTICIPANT): PARTICIPANT-TYPE is missing",
		  ERR_CALENDAR_DATA },
		{ LINE("BEGIN:VLOCATION\r\nEND:VLOCATION\r\n"),
		  "line 7 (VLOCATION): UID is missing", ERR_CALENDAR_DATA },
		{ LINE("BEGIN:VRESOURCE\r\nUID:r\r\nGEO:x\r\nEND:"
		       "VRESOURCE\r\n"),
		  "line 9 (GEO)", ERR_CALENDAR_DATA },
		{ HEAD EVENT("") TAIL, "line 4 (VEVENT): DTSTART is missing",
		  ERR_CALENDAR_DATA },
		{ LINE("DTSTART:20260609T200000Z\r\n"),
		  "line 7 (DTSTART): DTSTART stands there twice",
		  ERR_CALENDAR_DATA },
		{ LINE("DTEND:20260607T200000Z\r\n"),
		  "line 7 (DTEND): the end lies before the start",
		  ERR_CALENDAR_DATA },
		{ LINE("DTEND:soon\r\n"), "line 7 (DTEND)", ERR_CALENDAR_DATA },
		{ LINE("DURATION:-PT1H\r\n"), "line 7 (DURATION)",
		  ERR_CALENDAR_DATA },
		{ LINE("RRULE:FREQ=DAILY;BYDAY=1MO\r\n"), "line 7 (RRULE)",
		  ERR_CALENDAR_DATA },
		{ LINE("EXDATE:20260609T200000Z\r\nEXDATE:x\r\n"),
		  "line 8 (EXDATE)", ERR_CALENDAR_DATA },
		{ LINE("RDATE;VALUE=PERIOD:x/PT1H\r\n"), "line 7 (RDATE)",
		  ERR_CALENDAR_DATA },
		{ LINE("RECURRENCE-ID;RANGE=ALL:20260608T200000Z\r\n"),
		  "line 7 (RECURRENCE-ID)", ERR_CALENDAR_DATA },
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		refused_as(*state, &wrong[i]);
}

static void so_do_those_of_the_whole(void **state)
{
	static const struct wrong wrong[] = {
		{ HEAD "REFRESH-INTERVAL;VALUE=DURATION:-PT1H\r\n" EVENT(START)
			  TAIL,
		  "line 4 (REFRESH-INTERVAL)", ERR_CALENDAR_DATA },
		{ HEAD "METHOD:REQUEST\r\n" EVENT(START) TAIL,
		  "line 4 (METHOD)", ERR_CALENDAR_OBJECT },
		{ "BEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:1.0\r\n" EVENT(START)
			  TAIL,
		  "line 3 (VERSION)", ERR_CALENDAR_DATA },
		{ HEAD EVENT(START) "BEGIN:VEVENT\r\nUID:2\r\n" START
				    "END:VEVENT\r\n" TAIL,
		  "line 9 (UID): an object has one UID", ERR_CALENDAR_OBJECT },
		{ HEAD EVENT(START) TASK(START) TAIL, "line 8 (VTODO)",
		  ERR_CALENDAR_OBJECT },
		{ HEAD EVENT(START) EVENT(START) TAIL,
		  "line 8 (VEVENT): a second component", ERR_CALENDAR_OBJECT },
		{ HEAD "BEGIN:VPOLL\r\nUID:1\r\nEND:VPOLL\r\n" TAIL,
		  "line 4 (VPOLL)", ERR_COMPONENT },
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		refused_as(*state, &wrong[i]);
}

/* RFC 7529 */
static void rules_are_counted_in_the_gregorian_calendar(void **state)
{
	static const struct wrong wrong[] = {
		{ LINE("RRULE:RSCALE=CHINESE;FREQ=YEARLY\r\n"),
		  "line 7 (RRULE)", ERR_RSCALE },
		{ LINE("RRULE:FREQ=YEARLY;BYMONTH=5L;rscale=hebrew\r\n"),
		  "'hebrew'", ERR_RSCALE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		refused_as(*state, &wrong[i]);
	accepted(*state, LINE("RRULE:RSCALE=gregorian;FREQ=YEARLY;"
			      "SKIP=OMIT\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(values_within_their_bounds_are_taken),
		WITH_OPERATION(each_refusal_names_line_and_property),
		WITH_OPERATION(so_do_those_of_the_whole),
		WITH_OPERATION(rules_are_counted_in_the_gregorian_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
