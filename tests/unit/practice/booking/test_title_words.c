#include "tests/unit/practice/calendar_fixture.h"
#include "tests/unit/practice/whole_edit.h"

#include "practice/people/person.h"
#include "practice/session/service.h"
#include "practice/booking/title_words_private.h"
#include "store/review.h"

#include <string.h>

/* What words say, and what a title does to a draft. */

static int64_t add_type(struct agenda *agenda, const char *label,
			const char *short_word)
{
	struct operation op = agenda_as(agenda, NULL, 0);
	struct completion_type type = { .label = label,
					.short_word = short_word,
					.map = MAP_CANCELED,
					.client = 50,
					.practitioner = 50,
					.enabled = true };

	assert_int_equal(practice_type_add(&op, agenda->place->store, &type),
			 OK);
	return type.id;
}

static enum err read_words(struct agenda *agenda, const char *words,
			   struct ending *ending)
{
	struct reader *reader = place_read(agenda->place);

	*ending = (struct ending){ .slug = NULL };
	return outcome(store_reader_operation(reader),
		       practice_ending_read(reader, slice_of(words), ending));
}

static void words_name_one_way_to_end(void **s)
{
	static const struct {
		const char *words, *slug, *unknown;
	} rows[] = {
		{ "ok", "completed", NULL },
		{ " OK ", "completed", NULL },
		{ "#ok", "completed", NULL },
		{ "ok ok", "completed", NULL },
		{ "ok #completed", "completed", NULL },
		{ "late cancel", "late-cancel", NULL },
		{ "#late cancel", "late-cancel", NULL },
		{ "\u2713 #Late-Cancel", "late-cancel", NULL },
		{ "was nice #ns", "missed", NULL },
		{ "#ns was nice #fine", "missed", "#fine" },
		{ "#fine #good", NULL, "#fine" },
		{ "ok and so on", NULL, NULL },
		{ "x or ok", NULL, NULL },
		{ "?", NULL, NULL },
		{ "#", NULL, NULL },
		{ "", NULL, NULL },
	};
	struct agenda *agenda = *s;
	struct ending ending;

	add_type(agenda, "Late cancel", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(read_words(agenda, rows[i].words, &ending),
				 OK);
		if (rows[i].slug)
			assert_string_equal(ending.slug, rows[i].slug);
		else
			assert_null(ending.slug);
		if (rows[i].unknown)
			assert_string_equal(ending.unknown, rows[i].unknown);
		else
			assert_null(ending.unknown);
	}
}

static void words_that_name_two_ways_are_refused(void **s)
{
	static const char *const rows[] = {
		"ok x",     "#ok #x",    "x #late-cancel", "#late-cancel #ok",
		"#twofold", "#two-fold", "two fold",
	};
	struct agenda *agenda = *s;
	struct ending ending;

	add_type(agenda, "Late cancel", NULL);
	add_type(agenda, "Two-fold", NULL);
	add_type(agenda, "Twofold", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(read_words(agenda, rows[i], &ending),
				 REFUSED(UNKNOWN_STATUS));
}

static void a_label_speaks_before_the_slug_of_another(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct completion_type type;
	struct ending ending;
	int64_t renamed = add_type(agenda, "Late", NULL);

	assert_int_equal(
		store_type_find(place_read(agenda->place), "late", &type), OK);
	assert_int_equal(type.id, renamed);
	type.label = "Too late";
	assert_int_equal(whole_type_change(&op, agenda->place->store, &type),
			 OK);
	assert_int_equal(read_words(agenda, "#late", &ending), OK);
	assert_string_equal(ending.slug, "late");
	add_type(agenda, "LATE", NULL);
	assert_int_equal(read_words(agenda, "#late", &ending), OK);
	assert_string_not_equal(ending.slug, "late");
	assert_int_equal(read_words(agenda, "#too-late", &ending), OK);
	assert_string_equal(ending.slug, "late");
}

static struct session draft(struct agenda *agenda, int64_t start)
{
	struct session session = agenda_session(agenda, start, 0, 0);

	assert_int_equal(session.state, SESSION_DRAFT);
	return session;
}

static char *titled(struct agenda *agenda, const struct session *session,
		    const char *title)
{
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session->id);

	return agenda_edit(
		agenda, bytes, "SUMMARY:? Draft Therapy",
		arena_printf(agenda->place->arena, "SUMMARY:%s", title));
}

