#include "base/unicode.h"
#include "ical/text.h"
#include "tests/unit/ical/operation_fixture.h"

#define CALENDAR(body) "BEGIN:VCALENDAR\r\n" body "END:VCALENDAR\r\n"

static void refused(struct operation *op, const char *text, size_t len,
		    const char *part_of_message)
{
	struct cal_component *calendar = NULL;

	assert_int_equal(cal_parse(op, text, len, &calendar),
			 ERR_CALENDAR_DATA);
	assert_null(calendar);
	if (!strstr(op->failure.message, part_of_message))
		fail_msg("'%s' says nothing of '%s'", op->failure.message,
			 part_of_message);
}

static void text_refused(struct operation *op, const char *text,
			 const char *part_of_message)
{
	refused(op, text, strlen(text), part_of_message);
}

static void assert_slice(struct operation *op, struct slice slice,
			 const char *expected)
{
	assert_string_equal(text_of_slice(op, slice), expected);
}

static void a_line_is_split_into_name_parameters_and_value(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar =
		parsed(op, CALENDAR("DtStart;TZID=Europe/Berlin;"
				    "x-a=\"b:c;d\":20260608T160000\r\n"));
	const struct cal_line *line = cal_line_find(calendar, "DTSTART");

	assert_slice(op, calendar->name, "VCALENDAR");
	assert_int_equal(calendar->line_count, 1);
	assert_slice(op, line->name, "DtStart");
	assert_int_equal(line->param_count, 2);
	assert_slice(op, cal_param_find(line, "tzid")->value, "Europe/Berlin");
	assert_slice(op, cal_param_find(line, "X-A")->value, "b:c;d");
	assert_slice(op, line->value, "20260608T160000");
	assert_null(cal_param_find(line, "VALUE"));
	assert_null(cal_line_find(calendar, "DTEND"));
}

static void a_line_without_folds_is_not_copied(void **state)
{
	const char *text = CALENDAR("X-A;B=c:d\r\n");
	struct cal_component *calendar = parsed(*state, text);

	assert_ptr_equal(calendar->lines[0].name.at, strstr(text, "X-A"));
	assert_ptr_equal(calendar->lines[0].value.at, strstr(text, "d\r\n"));
}

static void folds_are_undone_wherever_they_stand(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar =
		parsed(op, CALENDAR("SUMM\r\n ARY;LANG\n\tUAGE=e\r\n n:H\r\n "
				    "\xC3\xA9llo \r\n  world\r\n"));
	const struct cal_line *line = cal_line_find(calendar, "SUMMARY");

	assert_non_null(line);
	assert_slice(op, cal_param_find(line, "LANGUAGE")->value, "en");
	assert_slice(op, line->value, "H\xC3\xA9llo  world");
}

static void a_line_knows_the_bytes_it_came_from(void **state)
{
	struct operation *op = *state;
	const char *text = CALENDAR("X-A:1\r\nSUMMARY:lo\r\n ng\r\nX-B:2\n");
	struct cal_component *calendar = parsed(op, text);
	const struct cal_line *line = cal_line_find(calendar, "SUMMARY");

	assert_slice(op, cal_line_bytes(calendar, line),
		     "SUMMARY:lo\r\n ng\r\n");
	assert_slice(op,
		     cal_line_bytes(calendar, cal_line_find(calendar, "X-B")),
		     "X-B:2\n");
	assert_slice(op, cal_component_bytes(calendar), text);
}

static void components_nest_and_know_their_parent_and_bytes(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar =
		parsed(op, CALENDAR("BEGIN:VEVENT\r\nUID:1\r\nBEGIN:VALARM\r\n"
				    "ACTION:AUDIO\r\nEND:VALARM\r\n"
				    "SEQUENCE:2\r\nend:vevent\r\n"
				    "BEGIN:VTODO\r\nEND:VTODO\r\n"));
	const struct cal_component *event = calendar->children[0];
	const struct cal_component *alarm = event->children[0];

	assert_int_equal(calendar->child_count, 2);
	assert_int_equal(event->line_count, 2);
	assert_ptr_equal(event->parent, calendar);
	assert_null(calendar->parent);
	assert_ptr_equal(alarm->parent, event);
	assert_slice(op, cal_component_bytes(alarm),
		     "BEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM\r\n");
}

