/* The parts of an object that calendar-data asks for. */
#include "tests/unit/ical/read_fixture.h"

#include "ical/select.h"

#define ALARM \
	"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
#define ZONE                                                         \
	"BEGIN:VTIMEZONE\r\nTZID:America/Toronto\r\n"                \
	"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"              \
	"TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\n" \
	"END:VTIMEZONE\r\n"

static const char series[] =
	ZONE EVENT(MONDAY_AT_4 "SUMMARY:a\\, fol\r\n ded\r\n"
			       "RRULE:FREQ=WEEKLY\r\n"
			       "EXDATE:20260622T200000Z\r\n" ALARM)
		EVENT("RECURRENCE-ID;TZID=America/Toronto:20260615T160000\r\n"
		      "DTSTART;TZID=America/Toronto;X-A=1:20260616T100000\r\n"
		      "DURATION:PT30M\r\nSUMMARY:moved\r\n");

static char *written(struct operation *op, const struct cal_select *select,
		     const char *components)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	assert_int_equal(
		cal_select_write(op, select, object_read(op, components), &buf),
		OK);
	return buf.at;
}

static void check(struct operation *op, const struct cal_select *select,
		  const char *components, const char *expected)
{
	assert_string_equal(written(op, select, components), expected);
}

static void nothing_asked_is_the_bytes_unchanged(void **state)
{
	struct operation *op = *state;
	struct cal_select select = { 0 };

	check(op, &select, series,
	      arena_printf(op->arena, HEAD "%s" TAIL, series));
	check(op, &select, "BEGIN:VEVENT\nuid:1\nX-Y;a=\"b\":\\q\nEND:VEVENT\n",
	      HEAD "BEGIN:VEVENT\nuid:1\nX-Y;a=\"b\":\\q\nEND:VEVENT\n" TAIL);
}

static void all_of_all_is_every_line_as_sent(void **state)
{
	struct operation *op = *state;
	struct cal_select_comp comp = { .name = "VCALENDAR",
					.all_props = true,
					.all_comps = true };
	struct cal_select select = { .comp = &comp };

	check(op, &select, series,
	      arena_printf(op->arena, HEAD "%s" TAIL, series));
}

