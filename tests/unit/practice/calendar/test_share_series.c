/* The dates of a shared series that a viewer has something of, and what counts
 * as a change of it. */
#include "tests/unit/ical/operation_fixture.h"

#include "practice/calendar/share_series.h"
#include "practice/calendar/share_text.h"

#define ZONED(name, at) name ";TZID=America/Toronto:" at "\r\n"
/* clang-format off */
#define SERIES                                                   \
	"BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20260101T000000Z\r\n"  \
	ZONED("DTSTART", "20260301T100000")                      \
	ZONED("DTEND", "20260301T110000")                        \
	"RRULE:FREQ=WEEKLY;COUNT=5\r\n"                          \
	ZONED("EXDATE", "20260315T100000")                       \
	"SUMMARY;LANGUAGE=en;X-A=1:Plan\r\nSEQUENCE:3\r\n"       \
	"END:VEVENT\r\n"
/* clang-format on */
#define ALARM "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"

static const char *calendar(struct operation *op, const char *first,
			    const char *second)
{
	return arena_printf(op->arena,
			    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%s%s"
			    "END:VCALENDAR\r\n",
			    first, second);
}

static const char *date(struct operation *op, const char *id, const char *lines)
{
	return arena_printf(op->arena,
			    "BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID%s\r\n"
			    "%sEND:VEVENT\r\n",
			    id, lines);
}

