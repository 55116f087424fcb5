#include "ical/text.h"
#include "tests/unit/ical/object_fixture.h"

#define DATA ERR_CALENDAR_DATA
#define OBJECT ERR_CALENDAR_OBJECT

static void a_plain_event_is_accepted(void **state)
{
	struct operation *op = *state;
	struct cal_object object;

	assert_int_equal(checked(op,
				 HEAD EVENT("DTSTAMP:20260601T000000Z\r\n" START
					    "DTEND:20260608T210000Z\r\n") TAIL,
				 &object),
			 OK);
	assert_int_equal(object.kind, CAL_VEVENT);
	assert_string_equal(object.uid, "1");
	assert_non_null(object.master);
	assert_int_equal(object.override_count, 0);
	assert_false(object.recurring);
	assert_non_null(object.zones);
}

static void a_series_has_a_master_and_overrides(void **state)
{
	struct operation *op = *state;
	struct cal_object object;

	assert_int_equal(
		checked(op,
			HEAD EVENT(START "RECURRENCE-ID:20260615T200000Z\r\n")
				EVENT(START "RRULE:FREQ=WEEKLY\r\n") EVENT(
					START "RECURRENCE-ID;RANGE=THISAND"
					      "FUTURE:20260622T200000Z\r\n")
					TAIL,
			&object),
		OK);
	assert_non_null(cal_line_find(object.master, "RRULE"));
	assert_int_equal(object.override_count, 2);
	assert_true(object.recurring);
}

static void overrides_alone_are_an_object(void **state)
{
	struct operation *op = *state;
	struct cal_object object;

	assert_int_equal(
		checked(op,
			HEAD EVENT(START "RECURRENCE-ID:20260615T200000Z\r\n")
				TAIL,
			&object),
		OK);
	assert_null(object.master);
	assert_true(object.recurring);
}