static void codes_in_a_drafts_title_are_its_clients(void **s)
{
	static const char *const titles[] = {
		"C042",
		"c042",
		"C042 Draft Therapy",
		"? Draft Therapy C042",
		"? Draft C042 Therapy",
		"Tea with C042",
		"C042 C042",
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		struct session session = draft(agenda, DAY + (int64_t)i * HOUR);

		agenda_put(agenda, &agenda->maria, "sessions", session.name,
			   titled(agenda, &session, titles[i]), 0, OK);
		session = agenda_session_of(agenda, session.uid);
		assert_int_equal(session.state, SESSION_OPEN);
		assert_int_equal(session.terms.clients.count, 1);
		assert_int_equal(session.terms.clients.at[0], agenda->ada.id);
		assert_true(agenda_has(agenda, &agenda->ada, "sessions",
				       session.name));
		assert_holds(agenda_bytes(agenda, &agenda->maria, "sessions",
					  session.id),
			     "SUMMARY:C042 Therapy\r\n");
	}
}

static void several_codes_make_a_drafts_group(void **s)
{
	struct agenda *agenda = *s;
	struct session session = draft(agenda, DAY);

	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   titled(agenda, &session, "C051\\, C042"), 0, OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.terms.clients.count, 2);
	assert_int_equal(session.terms.clients.at[0], agenda->cora.id);
}

static void an_ending_word_saves_it_too(void **s)
{
	static const struct {
		const char *title, *slug;
	} rows[] = {
		{ "ok C042", "completed" },
		{ "C042 ns", "missed" },
		{ "ok ? Draft Therapy C042", "completed" },
		{ "? Draft Therapy C042 #missed", "missed" },
		{ "C042 Draft Therapy x", "canceled" },
	};
	struct agenda *agenda = *s;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct session session =
			draft(agenda, -DAY - (int64_t)i * HOUR);

		agenda_put(agenda, &agenda->maria, "sessions", session.name,
			   titled(agenda, &session, rows[i].title), HOUR, OK);
		assert_string_equal(
			agenda_facts(agenda, session.id).completion.slug,
			rows[i].slug);
	}
}

static void two_endings_leave_the_draft(void **s)
{
	struct agenda *agenda = *s;
	struct session session = draft(agenda, -DAY);

	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   titled(agenda, &session, "ok C042 x"), HOUR,
		   REFUSED(UNKNOWN_STATUS));
	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   titled(agenda, &session, "ok Draft Therapy C042 x"), HOUR,
		   REFUSED(UNKNOWN_STATUS));
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_int_equal(session.terms.clients.count, 0);
}

static void unknown_and_inactive_codes_leave_a_draft(void **s)
{
	static const char *const titles[] = { "C099", "C051", "C042 C051",
					      "ok C099" };
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);

	assert_int_equal(
		practice_person_deactivate(&op, agenda->place->store, "c051"),
		OK);
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		struct session session = draft(agenda, DAY + (int64_t)i * HOUR);
		struct member before = agenda_member(agenda, &agenda->maria,
						     "sessions", session.name);

		agenda_put(agenda, &agenda->maria, "sessions", session.name,
			   titled(agenda, &session, titles[i]), 0, OK);
		assert_int_equal(agenda_session_of(agenda, session.uid).state,
				 SESSION_DRAFT);
		/* Its title comes back. */
		assert_string_not_equal(agenda_member(agenda, &agenda->maria,
						      "sessions", session.name)
						.etag,
					before.etag);
	}
}

static void a_drafts_ending_without_a_client_is_refused(void **s)
{
	struct agenda *agenda = *s;
	struct session session = draft(agenda, -DAY);

	agenda_put(agenda, &agenda->maria, "sessions", session.name,
		   titled(agenda, &session, "ok Draft Therapy"), HOUR,
		   REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_DRAFT);
}

static void who_may_not_edit_names_nobody(void **s)
{
	struct agenda *agenda = *s;
	struct session session = draft(agenda, -DAY);
	struct person maria = agenda->maria;

	maria.may = MAY_CREATE | MAY_COMPLETE;
	agenda_put(agenda, &maria, "sessions", session.name,
		   titled(agenda, &session, "C042"), HOUR,
		   REFUSED(NOT_PERMITTED));
	maria.may = MAY_EDIT;
	agenda_put(agenda, &maria, "sessions", session.name,
		   titled(agenda, &session, "ok C042"), HOUR,
		   REFUSED(NOT_PERMITTED));
	assert_int_equal(
		agenda_session_of(agenda, session.uid).terms.clients.count, 0);
	agenda_put(agenda, &maria, "sessions", session.name,
		   titled(agenda, &session, "C042"), HOUR, OK);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
}

