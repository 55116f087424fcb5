#include "tests/unit/practice/calendar_fixture.h"

#include "practice/calendar/view_collection.h"
#include "practice/session/closure.h"

#include <string.h>

/* Closures as the office puts them by a calendar program (S46). */

static void put(struct agenda *agenda, const char *lines, enum err err)
{
	agenda_put(agenda, &agenda->sam, "closures", "h.ics",
		   agenda_object(agenda, "VEVENT",
				 arena_printf(agenda->place->arena,
					      "UID:h\r\n%s\r\n", lines)),
		   0, err);
}

static struct closure closure(struct agenda *agenda)
{
	struct closure found;

	assert_int_equal(
		store_closure_find_uid(place_read(agenda->place), "h", &found),
		OK);
	return found;
}

#define DAYS                              \
	"DTSTART;VALUE=DATE:20260609\r\n" \
	"DTEND;VALUE=DATE:20260611"
#define HOURS                          \
	"DTSTART:20260609T160000Z\r\n" \
	"DTEND:20260609T170000Z"

static void an_event_without_a_title_is_called_closed(void **s)
{
	struct agenda *agenda = *s;

	put(agenda, DAYS, OK);
	assert_string_equal(closure(agenda).title, "Closed");
	assert_true(closure(agenda).all_day);
	assert_int_equal(closure(agenda).to.n, day_of(2026, 6, 10).n);
	put(agenda, DAYS "\r\nSUMMARY:", OK);
	assert_string_equal(closure(agenda).title, "Closed");
	assert_int_equal(closure(agenda).revision, 1);
}

static void hours_are_kept_as_hours(void **s)
{
	struct agenda *agenda = *s;

	put(agenda, HOURS "\r\nSUMMARY:Repairs", OK);
	assert_false(closure(agenda).all_day);
	assert_int_equal(closure(agenda).span.start.s,
			 FIXTURE_NOW.s + DAY + 4 * HOUR);
	put(agenda,
	    "DTSTART;VALUE=DATE-TIME:20260609T160000Z\r\n"
	    "DTEND:20260609T170000Z\r\nSUMMARY:Repairs",
	    OK);
	assert_int_equal(closure(agenda).revision, 1);
}

static void every_difference_is_a_change_and_none_is_none(void **s)
{
	static const char *const steps[] = {
		HOURS "\r\nSUMMARY:Repairs",
		HOURS "\r\nSUMMARY:Other repairs",
		"DTSTART:20260609T150000Z\r\nDTEND:20260609T170000Z\r\n"
		"SUMMARY:Other repairs",
		"DTSTART:20260609T150000Z\r\nDTEND:20260609T180000Z\r\n"
		"SUMMARY:Other repairs",
		DAYS "\r\nSUMMARY:Other repairs",
		"DTSTART;VALUE=DATE:20260608\r\n"
		"DTEND;VALUE=DATE:20260611\r\nSUMMARY:Other repairs",
		"DTSTART;VALUE=DATE:20260608\r\n"
		"DTEND;VALUE=DATE:20260612\r\nSUMMARY:Other repairs",
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		put(agenda, steps[i], OK);
		put(agenda, steps[i], OK);
		assert_int_equal(closure(agenda).revision, i + 1);
	}
}

static void closures_do_not_repeat(void **s)
{
	struct agenda *agenda = *s;

	put(agenda, DAYS "\r\nRRULE:FREQ=YEARLY", REFUSED(NOT_PERMITTED));
	put(agenda, HOURS "\r\nRECURRENCE-ID:20260609T160000Z",
	    REFUSED(NOT_PERMITTED));
	assert_false(agenda_has(agenda, &agenda->sam, "closures", "h.ics"));
}

static void what_is_no_closure_of_years_there_are_is_refused(void **s)
{
	struct agenda *agenda = *s;

	put(agenda, "DTSTART;VALUE=DATE:20260609\r\nDTEND;VALUE=DATE:20460611",
	    REFUSED(NOT_PERMITTED));
	put(agenda, DAYS, OK);
	put(agenda, "DTSTART;VALUE=DATE:20260609\r\nDTEND;VALUE=DATE:20460611",
	    REFUSED(NOT_PERMITTED));
	assert_int_equal(closure(agenda).to.n, day_of(2026, 6, 10).n);
}

struct rendering {
	struct collection of;
	int64_t session;
};

static enum err render(struct transaction *tx, void *context)
{
	struct rendering *rendering = context;

	return practice_collection_render(tx, &rendering->of);
}

static enum err drop_member(struct transaction *tx, void *context)
{
	struct member *member = context;

	return store_member_delete(tx, member);
}

/* A mark of a member that was lost is made again, and a stray one goes. */
static void rendering_closures_brings_back_what_is_missing(void **s)
{
	struct agenda *agenda = *s;
	struct rendering rendering;
	struct member member;

	put(agenda, DAYS, OK);
	rendering.of = agenda_collection(agenda, &agenda->sam, "closures");
	member = agenda_member(agenda, &agenda->sam, "closures", "h.ics");
	place_write(agenda->place, drop_member, &member, OK);
	assert_false(agenda_has(agenda, &agenda->sam, "closures", "h.ics"));
	place_write(agenda->place, render, &rendering, OK);
	assert_true(agenda_has(agenda, &agenda->sam, "closures", "h.ics"));
}

static void rendering_a_personal_calendar_changes_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct rendering rendering;
	int64_t revision;

	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	rendering.of = agenda_collection(agenda, &agenda->maria, "calendar");
	revision = rendering.of.revision;
	place_write(agenda->place, render, &rendering, OK);
	assert_int_equal(
		agenda_collection(agenda, &agenda->maria, "calendar").revision,
		revision);
}

static void rendering_sweeps_out_whom_it_no_longer_concerns(void **s)
{
	struct agenda *agenda = *s;
	struct session gone = agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session others =
		agenda_session(agenda, 2 * DAY, agenda->ada.id, 0);
	struct session kept =
		agenda_session(agenda, 3 * DAY, agenda->ada.id, 0);
	struct rendering rendering;
	char *sql = arena_printf(
		agenda->place->arena,
		"UPDATE session SET removed = 1 WHERE id = %lld;"
		"DELETE FROM session_practitioner WHERE session = %lld",
		(long long)gone.id, (long long)others.id);

	assert_int_equal(place_sql(agenda->place, sql), 0);
	rendering.of = agenda_collection(agenda, &agenda->maria, "sessions");
	place_write(agenda->place, render, &rendering, OK);
	assert_false(agenda_has(agenda, &agenda->maria, "sessions", gone.name));
	assert_false(
		agenda_has(agenda, &agenda->maria, "sessions", others.name));
	assert_true(agenda_has(agenda, &agenda->maria, "sessions", kept.name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(an_event_without_a_title_is_called_closed),
		WITH_AGENDA(hours_are_kept_as_hours),
		WITH_AGENDA(every_difference_is_a_change_and_none_is_none),
		WITH_AGENDA(closures_do_not_repeat),
		WITH_AGENDA(what_is_no_closure_of_years_there_are_is_refused),
		WITH_AGENDA(rendering_closures_brings_back_what_is_missing),
		WITH_AGENDA(rendering_a_personal_calendar_changes_nothing),
		WITH_AGENDA(rendering_sweeps_out_whom_it_no_longer_concerns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
