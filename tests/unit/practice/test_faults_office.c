#include "tests/unit/practice/fault_sharing.h"
#include "tests/unit/practice/small_practice.h"

#include "practice/access.h"
#include "practice/booking/review.h"
#include "practice/people/person.h"
#include "practice/people/settings.h"
#include "practice/session/closure.h"
#include "practice/session/closure_known.h"
#include "practice/session/completion.h"
#include "store/review.h"

#include <string.h>

/* Settings, re-openings, and reviews that are settled. */

static enum err knows_people(void *context)
{
	struct request *request = context;
	struct reader *reader = request->agenda->place->reader;
	struct actor actor = store_reader_operation(reader)->actor;
	struct person person, *people;
	size_t count;
	enum err err;

	faults_fill(person);
	store_reader_operation(reader)->actor = request->op.actor;
	err = practice_home_find(reader, "maria", &person);
	if (!err)
		err = practice_principal_find(reader, "sam", &person);
	else
		err = faults_kept(err, person);
	if (!err)
		err = practice_principal_list(reader, &people, &count);
	store_reader_operation(reader)->actor = actor;
	return err;
}

static enum err changes_settings(void *context)
{
	struct request *request = context;
	struct settings change = {
		.name = "Oak Street",
		.zone = "Europe/Paris",
		.default_service = &request->agenda->service,
	};
	struct practice result;
	enum err err;

	faults_fill(result);
	err = settings_set(&request->op, request_store(request), &change,
			   &result);
	return faults_kept(err, result);
}

static enum err changes_currency(void *context)
{
	struct request *request = context;
	struct settings change = { .currency = "JPY" };
	struct practice result;

	return request_ended(request,
			     settings_set(&request->op, request_store(request),
					  &change, &result));
}

/* Events of Maria's that Ben sees too: on no zone's wall, and one that was
 * kept before somebody looked at what is put. */
static void keep_personal(struct agenda *agenda)
{
	agenda_put(agenda, &agenda->maria, "calendar", "noon.ics",
		   agenda_edit(
			   agenda,
			   agenda_edit(agenda, agenda_event(agenda, "noon", ""),
				       "20260609T160000Z", "20260609T120000"),
			   "20260609T170000Z", "20260609T130000"),
		   0, OK);
	agenda_put(agenda, &agenda->maria, "calendar", "bad.ics",
		   agenda_event(agenda, "bad", ""), 0, OK);
	sharing_with_ben(agenda, false);
	place_sql(agenda->place,
		  "UPDATE member_bytes SET bytes = CAST('BEGIN:X' AS BLOB)"
		  "  WHERE member IN"
		  "    (SELECT id FROM member WHERE name = 'bad.ics')");
}

static void settings_change_all_or_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, NULL, 0);
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = day_of(2026, 7, 1),
				   .to = day_of(2026, 7, 2) };
	static const struct faults_case knows = { "people that one may know",
						  knows_people, true, false };
	struct closure found;

	agenda_session(agenda, DAY, agenda->ada.id, 0);
	keep_personal(agenda);
	assert_int_equal(practice_closure_add(&request.op, agenda->place->store,
					      &closure),
			 OK);
	request_sweep(&request, "name, zone and service", changes_settings);
	assert_int_equal(store_closure_find(place_read(agenda->place),
					    closure.id, &found),
			 OK);
	assert_int_equal(found.span.start.s, closure.span.start.s - 6 * HOUR);
	assert_int_equal(agenda_member(agenda, &agenda->ben, "maria-calendar",
				       "noon.ics")
				 .span.start.s,
			 FIXTURE_NOW.s + 22 * HOUR);
	request.refused = ERR_CONFLICT;
	request_sweep(&request, "a currency of other decimals",
		      changes_currency);
	request = request_of(agenda, &agenda->maria, 0);
	faults_sweep(agenda->place, &request.op, &knows, &request);
}

static enum err says_how_to_be_told(void *context)
{
	struct request *request = context;

	return request_ended(
		request,
		practice_own_notice_set(&request->op, request_store(request),
					NOTICE_EMAIL, request->id));
}

