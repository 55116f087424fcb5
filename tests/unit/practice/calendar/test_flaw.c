#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/faults.h"

#include "practice/calendar/flaw.h"

#include <string.h>

/* What is wrong by today's checks with an object that was kept before. */

struct looking {
	struct agenda *agenda;
	struct collection of;
	const char *bytes, *flaw;
};

static enum err looks(void *context)
{
	struct looking *looking = context;

	return practice_flaw(looking->agenda->place->reader, &looking->of,
			     slice_of(looking->bytes), &looking->flaw);
}

static struct looking looking_at(struct agenda *agenda, const char *bytes)
{
	return (struct looking){
		.agenda = agenda,
		.of = agenda_collection(agenda, &agenda->maria, "calendar"),
		.bytes = bytes,
	};
}

static const char *flaw_of(struct agenda *agenda, const char *bytes)
{
	struct looking looking = looking_at(agenda, bytes);

	place_read(agenda->place);
	assert_int_equal(looks(&looking), OK);
	return looking.flaw;
}

static void what_passes_has_no_flaw(void **s)
{
	struct agenda *agenda = *s;

	assert_null(flaw_of(agenda, agenda_event(agenda, "one", "")));
	assert_null(flaw_of(agenda,
			    agenda_object(agenda, "VTODO",
					  "UID:t\r\nDTSTAMP:20260101T000000Z"
					  "\r\nDUE:20260609T120000\r\n")));
}

static void what_fails_is_told_as_a_sentence(void **s)
{
	struct agenda *agenda = *s;
	const char *far = agenda_edit(agenda, agenda_event(agenda, "far", ""),
				      "20260609T160000Z", "99990609T160000Z");

	assert_holds(flaw_of(agenda, "BEGIN:VCALENDAR\r\nEND"), "line 2");
	assert_holds(
		flaw_of(agenda, agenda_event(agenda, "n", "PRIORITY:high\r\n")),
		"PRIORITY");
	assert_non_null(flaw_of(agenda, far));
	assert_non_null(flaw_of(
		agenda, agenda_event(agenda, "chinese",
				     "RRULE:RSCALE=CHINESE;FREQ=YEARLY\r\n")));
	assert_non_null(flaw_of(
		agenda, agenda_event(agenda, "much",
				     "RRULE:FREQ=SECONDLY;COUNT=90000\r\n")));
	assert_non_null(flaw_of(agenda, agenda_object(agenda, "VCARD", "")));
}

static void a_fault_is_no_flaw(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct looking looking =
		looking_at(agenda, agenda_event(agenda, "one", ""));
	static const struct faults_case one = { "a look", looks, true, true };

	faults_sweep(agenda->place, &op, &one, &looking);
	assert_null(looking.flaw);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(what_passes_has_no_flaw),
		WITH_AGENDA(what_fails_is_told_as_a_sentence),
		WITH_AGENDA(a_fault_is_no_flaw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