static void the_bytes_of_all_lines_together_are_the_file(void **state)
{
	static const char *const names[] = {
		"ics/google.ics",      "ics/apple.ics",  "ics/outlook.ics",
		"ics/thunderbird.ics", "ics/sloppy.ics",
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct cal_component *calendar;
		size_t len;
		char *bytes = data_file(op, names[i], &len);
		size_t end;

		assert_int_equal(cal_parse(op, bytes, len, &calendar), OK);
		assert_int_equal(calendar->begin, 0);
		assert_int_equal(calendar->end, len);
		/* no gap within runs of lines */
		end = calendar->lines[0].end;
		for (size_t j = 1; j < calendar->line_count; j++) {
			if (calendar->lines[j].begin == end)
				end = calendar->lines[j].end;
		}
		assert_true(end > calendar->lines[0].end);
	}
}

static void next_finds_the_lines_of_one_name_in_order(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar =
		parsed(op, CALENDAR("X-A:1\r\nX-B:2\r\nx-a:3\r\nX-A:4\r\n"));
	const struct cal_line *line = cal_line_find(calendar, "X-A");

	assert_slice(op, line->value, "1");
	line = cal_line_next(calendar, line, "X-A");
	assert_slice(op, line->value, "3");
	line = cal_line_next(calendar, line, "X-A");
	assert_slice(op, line->value, "4");
	assert_null(cal_line_next(calendar, line, "X-A"));
}

static void carets_in_parameters_are_undone(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar = parsed(
		op, CALENDAR("X;A=^'quoted^';B=\"a^nb^^c\";C=^x^:v^'\r\n"));
	const struct cal_line *line = cal_line_find(calendar, "X");

	assert_slice(op, cal_param_find(line, "A")->value, "\"quoted\"");
	assert_slice(op, cal_param_find(line, "B")->value, "a\nb^c");
	assert_slice(op, cal_param_find(line, "C")->value, "^x^");
	assert_slice(op, line->value, "v^'");
}

static void a_list_of_parameter_values_keeps_its_quotes(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar = parsed(
		op, CALENDAR("ATTENDEE;MEMBER=\"mailto:a@x\",\"mailto:b@x\""
			     ";CN=:mailto:c@x\r\n"));
	const struct cal_line *line = cal_line_find(calendar, "ATTENDEE");

	assert_slice(op, cal_param_find(line, "MEMBER")->value,
		     "\"mailto:a@x\",\"mailto:b@x\"");
	assert_slice(op, cal_param_find(line, "CN")->value, "");
	assert_slice(op, line->value, "mailto:c@x");
}

static void
blank_lines_around_and_a_missing_last_line_end_are_allowed(void **state)
{
	struct cal_component *calendar =
		parsed(*state, "\r\n\nBEGIN:VCALENDAR\n\nX-A:1\nEND:VCALENDAR");

	assert_int_equal(calendar->line_count, 1);
	parsed(*state, CALENDAR("") "\r\n\r\n");
}

static void a_tab_in_a_value_is_allowed(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar =
		parsed(op, CALENDAR("SUMMARY:a\tb and more text\r\n"));

	assert_slice(op, calendar->lines[0].value, "a\tb and more text");
}

static void control_characters_are_refused(void **state)
{
	static const char nul[] = CALENDAR("SUMMARY:a\0b\r\n");
	struct operation *op = *state;

	refused(op, nul, sizeof(nul) - 1, "line 2");
	text_refused(op, CALENDAR("X:1\r\nSUMMARY:a\x01\r\n"), "line 3");
	text_refused(op, CALENDAR("SUMMARY:some longer text\x7F\r\n"),
		     "control");
	text_refused(op, CALENDAR("SUMMARY:bare \r in a line\r\n"), "control");
	text_refused(op,
		     CALENDAR("SUMMARY:0123456789\x1F"
			      "0123456789\r\n"),
		     "control");
}

