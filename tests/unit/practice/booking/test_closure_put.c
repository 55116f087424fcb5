#include "tests/unit/practice/calendar_fixture.h"

#include "practice/calendar/collection.h"
#include "practice/session/closure.h"
#include "practice/calendar/view.h"
#include "practice/calendar/view_member.h"

#include <string.h>

/* Closures as the office puts them by a calendar program (S46). */

static void put(struct home *home, const char *lines, enum err err)
{
	home_put(home, &home->sam, "closures", "h.ics",
		 home_object(home, "VEVENT",
			     arena_printf(home->place->arena, "UID:h\r\n%s\r\n",
					  lines)),
		 0, err);
}

static struct closure closure(struct home *home)
{
	struct closure found;

	assert_int_equal(
		store_closure_find_uid(place_read(home->place), "h", &found),
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
	struct home *home = *s;

	put(home, DAYS, OK);
	assert_string_equal(closure(home).title, "Closed");
	assert_true(closure(home).all_day);
	assert_int_equal(closure(home).to.n, day_of(2026, 6, 10).n);
	put(home, DAYS "\r\nSUMMARY:", OK);
	assert_string_equal(closure(home).title, "Closed");
	assert_int_equal(closure(home).revision, 1);
}

static void hours_are_kept_as_hours(void **s)
{
	struct home *home = *s;

	put(home, HOURS "\r\nSUMMARY:Repairs", OK);
	assert_false(closure(home).all_day);
	assert_int_equal(closure(home).span.start.s,
			 FIXTURE_NOW.s + DAY + 4 * HOUR);
	put(home,
	    "DTSTART;VALUE=DATE-TIME:20260609T160000Z\r\n"
	    "DTEND:20260609T170000Z\r\nSUMMARY:Repairs",
	    OK);
	assert_int_equal(closure(home).revision, 1);
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
	struct home *home = *s;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		put(home, steps[i], OK);
		put(home, steps[i], OK);
		assert_int_equal(closure(home).revision, i + 1);
	}
}

static void closures_do_not_repeat(void **s)
{
	struct home *home = *s;

	put(home, DAYS "\r\nRRULE:FREQ=YEARLY", ERR_NOT_PERMITTED);
	put(home, HOURS "\r\nRECURRENCE-ID:20260609T160000Z",
	    ERR_NOT_PERMITTED);
	assert_false(home_has(home, &home->sam, "closures", "h.ics"));
}

static void what_is_no_closure_of_years_there_are_is_refused(void **s)
{
	struct home *home = *s;

	put(home, "DTSTART;VALUE=DATE:20260609\r\nDTEND;VALUE=DATE:20460611",
	    ERR_NOT_PERMITTED);
	put(home, DAYS, OK);
	put(home, "DTSTART;VALUE=DATE:20260609\r\nDTEND;VALUE=DATE:20460611",
	    ERR_NOT_PERMITTED);
	assert_int_equal(closure(home).to.n, day_of(2026, 6, 10).n);
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
	struct home *home = *s;
	struct rendering rendering;
	struct member member;

	put(home, DAYS, OK);
	rendering.of = home_collection(home, &home->sam, "closures");
	member = home_member(home, &home->sam, "closures", "h.ics");
	place_write(home->place, drop_member, &member, OK);
	assert_false(home_has(home, &home->sam, "closures", "h.ics"));
	place_write(home->place, render, &rendering, OK);
	assert_true(home_has(home, &home->sam, "closures", "h.ics"));
}

static void rendering_a_personal_calendar_changes_nothing(void **s)
{
	struct home *home = *s;
	struct rendering rendering;
	int64_t revision;

	home_put(home, &home->maria, "calendar", "a.ics",
		 home_event(home, "a", ""), 0, OK);
	rendering.of = home_collection(home, &home->maria, "calendar");
	revision = rendering.of.revision;
	place_write(home->place, render, &rendering, OK);
	assert_int_equal(
		home_collection(home, &home->maria, "calendar").revision,
		revision);
}

static void rendering_sweeps_out_whom_it_no_longer_concerns(void **s)
{
	struct home *home = *s;
	struct session gone = home_session(home, DAY, home->ada.id, 0);
	struct session others = home_session(home, 2 * DAY, home->ada.id, 0);
	struct session kept = home_session(home, 3 * DAY, home->ada.id, 0);
	struct rendering rendering;
	char *sql = arena_printf(
		home->place->arena,
		"UPDATE session SET removed = 1 WHERE id = %lld;"
		"DELETE FROM session_practitioner WHERE session = %lld",
		(long long)gone.id, (long long)others.id);

	assert_int_equal(place_sql(home->place, sql), 0);
	rendering.of = home_collection(home, &home->maria, "sessions");
	place_write(home->place, render, &rendering, OK);
	assert_false(home_has(home, &home->maria, "sessions", gone.name));
	assert_false(home_has(home, &home->maria, "sessions", others.name));
	assert_true(home_has(home, &home->maria, "sessions", kept.name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(an_event_without_a_title_is_called_closed),
		AT_HOME(hours_are_kept_as_hours),
		AT_HOME(every_difference_is_a_change_and_none_is_none),
		AT_HOME(closures_do_not_repeat),
		AT_HOME(what_is_no_closure_of_years_there_are_is_refused),
		AT_HOME(rendering_closures_brings_back_what_is_missing),
		AT_HOME(rendering_a_personal_calendar_changes_nothing),
		AT_HOME(rendering_sweeps_out_whom_it_no_longer_concerns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
