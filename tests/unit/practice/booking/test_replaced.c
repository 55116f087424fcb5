#include "tests/unit/practice/booking/removal_fixture.h"
#include "tests/unit/practice/fault_requests.h"

#include "practice/session/session.h"

#include <string.h>

/* Some programs move an event so: a new one first, then the old one goes.
 * device: another one that deletes it; NULL: the same. */
static struct session moved_by(struct agenda *agenda, int64_t start,
			       const char *lines, const char *device)
{
	struct session session = removal_session(agenda, start);

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", start + HOUR, lines), MINUTE,
		   OK);
	assert_int_equal(removal_count(agenda), 2);
	if (device)
		removal_delete_by(agenda, &agenda->maria, device, "sessions",
				  session.name, 2 * MINUTE);
	else
		agenda_delete(agenda, &agenda->maria, "sessions", session.name,
			      2 * MINUTE, OK);
	return session;
}

static void the_session_goes_on_under_the_new_event(void **s)
{
	struct agenda *agenda = *s;
	struct session session = moved_by(agenda, DAY, TITLE, NULL);

	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		session.id);
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
	assert_int_equal(agenda_session_of(agenda, session.uid).span.start.s,
			 session.span.start.s + HOUR);
}

static void all_within_one_second_is_one_change_too(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY + HOUR, TITLE), 0, OK);
	agenda_delete(agenda, &agenda->maria, "sessions", session.name, 0, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
}

/* Maria's phone puts so many, hours apart, of two clients in turn. */
static void put_some(struct agenda *agenda, int count)
{
	static const char *const titles[] = { TITLE, "SUMMARY:C051\r\n" };
	struct arena *arena = agenda->place->arena;

	for (int i = 0; i < count; i++) {
		const char *uid = arena_printf(arena, "put-%d", i);

		agenda_put(agenda, &agenda->maria, "sessions",
			   arena_printf(arena, "%s.ics", uid),
			   removal_event(agenda, uid, DAY + 2 * i * HOUR,
					 titles[i % 2]),
			   0, OK);
	}
}

static void delete_put(struct agenda *agenda, int i, int64_t later)
{
	agenda_delete(agenda, &agenda->maria, "sessions",
		      arena_printf(agenda->place->arena, "put-%d.ics", i),
		      later, OK);
}

static void what_was_put_and_is_moved_at_once_is_one_change(void **s)
{
	struct agenda *agenda = *s;
	int64_t old;

	put_some(agenda, 1);
	old = removal_shown(agenda, &agenda->maria, "sessions", "put-0.ics");
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY + HOUR, TITLE), 0, OK);
	delete_put(agenda, 0, 0);
	assert_state(agenda, old, SESSION_OPEN);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		old);
}

static void one_of_several_just_put_is_moved_too(void **s)
{
	struct agenda *agenda = *s;
	int64_t old;

	put_some(agenda, 4);
	old = removal_shown(agenda, &agenda->maria, "sessions", "put-0.ics");
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY + HOUR, TITLE), MINUTE, OK);
	delete_put(agenda, 0, MINUTE + 1);
	assert_state(agenda, old, SESSION_OPEN);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		old);
}

static void what_was_put_together_and_is_deleted_replaces_nothing(void **s)
{
	struct agenda *agenda = *s;
	int64_t ids[5];

	put_some(agenda, 5);
	for (int i = 0; i < 5; i++)
		ids[i] = removal_shown(
			agenda, &agenda->maria, "sessions",
			arena_printf(agenda->place->arena, "put-%d.ics", i));
	for (int i = 0; i < 5; i++)
		delete_put(agenda, i, i);
	for (int i = 0; i < 5; i++) {
		assert_false(removal_audited(agenda, ids[i], "session.adopt"));
		assert_state(agenda, ids[i], SESSION_SAVED);
	}
	assert_holds(removal_review(agenda).text, "removed 5 sessions");
}

static void none_of_several_is_half_deleted(void **s)
{
	struct agenda *agenda = *s;

	put_some(agenda, 5);
	sweep_delete(agenda, &agenda->maria, "sessions", "put-0.ics", OK);
	assert_int_equal(removal_count(agenda), 5);
	assert_int_equal(agenda_session_of(agenda, "put-0").state,
			 SESSION_SAVED);
	assert_int_equal(agenda_session_of(agenda, "put-1").state,
			 SESSION_OPEN);
}

