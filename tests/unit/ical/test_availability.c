#include "tests/unit/ical/read_fixture.h"

#include "ical/availability.h"

#define STAMP "DTSTAMP:20260101T000000Z\r\n"
#define HOURS(uid, from, to, more)                  \
	"BEGIN:AVAILABLE\r\nUID:" uid "\r\n" STAMP  \
	"DTSTART;TZID=America/Toronto:" from "\r\n" \
	"DTEND;TZID=America/Toronto:" to "\r\n" more "END:AVAILABLE\r\n"
#define WHOLE(uid, lines)                                    \
	"BEGIN:VAVAILABILITY\r\nUID:" uid "\r\n" STAMP lines \
	"END:VAVAILABILITY\r\n"
/* 9:00 to 17:00 on weekdays; Toronto is 4 h behind UTC in June. */
#define WEEKDAYS                                         \
	HOURS("a", "20260601T090000", "20260601T170000", \
	      "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\n")

static enum err read_all(struct operation *op, const char *components,
			 struct cal_availability **list, size_t *count)
{
	const char *text = arena_printf(op->arena, HEAD "%s" TAIL, components);

	return cal_availability_read(op, slice_of(text),
				     cal_zone_find("America/Toronto"), list,
				     count);
}

/* The parts of a range as "20260608T130000Z free, ...": each start, and what
 * holds from then on. */
static const char *said(struct operation *op, const char *components,
			const char *start, const char *end)
{
	static const char *const names[] = {
		[CAL_BUSY_UNAVAILABLE] = "unavailable",
		[CAL_BUSY] = "busy",
		[CAL_BUSY_TENTATIVE] = "tentative",
		[CAL_FREE] = "free",
	};
	struct cal_availability *list;
	struct cal_slot *slots;
	struct buf buf;
	size_t count;

	if (read_all(op, components, &list, &count))
		fail_msg("%s: %s", components, op->failure.message);
	assert_int_equal(cal_availability_slots(op, list, count,
						span_of(start, end), &slots,
						&count),
			 OK);
	buf_init(&buf, op->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < count; i++) {
		assert_true(i == 0 ||
			    slots[i - 1].span.end.s == slots[i].span.start.s);
		buf_printf(&buf, "%s%s %s", i ? ", " : "",
			   instant_basic(op->arena, slots[i].span.start),
			   names[slots[i].busy]);
	}
	return buf.at;
}

static void time_outside_of_its_parts_is_not_to_be_had(void **state)
{
	assert_string_equal(
		said(*state, WHOLE("1", WEEKDAYS), "20260608T000000Z",
		     "20260609T000000Z"),
		"20260608T000000Z unavailable, 20260608T130000Z free, "
		"20260608T210000Z unavailable");
	/* a Saturday */
	assert_string_equal(said(*state, WHOLE("1", WEEKDAYS),
				 "20260613T000000Z", "20260614T000000Z"),
			    "20260613T000000Z unavailable");
}

static void its_own_time_is_all_that_it_speaks_of(void **state)
{
	assert_string_equal(
		said(*state,
		     WHOLE("1", "DTSTART:20260608T120000Z\r\n"
				"DURATION:PT2H\r\nBUSYTYPE:BUSY\r\n" WEEKDAYS),
		     "20260608T000000Z", "20260609T000000Z"),
		"20260608T000000Z free, 20260608T120000Z busy, "
		"20260608T130000Z free");
	assert_string_equal(
		said(*state,
		     WHOLE("1", "DTSTART:20260608T120000Z\r\n"
				"BUSYTYPE:BUSY-TENTATIVE\r\n"),
		     "20260608T000000Z", "20260609T000000Z"),
		"20260608T000000Z free, 20260608T120000Z tentative");
}

/* RFC 7953 4: the higher priority is right, also where it says "free". */
static void the_higher_priority_is_right(void **state)
{
	static const char low[] = WHOLE("1", "PRIORITY:5\r\nBUSYTYPE:BUSY\r\n");
	static const char high[] =
		WHOLE("2", "PRIORITY:1\r\nDTSTART:20260608T120000Z\r\n"
			   "DTEND:20260608T150000Z\r\n" WEEKDAYS);
	static const char none[] = WHOLE("3", "BUSYTYPE:BUSY-TENTATIVE\r\n");
	struct operation *op = *state;
	const char *expected =
		"20260608T000000Z busy, 20260608T120000Z unavailable, "
		"20260608T130000Z free, 20260608T150000Z busy";

	assert_string_equal(
		said(op, arena_printf(op->arena, "%s%s%s", low, high, none),
		     "20260608T000000Z", "20260609T000000Z"),
		expected);
	assert_string_equal(
		said(op, arena_printf(op->arena, "%s%s%s", none, high, low),
		     "20260608T000000Z", "20260609T000000Z"),
		expected);
}

static void parts_have_exceptions(void **state)
{
	assert_string_equal(
		said(*state,
		     WHOLE("1",
			   HOURS("a", "20260601T090000", "20260601T170000",
				 "RRULE:FREQ=DAILY\r\nEXDATE;TZID="
				 "America/Toronto:20260608T090000\r\n")
				   HOURS("a", "20260609T120000",
					 "20260609T130000",
					 "RECURRENCE-ID;TZID=America/Toronto:"
					 "20260609T090000\r\n")),
		     "20260608T000000Z", "20260610T000000Z"),
		"20260608T000000Z unavailable, 20260609T160000Z free, "
		"20260609T170000Z unavailable");
}

