/* Filters of calendar-query: components, properties, text, and the plan. */
#include "tests/unit/ical/read_fixture.h"

#include "ical/filter.h"

#define ALARM(lines) "BEGIN:VALARM\r\nACTION:DISPLAY\r\n" lines "END:VALARM\r\n"

/* VCALENDAR > VEVENT, with what the test adds to the latter. */
struct query {
	struct cal_comp_filter calendar, event;
};

static struct cal_comp_filter *query_init(struct query *query, const char *name)
{
	*query = (struct query){ .calendar = { .name = "VCALENDAR" },
				 .event = { .name = name } };
	query->calendar.comps = &query->event;
	query->calendar.comp_count = 1;
	return &query->event;
}

static bool matches(struct operation *op, const struct query *query,
		    const char *components)
{
	return cal_filter_match(op, &query->calendar,
				object_read(op, components));
}

/* Does the property of a VEVENT with these lines pass? */
static bool prop_matches(struct operation *op, struct cal_prop_filter prop,
			 const char *lines)
{
	struct query query;
	struct cal_comp_filter *event = query_init(&query, "VEVENT");

	event->props = &prop;
	event->prop_count = 1;
	return matches(op, &query,
		       arena_printf(op->arena, EVENT(START "%s"), lines));
}

static bool text_matches(struct operation *op, const char *text,
			 enum cal_collation collation, const char *line)
{
	struct cal_text_match match = { text, collation, false };
	struct cal_prop_filter prop = { .name = "SUMMARY", .match = &match };

	return prop_matches(op, prop, line);
}

static void components_are_found_by_name(void **state)
{
	struct operation *op = *state;
	struct query query;

	query_init(&query, "VEVENT");
	assert_true(matches(op, &query, EVENT(START)));
	assert_false(matches(op, &query, TASK("")));
	query.event.is_not_defined = true;
	assert_false(matches(op, &query, EVENT(START)));
	assert_true(matches(op, &query, TASK("")));
	query.calendar.comp_count = 0;
	assert_true(matches(op, &query, TASK("")));
	query.calendar.name = "VADDRESSBOOK";
	assert_false(matches(op, &query, TASK("")));
	query.calendar.is_not_defined = true;
	assert_true(matches(op, &query, TASK("")));
	query.calendar.name = "vcalendar";
	assert_false(matches(op, &query, TASK("")));
}

static void every_child_filter_must_hold(void **state)
{
	struct operation *op = *state;
	struct cal_comp_filter both[2] = {
		{ .name = "VEVENT" },
		{ .name = "VTIMEZONE", .is_not_defined = true },
	};
	struct cal_comp_filter calendar = { .name = "VCALENDAR",
					    .comps = both,
					    .comp_count = 2 };
	const char *zone = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
			   "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
			   "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n"
			   "END:STANDARD\r\nEND:VTIMEZONE\r\n";

	assert_true(
		cal_filter_match(op, &calendar, object_read(op, EVENT(START))));
	assert_false(cal_filter_match(
		op, &calendar,
		object_read(op, arena_printf(op->arena, "%s%s", zone,
					     EVENT(START)))));
}

static void a_property_is_there_or_not(void **state)
{
	struct operation *op = *state;
	struct cal_prop_filter prop = { .name = "LOCATION" };

	assert_true(prop_matches(op, prop, "LOCATION:x\r\n"));
	assert_true(prop_matches(op, prop, "location:\r\n"));
	assert_false(prop_matches(op, prop, "SUMMARY:LOCATION\r\n"));
	prop.is_not_defined = true;
	assert_false(prop_matches(op, prop, "LOCATION:x\r\n"));
	assert_true(prop_matches(op, prop, ""));
}

static void text_is_a_substring_of_the_unescaped_value(void **state)
{
	struct operation *op = *state;

	assert_true(
		text_matches(op, "b, c", CAL_OCTET, "SUMMARY:a b\\, c d\r\n"));
	assert_true(text_matches(op, "two\nlines", CAL_OCTET,
				 "SUMMARY:two\\nlines\r\n"));
	assert_true(text_matches(op, "folded", CAL_OCTET,
				 "SUMMARY:fol\r\n ded\r\n"));
	assert_true(text_matches(op, "", CAL_OCTET, "SUMMARY:\r\n"));
	assert_false(text_matches(op, "", CAL_OCTET, "LOCATION:x\r\n"));
	assert_false(text_matches(op, "bc", CAL_OCTET, "SUMMARY:b\r\n"));
}

static void collations_differ_in_what_they_call_equal(void **state)
{
	struct operation *op = *state;
	const char *line = "SUMMARY:Caf\xc3\x89 Stra\xc3\x9f"
			   "e\r\n";

	assert_true(text_matches(op, "CAF", CAL_ASCII_CASEMAP, line));
	assert_false(text_matches(op, "CAF", CAL_OCTET, line));
	assert_true(text_matches(op, "Caf", CAL_OCTET, line));
	assert_false(text_matches(op, "caf\xc3\xa9", CAL_ASCII_CASEMAP, line));
	assert_true(text_matches(op, "caf\xc3\xa9", CAL_UNICODE_CASEMAP, line));
	assert_true(text_matches(op, "STRASSE", CAL_UNICODE_CASEMAP, line));
}