static void what_a_page_made_replaces_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	struct operation op = agenda_as(agenda, &agenda->sam, MINUTE);
	struct session made = { .span = session.span,
				.zone = session.zone,
				.terms.service = agenda->service,
				.terms.practitioners = { &agenda->maria.id, 1 },
				.terms.clients = { &agenda->ada.id, 1 } };

	op.actor.channel = CHANNEL_PAGE;
	made.span.start.s += HOUR;
	made.span.end.s += HOUR;
	assert_int_equal(practice_session_add(&op, agenda->place->store, &made),
			 OK);
	agenda_delete(agenda, &agenda->sam, "maria", session.name, 2 * MINUTE,
		      OK);
	assert_removed(agenda, session.id);
	assert_state(agenda, made.id, SESSION_OPEN);
}

static void what_another_program_put_replaces_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = moved_by(agenda, DAY, TITLE, "Tablet");

	assert_false(removal_audited(agenda, session.id, "session.adopt"));
	assert_true(removal_shown(agenda, &agenda->maria, "sessions",
				  "new.ics") != session.id);
}

static void another_title_replaces_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		moved_by(agenda, DAY, "SUMMARY:C051 Therapy\r\n", NULL);

	assert_false(removal_audited(agenda, session.id, "session.adopt"));
}

static void who_may_not_edit_moves_nothing_so(void **s)
{
	struct agenda *agenda = *s;
	struct session session;

	assert_int_equal(place_sql(agenda->place,
				   "UPDATE person SET may = may - 2"
				   "  WHERE login = 'maria'"),
			 0);
	agenda->maria.may &= ~(unsigned)MAY_EDIT;
	session = moved_by(agenda, DAY, TITLE, NULL);
	assert_false(removal_audited(agenda, session.id, "session.adopt"));
}

static void a_draft_goes_on_where_the_same_was_typed(void **s)
{
	struct agenda *agenda = *s;
	int64_t draft;

	agenda_put(
		agenda, &agenda->maria, "sessions", "old.ics",
		removal_event(agenda, "old", DAY, "SUMMARY:Somebody new\r\n"),
		0, OK);
	draft = removal_shown(agenda, &agenda->maria, "sessions", "old.ics");
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   removal_event(agenda, "new", DAY + HOUR,
				 "SUMMARY:Somebody new\r\n"),
		   MINUTE, OK);
	agenda_delete(agenda, &agenda->maria, "sessions", "old.ics", 2 * MINUTE,
		      OK);
	assert_state(agenda, draft, SESSION_DRAFT);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		draft);
}

/* Put before the first one goes. */
static void put_new(struct agenda *agenda, const struct person *person,
		    const char *path, int64_t start, const char *lines)
{
	agenda_put(agenda, person, path, "new.ics",
		   removal_event(agenda, "new", start, lines), MINUTE, OK);
}

static void a_replacement_is_whole_or_not_at_all(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	put_new(agenda, &agenda->maria, "sessions", DAY + HOUR, TITLE);
	sweep_delete(agenda, &agenda->maria, "sessions", session.name, OK);
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
	assert_int_equal(removal_count(agenda), 1);
}

static void a_new_end_alone_is_a_move_too(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes = removal_event(agenda, "new", DAY, TITLE);

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_edit(agenda, bytes, "DTEND:20260609T13",
			       "DTEND:20260609T14"),
		   MINUTE, OK);
	agenda_delete(agenda, &agenda->maria, "sessions", session.name,
		      2 * MINUTE, OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.span.end.s - session.span.start.s, 2 * HOUR);
	assert_int_equal(removal_count(agenda), 1);
}

static void where_it_is_and_what_is_noted_come_along(void **s)
{
	struct agenda *agenda = *s;
	struct session session = moved_by(
		agenda, DAY,
		TITLE "LOCATION:Room 2\r\nDESCRIPTION:Bring it\r\n", NULL);

	session = agenda_session_of(agenda, session.uid);
	assert_string_equal(session.terms.place, "Room 2");
	assert_string_equal(session.terms.public_note, "Bring it");
	/* The same again is no change. */
	agenda_put(agenda, &agenda->maria, "sessions", "more.ics",
		   removal_event(agenda, "more", DAY + 2 * HOUR,
				 TITLE "LOCATION:Room 2\r\n"
				       "DESCRIPTION:Bring it\r\n"),
		   3 * MINUTE, OK);
	agenda_delete(agenda, &agenda->maria, "sessions", "new.ics", 4 * MINUTE,
		      OK);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "more.ics"),
		session.id);
}

