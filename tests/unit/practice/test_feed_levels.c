#include "tests/unit/practice/home_fixture.h"

#include "practice/closure.h"
#include "practice/completion.h"
#include "practice/people.h"
#include "practice/session.h"
#include "practice/view_feed.h"

#include <string.h>

#define YEAR (366 * (int64_t)DAY)

struct rendered {
	const char *bytes;
	struct instant changed;
};

static struct rendered rendered(struct home *home, int64_t person,
				const char *level, int64_t later)
{
	struct feed feed = { .person = person, .level = level };
	struct reader *reader = place_read(home->place);
	struct rendered made;
	struct slice bytes;

	home->place->op.now.s = FIXTURE_NOW.s + later;
	assert_int_equal(
		practice_feed_render(reader, &feed, &bytes, &made.changed), OK);
	home->place->op.now = FIXTURE_NOW;
	made.bytes = slice_dup(home->place->arena, bytes);
	return made;
}

static const char *feed_of(struct home *home, int64_t person, const char *level)
{
	return rendered(home, person, level, 0).bytes;
}

static size_t times(const char *bytes, const char *part)
{
	size_t count = 0;

	for (bytes = strstr(bytes, part); bytes; count++)
		bytes = strstr(bytes + 1, part);
	return count;
}

static void change(struct home *home, struct session session)
{
	struct operation op = home_as(home, &home->sam, 0);

	session.revision = 0;
	assert_int_equal(
		practice_session_change(&op, home->place->store, &session), OK);
}

/** With a place and notes, for Ada. */
static struct session noted(struct home *home)
{
	int64_t id = home_session(home, DAY, home->ada.id, 0).id;
	struct session session = home_facts(home, id).session;

	session.place = "Room 4";
	session.public_note = "Bring the forms";
	session.private_note = "Talks of moving";
	change(home, session);
	return session;
}

static void add_closure(struct home *home, struct closure closure)
{
	struct operation op = home_as(home, &home->sam, 0);

	assert_int_equal(
		practice_closure_add(&op, home->place->store, &closure), OK);
}

static void s50_a_busy_feed_tells_times_only(void **state)
{
	struct home *home = *state;
	const char *bytes;

	noted(home);
	bytes = feed_of(home, home->maria.id, "busy");
	assert_holds(bytes, "\r\nSUMMARY:Busy\r\n");
	assert_holds(bytes, "\r\nDTSTART:20260609T120000Z\r\n");
	assert_holds(bytes, "\r\nDTEND:20260609T130000Z\r\n");
	assert_lacks(bytes, "C042");
	assert_lacks(bytes, "Therapy");
	assert_lacks(bytes, "Room");
	assert_lacks(bytes, "forms");
	assert_lacks(bytes, "moving");
	/* A word of later versions says the least, too. */
	assert_string_equal(feed_of(home, home->maria.id, "everything"), bytes);
}

static void initials_name_the_client_without_place_and_notes(void **state)
{
	struct home *home = *state;
	const char *bytes;

	noted(home);
	bytes = feed_of(home, home->maria.id, "initials");
	assert_holds(bytes, "\r\nSUMMARY:C042 A.B. Therapy\r\n");
	assert_lacks(bytes, "Ada");
	assert_lacks(bytes, "Room");
	assert_lacks(bytes, "forms");
}

static void a_full_feed_has_place_and_public_note_never_the_private(void **s)
{
	struct home *home = *s;
	const char *bytes;

	noted(home);
	bytes = feed_of(home, home->maria.id, "full");
	assert_holds(bytes, "\r\nSUMMARY:C042 Ada Maria Brown Therapy\r\n");
	assert_holds(bytes, "\r\nLOCATION:Room 4\r\n");
	assert_holds(bytes, "\r\nDESCRIPTION:Bring the forms\r\n");
	assert_lacks(bytes, "moving");
	/* Nothing is written where there is nothing to say. */
	home_session(home, 2 * DAY, home->ada.id, 0);
	bytes = feed_of(home, home->maria.id, "full");
	assert_int_equal(times(bytes, "BEGIN:VEVENT"), 2);
	assert_int_equal(times(bytes, "LOCATION"), 1);
	assert_int_equal(times(bytes, "DESCRIPTION"), 1);
}