static void text_that_is_not_utf8_is_refused(void **state)
{
	struct operation *op = *state;

	text_refused(op, CALENDAR("SUMMARY:caf\xE9 au lait\r\n"), "UTF-8");
	text_refused(op, CALENDAR("SUMMARY:\xC0\xAF\r\n"), "UTF-8");
	text_refused(op, CALENDAR("SUMMARY:\xED\xA0\x80\r\n"), "UTF-8");
	text_refused(op, CALENDAR("SUMMARY:fold in \xC3\r\n A\r\n"), "UTF-8");
}

static void a_fold_may_stand_within_a_character(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar =
		parsed(op, CALENDAR("SUMMARY:Z\xC3\r\n\t\xBCrich\r\n"
				    "X-\xE2\n \x98\n \x95;A=\xF0\x9F\r\n "
				    "\r\n \x98\x80:\xC3\r\n \xA9\r\n"));

	assert_slice(op, cal_line_find(calendar, "SUMMARY")->value,
		     "Z\xC3\xBCrich");
	assert_slice(op, calendar->lines[1].value, "\xC3\xA9");
}

static void a_byte_order_mark_before_the_calendar_is_passed_over(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar =
		parsed(op, UTF8_MARK CALENDAR("X-A:1\r\n"));

	assert_slice(op, cal_component_bytes(calendar), CALENDAR("X-A:1\r\n"));
	text_refused(op, UTF8_MARK UTF8_MARK CALENDAR(""), "name");
}

/* An object is one calendar: of two nobody knows which is meant. */
static void a_second_calendar_behind_the_first_is_refused(void **state)
{
	struct operation *op = *state;

	text_refused(op, CALENDAR("") CALENDAR(""), "a second VCALENDAR");
	text_refused(op, CALENDAR("") UTF8_MARK CALENDAR(""), "line 3");
}

static void parameters_that_are_not_well_written_are_passed_over(void **state)
{
	static const struct {
		const char *line, *value, *tzid;
	} cases[] = {
		{ "X-LOC;VALUE=URI;X-TITLE=Ring 1\\; 4000 Stadt;TZID=Z:geo:1,2",
		  "geo:1,2", "Z" },
		{ "X-LOC;X-A=\"Airport 1, Town\";X-TITLE=Terminal \\\"North\\\""
		  ";TZID=Z:geo:1",
		  "geo:1", "Z" },
		{ "X;A=5\" pipe;TZID=\"a:b\":v", "v", "a:b" },
		{ "X;A:b", "b", NULL },
		{ "X;=a;TZID=Z:b", "b", "Z" },
		{ "X;;;TZID=Z:b", "b", "Z" },
		{ "X;A=\"b;TZID=Z:c", "c", "Z" },
		{ "X;A=b\"c\";TZID=Z:d", "d", "Z" },
		{ "X;A=\"b:;\"c;TZID=Z:d", "d", "Z" },
		{ "X;A B=\"b\";TZID=Z:d", "d", "Z" },
		{ "X;TZID=\"a,b\":d", "d", "a,b" },
		{ "DTSTART;TZID=(UTC-05:00) Eastern Time:2026", "2026",
		  "(UTC-05:00) Eastern Time" },
		{ "DTSTART;TZID=(GMT+01:00) Berlin, Bern;X=1:2026", "2026",
		  "(GMT+01:00) Berlin, Bern" },
		{ "X;TZID=(UTC-05:00", "00", "(UTC-05" },
		{ "X;TZID=(a:b)", "b)", "(a" },
		{ "DTSTART;X=\\;;TZID=Z:2026", "2026", "Z" },
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *text = arena_printf(op->arena, CALENDAR("%s\r\n"),
						cases[i].line);
		const struct cal_line *line = parsed(op, text)->lines;
		const struct cal_param *tzid = cal_param_find(line, "TZID");

		assert_slice(op, line->value, cases[i].value);
		assert_int_equal(!tzid, !cases[i].tzid);
		if (tzid)
			assert_slice(op, tzid->value, cases[i].tzid);
	}
}