static void the_office_names_clients_in_a_drafts_title_too(void **s)
{
	struct agenda *agenda = *s;
	struct session session = draft(agenda, -DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	agenda_put(agenda, &agenda->sam, "maria", session.name,
		   agenda_edit(agenda, bytes, "SUMMARY:? Draft Therapy",
			       "SUMMARY:ok C042"),
		   HOUR, OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "completed");
}

static void the_line_of_clients_speaks_before_the_title(void **s)
{
	struct agenda *agenda = *s;
	struct session session = draft(agenda, DAY);
	char *bytes = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	bytes = agenda_edit(agenda, bytes, "SUMMARY:? Draft Therapy",
			    "SUMMARY:C042");
	bytes = agenda_edit(agenda, bytes,
			    "TRANSP:", "X-PRACTICE-CLIENTS:C051\r\nTRANSP:");
	agenda_put(agenda, &agenda->sam, "maria", session.name, bytes, 0, OK);
	session = agenda_session_of(agenda, session.uid);
	assert_int_equal(session.terms.clients.count, 1);
	assert_int_equal(session.terms.clients.at[0], agenda->cora.id);
}

static void an_open_sessions_title_changes_nobody(void **s)
{
	struct agenda *agenda = *s;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);
	char *bytes =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	agenda_put(
		agenda, &agenda->maria, "sessions", session.name,
		agenda_edit(agenda, bytes, "SUMMARY:C042", "SUMMARY:C051 C042"),
		0, OK);
	assert_int_equal(
		agenda_session_of(agenda, session.uid).terms.clients.count, 1);
}

static void what_was_typed_at_first_stays_in_the_private_note(void **s)
{
	struct agenda *agenda = *s;
	struct session session;
	char *bytes;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:Ada B. first time\r\n"),
		   0, OK);
	session = agenda_session_of(agenda, "new");
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_edit(agenda, bytes, "SUMMARY:? Ada B. first time",
			       "SUMMARY:c042 at last"),
		   0, OK);
	session = agenda_session_of(agenda, "new");
	assert_int_equal(session.state, SESSION_OPEN);
	assert_string_equal(session.terms.private_note, "Ada B. first time");
}

static enum err set_service(struct transaction *tx, void *context)
{
	const int64_t *service = context;
	struct practice practice;
	enum err err = store_practice_load(store_tx_reader(tx), &practice);

	practice.default_service = *service;
	return err ? err : store_practice_save(tx, &practice);
}

static void a_default_service_that_came_later_is_taken(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	int64_t none = 0;
	struct session session;
	char *bytes;

	assert_int_equal(
		store_write(&op, agenda->place->store, set_service, &none), OK);
	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:Lunch\r\n"), 0, OK);
	session = agenda_session_of(agenda, "new");
	assert_int_equal(session.terms.service, 0);
	assert_int_equal(store_write(&op, agenda->place->store, set_service,
				     &agenda->service),
			 OK);
	bytes = agenda_bytes(agenda, &agenda->maria, "sessions", session.id);
	agenda_put(
		agenda, &agenda->maria, "sessions", "new.ics",
		agenda_edit(agenda, bytes, "SUMMARY:? Lunch", "SUMMARY:C042"),
		0, OK);
	session = agenda_session_of(agenda, "new");
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(session.terms.service, agenda->service);
}

static void a_new_events_unknown_tag_waits_for_a_person(void **s)
{
	struct agenda *agenda = *s;
	struct review *list;
	size_t count;

	agenda_put(agenda, &agenda->maria, "sessions", "new.ics",
		   agenda_event(agenda, "new", "SUMMARY:C042 #rescued\r\n"), 0,
		   OK);
	assert_int_equal(store_review_list(place_read(agenda->place),
					   REVIEW_WAITING, 0, 2, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].kind, "unknown-tag");
	assert_string_equal(
		list[0].text,
		"Maria Silva wrote '#rescued' into the title of the session "
		"with C042 on Tuesday, 9 June 2026 at 12:00 in a calendar. No "
		"way to end a session is called that, so the title was put "
		"back and nothing else came of it.");
	agenda_put(agenda, &agenda->maria, "sessions", "two.ics",
		   agenda_event(agenda, "two", "SUMMARY:x C042 ok\r\n"), 0,
		   REFUSED(UNKNOWN_STATUS));
	assert_false(agenda_has(agenda, &agenda->maria, "sessions", "two.ics"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(words_name_one_way_to_end),
		WITH_AGENDA(words_that_name_two_ways_are_refused),
		WITH_AGENDA(a_label_speaks_before_the_slug_of_another),
		WITH_AGENDA(codes_in_a_drafts_title_are_its_clients),
		WITH_AGENDA(several_codes_make_a_drafts_group),
		WITH_AGENDA(an_ending_word_saves_it_too),
		WITH_AGENDA(two_endings_leave_the_draft),
		WITH_AGENDA(unknown_and_inactive_codes_leave_a_draft),
		WITH_AGENDA(a_drafts_ending_without_a_client_is_refused),
		WITH_AGENDA(who_may_not_edit_names_nobody),
		WITH_AGENDA(the_office_names_clients_in_a_drafts_title_too),
		WITH_AGENDA(the_line_of_clients_speaks_before_the_title),
		WITH_AGENDA(an_open_sessions_title_changes_nobody),
		WITH_AGENDA(what_was_typed_at_first_stays_in_the_private_note),
		WITH_AGENDA(a_default_service_that_came_later_is_taken),
		WITH_AGENDA(a_new_events_unknown_tag_waits_for_a_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