static void of_two_new_ones_the_newest_counts(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	put_new(agenda, &agenda->maria, "sessions", DAY + 3 * HOUR, TITLE);
	agenda_put(agenda, &agenda->maria, "sessions", "newer.ics",
		   removal_event(agenda, "newer", DAY - 2 * HOUR, TITLE),
		   MINUTE + 1, OK);
	agenda_delete(agenda, &agenda->maria, "sessions", session.name,
		      2 * MINUTE, OK);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "newer.ics"),
		session.id);
	assert_true(removal_shown(agenda, &agenda->maria, "sessions",
				  "new.ics") != session.id);
}

static void the_office_moves_so_too_and_nobody_elses_event_counts(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	struct session other = removal_session(agenda, 2 * DAY);

	put_new(agenda, &agenda->sam, "maria", DAY + HOUR, TITLE);
	agenda_delete(agenda, &agenda->maria, "sessions", other.name,
		      2 * MINUTE, OK);
	assert_false(removal_audited(agenda, other.id, "session.adopt"));
	agenda_delete(agenda, &agenda->sam, "maria", session.name, 2 * MINUTE,
		      OK);
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
}

/* It stays where it was: that takes no right to edit. */
static void who_may_not_edit_may_put_it_anew(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	assert_int_equal(place_sql(agenda->place,
				   "UPDATE person SET may = may - 2"
				   "  WHERE login = 'maria'"),
			 0);
	agenda->maria.may &= ~(unsigned)MAY_EDIT;
	put_new(agenda, &agenda->maria, "sessions", DAY,
		TITLE "LOCATION:Room 2\r\nDESCRIPTION:Bring it\r\n");
	agenda_delete(agenda, &agenda->maria, "sessions", session.name,
		      2 * MINUTE, OK);
	assert_true(removal_audited(agenda, session.id, "session.adopt"));
	session = agenda_session_of(agenda, session.uid);
	assert_null(session.terms.place);
	assert_null(session.terms.public_note);
}

static void a_draft_without_a_title_is_like_no_other(void **s)
{
	struct agenda *agenda = *s;
	struct session draft = agenda_session(agenda, DAY, 0, 0);

	put_new(agenda, &agenda->maria, "sessions", DAY + HOUR,
		"SUMMARY:Somebody new\r\n");
	agenda_delete(agenda, &agenda->maria, "sessions", draft.name,
		      2 * MINUTE, OK);
	assert_false(removal_audited(agenda, draft.id, "session.adopt"));
}

static void what_is_saved_is_replaced_by_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);

	agenda_save(agenda, session.id, "canceled", 0);
	put_new(agenda, &agenda->maria, "sessions", DAY + HOUR, TITLE);
	agenda_delete(agenda, &agenda->maria, "sessions", session.name,
		      2 * MINUTE, REFUSED(SESSION_SAVED));
	assert_false(removal_audited(agenda, session.id, "session.adopt"));
	assert_state(agenda, session.id, SESSION_SAVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(the_session_goes_on_under_the_new_event),
		WITH_AGENDA(all_within_one_second_is_one_change_too),
		WITH_AGENDA(what_was_put_and_is_moved_at_once_is_one_change),
		WITH_AGENDA(one_of_several_just_put_is_moved_too),
		WITH_AGENDA(
			what_was_put_together_and_is_deleted_replaces_nothing),
		WITH_AGENDA(none_of_several_is_half_deleted),
		WITH_AGENDA(what_a_page_made_replaces_nothing),
		WITH_AGENDA(what_another_program_put_replaces_nothing),
		WITH_AGENDA(another_title_replaces_nothing),
		WITH_AGENDA(who_may_not_edit_moves_nothing_so),
		WITH_AGENDA(a_draft_goes_on_where_the_same_was_typed),
		WITH_AGENDA(a_replacement_is_whole_or_not_at_all),
		WITH_AGENDA(a_new_end_alone_is_a_move_too),
		WITH_AGENDA(where_it_is_and_what_is_noted_come_along),
		WITH_AGENDA(of_two_new_ones_the_newest_counts),
		WITH_AGENDA(
			the_office_moves_so_too_and_nobody_elses_event_counts),
		WITH_AGENDA(who_may_not_edit_may_put_it_anew),
		WITH_AGENDA(a_draft_without_a_title_is_like_no_other),
		WITH_AGENDA(what_is_saved_is_replaced_by_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
