#include "practice/calendar/view_feed.h"
#include "tests/unit/practice/calendar_fixture.h"

#include "practice/session/closure.h"
#include "practice/people/feed.h"
#include "practice/people/person.h"
#include "practice/session/session.h"

#include <string.h>

/* As the server does: what it shows is kept, of a feed that there is. */
static const char *rendered(struct home *home, struct feed feed,
			    struct instant *changed)
{
	struct feed_view view;

	assert_int_equal(
		practice_feed_render(place_read(home->place), &feed, &view),
		OK);
	if (feed.id)
		assert_int_equal(practice_feed_keep(&home->place->op,
						    home->place->store, feed.id,
						    &view),
				 OK);
	*changed = view.changed;
	return slice_dup(home->place->arena, view.bytes);
}

static struct feed feed_of(struct home *home, const struct person *person,
			   const char *level)
{
	struct operation op = home_as(home, NULL, 0);
	struct feed feed = { .person = person->id,
			     .level = level,
			     .expires = INSTANT_MAX };
	const char *secret;

	assert_int_equal(
		practice_feed_add(&op, home->place->store, &feed, &secret), OK);
	return feed;
}

static const char *shown(struct home *home, const struct person *person,
			 const char *level)
{
	struct instant changed;

	return rendered(home,
			(struct feed){ .person = person->id, .level = level },
			&changed);
}

static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	while ((text = strstr(text, part))) {
		text += strlen(part);
		count++;
	}
	return count;
}

static void tell(struct home *home, const char *uid)
{
	struct session session = home_session_of(home, uid);
	struct operation op = home_as(home, &home->sam, 0);

	session.terms.place = "Room 2";
	session.terms.public_note = "Bring the book.";
	session.terms.private_note = "Tired last time.";
	assert_int_equal(
		practice_session_change(&op, home->place->store, &session), OK);
}

/* With a place and notes, which no one but a full feed may tell. */
static void told(struct home *home)
{
	tell(home, home_session(home, DAY, home->ada.id, 0).uid);
}

/* S50 */
static void a_busy_feed_tells_times_and_nothing_else(void **state)
{
	struct home *home = *state;
	const char *text;

	told(home);
	text = shown(home, &home->maria, "busy");
	assert_holds(text, "DTSTART:20260609T120000Z\r\n");
	assert_holds(text, "SUMMARY:Busy\r\n");
	assert_lacks(text, "C042");
	assert_lacks(text, "Ada");
	assert_lacks(text, "Therapy");
	assert_lacks(text, "Room");
	assert_lacks(text, "Bring");
	assert_lacks(text, "Tired");
}

static void a_feed_of_initials_tells_codes_and_initials(void **state)
{
	struct home *home = *state;
	const char *text;

	told(home);
	text = shown(home, &home->maria, "initials");
	assert_holds(text, "C042 A.B.");
	assert_lacks(text, "Ada");
	assert_lacks(text, "Room");
}

static void a_full_feed_tells_names_place_and_public_note(void **state)
{
	struct home *home = *state;
	const char *text;

	told(home);
	text = shown(home, &home->maria, "full");
	assert_holds(text, "Ada Maria Brown");
	assert_holds(text, "LOCATION:Room 2\r\n");
	assert_holds(text, "DESCRIPTION:Bring the book.\r\n");
	assert_lacks(text, "Tired");
}

static void a_full_feed_has_no_line_for_what_is_not_told(void **state)
{
	struct home *home = *state;
	const char *text;

	home_session(home, DAY, home->ada.id, 0);
	text = shown(home, &home->maria, "full");
	assert_lacks(text, "LOCATION");
	assert_lacks(text, "DESCRIPTION");
}

static void a_clients_feed_names_the_service_when_full_only(void **state)
{
	struct home *home = *state;

	told(home);
	assert_lacks(shown(home, &home->ada, "initials"), "Therapy");
	assert_holds(shown(home, &home->ada, "initials"), "Elm Street");
	assert_holds(shown(home, &home->ada, "full"), "Therapy");
	assert_lacks(shown(home, &home->ada, "full"), "Tired");
}

static void others_sessions_are_in_no_feed(void **state)
{
	struct home *home = *state;

	told(home);
	assert_lacks(shown(home, &home->ben, "full"), "VEVENT");
	assert_lacks(shown(home, &home->cora, "full"), "VEVENT");
	assert_lacks(shown(home, &home->sam, "full"), "VEVENT");
}

/* Who is a practitioner and a client of one session has it once. */
static void a_session_with_oneself_is_shown_once(void **state)
{
	struct home *home = *state;
	struct operation op = home_as(home, NULL, 0);
	struct person both = home->maria;

	both.roles |= ROLE_CLIENT;
	both.revision = 0;
	assert_int_equal(practice_person_change(&op, home->place->store, &both),
			 OK);
	home_session(home, DAY, home->maria.id, home->ada.id);
	assert_int_equal(
		count_of(shown(home, &home->maria, "full"), "BEGIN:VEVENT"), 1);
}

