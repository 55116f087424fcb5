#include "practice/calendar/view_feed.h"
#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/session/closure.h"
#include "practice/people/feed.h"
#include "practice/people/person.h"
#include "practice/session/session.h"

#include <string.h>

/* As the server does: what it shows is kept, of a feed that there is. */
static const char *rendered(struct agenda *agenda, struct feed feed,
			    struct instant *changed)
{
	struct feed_view view;

	assert_int_equal(
		practice_feed_render(place_read(agenda->place), &feed, &view),
		OK);
	if (feed.id)
		assert_int_equal(practice_feed_keep(&agenda->place->op,
						    agenda->place->store,
						    feed.id, &view),
				 OK);
	*changed = view.changed;
	return slice_dup(agenda->place->arena, view.bytes);
}

static struct feed feed_of(struct agenda *agenda, const struct person *person,
			   enum feed_level level)
{
	struct operation op = agenda_as(agenda, NULL, 0);
	struct feed feed = { .person = person->id,
			     .level = level,
			     .expires = INSTANT_MAX };
	const char *secret;

	assert_int_equal(
		practice_feed_add(&op, agenda->place->store, &feed, &secret),
		OK);
	return feed;
}

static const char *shown(struct agenda *agenda, const struct person *person,
			 enum feed_level level)
{
	struct instant changed;

