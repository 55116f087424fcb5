#include "tests/unit/practice/calendar_fixture.h"

#include "practice/people/person.h"
#include "practice/session/service.h"
#include "practice/booking/title_words_private.h"
#include "store/audit.h"

#include <string.h>

/* What words say, and what a title does to a draft. */

static int64_t add_type(struct home *home, const char *label,
			const char *short_word)
{
	struct operation op = home_as(home, NULL, 0);
	struct completion_type type = { .label = label,
					.short_word = short_word,
					.map = MAP_CANCELED,
					.client = 50,
					.practitioner = 50,
					.enabled = true };

	assert_int_equal(practice_type_add(&op, home->place->store, &type), OK);
	return type.id;
}

static enum err read_words(struct home *home, const char *words,
			   struct ending *ending)
{
	*ending = (struct ending){ .slug = NULL };
	return practice_ending_read(place_read(home->place), slice_of(words),
				    ending);
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
	struct home *home = *s;
	struct ending ending;

	add_type(home, "Late cancel", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(read_words(home, rows[i].words, &ending), OK);
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
	struct home *home = *s;
	struct ending ending;

	add_type(home, "Late cancel", NULL);
	add_type(home, "Two-fold", NULL);
	add_type(home, "Twofold", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(read_words(home, rows[i], &ending),
				 ERR_UNKNOWN_STATUS);
}

static void a_label_speaks_before_the_slug_of_another(void **s)
{
	struct home *home = *s;
	struct operation op = home_as(home, NULL, 0);
	struct completion_type type;
	struct ending ending;
	int64_t renamed = add_type(home, "Late", NULL);

	assert_int_equal(
		store_type_find(place_read(home->place), "late", &type), OK);
	assert_int_equal(type.id, renamed);
	type.label = "Too late";
	assert_int_equal(practice_type_change(&op, home->place->store, &type),
			 OK);
	assert_int_equal(read_words(home, "#late", &ending), OK);
	assert_string_equal(ending.slug, "late");
	add_type(home, "LATE", NULL);
	assert_int_equal(read_words(home, "#late", &ending), OK);
	assert_string_not_equal(ending.slug, "late");
	assert_int_equal(read_words(home, "#too-late", &ending), OK);
	assert_string_equal(ending.slug, "late");
}

static struct session draft(struct home *home, int64_t start)
{
	struct session session = home_session(home, start, 0, 0);

	assert_int_equal(session.state, SESSION_DRAFT);
	return session;
}

static char *titled(struct home *home, const struct session *session,
		    const char *title)
{
	char *bytes = home_bytes(home, &home->maria, "sessions", session->id);

	return home_edit(home, bytes, "SUMMARY:? Draft Therapy",
			 arena_printf(home->place->arena, "SUMMARY:%s", title));
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
	struct home *home = *s;

	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		struct session session = draft(home, DAY + (int64_t)i * HOUR);

		home_put(home, &home->maria, "sessions", session.name,
			 titled(home, &session, titles[i]), 0, OK);
		session = home_session_of(home, session.uid);
		assert_int_equal(session.state, SESSION_OPEN);
		assert_int_equal(session.terms.clients.count, 1);
		assert_int_equal(session.terms.clients.at[0], home->ada.id);
		assert_true(
			home_has(home, &home->ada, "sessions", session.name));
		assert_holds(
			home_bytes(home, &home->maria, "sessions", session.id),
			"SUMMARY:C042 Therapy\r\n");
	}
}

static void several_codes_make_a_drafts_group(void **s)
{
	struct home *home = *s;
	struct session session = draft(home, DAY);

	home_put(home, &home->maria, "sessions", session.name,
		 titled(home, &session, "C051\\, C042"), 0, OK);
	session = home_session_of(home, session.uid);
	assert_int_equal(session.terms.clients.count, 2);
	assert_int_equal(session.terms.clients.at[0], home->cora.id);
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
	struct home *home = *s;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct session session = draft(home, -DAY - (int64_t)i * HOUR);

		home_put(home, &home->maria, "sessions", session.name,
			 titled(home, &session, rows[i].title), HOUR, OK);
		assert_string_equal(
			home_facts(home, session.id).completion.slug,
			rows[i].slug);
	}
}