static void a_clients_feed_names_the_service_at_the_full_level_only(void **s)
{
	struct home *home = *s;
	const char *bytes;

	home_session(home, DAY, home->ada.id, home->cora.id);
	bytes = feed_of(home, home->ada.id, "initials");
	assert_holds(bytes, "\r\nSUMMARY:Elm Street\r\n");
	assert_lacks(bytes, "Therapy");
	bytes = feed_of(home, home->ada.id, "full");
	assert_holds(bytes, "\r\nSUMMARY:Elm Street: Therapy\r\n");
	/* Nor does any level name the others of the group. */
	assert_lacks(bytes, "C051");
	assert_lacks(bytes, "Cora");
}

static void a_feed_has_ones_own_sessions_each_once(void **state)
{
	struct home *home = *state;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	int64_t both[] = { home->ada.id, home->ben.id };
	struct operation op = home_as(home, NULL, 0);
	struct person ben = home->ben;

	assert_lacks(feed_of(home, home->ben.id, "busy"), "VEVENT");
	assert_lacks(feed_of(home, home->cora.id, "busy"), "VEVENT");
	/* Ben becomes a client too, in a session that he leads as well. */
	ben.roles |= ROLE_CLIENT;
	ben.revision = 0;
	assert_int_equal(practice_person_change(&op, home->place->store, &ben),
			 OK);
	session.clients = (struct ids){ both, 2 };
	change(home, session);
	assert_int_equal(times(feed_of(home, home->ben.id, "full"),
			       "SUMMARY:Elm Street"),
			 1);
	session.practitioners = (struct ids){ &home->ben.id, 1 };
	change(home, session);
	assert_int_equal(
		times(feed_of(home, home->ben.id, "full"), "BEGIN:VEVENT"), 1);
	assert_holds(feed_of(home, home->ben.id, "full"),
		     "SUMMARY:Group (2) C042");
}

static void a_canceled_session_leaves_the_feed_at_once(void **state)
{
	struct home *home = *state;
	struct session session = home_session(home, DAY, home->ada.id, 0);

	assert_holds(feed_of(home, home->ada.id, "busy"), session.uid);
	home_save(home, session.id, "canceled", 0);
	assert_lacks(feed_of(home, home->ada.id, "busy"), "VEVENT");
	assert_lacks(feed_of(home, home->maria.id, "busy"), "VEVENT");
}

static void who_alone_is_canceled_in_a_group_has_it_no_longer(void **state)
{
	struct home *home = *state;
	struct session session =
		home_session(home, -2 * HOUR, home->ada.id, home->cora.id);
	struct save_client ada = { .client = home->ada.id, .type = "canceled" };
	struct save save = { .session = session.id,
			     .type = "completed",
			     .clients = &ada,
			     .client_count = 1 };
	struct operation op = home_as(home, &home->sam, 0);
	struct session saved;

	assert_int_equal(
		practice_session_save(&op, home->place->store, &save, &saved),
		OK);
	assert_lacks(feed_of(home, home->ada.id, "full"), "VEVENT");
	assert_holds(feed_of(home, home->cora.id, "full"), "VEVENT");
	assert_holds(feed_of(home, home->maria.id, "full"), "VEVENT");
}

static void a_draft_is_tentative(void **state)
{
	struct home *home = *state;
	const char *bytes;

	home_session(home, DAY, 0, 0);
	bytes = feed_of(home, home->maria.id, "initials");
	assert_holds(bytes, "\r\nSTATUS:TENTATIVE\r\n");
	assert_holds(bytes, "\r\nSUMMARY:Draft");
	assert_lacks(bytes, "CONFIRMED");
}

static void a_feed_reaches_a_year_back_and_as_far_ahead_as_sessions_go(void **s)
{
	struct home *home = *s;
	struct session old = home_session(home, -YEAR, home->ada.id, 0);
	struct session far = home_session(home, 3 * YEAR, home->ada.id, 0);
	const char *bytes = feed_of(home, home->maria.id, "busy");

	assert_holds(bytes, old.uid);
	assert_holds(bytes, far.uid);
	bytes = rendered(home, home->maria.id, "busy", HOUR).bytes;
	assert_lacks(bytes, old.uid);
	assert_holds(bytes, far.uid);
}