static const struct {
	const char *id, *lines;
	bool same;
} sent_dates[] = {
	/* Other words for what the series says, and own lines. */
	{ ";TZID=America/Toronto:20260308T100000",
	  ZONED("DTSTART", "20260308T100000")
		  ZONED("DTEND", "20260308T110000") "SEQUENCE:4\r\nDTSTAMP:"
						    "20260102T000000Z\r\n"
						    "summary;X-A=1;language="
						    "en:Pl\r\n an\r\n" ALARM,
	  true },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\nTRANSP:TRANSPARENT\r\n"
	  "X-MOZ-SNOOZE-TIME-1767225600:20260102T000000Z\r\n",
	  true },
	/* Another time, end, words, part; no date of the series. */
	{ ":20260308T140000Z",
	  "DTSTART:20260308T143000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT2H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Other\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n"
	  "BEGIN:X-PART\r\nEND:X-PART\r\n",
	  false },
	{ ":20260309T140000Z",
	  "DTSTART:20260309T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	/* Taken out of it, behind its end, and all that follow. */
	{ ":20260315T140000Z",
	  "DTSTART:20260315T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260405T140000Z",
	  "DTSTART:20260405T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ";RANGE=THISANDFUTURE:20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	/* No time, no start, a whole day, no length, no end that is a time. */
	{ ":soon",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DURATION:PT1H\r\nSUMMARY;LANGUAGE=en;X-A=1:Plan\r\n", false },
	{ ":20260308T140000Z",
	  "DTSTART:then\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ";VALUE=DATE:20260308",
	  "DTSTART;VALUE=DATE:20260308\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:long\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDTEND:later\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDTEND:20260308T160000Z\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=2:Plan\r\n",
	  false },
	{ ":20260308T140000Z",
	  "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
	  "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\nLOCATION:Here\r\n",
	  false },
};

static void a_date_that_is_as_the_series_changes_nothing(void **state)
{
	struct operation *op = *state;
	const struct cal_component *base = parsed(op, calendar(op, SERIES, ""));

	for (size_t i = 0; i < ARRAY_SIZE(sent_dates); i++) {
		const char *one =
			date(op, sent_dates[i].id, sent_dates[i].lines);
		const struct cal_component *sent =
			parsed(op, calendar(op, SERIES, one));

		if (share_same(op, base, sent) != sent_dates[i].same ||
		    share_same(op, sent, base) != sent_dates[i].same)
			fail_msg("row %zu", i);
	}
}

static void what_cannot_be_read_has_no_dates_that_repeat_it(void **state)
{
	static const char *const odd[] = {
		"DTSTART:20260301T140000Z\r\nDURATION:PT1H\r\n",
		"DTSTART:20260301T140000Z\r\nRRULE:FREQ=NEVER\r\n",
		"RRULE:FREQ=WEEKLY\r\n",
		"DTSTART:then\r\nRRULE:FREQ=WEEKLY\r\n",
	};
	struct operation *op = *state;
	const char *one =
		date(op, ":20260308T140000Z", "DTSTART:20260308T140000Z\r\n");

	for (size_t i = 0; i < ARRAY_SIZE(odd); i++) {
		const char *series = arena_printf(op->arena,
						  "BEGIN:VEVENT\r\nUID:u\r\n%s"
						  "END:VEVENT\r\n",
						  odd[i]);

		if (share_same(op, parsed(op, calendar(op, series, "")),
			       parsed(op, calendar(op, series, one))))
			fail_msg("row %zu", i);
	}
}

/* The own lines of `sent` in what stands in `base` for the viewer. */
static const char *viewed(struct operation *op, const char *base,
			  const char *sent)
{
	const char *own = share_own(op->arena, parsed(op, sent));

	return text_of_slice(
		op, share_composed(op, parsed(op, base), parsed(op, own)));
}

static void own_lines_of_a_date_are_told_as_a_changed_date(void **state)
{
	struct operation *op = *state;
	const char *one = date(op, ":20260308T140000Z",
			       "DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
			       "SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n" ALARM);

	/* The clock went forward that morning: the wall's ten o'clock. */
	assert_string_equal(
		viewed(op, calendar(op, SERIES, ""), calendar(op, SERIES, one)),
		calendar(op, SERIES,
			 "BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20260101T000000Z\r\n"
			 "RECURRENCE-ID;TZID=America/"
			 "Toronto:20260308T100000\r\n" ZONED("DTSTART",
							     "20260308T100000")
				 ZONED("DTEND",
				       "20260308T110000") "SUMMARY;LANGUAGE=en;"
							  "X-A=1:"
							  "Plan\r\nSEQUENCE:"
							  "3\r\n" ALARM
							  "END:VEVENT\r\n"));
}

static void a_date_that_the_series_lost_is_not_told(void **state)
{
	struct operation *op = *state;
	const char *one = date(op, ":20260315T140000Z", ALARM);

	assert_string_equal(
		viewed(op, calendar(op, SERIES, ""), calendar(op, SERIES, one)),
		calendar(op, SERIES, ""));
}

static void a_date_without_own_lines_follows_the_series(void **state)
{
	struct operation *op = *state;
	const char *hers = date(op, ":20260308T140000Z",
				"DTSTART:20260308T140000Z\r\nDURATION:PT1H\r\n"
				"SUMMARY;LANGUAGE=en;X-A=1:Plan\r\n" ALARM);

	assert_string_equal(viewed(op, calendar(op, SERIES, hers),
				   calendar(op, SERIES, "")),
			    calendar(op, SERIES, ""));
	assert_string_equal(
		text_of_slice(
			op, share_composed(
				    op, parsed(op, calendar(op, SERIES, hers)),
				    NULL)),
		calendar(op, SERIES, ""));
}

static void whole_days_and_tasks_have_dates_too(void **state)
{
	static const char days[] =
		"BEGIN:VTODO\r\nUID:u\r\nDTSTART;VALUE=DATE:20260302\r\n"
		"DUE;VALUE=DATE:20260304\r\nRRULE:FREQ=WEEKLY\r\n"
		"END:VTODO\r\n";
	static const char one[] =
		"BEGIN:VTODO\r\nUID:u\r\n"
		"RECURRENCE-ID;VALUE=DATE:20260309\r\n"
		"DTSTART;VALUE=DATE:20260309\r\n"
		"DUE;VALUE=DATE:20260311\r\n" ALARM "END:VTODO\r\n";
	struct operation *op = *state;
	const char *sent = calendar(op, days, one);

	assert_true(share_same(op, parsed(op, sent),
			       parsed(op, calendar(op, days, ""))));
	assert_string_equal(viewed(op, calendar(op, days, ""), sent), sent);
}

static void programs_write_the_same_in_many_ways(void **state)
{
	static const char zone[] = "BEGIN:VTIMEZONE\r\nTZID:Own\r\n"
				   "END:VTIMEZONE\r\n";
	static const char one[] =
		"BEGIN:VEVENT\r\nUID:u\r\nDTSTART:20260301T100000Z\r\n"
		"DTSTAMP:20260101T000000Z\r\nLOCATION:There\r\n"
		"ATTENDEE;CN=A;X-B=c:mailto:a@x\r\nEND:VEVENT\r\n";
	static const char other[] =
		"BEGIN:VEVENT\r\nLAST-MODIFIED:20260102T000000Z\r\n"
		"CREATED:20260101T000000Z\r\nDTSTAMP:20260102T000000Z\r\n"
		"ATTENDEE;X-B=c;CN=\"A\":mailto:a@x\r\nUID:u\r\n"
		"LOCATION:There\r\nX-MOZ-GENERATION:2\r\nSEQUENCE:1\r\n"
		"DTSTART:20260301T100000Z\r\nX-MOZ-LASTACK:x\r\n" ALARM
		"END:VEVENT\r\n";
	struct operation *op = *state;
	const struct cal_component *base = parsed(op, calendar(op, one, ""));

	assert_true(
		share_same(op, base, parsed(op, calendar(op, zone, other))));
	assert_false(share_same(op, base, parsed(op, calendar(op, one, one))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_date_that_is_as_the_series_changes_nothing),
		WITH_OPERATION(what_cannot_be_read_has_no_dates_that_repeat_it),
		WITH_OPERATION(own_lines_of_a_date_are_told_as_a_changed_date),
		WITH_OPERATION(a_date_that_the_series_lost_is_not_told),
		WITH_OPERATION(a_date_without_own_lines_follows_the_series),
		WITH_OPERATION(whole_days_and_tasks_have_dates_too),
		WITH_OPERATION(programs_write_the_same_in_many_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
