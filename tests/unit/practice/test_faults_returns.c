#include "tests/unit/practice/booking/removal_fixture.h"
#include "tests/unit/practice/fault_requests.h"

#include "practice/session/session.h"

/* What was deleted and comes again as a new event, on a disk that fails. */

static enum err none_there(struct operation *op, const void *context UNUSED,
			   const struct member *current)
{
	return current ? fail(op, ERR_PRECONDITION, "there is one") : OK;
}

/* If-None-Match: *, by Maria. */
static struct request new_of(struct agenda *agenda, const char *name,
			     const char *bytes)
{
	struct request request = request_of(agenda, &agenda->maria, MINUTE);

	request.put = (struct object_put){
		.home = "maria",
		.path = "sessions",
		.name = name,
		.bytes = slice_of(bytes),
		.condition = { .check = none_there },
	};
	return request;
}

static void sweep_new(struct agenda *agenda, const char *name,
		      const char *bytes, enum err refused)
{
	struct request request = new_of(agenda, name, bytes);

	request.refused = refused;
	request_sweep(&request, name, request_put);
}

static char *marias(struct agenda *agenda, const struct session *session)
{
	return agenda_bytes(agenda, &agenda->maria, "sessions", session->id);
}

/* K17 */
static void no_undo_of_a_delete_is_half_done(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes = marias(agenda, &session);

	sweep_new(agenda, session.name, bytes, ERR_PRECONDITION);
	sweep_new(agenda, "other.ics", bytes, ERR_UID_CONFLICT);
	removal_delete(agenda, &session, 0);
	sweep_new(agenda, session.name, bytes, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	removal_delete(agenda, &session, 0);
	sweep_new(agenda, "other.ics", bytes, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 1);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "other.ics"),
		session.id);
}

/* Who may not move a session may not by putting it back elsewhere. */
static void what_may_not_come_back_stays_deleted(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *moved;

	removal_delete(agenda, &session, 0);
	moved = removal_event(agenda, session.uid, DAY + HOUR, TITLE);
	agenda->maria.may = MAY_CREATE;
	sweep_new(agenda, session.name, moved, ERR_PRECONDITION);
	sweep_new(agenda, "other.ics", moved, ERR_UID_CONFLICT);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 1);
}

/* Nor by an event of its title that takes longer: that is a new session. */
static void a_longer_event_of_its_title_is_another_session(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *same = removal_event(agenda, "same", DAY, TITLE);

	removal_delete(agenda, &session, 0);
	agenda->maria.may = MAY_CREATE;
	sweep_put(agenda, &agenda->maria, "sessions", "long.ics",
		  agenda_edit(agenda, removal_event(agenda, "long", DAY, TITLE),
			      "DTEND:20260609T", "DURATION:PT2H\r\nX-END:"),
		  OK);
	assert_state(agenda, session.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 2);
	sweep_put(agenda, &agenda->maria, "sessions", "same.ics", same, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(removal_count(agenda), 2);
}

/* Programs leave the end out of an event of their usual length. */
static void an_event_without_an_end_moves_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY), after;
	char *event = removal_event(agenda, "new", DAY, TITLE);

	removal_delete(agenda, &session, 0);
	sweep_put(agenda, &agenda->maria, "sessions", "new.ics",
		  agenda_edit(agenda, event, "DTEND:", "X-END:"), OK);
	after = agenda_session_of(agenda, session.uid);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(after.span.start.s, session.span.start.s);
	assert_int_equal(after.span.end.s, session.span.end.s);
}

static void removed_by_the_office(struct agenda *agenda,
				  const struct session *session)
{
	struct operation op = agenda_as(agenda, &agenda->sam, 0);

	assert_int_equal(
		practice_session_remove(&op, agenda->place->store, session->id),
		OK);
}