	return rendered(agenda,
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

static void tell(struct agenda *agenda, const char *uid)
{
	struct session session = agenda_session_of(agenda, uid);
	struct operation op = agenda_as(agenda, &agenda->sam, 0);

	session.terms.place = "Room 2";
	session.terms.public_note = "Bring the book.";
	session.terms.private_note = "Tired last time.";
	assert_int_equal(
		whole_session_change(&op, agenda->place->store, &session), OK);
}

/* With a place and notes, which no one but a full feed may tell. */
static void told(struct agenda *agenda)
{
	tell(agenda, agenda_session(agenda, DAY, agenda->ada.id, 0).uid);
}

/* S50 */
static void a_busy_feed_tells_times_and_nothing_else(void **state)
{
	struct agenda *agenda = *state;
	const char *text;

	told(agenda);
	text = shown(agenda, &agenda->maria, FEED_BUSY);
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
	struct agenda *agenda = *state;
	const char *text;

	told(agenda);
	text = shown(agenda, &agenda->maria, FEED_INITIALS);
	assert_holds(text, "C042 A.B.");
	assert_lacks(text, "Ada");
	assert_lacks(text, "Room");
}

static void a_full_feed_tells_names_place_and_public_note(void **state)
{
	struct agenda *agenda = *state;
	const char *text;

	told(agenda);
	text = shown(agenda, &agenda->maria, FEED_FULL);
	assert_holds(text, "Ada Maria Brown");
	assert_holds(text, "LOCATION:Room 2\r\n");
	assert_holds(text, "DESCRIPTION:Bring the book.\r\n");
	assert_lacks(text, "Tired");
}

static void a_full_feed_has_no_line_for_what_is_not_told(void **state)
{
	struct agenda *agenda = *state;
	const char *text;

	agenda_session(agenda, DAY, agenda->ada.id, 0);
	text = shown(agenda, &agenda->maria, FEED_FULL);
	assert_lacks(text, "LOCATION");
	assert_lacks(text, "DESCRIPTION");
}

static void a_clients_feed_names_the_service_when_full_only(void **state)
{
	struct agenda *agenda = *state;

	told(agenda);
	assert_lacks(shown(agenda, &agenda->ada, FEED_INITIALS), "Therapy");
	assert_holds(shown(agenda, &agenda->ada, FEED_INITIALS), "Elm Street");
	assert_holds(shown(agenda, &agenda->ada, FEED_FULL), "Therapy");
	assert_lacks(shown(agenda, &agenda->ada, FEED_FULL), "Tired");
}

static void others_sessions_are_in_no_feed(void **state)
{
	struct agenda *agenda = *state;

	told(agenda);
	assert_lacks(shown(agenda, &agenda->ben, FEED_FULL), "VEVENT");
	assert_lacks(shown(agenda, &agenda->cora, FEED_FULL), "VEVENT");
	assert_lacks(shown(agenda, &agenda->sam, FEED_FULL), "VEVENT");
}

/* Who is a practitioner and a client of one session has it once. */
static void a_session_with_oneself_is_shown_once(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct person both = agenda->maria;

	both.roles |= ROLE_CLIENT;
	both.revision = 0;
	assert_int_equal(whole_person_change(&op, agenda->place->store, &both),
			 OK);
	agenda_session(agenda, DAY, agenda->maria.id, agenda->ada.id);
	assert_int_equal(count_of(shown(agenda, &agenda->maria, FEED_FULL),
				  "BEGIN:VEVENT"),
			 1);
}

static void a_canceled_session_leaves_the_feed(void **state)
{
	struct agenda *agenda = *state;
	struct session canceled =
		agenda_session(agenda, DAY, agenda->ada.id, 0);
	struct session missed = agenda_session(agenda, -DAY, agenda->ada.id, 0);

	agenda_save(agenda, canceled.id, "canceled", 0);
	agenda_save(agenda, missed.id, "missed", 0);
	assert_lacks(shown(agenda, &agenda->maria, FEED_BUSY), canceled.uid);
	assert_holds(shown(agenda, &agenda->maria, FEED_BUSY), missed.uid);
}

static void a_draft_is_tentative(void **state)
{
	struct agenda *agenda = *state;

	agenda_session(agenda, DAY, 0, 0);
	assert_holds(shown(agenda, &agenda->maria, FEED_BUSY),
		     "STATUS:TENTATIVE\r\n");
}

static void closures_are_told_at_every_level(void **state)
{
	struct agenda *agenda = *state;
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
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

	assert_int_equal(practice_closure_add(&op, agenda->place->store, &days),
			 OK);
	assert_int_equal(
		practice_closure_add(&op, agenda->place->store, &hours), OK);
	text = shown(agenda, &agenda->ada, FEED_BUSY);
	assert_holds(text, "SUMMARY:Holiday\r\n");
	assert_holds(text, "DTSTART;VALUE=DATE:20260620\r\n");
	assert_holds(text, "DTEND;VALUE=DATE:20260622\r\n");
	assert_holds(text, "SUMMARY:Repairs\r\n");
	assert_holds(text, "DTSTART:20260609T120000Z\r\n");
}

static void a_feed_is_named_by_its_label_else_by_the_practice(void **state)
{
	struct agenda *agenda = *state;
	struct feed feed = { .person = agenda->maria.id, .label = "Work" };
	struct instant changed;

	assert_holds(rendered(agenda, feed, &changed), "X-WR-CALNAME:Work\r\n");
	feed.label = NULL;
	assert_holds(rendered(agenda, feed, &changed),
		     "X-WR-CALNAME:Elm Street\r\n");
}

static void a_feed_reaches_back_a_year(void **state)
{
	struct agenda *agenda = *state;
	struct session old =
		agenda_session(agenda, -367 * DAY, agenda->ada.id, 0);
	struct session recent =
		agenda_session(agenda, -360 * DAY, agenda->ada.id, 0);

	assert_lacks(shown(agenda, &agenda->maria, FEED_BUSY), old.uid);
	assert_holds(shown(agenda, &agenda->maria, FEED_BUSY), recent.uid);
}

static void what_did_not_change_comes_out_the_same(void **state)
{
	struct agenda *agenda = *state;
	struct feed feed = feed_of(agenda, &agenda->maria, FEED_FULL);
	struct instant first, second;
	const char *before;

	told(agenda);
	before = rendered(agenda, feed, &first);
	agenda->place->op.now.s += HOUR;
	assert_string_equal(rendered(agenda, feed, &second), before);
	assert_int_equal(first.s, FIXTURE_NOW.s);
	assert_int_equal(second.s, first.s);
}

/* A clock that was set back must not tell of a change that is to come. */
static void a_feed_never_changed_in_the_future(void **state)
{
	struct agenda *agenda = *state;
	struct feed feed = feed_of(agenda, &agenda->maria, FEED_FULL);
	struct instant changed;

	told(agenda);
	rendered(agenda, feed, &changed);
	agenda->place->op.now.s -= HOUR;
	rendered(agenda, feed, &changed);
	assert_int_equal(changed.s, FIXTURE_NOW.s - HOUR);
}

/* S50: a change that a feed does not tell leaves its stamps too. */
static void stamps_move_with_what_the_feed_tells(void **state)
{
	struct agenda *agenda = *state;
	struct feed busy = feed_of(agenda, &agenda->ada, FEED_BUSY);
	struct feed full = feed_of(agenda, &agenda->ada, FEED_FULL);
	const char *uid = agenda_session(agenda, DAY, agenda->ada.id, 0).uid;
	struct instant first, changed;
	const char *before = rendered(agenda, busy, &first);

	assert_holds(rendered(agenda, full, &first), "SEQUENCE:0\r\n");
	tell(agenda, uid);
	agenda->place->op.now.s += HOUR;
	assert_string_equal(rendered(agenda, busy, &changed), before);
	assert_int_equal(changed.s, first.s);
	assert_holds(rendered(agenda, full, &changed), "SEQUENCE:1\r\n");
	assert_int_equal(changed.s, first.s + HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_busy_feed_tells_times_and_nothing_else),
		WITH_AGENDA(a_feed_of_initials_tells_codes_and_initials),
		WITH_AGENDA(a_full_feed_tells_names_place_and_public_note),
		WITH_AGENDA(a_full_feed_has_no_line_for_what_is_not_told),
		WITH_AGENDA(a_clients_feed_names_the_service_when_full_only),
		WITH_AGENDA(others_sessions_are_in_no_feed),
		WITH_AGENDA(a_session_with_oneself_is_shown_once),
		WITH_AGENDA(a_canceled_session_leaves_the_feed),
		WITH_AGENDA(a_draft_is_tentative),
		WITH_AGENDA(closures_are_told_at_every_level),
		WITH_AGENDA(a_feed_is_named_by_its_label_else_by_the_practice),
		WITH_AGENDA(a_feed_reaches_back_a_year),
		WITH_AGENDA(what_did_not_change_comes_out_the_same),
		WITH_AGENDA(a_feed_never_changed_in_the_future),
		WITH_AGENDA(stamps_move_with_what_the_feed_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