static void negation_wants_an_occurrence_without_the_text(void **state)
{
	struct operation *op = *state;
	struct cal_text_match match = { "work", CAL_ASCII_CASEMAP, true };
	struct cal_prop_filter prop = { .name = "CATEGORIES", .match = &match };

	assert_true(prop_matches(op, prop, "CATEGORIES:home\r\n"));
	assert_false(prop_matches(op, prop, "CATEGORIES:home,Work\r\n"));
	assert_true(prop_matches(op, prop,
				 "CATEGORIES:work\r\nCATEGORIES:home\r\n"));
	assert_false(prop_matches(op, prop, ""));
}

static void parameters_are_of_the_same_line_as_the_text(void **state)
{
	struct operation *op = *state;
	struct cal_text_match text = { "bob", CAL_ASCII_CASEMAP, false };
	struct cal_text_match accepted = { "ACCEPTED", CAL_OCTET, false };
	struct cal_param_filter param = { .name = "PARTSTAT",
					  .match = &accepted };
	struct cal_prop_filter prop = { .name = "ATTENDEE",
					.match = &text,
					.params = &param,
					.param_count = 1 };

	assert_true(prop_matches(
		op, prop, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@x.org\r\n"));
	assert_false(prop_matches(
		op, prop,
		"ATTENDEE;PARTSTAT=DECLINED:mailto:bob@x.org\r\n"
		"ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@x.org\r\n"));
	param.match = NULL;
	assert_true(prop_matches(
		op, prop, "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@x.org\r\n"));
	assert_false(prop_matches(op, prop, "ATTENDEE:mailto:bob@x.org\r\n"));
	param.is_not_defined = true;
	assert_true(prop_matches(op, prop, "ATTENDEE:mailto:bob@x.org\r\n"));
	assert_false(prop_matches(
		op, prop, "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@x.org\r\n"));
}

static void a_property_has_a_time_in_range(void **state)
{
	struct operation *op = *state;
	struct span range = span_of("20260608T200000Z", "20260608T210000Z");
	struct cal_prop_filter prop = { .name = "COMPLETED", .range = &range };

	assert_true(prop_matches(op, prop, "COMPLETED:20260608T200000Z\r\n"));
	assert_true(prop_matches(op, prop, "COMPLETED:20260608T205959Z\r\n"));
	assert_false(prop_matches(op, prop, "COMPLETED:20260608T210000Z\r\n"));
	assert_false(prop_matches(op, prop, "COMPLETED:20260608T195959Z\r\n"));
	assert_false(prop_matches(op, prop, "COMPLETED:yes\r\n"));
	prop.name = "DTSTART";
	assert_true(prop_matches(op, prop, ""));
}

static void
a_zone_of_the_object_s_own_outlives_the_line_that_asked(void **state)
{
	struct operation *op = *state;
	struct span range = span_of("20260615T200000Z", "20260615T210000Z");
	struct cal_prop_filter prop = { .name = "DTSTART", .range = &range };
	struct query query;
	struct cal_comp_filter *event = query_init(&query, "VEVENT");

	event->props = &prop;
	event->prop_count = 1;
	event->range = &range;
	assert_true(matches(
		op, &query,
		"BEGIN:VTIMEZONE\r\nTZID:Here\r\n"
		"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		"TZOFFSETFROM:-0400\r\nTZOFFSETTO:-0400\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
			"DTSTART;TZID=Here:20260608T160000\r\n"
			"RRULE:FREQ=WEEKLY;COUNT=3\r\n")
			EVENT("RECURRENCE-ID;TZID=Here:20260615T160000\r\n"
			      "DTSTART;TZID=Here:20260615T163000\r\n")));
}

static void word_and_time_must_meet_in_one_component(void **state)
{
	struct operation *op = *state;
	struct span range = span_of("20260615T000000Z", "20260616T000000Z");
	struct cal_text_match match = { "special", CAL_OCTET, false };
	struct cal_prop_filter prop = { .name = "SUMMARY", .match = &match };
	struct query query;
	struct cal_comp_filter *event = query_init(&query, "VEVENT");
	const char *series = EVENT(
		MONDAY_AT_4 "SUMMARY:plain\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n")
		EVENT("RECURRENCE-ID:20260622T200000Z\r\n"
		      "DTSTART:20260622T200000Z\r\n"
		      "SUMMARY:special\r\n");

	event->props = &prop;
	event->prop_count = 1;
	event->range = &range;
	assert_false(matches(op, &query, series));
	range = span_of("20260622T000000Z", "20260623T000000Z");
	assert_true(matches(op, &query, series));
	match.text = "plain";
	assert_false(matches(op, &query, series));
}

/* 3,000 overrides under an endless rule: the last is in force in 2099. */
static void many_overrides_are_searched_at_once(void **state)
{
	struct operation *op = *state;
	struct span range = span_of("20990101T000000Z", NULL);
	struct query query;
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, EVENT(START "RRULE:FREQ=SECONDLY\r\n"));
	for (int i = 0; i < 3000; i++)
		buf_printf(&buf,
			   EVENT("RECURRENCE-ID;RANGE=THISANDFUTURE:"
				 "20260608T20%02d%02dZ\r\n" START),
			   i / 60, i % 60);
	query_init(&query, "VEVENT")->range = &range;
	assert_true(matches(op, &query, buf.at));
}

