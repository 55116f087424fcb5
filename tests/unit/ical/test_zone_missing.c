/* The zones that an object names and does not define. */
#include "operation_fixture.h"

#include "ical/zone_missing.h"

#define OBJECT(lines)                                                       \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\n" \
	"END:VTIMEZONE\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n"         \
	"END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:u\r\n" lines                  \
	"END:VEVENT\r\nEND:VCALENDAR\r\n"

static const char *missing(struct operation *op, const char *text)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, "");
	cal_zones_missing(parsed(op, text), &buf);
	return buf.at;
}

static void a_zone_that_is_defined_or_unknown_is_not_written(void **state)
{
	assert_string_equal(
		missing(*state,
			OBJECT("DTSTART;TZID=Own:20260601T100000\r\n"
			       "DTEND;TZID=Europe/Paris:20260601T100000\r\n"
			       "X-A;TZID=No/Where:20260601T100000\r\n"
			       "CREATED:20260601T100000Z\r\n")),
		"");
}

static void a_zone_is_written_once_under_the_name_it_has(void **state)
{
	const char *text = missing(
		*state, OBJECT("DTSTART;TZID=US/Eastern:20260601T100000\r\n"
			       "DTEND;TZID=US/Eastern:20260601T110000\r\n"
			       "EXDATE;TZID=\"Asia/Tokyo\":20260602T100000\r\n"
			       "BEGIN:VALARM\r\n"
			       "X-A;TZID=Asia/Tokyo:20260602T100000\r\n"
			       "END:VALARM\r\n"));
	const char *first = strstr(text, "TZID:US/Eastern\r\n");
	const char *second = strstr(text, "TZID:Asia/Tokyo\r\n");

	assert_non_null(first);
	assert_non_null(second);
	assert_true(first < second);
	assert_null(strstr(first + 1, "TZID:US/Eastern"));
	assert_null(strstr(second + 1, "TZID:Asia/Tokyo"));
	assert_non_null(strstr(text, "TZOFFSETTO:-0400\r\n"));
}

/* Berlin had double summer time in 1945. */
static void a_zone_goes_back_to_the_earliest_time(void **state)
{
	const char *late = missing(
		*state,
		OBJECT("DTSTART;TZID=Europe/Berlin:20260601T100000\r\n"));
	const char *early = missing(
		*state,
		OBJECT("DTSTART;TZID=Europe/Berlin:19450601T100000\r\n"));

	assert_null(strstr(late, "TZOFFSETTO:+0300"));
	assert_non_null(strstr(early, "TZOFFSETTO:+0300"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(
			a_zone_that_is_defined_or_unknown_is_not_written),
		WITH_OPERATION(a_zone_is_written_once_under_the_name_it_has),
		WITH_OPERATION(a_zone_goes_back_to_the_earliest_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