static void a_line_of_a_programs_own_may_be_written_in_any_way(void **state)
{
	static const char *const lines[] = {
		"X-NOTHING",       "X-A;B=c",       "x-a;B=\"c",
		"X-TWO WORDS:v",   "X-:v",          "X-\xC3\x84:v",
		"X-TWO WORDS;A=b", "X-A;\"B\"=c:d", "X-A\\;B:c;d",
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		const char *text = arena_printf(
			op->arena, CALENDAR("%s\r\nUID:1\r\n"), lines[i]);
		struct cal_component *calendar = parsed(op, text);

		assert_int_equal(calendar->line_count, 2);
		assert_slice(op, cal_component_bytes(calendar), text);
	}
	assert_slice(op, parsed(op, CALENDAR("X-TWO WORDS:v\r\n"))->lines->name,
		     "X-TWO WORDS");
}

static void unbalanced_components_are_refused(void **state)
{
	struct operation *op = *state;

	text_refused(op, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
		     "line 3");
	text_refused(op, "BEGIN:VCALENDAR\r\nX:1\r\n", "ends before");
	text_refused(op, CALENDAR("") "END:VCALENDAR\r\n", "END without");
	text_refused(op, CALENDAR("BEGIN:\r\nEND:\r\n"), "names no component");
}