static void two_endings_leave_the_draft(void **s)
{
	struct home *home = *s;
	struct session session = draft(home, -DAY);

	home_put(home, &home->maria, "sessions", session.name,
		 titled(home, &session, "ok C042 x"), HOUR, ERR_UNKNOWN_STATUS);
	home_put(home, &home->maria, "sessions", session.name,
		 titled(home, &session, "ok Draft Therapy C042 x"), HOUR,
		 ERR_UNKNOWN_STATUS);
	session = home_session_of(home, session.uid);
	assert_int_equal(session.state, SESSION_DRAFT);
	assert_int_equal(session.terms.clients.count, 0);
}

static void unknown_and_inactive_codes_leave_a_draft(void **s)
{
	static const char *const titles[] = { "C099", "C051", "C042 C051",
					      "ok C099" };
	struct home *home = *s;
	struct operation op = home_as(home, NULL, 0);

	assert_int_equal(
		practice_person_deactivate(&op, home->place->store, "c051"),
		OK);
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++) {
		struct session session = draft(home, DAY + (int64_t)i * HOUR);
		struct member before = home_member(home, &home->maria,
						   "sessions", session.name);

		home_put(home, &home->maria, "sessions", session.name,
			 titled(home, &session, titles[i]), 0, OK);
		assert_int_equal(home_session_of(home, session.uid).state,
				 SESSION_DRAFT);
		/* Its title comes back. */
		assert_string_not_equal(home_member(home, &home->maria,
						    "sessions", session.name)
						.etag,
					before.etag);
	}
}

static void a_drafts_ending_without_a_client_is_refused(void **s)
{
	struct home *home = *s;
	struct session session = draft(home, -DAY);

	home_put(home, &home->maria, "sessions", session.name,
		 titled(home, &session, "ok Draft Therapy"), HOUR,
		 ERR_NOT_PERMITTED);
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_DRAFT);
}

static void who_may_not_edit_names_nobody(void **s)
{
	struct home *home = *s;
	struct session session = draft(home, -DAY);
	struct person maria = home->maria;

	maria.may = MAY_CREATE | MAY_COMPLETE;
	home_put(home, &maria, "sessions", session.name,
		 titled(home, &session, "C042"), HOUR, ERR_NOT_PERMITTED);
	maria.may = MAY_EDIT;
	home_put(home, &maria, "sessions", session.name,
		 titled(home, &session, "ok C042"), HOUR, ERR_NOT_PERMITTED);
	assert_int_equal(home_session_of(home, session.uid).terms.clients.count,
			 0);
	home_put(home, &maria, "sessions", session.name,
		 titled(home, &session, "C042"), HOUR, OK);
	assert_int_equal(home_session_of(home, session.uid).state,
			 SESSION_OPEN);
}

static void the_office_names_clients_in_a_drafts_title_too(void **s)
{
	struct home *home = *s;
	struct session session = draft(home, -DAY);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	home_put(home, &home->sam, "maria", session.name,
		 home_edit(home, bytes, "SUMMARY:? Draft Therapy",
			   "SUMMARY:ok C042"),
		 HOUR, OK);
	assert_string_equal(home_facts(home, session.id).completion.slug,
			    "completed");
}

static void the_line_of_clients_speaks_before_the_title(void **s)
{
	struct home *home = *s;
	struct session session = draft(home, DAY);
	char *bytes = home_bytes(home, &home->sam, "maria", session.id);

	bytes = home_edit(home, bytes, "SUMMARY:? Draft Therapy",
			  "SUMMARY:C042");
	bytes = home_edit(home, bytes,
			  "CLASS:", "X-PRACTICE-CLIENTS:C051\r\nCLASS:");
	home_put(home, &home->sam, "maria", session.name, bytes, 0, OK);
	session = home_session_of(home, session.uid);
	assert_int_equal(session.terms.clients.count, 1);
	assert_int_equal(session.terms.clients.at[0], home->cora.id);
}

