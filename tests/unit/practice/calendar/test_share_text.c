/* What others see of an object, and what of it is each person's own. */
#include "tests/unit/ical/operation_fixture.h"

#include "practice/calendar/share_text.h"

#define BEGIN "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
#define END "END:VCALENDAR\r\n"
#define ALARM(text)                                                  \
	"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:" text "\r\n" \
	"TRIGGER:-PT5M\r\nEND:VALARM\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:u\r\n" lines "END:VEVENT\r\n"
#define AT "DTSTART:20260612T140000Z\r\nDTEND:20260612T150000Z\r\n"
#define AT_13 "DTSTART:20260613T140000Z\r\nDTEND:20260613T150000Z\r\n"
#define ONE "RECURRENCE-ID:20260613T140000Z\r\n"

static const char *composed(struct operation *op, const char *base,
			    const char *own)
{
	struct cal_component *lines = own ? parsed(op, own) : NULL;

	return text_of_slice(op, share_composed(op, parsed(op, base), lines));
}

static void another_class_than_public_is_private(void **state)
{
	static const struct {
		const char *lines;
		bool is;
	} rows[] = {
		{ AT, false },
		{ AT "CLASS:PUBLIC\r\n", false },
		{ AT "CLASS:public\r\n", false },
		{ AT "CLASS:PRIVATE\r\n", true },
		{ AT "class:confidential\r\n", true },
		{ AT "CLASS:X-OURS\r\n", true },
		{ AT "CLASS:\r\n", true },
		{ AT "CLASS:PUBLIC\r\nCLASS:PRIVATE\r\n", true },
	};
	struct operation *op = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *text =
			arena_printf(op->arena,
				     BEGIN EVENT(AT) "BEGIN:VEVENT\r\nUID:u\r\n"
						     "%sEND:VEVENT\r\n" END,
				     rows[i].lines);

		assert_int_equal(share_is_private(parsed(op, text)),
				 rows[i].is);
	}
}

static void busy_time_says_when_and_nothing_else(void **state)
{
	static const char text[] =
		BEGIN "X-WR-CALNAME:Zname\r\n"
		      "BEGIN:VTIMEZONE\r\nTZID:America/Toronto\r\n"
		      "COMMENT:Zzone\r\nBEGIN:STANDARD\r\n"
		      "DTSTART:19700101T000000\r\nTZOFFSETFROM:-0500\r\n"
		      "TZOFFSETTO:-0500\r\nTZNAME:EST\r\nEND:STANDARD\r\n"
		      "END:VTIMEZONE\r\n" EVENT(
			      "DTSTART;TZID=America/Toronto;X-P=Zparam:"
			      "20260612T140000\r\nDURATION:PT1H\r\n"
			      "RRULE:FREQ=DAILY\r\nCLASS:PRIVATE\r\n"
			      "SUMMARY:Zsum\r\n mary\r\nX-Y:Zx\r\n"
			      "ATTENDEE;CN=Zcn:mailto:z@x\r\nURL:Zurl\r\n"
			      "TRANSP:OPAQUE\r\n" ALARM("Zalarm")) END;
	static const char wanted[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
		"PRODID:-//Daybook//Daybook//EN\r\n"
		"BEGIN:VTIMEZONE\r\nTZID:America/Toronto\r\n"
		"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		"TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\nTZNAME:EST\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
			"DTSTART;TZID=America/Toronto:20260612T140000\r\n"
			"DURATION:PT1H\r\nRRULE:FREQ=DAILY\r\n"
			"TRANSP:OPAQUE\r\nSUMMARY:Busy\r\n") END;
	struct operation *op = *state;

	assert_string_equal(
		text_of_slice(op, share_redacted(op->arena, parsed(op, text))),
		wanted);
}

static void busy_time_is_of_events_and_in_capitals(void **state)
{
	static const char text[] =
		BEGIN "BEGIN:VTODO\r\nUID:t\r\nSUMMARY:Ztask\r\nEND:VTODO\r\n"
		      "begin:vevent\r\nuid:u\r\n"
		      "dtstart;value=date:20260612\r\nsummary:Zsum\r\n"
		      "end:vevent\r\n" END;
	struct operation *op = *state;

	assert_string_equal(
		text_of_slice(op, share_redacted(op->arena, parsed(op, text))),
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
		"PRODID:-//Daybook//Daybook//EN\r\n" EVENT(
			"DTSTART;VALUE=date:20260612\r\nSUMMARY:Busy\r\n") END);
}