static void only_the_chosen_lines_and_components_come(void **state)
{
	struct operation *op = *state;
	struct cal_select_prop version = { .name = "VERSION" };
	struct cal_select_prop props[] = { { .name = "summary" },
					   { .name = "UID" },
					   { .name = "EXDATE" } };
	struct cal_select_comp event = { .name = "VEVENT",
					 .props = props,
					 .prop_count = 3 };
	struct cal_select_comp calendar = { .name = "VCALENDAR",
					    .props = &version,
					    .prop_count = 1,
					    .comps = &event,
					    .comp_count = 1 };
	struct cal_select select = { .comp = &calendar };

	check(op, &select, series,
	      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	      "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\\, fol\r\n ded\r\n"
	      "EXDATE:20260622T200000Z\r\nEND:VEVENT\r\n"
	      "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:moved\r\nEND:VEVENT\r\n"
	      "END:VCALENDAR\r\n");
	event.all_comps = true;
	event.prop_count = 0;
	calendar.prop_count = 0;
	check(op, &select, EVENT(START ALARM),
	      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" ALARM
	      "END:VEVENT\r\nEND:VCALENDAR\r\n");
	calendar.comp_count = 0;
	check(op, &select, series, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
}

static void novalue_keeps_name_and_parameters(void **state)
{
	struct operation *op = *state;
	struct cal_select_prop props[] = {
		{ .name = "DTSTART", .novalue = true },
		{ .name = "X-LONG", .novalue = true },
		{ .name = "RECURRENCE-ID", .novalue = true },
	};
	struct cal_select_comp event = { .name = "VEVENT",
					 .props = props,
					 .prop_count = 3 };
	struct cal_select_comp calendar = { .name = "VCALENDAR",
					    .comps = &event,
					    .comp_count = 1 };
	struct span week = span_of("20260608T000000Z", "20260609T000000Z");
	struct cal_select select = { .comp = &calendar };

	check(op, &select,
	      EVENT("DTSTART;TZID=\"America/Toronto\":20260608T160000\r\n"
		    "X-LONG;A=b\r\n c;D=\"e:f\":g\r\n h\r\n"),
	      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
	      "DTSTART;TZID=\"America/Toronto\":\r\n"
	      "X-LONG;A=bc;D=\"e:f\":\r\n"
	      "END:VEVENT\r\nEND:VCALENDAR\r\n");
	select.expand = &week;
	check(op, &select, EVENT(START "RRULE:FREQ=DAILY\r\n"),
	      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRECURRENCE-ID:\r\n"
	      "DTSTART:\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
}

static void expanded_instances_are_in_utc_without_rule_and_zone(void **state)
{
	struct operation *op = *state;
	struct span weeks = span_of("20260608T000000Z", "20260630T000000Z");
	struct cal_select select = { .expand = &weeks };

	check(op, &select, series,
	      HEAD "BEGIN:VEVENT\r\nRECURRENCE-ID:20260608T200000Z\r\n"
		   "UID:1\r\nDTSTART:20260608T200000Z\r\n"
		   "DTEND:20260608T210000Z\r\n"
		   "SUMMARY:a\\, fol\r\n ded\r\n" ALARM "END:VEVENT\r\n"
		   "BEGIN:VEVENT\r\nRECURRENCE-ID:20260615T200000Z\r\n"
		   "UID:1\r\nDTSTART;X-A=1:20260616T140000Z\r\n"
		   "DURATION:PT30M\r\nSUMMARY:moved\r\nEND:VEVENT\r\n"
		   "BEGIN:VEVENT\r\nRECURRENCE-ID:20260629T200000Z\r\n"
		   "UID:1\r\nDTSTART:20260629T200000Z\r\n"
		   "DTEND:20260629T210000Z\r\n"
		   "SUMMARY:a\\, fol\r\n ded\r\n" ALARM "END:VEVENT\r\n" TAIL);
	weeks = span_of("20200101T000000Z", "20200102T000000Z");
	check(op, &select, series, HEAD TAIL);
}

static void expanded_days_stay_dates(void **state)
{
	struct operation *op = *state;
	struct span day = span_of("20260609T120000Z", "20260609T130000Z");
	struct cal_select select = { .expand = &day };

	check(op, &select,
	      EVENT("DTSTART;VALUE=DATE:20260608\r\n"
		    "DTEND;VALUE=DATE:20260609\r\nRRULE:FREQ=DAILY\r\n"),
	      HEAD "BEGIN:VEVENT\r\nRECURRENCE-ID;VALUE=DATE:20260609\r\n"
		   "UID:1\r\nDTSTART;VALUE=DATE:20260609\r\n"
		   "DTEND;VALUE=DATE:20260610\r\nEND:VEVENT\r\n" TAIL);
}

static void a_single_event_expands_without_recurrence_id(void **state)
{
	struct operation *op = *state;
	struct span day = span_of("20260608T000000Z", "20260609T000000Z");
	struct cal_select select = { .expand = &day };

	check(op, &select, ZONE EVENT(MONDAY_AT_4 ALARM),
	      HEAD EVENT("DTSTART:20260608T200000Z\r\n"
			 "DTEND:20260608T210000Z\r\n" ALARM) TAIL);
	check(op, &select, EVENT("DTSTART:20260608T160000\r\n"),
	      HEAD EVENT("DTSTART:20260608T200000Z\r\n") TAIL);
	check(op, &select, EVENT("DTSTART:20260708T160000\r\n"), HEAD TAIL);
	/* Nothing to expand: a task that has no day. */
	check(op, &select, TASK("SUMMARY:x\r\n"),
	      HEAD TASK("SUMMARY:x\r\n") TAIL);
	check(op, &select, TASK("DUE;TZID=America/Toronto:20260608T160000\r\n"),
	      HEAD TASK("DUE:20260608T200000Z\r\n") TAIL);
}

static void other_times_with_a_zone_are_expanded_too(void **state)
{
	struct operation *op = *state;
	struct span day = span_of("20260608T000000Z", "20260609T000000Z");
	struct cal_select select = { .expand = &day };

	check(op, &select,
	      EVENT(START "X-AT;TZID=America/Toronto;X-B=\"c,d\":"
			  "20260608T160000\r\n"
			  "X-AT;TZID=America/Toronto:soon\r\n"),
	      HEAD EVENT(START "X-AT;X-B=\"c,d\":20260608T200000Z\r\n"
			       "X-AT;TZID=America/Toronto:soon\r\n") TAIL);
}

static void this_and_future_shifts_expanded_instances(void **state)
{
	struct operation *op = *state;
	struct span week = span_of("20260622T000000Z", "20260624T000000Z");
	struct cal_select select = { .expand = &week };

	check(op, &select,
	      EVENT(START "RRULE:FREQ=WEEKLY\r\n") EVENT(
		      "RECURRENCE-ID;RANGE=THISANDFUTURE:20260615T200000Z\r\n"
		      "DTSTART:20260616T080000Z\r\n"
		      "DTEND:20260616T090000Z\r\nSUMMARY:b\r\n"),
	      HEAD "BEGIN:VEVENT\r\nRECURRENCE-ID:20260622T200000Z\r\n"
		   "UID:1\r\nDTSTART:20260623T080000Z\r\n"
		   "DTEND:20260623T090000Z\r\nSUMMARY:b\r\n"
		   "END:VEVENT\r\n" TAIL);
}

static void too_many_instances_are_refused(void **state)
{
	struct operation *op = *state;
	struct span all = span_of(NULL, NULL);
	struct cal_select select = { .expand = &all };
	struct buf buf;

	buf_init(&buf, op->arena);
	assert_int_equal(
		cal_select_write(op, &select,
				 object_read(op, EVENT(START "RRULE:FREQ="
							     "DAILY\r\n")),
				 &buf),
		ERR_MATCHES_LIMIT);
	assert_int_equal(buf.len, 0);
	assert_int_equal(
		cal_select_write(op, &select,
				 object_read(op, EVENT(START "RRULE:FREQ="
							     "NEVER\r\n")),
				 &buf),
		ERR_CALENDAR_DATA);
	assert_int_equal(buf.len, 0);
}

static void a_limited_set_keeps_overrides_of_its_range(void **state)
{
	struct operation *op = *state;
	static const char master[] = EVENT(MONDAY_AT_4 "RRULE:FREQ=WEEKLY\r\n");
	static const char moved[] = EVENT("RECURRENCE-ID:20260615T200000Z\r\n"
					  "DTSTART:20260701T100000Z\r\n");
	static const char future[] =
		EVENT("RECURRENCE-ID;RANGE=THISANDFUTURE:20260706T200000Z\r\n"
		      "DTSTART:20260706T210000Z\r\n");
	struct span range = span_of("20260615T203000Z", "20260616T000000Z");
	struct cal_select select = { .limit_recurrence = &range };
	const char *all =
		arena_printf(op->arena, "%s%s%s", master, moved, future);

	/* By the time that it had, though it lasted into the range only. */
	check(op, &select, all,
	      arena_printf(op->arena, HEAD "%s%s" TAIL, master, moved));
	range = span_of("20260616T000000Z", "20260701T000000Z");
	check(op, &select, all,
	      arena_printf(op->arena, HEAD "%s" TAIL, master));
	/* By the time that it has. */
	range = span_of("20260701T000000Z", "20260702T000000Z");
	check(op, &select, all,
	      arena_printf(op->arena, HEAD "%s%s" TAIL, master, moved));
	range = span_of("20261201T000000Z", "20261202T000000Z");
	check(op, &select, all,
	      arena_printf(op->arena, HEAD "%s%s" TAIL, master, future));
}

static void limited_busy_time_keeps_periods_of_its_range(void **state)
{
	struct operation *op = *state;
	struct span day = span_of("20260608T000000Z", "20260609T000000Z");
	struct cal_select select = { .limit_freebusy = &day };

	check(op, &select,
	      "BEGIN:VFREEBUSY\r\nUID:1\r\n"
	      "FREEBUSY;FBTYPE=BUSY:20260607T230000Z/PT1H,"
	      "20260608T100000Z/PT1\r\n H,20260609T000000Z/PT1H\r\n"
	      "FREEBUSY:20260608T120000Z/20260608T130000Z\r\n"
	      "FREEBUSY:20260701T120000Z/PT1H\r\nEND:VFREEBUSY\r\n",
	      HEAD "BEGIN:VFREEBUSY\r\nUID:1\r\n"
		   "FREEBUSY;FBTYPE=BUSY:20260608T100000Z/PT1H\r\n"
		   "FREEBUSY:20260608T120000Z/20260608T130000Z\r\n"
		   "END:VFREEBUSY\r\n" TAIL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(nothing_asked_is_the_bytes_unchanged),
		WITH_OPERATION(all_of_all_is_every_line_as_sent),
		WITH_OPERATION(only_the_chosen_lines_and_components_come),
		WITH_OPERATION(novalue_keeps_name_and_parameters),
		WITH_OPERATION(
			expanded_instances_are_in_utc_without_rule_and_zone),
		WITH_OPERATION(expanded_days_stay_dates),
		WITH_OPERATION(a_single_event_expands_without_recurrence_id),
		WITH_OPERATION(other_times_with_a_zone_are_expanded_too),
		WITH_OPERATION(this_and_future_shifts_expanded_instances),
		WITH_OPERATION(too_many_instances_are_refused),
		WITH_OPERATION(a_limited_set_keeps_overrides_of_its_range),
		WITH_OPERATION(limited_busy_time_keeps_periods_of_its_range),
	};

	cal_zone_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
