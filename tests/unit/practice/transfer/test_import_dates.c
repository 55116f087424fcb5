/* Which dates of an event are taken, in which zone and of what length. */
#include "tests/unit/practice/transfer/import_fixture.h"

static struct import_report taken(struct clinic *clinic, const char *events)
{
	return import_ics(clinic, import_calendar(clinic, events), "maria");
}

/* An event from this start on, in UTC. */
static struct import_report repeated(struct clinic *clinic, const char *start,
				     const char *rule)
{
	return taken(clinic,
		     arena_printf(clinic->op->arena,
				  "BEGIN:VEVENT\r\nUID:d1\r\nDTSTART:%s\r\n"
				  "DURATION:PT30M\r\nSUMMARY:C042\r\n"
				  "RRULE:%s\r\nEND:VEVENT\r\n",
				  start, rule));
}

static void each_zone_that_nobody_knows_is_told_once(void **state)
{
	static const char event[] = "BEGIN:VEVENT\r\nUID:z%d\r\n"
				    "DTSTART;TZID=%s:20260615T160000\r\n"
				    "DURATION:PT1H\r\nSUMMARY:C042\r\n"
				    "END:VEVENT\r\n";
	static const char *const zones[] = { "Mars/Base", "Moon", "Moon",
					     "Mars/Base" };
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;
	struct import_report report;
	struct buf buf;

	buf_init(&buf, arena);
	for (int i = 0; i < 4; i++)
		buf_puts(&buf, arena_printf(arena, event, i, zones[i]));
	report = taken(clinic, buf.at);
	assert_counts(report, 4, 0, 0, 0);
	assert_int_equal(report.line_count, 2);
	assert_says(report, 4, "'Mars/Base'");
	assert_says(report, 10, "'Moon'");
}

static void a_zone_of_the_files_own_tells_when_and_not_where(void **state)
{
	struct clinic *clinic = *state;
	struct session session;

	taken(clinic, "BEGIN:VTIMEZONE\r\nTZID:Our zone\r\n"
		      "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		      "TZOFFSETFROM:+0230\r\nTZOFFSETTO:+0230\r\n"
		      "END:STANDARD\r\nEND:VTIMEZONE\r\n"
		      "BEGIN:VEVENT\r\nUID:o1\r\n"
		      "DTSTART;TZID=Our zone:20260615T160000\r\n"
		      "DURATION:PT1H\r\nSUMMARY:C042\r\nEND:VEVENT\r\n");
	session = import_session(clinic, "o1");
	assert_int_equal(session.span.start.s,
			 clinic_instant("2026-06-15T13:30:00Z").s);
	assert_string_equal(session.zone, CLINIC_ZONE);
}

static void a_rule_without_a_date_is_told(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, "BEGIN:VEVENT\r\nUID:n1\r\n"
			      "DTSTART:20260615T160000Z\r\nDURATION:PT1H\r\n"
			      "RRULE:FREQ=DAILY;COUNT=1\r\n"
			      "EXDATE:20260615T160000Z\r\nEND:VEVENT\r\n");

	assert_counts(report, 0, 0, 0, 1);
	assert_says(report, 4, "has no date");
}

static void of_dates_that_all_are_over_the_latest_are_taken(void **state)
{
	struct clinic *clinic = *state;
	struct session *list;
	struct import_report report =
		repeated(clinic, "20200101T160000Z", "FREQ=DAILY;COUNT=1000");

	assert_counts(report, 366, 0, 0, 0);
	assert_int_equal(import_sessions(clinic, &list), 366);
	/* The thousandth day. */
	assert_int_equal(list[365].span.start.s,
			 clinic_instant("2022-09-26T16:00:00Z").s);
}

static void an_event_without_an_end_is_told_once_for_all_its_dates(void **state)
{
	struct clinic *clinic = *state;
	struct import_report report =
		taken(clinic, "BEGIN:VEVENT\r\nUID:e1\r\n"
			      "DTSTART:20260615T160000Z\r\nSUMMARY:C042\r\n"
			      "RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\n");

	assert_counts(report, 3, 0, 0, 0);
	assert_int_equal(report.line_count, 1);
	assert_says(report, 4, "for an hour");
}