static void a_canceled_session_leaves_the_feed(void **state)
{
	struct home *home = *state;
	struct session canceled = home_session(home, DAY, home->ada.id, 0);
	struct session missed = home_session(home, -DAY, home->ada.id, 0);

	home_save(home, canceled.id, "canceled", 0);
	home_save(home, missed.id, "missed", 0);
	assert_lacks(shown(home, &home->maria, "busy"), canceled.uid);
	assert_holds(shown(home, &home->maria, "busy"), missed.uid);
}

static void a_draft_is_tentative(void **state)
{
	struct home *home = *state;

	home_session(home, DAY, 0, 0);
	assert_holds(shown(home, &home->maria, "busy"), "STATUS:TENTATIVE\r\n");
}

static void closures_are_told_at_every_level(void **state)
{
	struct home *home = *state;
	struct operation op = home_as(home, &home->sam, 0);
	struct closure days = { .title = "Holiday",
				.all_day = true,
				.from = day_of(2026, 6, 20),
				.to = day_of(2026, 6, 21) };
	struct closure hours = {
		.title = "Repairs",
		.span = { { FIXTURE_NOW.s + DAY },
			  { FIXTURE_NOW.s + DAY + HOUR } },
		.zone = "America/Toronto",
	};
	const char *text;

	assert_int_equal(practice_closure_add(&op, home->place->store, &days),
			 OK);
	assert_int_equal(practice_closure_add(&op, home->place->store, &hours),
			 OK);
	text = shown(home, &home->ada, "busy");
	assert_holds(text, "SUMMARY:Holiday\r\n");
	assert_holds(text, "DTSTART;VALUE=DATE:20260620\r\n");
	assert_holds(text, "DTEND;VALUE=DATE:20260622\r\n");
	assert_holds(text, "SUMMARY:Repairs\r\n");
	assert_holds(text, "DTSTART:20260609T120000Z\r\n");
}

static void a_feed_is_named_by_its_label_else_by_the_practice(void **state)
{
	struct home *home = *state;
	struct feed feed = { .person = home->maria.id, .label = "Work" };
	struct instant changed;

	assert_holds(rendered(home, feed, &changed), "X-WR-CALNAME:Work\r\n");
	feed.label = NULL;
	assert_holds(rendered(home, feed, &changed),
		     "X-WR-CALNAME:Elm Street\r\n");
}

static void a_feed_reaches_back_a_year(void **state)
{
	struct home *home = *state;
	struct session old = home_session(home, -367 * DAY, home->ada.id, 0);
	struct session recent = home_session(home, -360 * DAY, home->ada.id, 0);

	assert_lacks(shown(home, &home->maria, "busy"), old.uid);
	assert_holds(shown(home, &home->maria, "busy"), recent.uid);
}

static void what_did_not_change_comes_out_the_same(void **state)
{
	struct home *home = *state;
	struct feed feed = feed_of(home, &home->maria, "full");
	struct instant first, second;
	const char *before;

	told(home);
	before = rendered(home, feed, &first);
	home->place->op.now.s += HOUR;
	assert_string_equal(rendered(home, feed, &second), before);
	assert_int_equal(first.s, FIXTURE_NOW.s);
	assert_int_equal(second.s, first.s);
}

/* A clock that was set back must not tell of a change that is to come. */
static void a_feed_never_changed_in_the_future(void **state)
{
	struct home *home = *state;
	struct feed feed = feed_of(home, &home->maria, "full");
	struct instant changed;

	told(home);
	rendered(home, feed, &changed);
	home->place->op.now.s -= HOUR;
	rendered(home, feed, &changed);
	assert_int_equal(changed.s, FIXTURE_NOW.s - HOUR);
}

/* S50: a change that a feed does not tell leaves its stamps too. */
static void stamps_move_with_what_the_feed_tells(void **state)
{
	struct home *home = *state;
	struct feed busy = feed_of(home, &home->ada, "busy");
	struct feed full = feed_of(home, &home->ada, "full");
	const char *uid = home_session(home, DAY, home->ada.id, 0).uid;
	struct instant first, changed;
	const char *before = rendered(home, busy, &first);

	assert_holds(rendered(home, full, &first), "SEQUENCE:0\r\n");
	tell(home, uid);
	home->place->op.now.s += HOUR;
	assert_string_equal(rendered(home, busy, &changed), before);
	assert_int_equal(changed.s, first.s);
	assert_holds(rendered(home, full, &changed), "SEQUENCE:1\r\n");
	assert_int_equal(changed.s, first.s + HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(a_busy_feed_tells_times_and_nothing_else),
		AT_HOME(a_feed_of_initials_tells_codes_and_initials),
		AT_HOME(a_full_feed_tells_names_place_and_public_note),
		AT_HOME(a_full_feed_has_no_line_for_what_is_not_told),
		AT_HOME(a_clients_feed_names_the_service_when_full_only),
		AT_HOME(others_sessions_are_in_no_feed),
		AT_HOME(a_session_with_oneself_is_shown_once),
		AT_HOME(a_canceled_session_leaves_the_feed),
		AT_HOME(a_draft_is_tentative),
		AT_HOME(closures_are_told_at_every_level),
		AT_HOME(a_feed_is_named_by_its_label_else_by_the_practice),
		AT_HOME(a_feed_reaches_back_a_year),
		AT_HOME(what_did_not_change_comes_out_the_same),
		AT_HOME(a_feed_never_changed_in_the_future),
		AT_HOME(stamps_move_with_what_the_feed_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
