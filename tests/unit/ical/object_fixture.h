/**
 * Objects made from the lines of one component, judged or read.
 */
#ifndef TESTS_UNIT_ICAL_OBJECT_FIXTURE_H
#define TESTS_UNIT_ICAL_OBJECT_FIXTURE_H

#include "tests/unit/ical/operation_fixture.h"

#include "ical/object.h"

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1\r\n" lines "END:VEVENT\r\n"
#define TASK(lines) "BEGIN:VTODO\r\nUID:1\r\n" lines "END:VTODO\r\n"
#define START "DTSTART:20260608T200000Z\r\n"

static inline enum err checked(struct operation *op, const char *text,
			       struct cal_object *object)
{
	return cal_object_check(op, parsed(op, text), NULL, object);
}

static inline void accepted(struct operation *op, const char *text)
{
	struct cal_object object;

	if (checked(op, text, &object) != OK)
		fail_msg("%s: %s", op->failure.message, text);
}

static inline void refused(struct operation *op, const char *text,
			   enum err expected)
{
	struct cal_object object = { .uid = "untouched" };
	enum err err = checked(op, text, &object);

	if (err != expected)
		fail_msg("'%s' (%s) for: %s", err_name(err),
			 err ? op->failure.message : "", text);
	assert_true(cal_object_is_flaw(err));
	assert_int_equal(op->failure.code, expected);
	assert_string_equal(object.uid, "untouched");
}

#endif