static void s8_what_an_all_day_event_is_called_is_written_once(void **state)
{
	static const struct {
		const char *lines, *note;
	} cases[] = {
		{ "SUMMARY:Fair\r\n", "Fair" },
		{ "SUMMARY:Fair\r\nDESCRIPTION:At the Fair\r\n",
		  "Fair\nAt the Fair" },
		{ "", NULL },
		{ "DESCRIPTION:Only text\r\n", "Only text" },
		{ "SUMMARY:Fair\r\nX-PRACTICE-EXPORT:1\r\n", "Fair" },
		{ "SUMMARY:Fair\r\nX-PRACTICE-EXPORT:1\r\n"
		  "X-PRACTICE-PRIVATE-NOTE:Fair\\nfor all\r\n",
		  "Fair\nfor all" },
		{ "SUMMARY:Fair\r\nX-PRACTICE-EXPORT:1\r\n"
		  "X-PRACTICE-PRIVATE-NOTE:for all\r\n",
		  "Fair\nfor all" },
		{ "X-PRACTICE-EXPORT:1\r\n"
		  "X-PRACTICE-PRIVATE-NOTE:for all\r\n",
		  "for all" },
	};
	struct clinic *clinic = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *uid = arena_printf(clinic->op->arena, "a%zu", i);
		struct session session;

		taken(clinic, arena_printf(clinic->op->arena,
					   "BEGIN:VEVENT\r\nUID:%s\r\n"
					   "DTSTART;VALUE=DATE:20260701\r\n"
					   "%sEND:VEVENT\r\n",
					   uid, cases[i].lines));
		session = import_session(clinic, uid);
		assert_int_equal(session.state, SESSION_DRAFT);
		if (cases[i].note)
			assert_string_equal(session.terms.private_note,
					    cases[i].note);
		else
			assert_null(session.terms.private_note);
	}
}

static void a_changed_date_is_at_least_as_new_as_its_series(void **state)
{
	static const char both[] =
		"BEGIN:VEVENT\r\nUID:v1\r\nSEQUENCE:3\r\n"
		"DTSTART:20260615T160000Z\r\nDURATION:PT1H\r\n"
		"SUMMARY:C042\r\nRRULE:FREQ=DAILY;COUNT=2\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:v1\r\nSEQUENCE:%d\r\n"
		"RECURRENCE-ID:20260616T160000Z\r\n"
		"DTSTART:20260616T170000Z\r\nDURATION:PT1H\r\n"
		"SUMMARY:C042\r\nEND:VEVENT\r\n";
	struct clinic *clinic = *state;
	struct arena *arena = clinic->op->arena;

	assert_counts(taken(clinic, arena_printf(arena, both, 1)), 2, 0, 0, 0);
	assert_counts(taken(clinic, arena_printf(arena, both, 4)), 0, 0, 2, 0);
	/* By itself it is older now. */
	assert_counts(taken(clinic, "BEGIN:VEVENT\r\nUID:v1\r\nSEQUENCE:2\r\n"
				    "RECURRENCE-ID:20260616T160000Z\r\n"
				    "DTSTART:20260616T180000Z\r\n"
				    "DURATION:PT1H\r\nSUMMARY:C042\r\n"
				    "END:VEVENT\r\n"),
		      0, 0, 1, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_IMPORT(each_zone_that_nobody_knows_is_told_once),
		WITH_IMPORT(a_zone_of_the_files_own_tells_when_and_not_where),
		WITH_IMPORT(a_rule_without_a_date_is_told),
		WITH_IMPORT(of_dates_that_all_are_over_the_latest_are_taken),
		WITH_IMPORT(
			an_event_without_an_end_is_told_once_for_all_its_dates),
		WITH_IMPORT(s8_what_an_all_day_event_is_called_is_written_once),
		WITH_IMPORT(a_changed_date_is_at_least_as_new_as_its_series),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