static void lines_that_end_by_a_newline_alone_stay_so(void **state)
{
	struct operation *op = *state;
	static const char base[] =
		"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Own\nEND:VTIMEZONE\n"
		"BEGIN:VEVENT\nUID:u\nBEGIN:X-PART\nX-A:1\nEND:X-PART\n"
		"BEGIN:VALARM\nTRIGGER:-PT1M\nEND:VALARM\nEND:VEVENT\n"
		"END:VCALENDAR";
	const char *own = share_own(op->arena, parsed(op, base));

	assert_string_equal(own, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\n"
				 "BEGIN:VALARM\nTRIGGER:-PT1M\nEND:VALARM\n"
				 "END:VEVENT\nEND:VCALENDAR\r\n");
	assert_string_equal(composed(op, base, own), base);
	assert_string_equal(
		composed(op, base, NULL),
		"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Own\nEND:VTIMEZONE\n"
		"BEGIN:VEVENT\nUID:u\nBEGIN:X-PART\nX-A:1\nEND:X-PART\n"
		"END:VEVENT\nEND:VCALENDAR");
}

static void own_lines_of_a_task_are_no_events(void **state)
{
	struct operation *op = *state;
	static const char task[] = BEGIN
		"BEGIN:VTODO\r\nUID:u\r\n" ALARM("his") "END:VTODO\r\n" END;
	static const char event[] = BEGIN EVENT(AT) END;

	assert_string_equal(
		composed(op, event, share_own(op->arena, parsed(op, task))),
		event);
}

static void others_get_no_alarms_and_all_else_as_it_is(void **state)
{
	assert_string_equal(
		composed(*state,
			 BEGIN EVENT(AT "TRANSP:OPAQUE\r\nX-A:fol\r\n"
					" ded\r\n" ALARM("a")) END,
			 NULL),
		BEGIN EVENT(AT "TRANSP:OPAQUE\r\nX-A:fol\r\n ded\r\n") END);
}

static void own_lines_stand_where_the_others_stood(void **state)
{
	struct operation *op = *state;
	static const char base[] =
		BEGIN EVENT(AT "TRANSP:OPAQUE\r\nSUMMARY:s\r\n" ALARM("hers"))
			END;
	static const char sent[] = BEGIN EVENT(
		AT "TRANSP:TRANSPARENT\r\nSUMMARY:s\r\n" ALARM("his")) END;
	const char *own = share_own(op->arena, parsed(op, sent));

	assert_string_equal(composed(op, base, own), sent);
	/* And back: a change of his keeps what is hers. */
	assert_string_equal(
		composed(op, sent, share_own(op->arena, parsed(op, base))),
		base);
}

static void own_lines_that_the_other_lacks_come_behind_its_lines(void **state)
{
	struct operation *op = *state;
	static const char base[] = BEGIN EVENT(AT "SUMMARY:s\r\n") END;
	static const char sent[] = BEGIN EVENT(
		AT "SUMMARY:s\r\nTRANSP:TRANSPARENT\r\n" ALARM("his")) END;

	assert_string_equal(
		composed(op, base, share_own(op->arena, parsed(op, sent))),
		sent);
}

static void each_instance_has_its_own(void **state)
{
	struct operation *op = *state;
	static const char base[] =
		BEGIN EVENT(AT "RRULE:FREQ=DAILY\r\n") EVENT(ONE AT) END;
	static const char sent[] =
		BEGIN EVENT(AT "RRULE:FREQ=DAILY\r\n" ALARM("all"))
			EVENT(ONE AT ALARM("one")) END;
	const char *own = share_own(op->arena, parsed(op, sent));

	assert_string_equal(composed(op, base, own), sent);
	/* A date that is as the series again keeps its own, a new one has
	 * none. */
	assert_string_equal(
		composed(op,
			 BEGIN EVENT(AT "RRULE:FREQ=DAILY\r\n") EVENT(
				 "RECURRENCE-ID:20260614T140000Z\r\n" AT) END,
			 own),
		BEGIN EVENT(AT "RRULE:FREQ=DAILY\r\n" ALARM("all"))
			EVENT("RECURRENCE-ID:20260614T140000Z\r\n" AT)
				EVENT(ONE AT_13 ALARM("one")) END);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_OPERATION(another_class_than_public_is_private),
		WITH_OPERATION(busy_time_says_when_and_nothing_else),
		WITH_OPERATION(busy_time_is_of_events_and_in_capitals),
		WITH_OPERATION(lines_that_end_by_a_newline_alone_stay_so),
		WITH_OPERATION(own_lines_of_a_task_are_no_events),
		WITH_OPERATION(others_get_no_alarms_and_all_else_as_it_is),
		WITH_OPERATION(own_lines_stand_where_the_others_stood),
		WITH_OPERATION(
			own_lines_that_the_other_lacks_come_behind_its_lines),
		WITH_OPERATION(each_instance_has_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