static void real_programs_sloppiness_is_let_pass(void **state)
{
	static const char *const texts[] = {
		/* no DTSTAMP */
		HEAD EVENT(START) TAIL,
		/* as Google writes what it does not know */
		HEAD EVENT(START "CREATED:00001231T000000Z\r\n") TAIL,
		/* a moment, and an all-day event that ends on its day */
		HEAD EVENT(START "DTEND:20260608T200000Z\r\n") TAIL,
		HEAD EVENT("DTSTART;VALUE=DATE:20260608\r\n"
			   "DTEND;VALUE=DATE:20260608\r\n") TAIL,
		HEAD EVENT("DTSTART:20260608\r\nDTEND:20260609\r\n") TAIL,
		HEAD EVENT("DTSTART;VALUE=DATE:20260608\r\n"
			   "DURATION:PT24H\r\n") TAIL,
		/* alarms of any sort */
		HEAD EVENT(START "BEGIN:VALARM\r\nACTION:NONE\r\n"
				 "TRIGGER:never\r\nEND:VALARM\r\n") TAIL,
		/* a zone known by name needs no VTIMEZONE */
		HEAD EVENT("DTSTART;TZID=Europe/Berlin:20260608T200000\r\n")
			TAIL,
		HEAD EVENT("DTSTART;TZID=\"Eastern Standard Time\":"
			   "20260608T200000\r\n") TAIL,
		/* unknown properties and components */
		HEAD EVENT(START "X_Y.Z;A=b:c\r\nBEGIN:X-FOO\r\n"
				 "END:X-FOO\r\n") "BEGIN:X-BAR\r\n"
						  "END:X-BAR\r\n" TAIL,
		HEAD EVENT(START "DESCRIPTION:a\r\nDESCRIPTION:b\r\n") TAIL,
		HEAD EVENT(START "EXDATE:\r\nRDATE;VALUE=PERIOD:"
				 "20260609T200000Z/PT1H,"
				 "20260610T200000Z/20260610T210000Z\r\n") TAIL,
		HEAD TASK("") TAIL,
		HEAD TASK("DUE;VALUE=DATE:20260608\r\nRRULE:FREQ=DAILY\r\n")
			TAIL,
		HEAD "BEGIN:VJOURNAL\r\nUID:1\r\nEND:VJOURNAL\r\n" TAIL,
		HEAD "BEGIN:VFREEBUSY\r\nUID:1\r\n"
		     "FREEBUSY:20260608T200000Z/PT1H\r\n"
		     "END:VFREEBUSY\r\n" TAIL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		accepted(*state, texts[i]);
}

static void the_calendar_itself_is_judged(void **state)
{
	struct operation *op = *state;

	refused(op, "BEGIN:VCALENDAR\r\nPRODID:x\r\n" EVENT(START) TAIL, DATA);
	refused(op,
		"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nPRODID:x\r\n" EVENT(START)
			TAIL,
		DATA);
	refused(op, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" EVENT(START) TAIL,
		DATA);
	refused(op, HEAD "CALSCALE:JULIAN\r\n" EVENT(START) TAIL, DATA);
	refused(op, HEAD "METHOD:PUBLISH\r\n" EVENT(START) TAIL, OBJECT);
	accepted(op, HEAD "CALSCALE:gregorian\r\n" EVENT(START) TAIL);
}

static void one_object_is_one_uid_one_kind_one_master(void **state)
{
	struct operation *op = *state;

	refused(op, HEAD TAIL, OBJECT);
	refused(op, HEAD "BEGIN:VTIMEZONE\r\nTZID:a\r\nEND:VTIMEZONE\r\n" TAIL,
		OBJECT);
	refused(op, HEAD "BEGIN:X-FOO\r\nEND:X-FOO\r\n" TAIL, ERR_COMPONENT);
	refused(op, HEAD "BEGIN:VAVAILABILITY\r\nEND:VAVAILABILITY\r\n" TAIL,
		OBJECT);
	refused(op, HEAD EVENT(START) TASK("") TAIL, OBJECT);
	refused(op, HEAD EVENT(START) EVENT(START) TAIL, OBJECT);
	refused(op,
		HEAD EVENT(START) "BEGIN:VEVENT\r\nUID:2\r\n" START
				  "RECURRENCE-ID:20260608T200000Z\r\n"
				  "END:VEVENT\r\n" TAIL,
		OBJECT);
	refused(op, HEAD "BEGIN:VEVENT\r\n" START "END:VEVENT\r\n" TAIL,
		OBJECT);
	refused(op, HEAD "BEGIN:VEVENT\r\nUID:\r\n" START "END:VEVENT\r\n" TAIL,
		OBJECT);
}

static void one_instance_is_not_overridden_twice(void **state)
{
	/* the same moment, said in two ways */
	refused(*state,
		HEAD EVENT(START "RRULE:FREQ=WEEKLY\r\n")
			EVENT(START "RECURRENCE-ID:20260615T200000Z\r\n") EVENT(
				START "RECURRENCE-ID;TZID=America/Toronto:"
				      "20260615T160000\r\n") TAIL,
		OBJECT);
}

static void what_may_stand_once_does_not_stand_twice(void **state)
{
	static const char *const texts[] = {
		HEAD "PRODID:-//y//EN\r\n" EVENT(START) TAIL,
		HEAD "version:2.0\r\n" EVENT(START) TAIL,
		HEAD "CALSCALE:GREGORIAN\r\nCALSCALE:GREGORIAN\r\n" EVENT(START)
			TAIL,
		HEAD EVENT(START START) TAIL,
		HEAD EVENT(START "UID:1\r\n") TAIL,
		HEAD EVENT(START "DTEND:20260608T210000Z\r\n"
				 "dtend:20260608T210000Z\r\n") TAIL,
		HEAD EVENT(START "DURATION:PT1H\r\nDURATION:PT1H\r\n") TAIL,
		HEAD EVENT(START "SEQUENCE:1\r\nSEQUENCE:2\r\n") TAIL,
		HEAD EVENT(START "SUMMARY:a\r\nSUMMARY:b\r\n") TAIL,
		HEAD EVENT(START "STATUS:CONFIRMED\r\n"
				 "STATUS:CANCELLED\r\n") TAIL,
		HEAD TASK("DUE:20260608T200000Z\r\nDUE:20260608T200000Z\r\n")
			TAIL,
		HEAD EVENT(START "RECURRENCE-ID:20260608T200000Z\r\n"
				 "RECURRENCE-ID:20260608T200000Z\r\n") TAIL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		refused(*state, texts[i], DATA);
}

static void wrong_times_are_refused(void **state)
{
	static const char *const texts[] = {
		HEAD EVENT("") TAIL,
		HEAD EVENT("DTSTART;VALUE=DATE:20260231\r\n") TAIL,
		HEAD EVENT("DTSTART:20260231T100000Z\r\n") TAIL,
		HEAD EVENT(START "DTEND:20260608T195959Z\r\n") TAIL,
		HEAD EVENT(START "DTEND:20260631T200000Z\r\n") TAIL,
		HEAD EVENT("DTSTART;VALUE=DATE:20260608\r\n"
			   "DTEND;VALUE=DATE:20260607\r\n") TAIL,
		HEAD EVENT(START "DTEND;VALUE=DATE:20260609\r\n") TAIL,
		HEAD EVENT("DTSTART;VALUE=DATE:20260608\r\n"
			   "DTEND:20260609T200000Z\r\n") TAIL,
		HEAD EVENT(START "DTEND:20260608T210000Z\r\n"
				 "DURATION:PT1H\r\n") TAIL,
		HEAD EVENT(START "DURATION:-PT1H\r\n") TAIL,
		HEAD EVENT(START "DURATION:soon\r\n") TAIL,
		HEAD EVENT("DTSTART;TZID=Nowhere:20260608T200000\r\n") TAIL,
		HEAD EVENT(START "RECURRENCE-ID:later\r\n") TAIL,
		HEAD EVENT(START "RECURRENCE-ID;RANGE=ALL:"
				 "20260608T200000Z\r\n") TAIL,
		HEAD EVENT(START "EXDATE:20260608T200000Z,20260231T200000Z"
				 "\r\n") TAIL,
		HEAD EVENT(START "RDATE;VALUE=PERIOD:20260608T200000Z/x\r\n")
			TAIL,
		HEAD EVENT(START "RDATE;VALUE=PERIOD:20260609T200000Z\r\n")
			TAIL,
		HEAD TASK("DTSTART:20260608T200000Z\r\n"
			  "DUE:20260608T190000Z\r\n") TAIL,
		HEAD TASK("DUE:20260608T190000Z\r\nDURATION:PT1H\r\n") TAIL,
		HEAD TASK("DURATION:PT1H\r\n") TAIL,
		HEAD TASK("COMPLETED:yesterday\r\n") TAIL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		refused(*state, texts[i], DATA);
}

static void a_zone_of_the_objects_own_is_enough(void **state)
{
	struct operation *op = *state;
	const char *event = EVENT("DTSTART;TZID=Own:20260608T200000\r\n") TAIL;
	const char *zone = "BEGIN:VTIMEZONE\r\nTZID:Own\r\n"
			   "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
			   "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n"
			   "END:STANDARD\r\nEND:VTIMEZONE\r\n";

	accepted(op, arena_printf(op->arena, HEAD "%s%s", zone, event));
	refused(op,
		arena_printf(op->arena,
			     HEAD "BEGIN:VTIMEZONE\r\nTZID:Own\r\n"
				  "END:VTIMEZONE\r\n%s",
			     event),
		DATA);
}

static void wrong_rules_are_refused(void **state)
{
	struct operation *op = *state;

	refused(op, HEAD EVENT(START "RRULE:FREQ=SOMETIMES\r\n") TAIL, DATA);
	refused(op, HEAD TASK("RRULE:FREQ=DAILY\r\n") TAIL, DATA);
	refused(op,
		HEAD EVENT(START "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101\r\n")
			TAIL,
		DATA);
}

static void rules_by_the_second_must_end_soon(void **state)
{
	struct operation *op = *state;

	refused(op, HEAD EVENT(START "RRULE:FREQ=SECONDLY\r\n") TAIL,
		ERR_MAX_INSTANCES);
	refused(op,
		HEAD EVENT(START "RRULE:FREQ=MINUTELY;COUNT=100000\r\n") TAIL,
		ERR_MAX_INSTANCES);
	refused(op,
		HEAD EVENT(START "RRULE:FREQ=MINUTELY;"
				 "UNTIL=20270608T200000Z\r\n") TAIL,
		ERR_MAX_INSTANCES);
	accepted(op, HEAD EVENT(START "RRULE:FREQ=MINUTELY;COUNT=10\r\n") TAIL);
	accepted(op, HEAD EVENT(START "RRULE:FREQ=MINUTELY;INTERVAL=15;"
				      "UNTIL=20260609T200000Z\r\n") TAIL);
	accepted(op, HEAD EVENT(START "RRULE:FREQ=HOURLY\r\n") TAIL);
}

static void the_ends_of_time_have_their_own_errors(void **state)
{
	struct operation *op = *state;

	refused(op, HEAD EVENT("DTSTART:00001231T000000Z\r\n") TAIL,
		ERR_MIN_DATE);
	refused(op,
		HEAD EVENT("DTSTART:99991231T230000Z\r\nDURATION:PT2H\r\n")
			TAIL,
		ERR_MAX_DATE);
	refused(op,
		HEAD EVENT("DTSTART;TZID=America/Toronto:99991231T230000\r\n")
			TAIL,
		ERR_MAX_DATE);
	accepted(op, HEAD EVENT("DTSTART:00010101T000000Z\r\n"
				"DTEND:99991231T235959Z\r\n") TAIL);
}

static char *many(struct operation *op, const char *head, const char *each,
		  int count, const char *tail)
{
	struct buf buf;

	buf_init(&buf, op->arena);
	buf_puts(&buf, head);
	for (int i = 0; i < count; i++)
		buf_puts(&buf, each);
	buf_puts(&buf, tail);
	return buf.at;
}

static void attendees_and_changed_instances_are_bounded(void **state)
{
	static const char attendee[] = "ATTENDEE:mailto:a@example.com\r\n";
	static const char end[] = "END:VEVENT\r\n" TAIL;
	static const char event[] = HEAD "BEGIN:VEVENT\r\nUID:1\r\n" START;
	struct operation *op = *state;

	accepted(op, many(op, event, attendee, CAL_ATTENDEE_LIMIT, end));
	refused(op, many(op, event, attendee, CAL_ATTENDEE_LIMIT + 1, end),
		ERR_MAX_ATTENDEES);
	refused(op,
		many(op, HEAD,
		     EVENT(START "RECURRENCE-ID:20260608T200000Z\r\n"),
		     CAL_INSTANCE_LIMIT + 1, TAIL),
		ERR_MAX_INSTANCES);
}

static void what_is_stored_is_read_without_judgement(void **state)
{
	struct operation *op = *state;
	struct cal_object object;
	struct cal_component *calendar =
		parsed(op, "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\n"
			   "BEGIN:VEVENT\r\nDTSTART:never\r\nEND:VEVENT\r\n"
			   "BEGIN:VTODO\r\nEND:VTODO\r\n" TAIL);

	assert_int_equal(cal_object_read(op, calendar, NULL, &object), OK);
	assert_int_equal(object.kind, CAL_VEVENT);
	assert_string_equal(object.uid, "");
	assert_ptr_equal(object.master, calendar->children[0]);
	assert_int_equal(
		cal_object_read(op, parsed(op, HEAD TAIL), NULL, &object),
		ERR_CALENDAR_DATA);
}

/* Split what a program exported as an import does: an object a UID. */
static void exports_of_real_programs_hold_good_objects(void **state)
{
	static const struct {
		const char *name;
		size_t objects;
	} files[] = {
		{ "ics/google.ics", 3 },  { "ics/apple.ics", 3 },
		{ "ics/outlook.ics", 3 }, { "ics/thunderbird.ics", 2 },
		{ "ics/sloppy.ics", 2 },
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct cal_component *calendar;
		const char *seen = "";
		size_t objects = 0;
		size_t len;
		char *bytes = data_file(op, files[i].name, &len);

		assert_int_equal(cal_parse(op, bytes, len, &calendar), OK);
		for (size_t j = 0; j < calendar->child_count; j++) {
			struct buf buf;
			char *uid = cal_text_of(op->arena,
						calendar->children[j], "UID");

			if (!uid || strstr(seen, uid))
				continue;
			seen = arena_printf(op->arena, "%s %s", seen, uid);
			buf_init(&buf, op->arena);
			buf_puts(&buf, HEAD);
			for (size_t k = 0; k < calendar->child_count; k++) {
				struct cal_component *child =
					calendar->children[k];
				char *its =
					cal_text_of(op->arena, child, "UID");

				if (!its || str_equal(its, uid))
					buf_slice(&buf,
						  cal_component_bytes(child));
			}
			buf_puts(&buf, TAIL);
			accepted(op, buf.at);
			objects++;
		}
		assert_int_equal(objects, files[i].objects);
	}
}

static void kinds_have_names(void **state)
{
	(void)state;
	assert_string_equal(cal_kind_name(CAL_VTODO), "VTODO");
	assert_int_equal(cal_kind_find(slice_of("vevent")), CAL_VEVENT);
	assert_int_equal(cal_kind_find(slice_of("VALARM")), 0);
}

static void two_rules_are_legal_and_an_empty_one_is_none(void **state)
{
	static const char two[] = HEAD EVENT(
		START "RRULE:FREQ=DAILY;COUNT=2\r\nRRULE:FREQ=WEEKLY\r\n") TAIL;
	static const char none[] =
		HEAD EVENT(START "RRULE:\r\nRDATE: \r\nEXDATE:\r\n") TAIL;
	static const char second[] =
		HEAD EVENT(START "RRULE:\r\nRRULE:FREQ=SOMETIMES\r\n") TAIL;
	struct operation *op = *state;
	struct cal_object object;
	char *many_rules = many(op, HEAD "BEGIN:VEVENT\r\nUID:1\r\n" START,
				"RRULE:FREQ=DAILY;COUNT=2\r\n",
				CAL_RULE_LIMIT + 1, "END:VEVENT\r\n" TAIL);

	assert_int_equal(checked(op, two, &object), OK);
	assert_true(object.recurring);
	assert_int_equal(checked(op, none, &object), OK);
	assert_false(object.recurring);
	refused(op, second, DATA);
	refused(op, many_rules, ERR_MAX_INSTANCES);
}

static void
a_set_that_ends_has_at_most_the_instances_that_are_told(void **state)
{
	static const struct {
		const char *lines;
		bool taken;
	} cases[] = {
		{ "RRULE:FREQ=DAILY;COUNT=10000\r\n", true },
		{ "RRULE:FREQ=DAILY;COUNT=10001\r\n", false },
		{ "RRULE:FREQ=DAILY;UNTIL=20990101\r\n", false },
		{ "RRULE:FREQ=DAILY;UNTIL=20500101\r\n", true },
		{ "RRULE:FREQ=HOURLY;COUNT=20000\r\n", false },
		{ "RRULE:FREQ=DAILY\r\n", true },
		{ "RRULE:FREQ=DAILY;COUNT=6000\r\n"
		  "RRULE:FREQ=DAILY;BYHOUR=3;COUNT=6000\r\n",
		  false },
		{ "RRULE:FREQ=DAILY;COUNT=10001\r\nEXDATE:20260609T200000Z\r\n",
		  true },
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *text = arena_printf(
			op->arena, HEAD EVENT(START "%s") TAIL, cases[i].lines);

		if (cases[i].taken)
			accepted(op, text);
		else
			refused(op, text, ERR_MAX_INSTANCES);
	}
}

static void dates_of_a_list_are_bounded_too(void **state)
{
	struct operation *op = *state;
	struct buf buf;

	buf_init(&buf, op->arena);
	for (int i = 0; i < CAL_INSTANCE_LIMIT; i++)
		buf_printf(&buf, "RDATE:%04d%02d%02dT200000Z\r\n",
			   2027 + i / 336, 1 + i / 28 % 12, 1 + i % 28);
	refused(op,
		arena_printf(op->arena, HEAD EVENT(START "%s") TAIL, buf.at),
		ERR_MAX_INSTANCES);
	refused(op,
		arena_printf(op->arena,
			     HEAD EVENT(START "RRULE:FREQ=DAILY\r\n%s%s") TAIL,
			     buf.at, "RDATE:20260608T200000Z\r\n"),
		ERR_MAX_INSTANCES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(a_plain_event_is_accepted),
		WITH_OPERATION(a_series_has_a_master_and_overrides),
		WITH_OPERATION(overrides_alone_are_an_object),
		WITH_OPERATION(real_programs_sloppiness_is_let_pass),
		WITH_OPERATION(the_calendar_itself_is_judged),
		WITH_OPERATION(one_object_is_one_uid_one_kind_one_master),
		WITH_OPERATION(one_instance_is_not_overridden_twice),
		WITH_OPERATION(what_may_stand_once_does_not_stand_twice),
		WITH_OPERATION(wrong_times_are_refused),
		WITH_OPERATION(a_zone_of_the_objects_own_is_enough),
		WITH_OPERATION(wrong_rules_are_refused),
		WITH_OPERATION(rules_by_the_second_must_end_soon),
		WITH_OPERATION(the_ends_of_time_have_their_own_errors),
		WITH_OPERATION(attendees_and_changed_instances_are_bounded),
		WITH_OPERATION(what_is_stored_is_read_without_judgement),
		WITH_OPERATION(exports_of_real_programs_hold_good_objects),
		WITH_OPERATION(kinds_have_names),
		WITH_OPERATION(two_rules_are_legal_and_an_empty_one_is_none),
		WITH_OPERATION(
			a_set_that_ends_has_at_most_the_instances_that_are_told),
		WITH_OPERATION(dates_of_a_list_are_bounded_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