static void an_open_sessions_title_changes_nobody(void **s)
{
	struct home *home = *s;
	struct session session = home_session(home, DAY, home->ada.id, 0);
	char *bytes = home_bytes(home, &home->maria, "sessions", session.id);

	home_put(home, &home->maria, "sessions", session.name,
		 home_edit(home, bytes, "SUMMARY:C042", "SUMMARY:C051 C042"), 0,
		 OK);
	assert_int_equal(home_session_of(home, session.uid).terms.clients.count,
			 1);
}

static void what_was_typed_at_first_stays_in_the_private_note(void **s)
{
	struct home *home = *s;
	struct session session;
	char *bytes;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new", "SUMMARY:Ada B. first time\r\n"), 0,
		 OK);
	session = home_session_of(home, "new");
	bytes = home_bytes(home, &home->maria, "sessions", session.id);
	home_put(home, &home->maria, "sessions", "new.ics",
		 home_edit(home, bytes, "SUMMARY:? Draft Therapy",
			   "SUMMARY:c042 at last"),
		 0, OK);
	session = home_session_of(home, "new");
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
	struct home *home = *s;
	struct operation op = home_as(home, NULL, 0);
	int64_t none = 0;
	struct session session;
	char *bytes;

	assert_int_equal(
		store_write(&op, home->place->store, set_service, &none), OK);
	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new", "SUMMARY:Lunch\r\n"), 0, OK);
	session = home_session_of(home, "new");
	assert_int_equal(session.terms.service, 0);
	assert_int_equal(store_write(&op, home->place->store, set_service,
				     &home->service),
			 OK);
	bytes = home_bytes(home, &home->maria, "sessions", session.id);
	home_put(home, &home->maria, "sessions", "new.ics",
		 home_edit(home, bytes, "SUMMARY:? Draft", "SUMMARY:C042"), 0,
		 OK);
	session = home_session_of(home, "new");
	assert_int_equal(session.state, SESSION_OPEN);
	assert_int_equal(session.terms.service, home->service);
}

static void a_new_events_unknown_tag_waits_for_a_person(void **s)
{
	struct home *home = *s;
	struct review *list;
	size_t count;

	home_put(home, &home->maria, "sessions", "new.ics",
		 home_event(home, "new", "SUMMARY:C042 #rescued\r\n"), 0, OK);
	assert_int_equal(store_review_list(place_read(home->place), "waiting",
					   0, 2, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].kind, "unknown-tag");
	assert_string_equal(
		list[0].text,
		"Maria Silva wrote '#rescued' into the title of the session "
		"with C042 on Tuesday, 9 June 2026 at 12:00 in a calendar. No "
		"way to end a session is called that, so the title was put "
		"back and nothing else came of it.");
	home_put(home, &home->maria, "sessions", "two.ics",
		 home_event(home, "two", "SUMMARY:x C042 ok\r\n"), 0,
		 ERR_UNKNOWN_STATUS);
	assert_false(home_has(home, &home->maria, "sessions", "two.ics"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_HOME(words_name_one_way_to_end),
		AT_HOME(words_that_name_two_ways_are_refused),
		AT_HOME(a_label_speaks_before_the_slug_of_another),
		AT_HOME(codes_in_a_drafts_title_are_its_clients),
		AT_HOME(several_codes_make_a_drafts_group),
		AT_HOME(an_ending_word_saves_it_too),
		AT_HOME(two_endings_leave_the_draft),
		AT_HOME(unknown_and_inactive_codes_leave_a_draft),
		AT_HOME(a_drafts_ending_without_a_client_is_refused),
		AT_HOME(who_may_not_edit_names_nobody),
		AT_HOME(the_office_names_clients_in_a_drafts_title_too),
		AT_HOME(the_line_of_clients_speaks_before_the_title),
		AT_HOME(an_open_sessions_title_changes_nobody),
		AT_HOME(what_was_typed_at_first_stays_in_the_private_note),
		AT_HOME(a_default_service_that_came_later_is_taken),
		AT_HOME(a_new_events_unknown_tag_waits_for_a_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