static void nested_components_are_judged_too(void **state)
{
	struct operation *op = *state;
	struct cal_text_match match = { "AUDIO", CAL_ASCII_CASEMAP, false };
	struct cal_prop_filter prop = { .name = "ACTION", .match = &match };
	struct cal_comp_filter alarm = { .name = "VALARM" };
	struct query query;
	struct cal_comp_filter *event = query_init(&query, "VEVENT");
	const char *with = EVENT(START ALARM("TRIGGER:-PT15M\r\n"));

	event->comps = &alarm;
	event->comp_count = 1;
	assert_true(matches(op, &query, with));
	assert_false(matches(op, &query, EVENT(START)));
	alarm.props = &prop;
	alarm.prop_count = 1;
	assert_false(matches(op, &query, with));
	alarm.prop_count = 0;
	alarm.is_not_defined = true;
	assert_false(matches(op, &query, with));
	assert_true(matches(op, &query, EVENT(START)));
}

/* The plan. */

static void check_plan(const struct query *query, unsigned kinds,
		       struct span span, bool exact)
{
	struct span found;
	unsigned found_kinds;
	bool found_exact;

	cal_filter_plan(&query->calendar, &found_kinds, &found, &found_exact);
	assert_int_equal(found_kinds, kinds);
	assert_int_equal(found_exact, exact);
	assert_true(found.start.s == span.start.s);
	assert_true(found.end.s == span.end.s);
}

static void events_of_a_range_need_no_reading(void **state)
{
	struct span week = span_of("20260608T000000Z", "20260615T000000Z");
	struct span wider = { { week.start.s - 1 }, { week.end.s + 1 } };
	struct span all = span_of(NULL, NULL);
	struct cal_prop_filter prop = { .name = "SUMMARY" };
	struct query query;

	(void)state;
	query_init(&query, "VEVENT")->range = &week;
	check_plan(&query, CAL_VEVENT, week, true);
	query.event.props = &prop;
	query.event.prop_count = 1;
	check_plan(&query, CAL_VEVENT, week, false);
	query_init(&query, "VTODO")->range = &week;
	check_plan(&query, CAL_VTODO, wider, false);
	query_init(&query, "VTODO")->range = &all;
	check_plan(&query, CAL_VTODO, all, false);
	query_init(&query, "VEVENT");
	check_plan(&query, CAL_VEVENT, all, true);
	query.event.is_not_defined = true;
	check_plan(&query,
		   CAL_VTODO | CAL_VJOURNAL | CAL_VFREEBUSY | CAL_VAVAILABILITY,
		   all, true);
	query_init(&query, "VTIMEZONE");
	check_plan(&query, 31, all, false);
	query.calendar.comp_count = 0;
	check_plan(&query, 31, all, true);
	query.calendar.props = &prop;
	query.calendar.prop_count = 1;
	check_plan(&query, 31, all, false);
	query_init(&query, "VEVENT");
	query.calendar.is_not_defined = true;
	check_plan(&query, 0, all, true);
}

static void two_kinds_at_once_match_nothing(void **state)
{
	struct span week = span_of("20260608T000000Z", "20260615T000000Z");
	struct cal_comp_filter both[2] = { { .name = "VEVENT" },
					   { .name = "VTODO" } };
	struct query query;

	(void)state;
	query_init(&query, "VEVENT");
	query.calendar.comps = both;
	query.calendar.comp_count = 2;
	check_plan(&query, 0, span_of(NULL, NULL), true);
	/* Two ranges of events may be met by two instances. */
	both[1].name = "VEVENT";
	both[0].range = both[1].range = &week;
	check_plan(&query, CAL_VEVENT, week, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(components_are_found_by_name),
		WITH_OPERATION(every_child_filter_must_hold),
		WITH_OPERATION(a_property_is_there_or_not),
		WITH_OPERATION(text_is_a_substring_of_the_unescaped_value),
		WITH_OPERATION(collations_differ_in_what_they_call_equal),
		WITH_OPERATION(negation_wants_an_occurrence_without_the_text),
		WITH_OPERATION(parameters_are_of_the_same_line_as_the_text),
		WITH_OPERATION(a_property_has_a_time_in_range),
		WITH_OPERATION(
			a_zone_of_the_object_s_own_outlives_the_line_that_asked),
		WITH_OPERATION(word_and_time_must_meet_in_one_component),
		WITH_OPERATION(many_overrides_are_searched_at_once),
		WITH_OPERATION(nested_components_are_judged_too),
		WITH_OPERATION(events_of_a_range_need_no_reading),
		WITH_OPERATION(two_kinds_at_once_match_nothing),
	};

	cal_zone_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