/* S4: it is for themselves to say, by what they have seen. */
static void nobodys_own_wish_to_be_told_is_half_kept(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->ada, 0);
	struct person ada;

	assert_int_equal(place_sql(agenda->place,
				   "UPDATE person SET email = 'a@example.org'"
				   "  WHERE code = 'C042'"),
			 0);
	assert_int_equal(store_person_find(place_read(agenda->place),
					   agenda->ada.id, &ada),
			 OK);
	request.id = ada.revision + 1;
	request.refused = ERR_CONFLICT;
	request_sweep(&request, "a wish by another revision",
		      says_how_to_be_told);
	request.id = ada.revision;
	request.refused = OK;
	request_sweep(&request, "a wish", says_how_to_be_told);
	assert_int_equal(store_person_find(place_read(agenda->place),
					   agenda->ada.id, &ada),
			 OK);
	assert_int_equal(ada.notice, NOTICE_EMAIL);
}

static enum err reopens(void *context)
{
	struct request *request = context;
	const struct save save = { .session = request->id, .type = "open" };
	struct session_facts after;
	enum err err;

	faults_fill(after);
	err = practice_session_save(&request->op, request_store(request), &save,
				    &after);
	return request_ended(request, faults_kept(err, after));
}

static void a_practitioner_re_opens_whole_or_not_at_all(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct request request = request_of(agenda, &agenda->maria, 2 * DAY);

	agenda_save(agenda, session.id, "completed", 0);
	request.id = session.id;
	request.refused = REFUSED(SESSION_SAVED);
	request_sweep(&request, "too late", reopens);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_SAVED);
	request = request_of(agenda, &agenda->maria, HOUR);
	request.id = session.id;
	request_sweep(&request, "in time", reopens);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
}

static enum err shows_closures(void *context)
{
	struct request *request = context;
	struct reader *reader = request->agenda->place->reader;
	struct operation *op = store_reader_operation(reader);
	struct actor actor = op->actor;
	struct practice practice;
	struct closure *list;
	size_t count;
	enum err err = store_practice_load(reader, &practice);

	op->actor = request->op.actor;
	if (!err)
		err = store_closure_list(reader, WHOLE_TIME, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct closure_known known;

		err = closure_known_to(reader, &practice, &list[i], &known);
	}
	op->actor = actor;
	return err;
}

static void a_closure_that_cannot_be_read_whole_is_not_shown(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->sam, 0);
	struct closure days = { .title = "Holiday",
				.all_day = true,
				.from = day_of(2026, 6, 1),
				.to = day_of(2026, 6, 30) };
	struct closure hours = { .title = "Meeting", .zone = "UTC" };
	static const struct faults_case shows = { "closures", shows_closures,
						  true, false };

	hours.span = agenda_session(agenda, DAY, agenda->ada.id, 0).span;
	agenda_session(agenda, 2 * DAY, agenda->cora.id, 0);
	assert_int_equal(
		practice_closure_add(&request.op, agenda->place->store, &days),
		OK);
	assert_int_equal(
		practice_closure_add(&request.op, agenda->place->store, &hours),
		OK);
	faults_sweep(agenda->place, &request.op, &shows, &request);
	request = request_of(agenda, &agenda->ada, 0);
	faults_sweep(agenda->place, &request.op, &shows, &request);
}

static enum err settles(void *context)
{
	struct request *request = context;

	return practice_review_settle(&request->op, request_store(request),
				      request->id, true);
}

static void no_endless_rule_is_half_undone(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->sam, 0);
	struct review *list;
	size_t count;

	agenda_put(agenda, &agenda->sam, "maria", "e.ics",
		   agenda_event(
			   agenda, "e",
			   "SUMMARY:C042\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"),
		   0, OK);
	assert_int_equal(store_review_list(place_read(agenda->place),
					   REVIEW_WAITING, 0, 1, &list, &count),
			 OK);
	request.id = list[0].id;
	request_sweep(&request, "undoing", settles);
	assert_int_equal(agenda_reviews(agenda, "endless-rule"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(settings_change_all_or_nothing),
		WITH_AGENDA(nobodys_own_wish_to_be_told_is_half_kept),
		WITH_AGENDA(a_practitioner_re_opens_whole_or_not_at_all),
		WITH_AGENDA(no_endless_rule_is_half_undone),
		WITH_AGENDA(a_closure_that_cannot_be_read_whole_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