static void what_a_page_removed_comes_back_whole(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	removed_by_the_office(agenda, &session);
	sweep_put(agenda, &agenda->sam, "ben", session.name, bytes, OK);
	assert_state(agenda, session.id, SESSION_OPEN);
	assert_int_equal(agenda_session_of(agenda, session.uid)
				 .terms.practitioners.at[0],
			 agenda->ben.id);
}

/* RFC 4791 4.1: a UID is of one calendar, and tells nothing of others. */
static void another_practitioner_does_not_bring_it_back(void **s)
{
	struct agenda *agenda = *s;
	struct session session = removal_session(agenda, DAY), bens;
	struct member member;

	removed_by_the_office(agenda, &session);
	agenda->ben.may |= MAY_CREATE;
	sweep_put(agenda, &agenda->ben, "sessions", "mine.ics",
		  removal_event(agenda, session.uid, DAY, TITLE), OK);
	assert_removed(agenda, session.id);
	member = agenda_member(agenda, &agenda->ben, "sessions", "mine.ics");
	assert_string_equal(member.uid, session.uid);
	assert_int_equal(store_session_find(place_read(agenda->place),
					    member.session, &bens),
			 OK);
	assert_string_not_equal(bens.uid, session.uid);
	assert_int_equal(bens.terms.practitioners.at[0], agenda->ben.id);
}

/* What was deleted, and what was to be: a program moves either. */
static void of_two_that_its_program_let_go_the_nearer_one_moves(void **s)
{
	struct agenda *agenda = *s;
	struct session past = removal_session(agenda, -DAY);
	struct session coming = removal_session(agenda, DAY);

	removal_delete(agenda, &coming, 0);
	agenda_delete(agenda, &agenda->maria, "sessions", past.name, 0,
		      REFUSED(PAST_OPEN));
	agenda_delete(agenda, &agenda->maria, "sessions", past.name, 0,
		      REFUSED(PAST_OPEN));
	sweep_put(agenda, &agenda->maria, "sessions", "new.ics",
		  removal_event(agenda, "new", -DAY + HOUR, TITLE), OK);
	assert_int_equal(
		removal_shown(agenda, &agenda->maria, "sessions", "new.ics"),
		past.id);
	assert_state(agenda, coming.id, SESSION_SAVED);
	assert_int_equal(removal_count(agenda), 2);
}

/* The office looks at a batch; nobody has to where all of it came back. */
static void no_batch_is_half_settled_by_what_comes_back(void **s)
{
	struct agenda *agenda = *s;
	struct session session[5];
	char *bytes[5];
	int64_t id;

	for (int i = 0; i < 5; i++) {
		session[i] = removal_session(agenda, (i + 1) * DAY);
		bytes[i] = marias(agenda, &session[i]);
	}
	for (int i = 0; i < 5; i++)
		removal_delete(agenda, &session[i], 0);
	id = removal_review(agenda).id;
	assert_true(id);
	for (int i = 0; i < 4; i++) {
		struct request request =
			new_of(agenda, session[i].name, bytes[i]);

		assert_int_equal(request_put(&request), OK);
	}
	sweep_new(agenda, session[4].name, bytes[4], OK);
	assert_state(agenda, session[4].id, SESSION_OPEN);
	assert_int_equal(removal_review(agenda).id, id);
	assert_int_equal(removal_review(agenda).state, REVIEW_UNDONE);
	assert_holds(removal_review(agenda).text, "was put back");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(no_undo_of_a_delete_is_half_done),
		WITH_AGENDA(what_may_not_come_back_stays_deleted),
		WITH_AGENDA(a_longer_event_of_its_title_is_another_session),
		WITH_AGENDA(an_event_without_an_end_moves_nothing),
		WITH_AGENDA(what_a_page_removed_comes_back_whole),
		WITH_AGENDA(another_practitioner_does_not_bring_it_back),
		WITH_AGENDA(
			of_two_that_its_program_let_go_the_nearer_one_moves),
		WITH_AGENDA(no_batch_is_half_settled_by_what_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