static void what_lies_outside_a_calendar_is_refused(void **state)
{
	struct operation *op = *state;

	text_refused(op, "X:1\r\n" CALENDAR(""), "outside");
	text_refused(op, CALENDAR("") "X:1\r\n", "outside");
	text_refused(op, "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "outside");
	text_refused(op, CALENDAR("") CALENDAR(""), "second");
	text_refused(op, "", "no VCALENDAR");
	text_refused(op, "\r\n\r\n", "no VCALENDAR");
	text_refused(op, "<html></html>", "line 1");
}

static void lines_that_are_no_content_lines_are_refused(void **state)
{
	struct operation *op = *state;

	text_refused(op, CALENDAR("SUMMARY\r\n"), "colon");
	text_refused(op, CALENDAR(":value\r\n"), "name");
	text_refused(op, CALENDAR("SUMM ARY:x\r\n"), "colon");
	text_refused(op, CALENDAR("X;A=b\r\n"), "colon");
	text_refused(op, CALENDAR("DTSTART;X-A=\"b:c\"\r\n"), "colon");
}

static void bounds_hold(void **state)
{
	struct operation *op = *state;
	struct buf buf;

	buf_init(&buf, op->arena);
	for (int i = 0; i < CAL_DEPTH_LIMIT; i++)
		buf_puts(&buf, "BEGIN:VCALENDAR\r\n");
	for (int i = 0; i < CAL_DEPTH_LIMIT; i++)
		buf_puts(&buf, "END:VCALENDAR\r\n");
	parsed(op, buf.at);
	text_refused(op,
		     arena_printf(op->arena, "BEGIN:VCALENDAR\r\n%s", buf.at),
		     "nested");

	buf_init(&buf, op->arena);
	buf_puts(&buf, "BEGIN:VCALENDAR\r\nX");
	for (int i = 0; i < CAL_PARAM_LIMIT; i++)
		buf_printf(&buf, ";P%d=v", i);
	parsed(op, arena_printf(op->arena, "%s:x\r\nEND:VCALENDAR", buf.at));
	text_refused(
		op,
		arena_printf(op->arena, "%s;Q=1:x\r\nEND:VCALENDAR", buf.at),
		"parameters");

	buf_init(&buf, op->arena);
	buf_puts(&buf, "BEGIN:VCALENDAR\r\nX:");
	memset(buf_reserve(&buf, CAL_LINE_LIMIT), 'x', CAL_LINE_LIMIT);
	buf.len += CAL_LINE_LIMIT;
	buf_puts(&buf, "\r\nEND:VCALENDAR\r\n");
	refused(op, buf.at, buf.len, "too long");
}

static void every_cut_of_a_file_is_refused_or_read_without_harm(void **state)
{
	struct operation *op = *state;
	size_t len;
	char *bytes = data_file(op, "ics/apple.ics", &len);
	struct cal_component *calendar;

	for (size_t cut = 0; cut < len - 2; cut++) {
		/* a copy of its own, so that a sanitizer sees overreads */
		char *copy = arena_memdup(op->arena, bytes, cut);
		enum err err = cal_parse(op, copy, cut, &calendar);

		assert_int_equal(err, ERR_CALENDAR_DATA);
	}
}

static void text_escapes_are_undone(void **state)
{
	struct operation *op = *state;
	struct cal_component *calendar =
		parsed(op, CALENDAR("SUMMARY:a\\, b\\; c\\\\d\\ne\\Nf\r\n"));

	assert_string_equal(cal_text_of(op->arena, calendar, "summary"),
			    "a, b; c\\d\ne\nf");
	assert_null(cal_text_of(op->arena, calendar, "LOCATION"));
	assert_string_equal(cal_text(op->arena, slice_of("\\:\\\"")), ":\"");
	assert_string_equal(cal_text(op->arena, slice_of("C:\\Users\\")),
			    "C:\\Users\\");
	assert_string_equal(cal_text(op->arena, slice_of("")), "");
}

static void a_list_is_split_at_commas_that_are_not_escaped(void **state)
{
	struct operation *op = *state;
	char **items;

	assert_int_equal(cal_text_list(op->arena,
				       slice_of("Priv\xC3\xA9,a\\,b\\\\,c"),
				       &items),
			 3);
	assert_string_equal(items[0], "Priv\xC3\xA9");
	assert_string_equal(items[1], "a,b\\");
	assert_string_equal(items[2], "c");
	assert_int_equal(cal_text_list(op->arena, slice_of(""), &items), 0);
	assert_int_equal(cal_text_list(op->arena, slice_of("a,,"), &items), 3);
	assert_string_equal(items[1], "");
	assert_string_equal(items[2], "");
	assert_int_equal(cal_text_list(op->arena, slice_of("a\\"), &items), 1);
	assert_string_equal(items[0], "a\\");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_line_is_split_into_name_parameters_and_value),
		WITH_OPERATION(a_line_without_folds_is_not_copied),
		WITH_OPERATION(folds_are_undone_wherever_they_stand),
		WITH_OPERATION(a_line_knows_the_bytes_it_came_from),
		WITH_OPERATION(components_nest_and_know_their_parent_and_bytes),
		WITH_OPERATION(the_bytes_of_all_lines_together_are_the_file),
		WITH_OPERATION(next_finds_the_lines_of_one_name_in_order),
		WITH_OPERATION(carets_in_parameters_are_undone),
		WITH_OPERATION(a_list_of_parameter_values_keeps_its_quotes),
		WITH_OPERATION(
			blank_lines_around_and_a_missing_last_line_end_are_allowed),
		WITH_OPERATION(a_tab_in_a_value_is_allowed),
		WITH_OPERATION(control_characters_are_refused),
		WITH_OPERATION(text_that_is_not_utf8_is_refused),
		WITH_OPERATION(a_fold_may_stand_within_a_character),
		WITH_OPERATION(
			a_byte_order_mark_before_the_calendar_is_passed_over),
		WITH_OPERATION(a_second_calendar_behind_the_first_is_refused),
		WITH_OPERATION(
			parameters_that_are_not_well_written_are_passed_over),
		WITH_OPERATION(
			a_line_of_a_programs_own_may_be_written_in_any_way),
		WITH_OPERATION(unbalanced_components_are_refused),
		WITH_OPERATION(what_lies_outside_a_calendar_is_refused),
		WITH_OPERATION(lines_that_are_no_content_lines_are_refused),
		WITH_OPERATION(bounds_hold),
		WITH_OPERATION(
			every_cut_of_a_file_is_refused_or_read_without_harm),
		WITH_OPERATION(text_escapes_are_undone),
		WITH_OPERATION(a_list_is_split_at_commas_that_are_not_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