static void s46_closures_are_in_every_feed_by_their_titles(void **state)
{
	struct home *home = *state;
	const char *bytes;

	add_closure(home, (struct closure){ .title = "Summer; shut",
					    .all_day = true,
					    .from = day_of(2026, 7, 1),
					    .to = day_of(2026, 7, 3) });
	add_closure(home, (struct closure){
				  .title = "Fire drill",
				  .span = { { FIXTURE_NOW.s + DAY },
					    { FIXTURE_NOW.s + DAY + HOUR } },
				  .zone = "America/Toronto",
			  });
	bytes = feed_of(home, home->cora.id, "busy");
	assert_holds(bytes, "\r\nSUMMARY:Summer\\; shut\r\n");
	assert_holds(bytes, "\r\nDTSTART;VALUE=DATE:20260701\r\n"
			    "DTEND;VALUE=DATE:20260704\r\n");
	assert_holds(bytes, "\r\nSUMMARY:Fire drill\r\n");
	assert_holds(bytes, "\r\nDTSTART:20260609T120000Z\r\n"
			    "DTEND:20260609T130000Z\r\n");
}

static void a_feed_has_its_label_or_the_practices_name(void **state)
{
	struct home *home = *state;
	struct feed feed = { .person = home->maria.id,
			     .label = "Work, Maria",
			     .level = "busy" };
	struct instant changed;
	struct slice bytes;
	const char *text = feed_of(home, home->maria.id, "busy");

	assert_holds(text, "\r\nNAME:Elm Street\r\n");
	assert_holds(text, "\r\nX-WR-CALNAME:Elm Street\r\n");
	assert_holds(text, "\r\nX-WR-TIMEZONE:America/Toronto\r\n");
	assert_holds(text, "\r\nMETHOD:PUBLISH\r\n");
	assert_holds(text, "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n");
	assert_int_equal(practice_feed_render(place_read(home->place), &feed,
					      &bytes, &changed),
			 OK);
	text = slice_dup(home->place->arena, bytes);
	assert_holds(text, "\r\nNAME:Work\\, Maria\r\n");
	assert_lacks(text, "Elm Street");
}

static void what_did_not_change_is_the_same_to_the_byte(void **state)
{
	struct home *home = *state;
	struct rendered first, second;

	noted(home);
	first = rendered(home, home->maria.id, "full", 0);
	second = rendered(home, home->maria.id, "full", 3 * HOUR);
	assert_string_equal(first.bytes, second.bytes);
	assert_int_equal(first.changed.s, FIXTURE_NOW.s);
	assert_int_equal(second.changed.s, FIXTURE_NOW.s);
	/* No date of the future, where the clock was set back. */
	second = rendered(home, home->maria.id, "full", -HOUR);
	assert_int_equal(second.changed.s, FIXTURE_NOW.s - HOUR);
}

static void a_feed_of_nobody_is_a_damaged_database(void **state)
{
	struct home *home = *state;
	struct feed feed = { .person = 999, .level = "busy" };
	struct instant changed = { 42 };
	struct slice bytes = { NULL, 42 };

	assert_int_equal(practice_feed_render(place_read(home->place), &feed,
					      &bytes, &changed),
			 ERR_STORAGE);
	assert_int_equal(changed.s, 42);
	assert_int_equal(bytes.len, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(s50_a_busy_feed_tells_times_only),
		AT_HOME(initials_name_the_client_without_place_and_notes),
		AT_HOME(a_full_feed_has_place_and_public_note_never_the_private),
		AT_HOME(a_clients_feed_names_the_service_at_the_full_level_only),
		AT_HOME(a_feed_has_ones_own_sessions_each_once),
		AT_HOME(a_canceled_session_leaves_the_feed_at_once),
		AT_HOME(who_alone_is_canceled_in_a_group_has_it_no_longer),
		AT_HOME(a_draft_is_tentative),
		AT_HOME(a_feed_reaches_a_year_back_and_as_far_ahead_as_sessions_go),
		AT_HOME(s46_closures_are_in_every_feed_by_their_titles),
		AT_HOME(a_feed_has_its_label_or_the_practices_name),
		AT_HOME(what_did_not_change_is_the_same_to_the_byte),
		AT_HOME(a_feed_of_nobody_is_a_damaged_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