static void parts_that_overlap_are_one(void **state)
{
	assert_string_equal(
		said(*state,
		     WHOLE("1", HOURS("a", "20260608T090000", "20260608T120000",
				      "") HOURS("b", "20260608T100000",
						"20260608T110000", "")
					HOURS("c", "20260608T110000",
					      "20260608T130000", "")),
		     "20260608T120000Z", "20260608T180000Z"),
		"20260608T120000Z unavailable, 20260608T130000Z free, "
		"20260608T170000Z unavailable");
}

static void what_is_wrong_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *components, *why;
		enum err err;
	} wrong[] = {
		{ "", "1 to", ERR_CALENDAR_OBJECT },
		{ EVENT(START), "line 4 (VEVENT)", ERR_CALENDAR_OBJECT },
		{ "BEGIN:VAVAILABILITY\r\nUID:1\r\nEND:VAVAILABILITY\r\n",
		  "line 4 (VAVAILABILITY): DTSTAMP is missing",
		  ERR_CALENDAR_DATA },
		{ "BEGIN:VAVAILABILITY\r\n" STAMP "END:VAVAILABILITY\r\n",
		  "UID is missing", ERR_CALENDAR_DATA },
		{ WHOLE("1", "DTSTART:20260608T120000\r\n"), "line 7 (DTSTART)",
		  ERR_CALENDAR_DATA },
		{ WHOLE("1", "DTSTART;VALUE=DATE:20260608\r\n"),
		  "in UTC or in a time zone", ERR_CALENDAR_DATA },
		{ WHOLE("1", START "DTEND:20260608T200000Z\r\n"),
		  "not after DTSTART", ERR_CALENDAR_DATA },
		{ WHOLE("1", "DURATION:PT1H\r\n"), "without DTSTART",
		  ERR_CALENDAR_DATA },
		{ WHOLE("1", START "DURATION:-PT1H\r\n"), "not positive",
		  ERR_CALENDAR_DATA },
		{ WHOLE("1",
			START "DTEND:20260608T210000Z\r\nDURATION:PT1H\r\n"),
		  "beside DTEND", ERR_CALENDAR_DATA },
		{ WHOLE("1", "BUSYTYPE:FREE\r\n"), "line 7 (BUSYTYPE)",
		  ERR_CALENDAR_DATA },
		{ WHOLE("1", "PRIORITY:10\r\n"), "PRIORITY is 0 to 9",
		  ERR_CALENDAR_DATA },
		{ WHOLE("1", "PRIORITY:1\r\nPRIORITY:2\r\n"),
		  "stands there twice", ERR_CALENDAR_DATA },
		{ WHOLE("1", "BEGIN:AVAILABLE\r\nUID:a\r\n" STAMP
			     "END:AVAILABLE\r\n"),
		  "line 7 (AVAILABLE): DTSTART is missing", ERR_CALENDAR_DATA },
		{ WHOLE("1",
			HOURS("a", "20260608T090000", "20260608T080000", "")),
		  "not after DTSTART", ERR_CALENDAR_DATA },
		{ WHOLE("1", HOURS("a", "20260608T090000", "20260608T100000",
				   "RRULE:FREQ=NEVER\r\n")),
		  "line 12 (RRULE)", ERR_CALENDAR_DATA },
		{ WHOLE("1", HOURS("a", "20260608T090000", "20260608T100000",
				   "RRULE:FREQ=MINUTELY\r\n")),
		  "by the day", ERR_MAX_INSTANCES },
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct cal_availability *list;
		size_t count;

		assert_int_equal(
			read_all(op, wrong[i].components, &list, &count),
			wrong[i].err);
		if (!strstr(op->failure.message, wrong[i].why))
			fail_msg("%s: %s", wrong[i].components,
				 op->failure.message);
		operation_recover(op);
	}
}

static void an_object_may_be_one(void **state)
{
	struct operation *op = *state;
	struct cal_object object;

	assert_int_equal(checked(op, HEAD WHOLE("1", WEEKDAYS) TAIL, &object),
			 OK);
	assert_int_equal(object.kind, CAL_VAVAILABILITY);
	refused(op, HEAD WHOLE("1", "") WHOLE("1", "") TAIL,
		ERR_CALENDAR_OBJECT);
	refused(op, HEAD WHOLE("1", "PRIORITY:x\r\n") TAIL, ERR_CALENDAR_DATA);
}

static void work_and_numbers_are_bounded(void **state)
{
	struct operation *op = *state;
	struct cal_availability *list;
	struct cal_slot *slots;
	struct buf many;
	size_t count;

	buf_init(&many, op->arena);
	for (int i = 0; i < CAL_AVAILABLE_LIMIT; i++)
		buf_printf(&many,
			   "BEGIN:AVAILABLE\r\nUID:%d\r\n" STAMP
			   "DTSTART:20000101T0%d0000Z\r\nDURATION:PT1H\r\n"
			   "RRULE:FREQ=DAILY\r\nEND:AVAILABLE\r\n",
			   i, i % 10);
	assert_int_equal(
		read_all(op, arena_printf(op->arena, WHOLE("1", "%s"), many.at),
			 &list, &count),
		OK);
	operation_bound(op, 50000000, (size_t)1 << 30);
	assert_int_equal(cal_availability_slots(op, list, count,
						span_of("20000101T000000Z",
							"21000101T000000Z"),
						&slots, &count),
			 ERR_MATCHES_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(time_outside_of_its_parts_is_not_to_be_had),
		WITH_OPERATION(its_own_time_is_all_that_it_speaks_of),
		WITH_OPERATION(the_higher_priority_is_right),
		WITH_OPERATION(parts_have_exceptions),
		WITH_OPERATION(parts_that_overlap_are_one),
		WITH_OPERATION(what_is_wrong_is_refused_with_its_line),
		WITH_OPERATION(an_object_may_be_one),
		WITH_OPERATION(work_and_numbers_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
