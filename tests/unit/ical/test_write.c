#include "tests/unit/ical/operation_fixture.h"
#include "base/unicode.h"

#include "ical/text.h"
#include "ical/write.h"

static struct buf buffer(struct operation *op)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	return buf;
}

static void a_short_line_ends_with_crlf(void **state)
{
	struct buf buf = buffer(*state);

	cal_write(&buf, "DTSTART;TZID=America/Toronto", "20260608T160000");
	assert_string_equal(buf.at,
			    "DTSTART;TZID=America/Toronto:20260608T160000\r\n");
}

static void a_line_of_75_octets_is_not_folded_and_one_of_76_is(void **state)
{
	struct operation *op = *state;
	struct buf buf = buffer(op);
	char value[80];

	memset(value, 'v', sizeof(value));
	value[73] = '\0';
	cal_write(&buf, "X", value);
	assert_int_equal(buf.len, 77);
	assert_null(strstr(buf.at, "\r\n "));

	value[73] = 'w';
	value[74] = '\0';
	buf = buffer(op);
	cal_write(&buf, "X", value);
	assert_string_equal(buf.at + 75, "\r\n w\r\n");
}

static void
folds_stand_between_characters_and_are_undone_by_parsing(void **state)
{
	struct operation *op = *state;
	struct buf text = buffer(op);

	for (int shift = 0; shift < 6; shift++) {
		struct buf buf = buffer(op);
		const char *at;

		text.len = 0;
		buf_add(&text, "......", (size_t)shift);
		for (int i = 0; i < 60; i++)
			buf_puts(&text,
				 "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8E\x88,");
		buf_puts(&buf, "BEGIN:VCALENDAR\r\n");
		cal_write_text(&buf, "SUMMARY", text.at);
		buf_puts(&buf, "END:VCALENDAR\r\n");
		for (at = buf.at; *at;) {
			size_t len = strcspn(at, "\r");

			assert_in_range(len, 1, 75);
			assert_true(utf8_valid(at, len, NULL));
			at += len + 2;
		}
		assert_string_equal(
			cal_text_of(op->arena, parsed(op, buf.at), "SUMMARY"),
			text.at);
	}
}

static void text_is_escaped(void **state)
{
	struct buf buf = buffer(*state);

	cal_write_text(&buf, "X", "a,b;c\\d\ne\r\nf\rg: \"h\"\x01\t\x7F.");
	assert_string_equal(buf.at,
			    "X:a\\,b\\;c\\\\d\\ne\\nf\\ng: \"h\"\t.\r\n");
}

static void no_value_can_begin_a_line_of_its_own(void **state)
{
	struct buf buf = buffer(*state);

	cal_write(&buf, "X", "a\r\nATTENDEE:b");
	assert_string_equal(buf.at, "X:aATTENDEE:b\r\n");
}

static void bytes_that_are_not_utf8_do_no_harm(void **state)
{
	struct buf buf = buffer(*state);

	cal_write_text(&buf, "X", "\xF0\x9F");
	cal_write_text(&buf, "Y", "\xC3");
	assert_string_equal(buf.at, "X:\xF0\x9F\r\nY:\xC3\r\n");
}

static void numbers_instants_and_days_have_their_forms(void **state)
{
	struct buf buf = buffer(*state);
	struct instant at = wall_utc((struct wall){ 2026, 6, 8, 20, 0, 5 });

	cal_write_int(&buf, "SEQUENCE", -12);
	cal_write_instant(&buf, "DTSTAMP", at);
	cal_write_day(&buf, "DTSTART", day_of(2026, 6, 8));
	assert_string_equal(buf.at, "SEQUENCE:-12\r\n"
				    "DTSTAMP:20260608T200005Z\r\n"
				    "DTSTART;VALUE=DATE:20260608\r\n");
}

static void a_wall_time_names_its_zone_and_utc_none(void **state)
{
	struct buf buf = buffer(*state);
	struct instant at = wall_utc((struct wall){ 2026, 6, 8, 20, 0, 0 });

	cal_write_wall(&buf, "DTSTART", cal_zone_iana("America/Toronto"), at);
	cal_write_wall(&buf, "DTEND", cal_zone_utc(), at);
	assert_string_equal(buf.at,
			    "DTSTART;TZID=America/Toronto:20260608T160000\r\n"
			    "DTEND:20260608T200000Z\r\n");
}

static void a_parameter_is_quoted_where_it_must_be(void **state)
{
	struct operation *op = *state;

	assert_string_equal(cal_param_text(op->arena, "Maria"), "Maria");
	assert_string_equal(cal_param_text(op->arena, ""), "");
	assert_string_equal(cal_param_text(op->arena, "Lee, Robin"),
			    "\"Lee, Robin\"");
	assert_string_equal(cal_param_text(op->arena, "a:b;c"), "\"a:b;c\"");
	assert_string_equal(cal_param_text(op->arena, "\"x\"\n^\r"),
			    "^'x^'^n^^");
}

static void a_parameter_written_is_read_back(void **state)
{
	struct operation *op = *state;
	const char *value = "O'Neil, \"Bo\": 5^n\nnext";
	struct buf buf = buffer(op);
	const struct cal_line *line;

	buf_puts(&buf, "BEGIN:VCALENDAR\r\n");
	cal_write(&buf,
		  arena_printf(op->arena, "ATTENDEE;CN=%s",
			       cal_param_text(op->arena, value)),
		  "mailto:a@x");
	buf_puts(&buf, "END:VCALENDAR\r\n");
	line = cal_line_find(parsed(op, buf.at), "ATTENDEE");
	assert_string_equal(
		text_of_slice(op, cal_param_find(line, "CN")->value), value);
}

static void a_text_is_made_whole_without_folds_within_characters(void **state)
{
	static const struct {
		const char *text, *whole;
	} cases[] = {
		{ UTF8_MARK "A:1\r\n", "A:1\r\n" },
		{ "A:\xC3\r\n \xA9\r\n", "A:\xC3\xA9\r\n" },
		{ "A:\xE2\n\t\x98\n\t\x95 b\n c\n", "A:\xE2\x98\x95 b\n c\n" },
		{ "A:\xC3\r\n \r\n \xA9", "A:\xC3\xA9" },
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct slice whole =
			cal_write_whole(op->arena, slice_of(cases[i].text));

		assert_string_equal(text_of_slice(op, whole), cases[i].whole);
	}
}

static void a_text_that_is_whole_is_not_copied(void **state)
{
	struct operation *op = *state;
	struct slice text = slice_of("A:caf\xC3\xA9\r\n \xC3\xA9\r\n \r\n");
	struct slice whole = cal_write_whole(op->arena, text);

	assert_ptr_equal(whole.at, text.at);
	assert_int_equal(whole.len, text.len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_short_line_ends_with_crlf),
		WITH_OPERATION(
			a_line_of_75_octets_is_not_folded_and_one_of_76_is),
		WITH_OPERATION(
			folds_stand_between_characters_and_are_undone_by_parsing),
		WITH_OPERATION(text_is_escaped),
		WITH_OPERATION(no_value_can_begin_a_line_of_its_own),
		WITH_OPERATION(bytes_that_are_not_utf8_do_no_harm),
		WITH_OPERATION(numbers_instants_and_days_have_their_forms),
		WITH_OPERATION(a_wall_time_names_its_zone_and_utc_none),
		WITH_OPERATION(a_parameter_is_quoted_where_it_must_be),
		WITH_OPERATION(a_parameter_written_is_read_back),
		WITH_OPERATION(
			a_text_is_made_whole_without_folds_within_characters),
		WITH_OPERATION(a_text_that_is_whole_is_not_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
