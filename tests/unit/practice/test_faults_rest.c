#include "tests/unit/practice/faults.h"
#include "tests/unit/practice/calendar_fixture.h"

#include "practice/access.h"
#include "practice/booking/copy.h"
#include "practice/booking/copy_collection.h"
#include "practice/calendar/address.h"
#include "practice/calendar/collection.h"
#include "practice/calendar/view_collection.h"
#include "practice/session/closure.h"
#include "practice/session/completion.h"
#include "practice/people/person.h"
#include "practice/booking/review.h"
#include "practice/session/session.h"

#include <string.h>

/* The doors' less usual ways in: refusals, moves over what is there, what the
 * office names, settings that change rows elsewhere. */

struct request {
	struct agenda *agenda;
	struct operation op;
	struct object_put put;
	struct object_at from, to;
	struct collection_copy copy;
	const struct person *person;
	bool move;
	enum err refused; /* what it ends with in the end */
	int64_t id;
};

static struct request request_of(struct agenda *agenda,
				 const struct person *person, int64_t later)
{
	return (struct request){ .agenda = agenda,
				 .op = agenda_as(agenda, person, later),
				 .person = person };
}

static struct store *store_of(const struct request *request)
{
	return request->agenda->place->store;
}

/* A refusal is what was to come. */
static enum err as_expected(const struct request *request, enum err err)
{
	return err && outcome(&request->op, err) == request->refused ? OK : err;
}

static void sweep(struct request *request, const char *what, faults_run *run,
		  bool reads)
{
	const struct faults_case one = { what, run, reads, false };

	faults_sweep(request->agenda->place, &request->op, &one, request);
}

static enum err stores(void *context)
{
	struct request *request = context;
	struct object_result result;
	enum err err;

	faults_fill(result);
	err = practice_object_put(&request->op, store_of(request),
				  &request->put, &result);
	return as_expected(request, faults_kept(err, result));
}

static void sweep_put(struct agenda *agenda, const struct person *person,
		      const char *path, const char *name, const char *bytes,
		      enum err refused)
{
	struct request request = request_of(agenda, person, 0);

	request.refused = refused;
	request.put = (struct object_put){ .home = person->login,
					   .path = path,
					   .name = name,
					   .bytes = slice_of(bytes),
					   .type = "text/calendar" };
	sweep(&request,
	      arena_printf(agenda->place->arena, "PUT %s/%s", path, name),
	      stores, false);
}

static enum err deletes(void *context)
{
	struct request *request = context;

	return as_expected(
		request, practice_object_delete(&request->op, store_of(request),
						&request->from, NULL));
}

static enum err carries(void *context)
{
	struct request *request = context;
	bool created;

	return as_expected(request,
			   practice_object_copy(&request->op, store_of(request),
						&request->from, &request->to,
						request->move, true, NULL,
						&created));
}

static void sweep_carry(struct agenda *agenda, const struct person *person,
			struct object_at from, struct object_at to, bool move,
			enum err refused)
{
	struct request request = request_of(agenda, person, 0);

	from.home = to.home = person->login;
	request.from = from;
	request.to = to;
	request.move = move;
	request.refused = refused;
	sweep(&request,
	      arena_printf(agenda->place->arena, "%s %s/%s",
			   move ? "MOVE" : "COPY", from.path, from.name),
	      carries, false);
}

static struct object_at at(const char *path, const char *name)
{
	return (struct object_at){ .path = path, .name = name };
}

static void a_refusal_is_noted_whole_or_not_at_all(void **s)
{
	struct agenda *agenda = *s;
	struct session open = agenda_session(agenda, -DAY, agenda->ada.id, 0);
	struct session saved =
		agenda_session(agenda, -2 * DAY, agenda->ada.id, 0);
	struct request request = request_of(agenda, &agenda->maria, 0);
	char *served;

	request.refused = REFUSED(PAST_OPEN);
	request.from = (struct object_at){ "maria", "sessions", open.name };
	sweep(&request, "DELETE of a past one", deletes, false);
	assert_int_equal(agenda_reviews(agenda, "refused"), 1);
	agenda_save(agenda, saved.id, "completed", 0);
	served = agenda_bytes(agenda, &agenda->maria, "sessions", saved.id);
	sweep_put(agenda, &agenda->maria, "sessions", saved.name,
		  agenda_edit(agenda, served,
			      "CLASS:", "LOCATION:Room 2\r\nCLASS:"),
		  REFUSED(SESSION_SAVED));
	assert_int_equal(agenda_reviews(agenda, "refused"), 2);
	sweep_put(agenda, &agenda->ben, "sessions", "new.ics",
		  agenda_event(agenda, "new", "SUMMARY:C042\r\n"),
		  REFUSED(NOT_PERMITTED));
	assert_int_equal(agenda_reviews(agenda, "refused"), 3);
}

static void no_wish_of_the_office_is_half_granted(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *served = agenda_bytes(agenda, &agenda->sam, "maria", session.id);

	assert_int_equal(
		place_sql(agenda->place,
			  "INSERT INTO service (id, name, name_key, kind,"
			  "    basis, active)"
			  "  VALUES (99, 'Other', 'other', 0, 0, 1);"
			  "INSERT INTO service_price (service, effective_from,"
			  "    cost, wage, tax_bp)"
			  "  VALUES (99, -2147483648, 100, 50, 0)"),
		0);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  agenda_edit(agenda,
			      agenda_edit(agenda, served, "SERVICE:Therapy",
					  "SERVICE:Other"),
			      "CLIENTS:C042", "CLIENTS:C042,C051"),
		  OK);
	served = agenda_bytes(agenda, &agenda->sam, "maria", session.id);
	sweep_put(agenda, &agenda->sam, "maria", session.name,
		  agenda_edit(agenda, served, "X-PRACTICE-STATUS:open",
			      "X-PRACTICE-STATUS:override\r\n"
			      "X-PRACTICE-REASON:Agreed\r\n"
			      "X-PRACTICE-CHARGE:C042=1,C051=2\r\n"
			      "X-PRACTICE-WAGE:3"),
		  OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "override");
	sweep_put(
		agenda, &agenda->sam, "maria", "s.ics",
		agenda_event(agenda, "s",
			     "SUMMARY:C042 #ns\r\nX-PRACTICE-SERVICE:Other\r\n"
			     "CATEGORIES:Other\r\n"),
		OK);
}

static void no_category_is_half_read(void **s)
{
	struct agenda *agenda = *s;
	struct session session =
		agenda_session(agenda, -DAY, agenda->ada.id, 0);
	char *served =
		agenda_bytes(agenda, &agenda->maria, "sessions", session.id);

	sweep_put(agenda, &agenda->maria, "sessions", session.name,
		  agenda_edit(agenda, served,
			      "CLASS:", "CATEGORIES:Work,Missed\r\nCLASS:"),
		  OK);
	assert_string_equal(agenda_facts(agenda, session.id).completion.slug,
			    "missed");
}

static void nothing_is_half_moved_onto_what_is_there(void **s)
{
	struct agenda *agenda = *s;
	const struct person *maria = &agenda->maria;
	struct operation op = agenda_as(agenda, maria, 0);
	struct collection_new other = { .home = "maria",
					.path = "other",
					.kind = COLLECTION_PERSONAL };
	struct collection made;
	struct session session = agenda_session(agenda, DAY, agenda->ada.id, 0);

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &other, &made),
			 OK);
	agenda_put(agenda, maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	agenda_put(agenda, maria, "calendar", "b.ics",
		   agenda_event(agenda, "b", ""), 0, OK);
	agenda_put(agenda, maria, "other", "c.ics",
		   agenda_event(agenda, "c", ""), 0, OK);
	sweep_carry(agenda, maria, at("calendar", "a.ics"),
		    at("other", "c.ics"), true, OK);
	sweep_carry(agenda, maria, at("other", "c.ics"),
		    at("calendar", "b.ics"), false, OK);
	sweep_carry(agenda, &agenda->sam, at("maria", session.name),
		    at("maria", "renamed.ics"), true, OK);
	sweep_carry(agenda, &agenda->sam, at("maria", "renamed.ics"),
		    at("ben", "renamed.ics"), true, OK);
	sweep_carry(agenda, &agenda->sam, at("ben", "renamed.ics"),
		    at("calendar", "no.ics"), true, REFUSED(NOT_PERMITTED));
}

static enum err carries_all(void *context)
{
	struct request *request = context;
	bool created;

	return practice_collection_copy(&request->op, store_of(request),
					&request->copy, &created);
}

static void no_calendar_half_takes_the_place_of_a_file(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->maria, 0);
	struct collection_new folder = { .home = "maria",
					 .path = "folder",
					 .kind = COLLECTION_PLAIN };
	struct collection made;

	assert_int_equal(practice_collection_make(&request.op,
						  agenda->place->store, &folder,
						  &made),
			 OK);
	agenda_put(agenda, &agenda->maria, "folder", "a", "hello", 0, OK);
	sweep_put(agenda, &agenda->maria, "folder", "a", "hello again", OK);
	request.copy = (struct collection_copy){ .home = "maria",
						 .from = "calendar",
						 .to = "folder/a",
						 .overwrite = true,
						 .deep = true };
	sweep(&request, "COPY over a file", carries_all, false);
	request.copy.to = "folder/b";
	sweep(&request, "COPY into a folder", carries_all, false);
}

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
	struct practice_change change = {
		.name = "Oak Street",
		.zone = "Europe/Paris",
		.default_service = &request->agenda->service,
	};
	struct practice result;
	enum err err;

	faults_fill(result);
	err = practice_change(&request->op, store_of(request), &change,
			      &result);
	return faults_kept(err, result);
}

static enum err changes_currency(void *context)
{
	struct request *request = context;
	struct practice_change change = { .currency = "JPY" };
	struct practice result;

	return as_expected(request,
			   practice_change(&request->op, store_of(request),
					   &change, &result));
}

static void settings_change_all_or_nothing(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, NULL, 0);
	struct closure closure = { .title = "Holiday",
				   .all_day = true,
				   .from = day_of(2026, 7, 1),
				   .to = day_of(2026, 7, 2) };
	struct closure found;

	agenda_session(agenda, DAY, agenda->ada.id, 0);
	assert_int_equal(practice_closure_add(&request.op, agenda->place->store,
					      &closure),
			 OK);
	sweep(&request, "name, zone and service", changes_settings, false);
	assert_int_equal(store_closure_find(place_read(agenda->place),
					    closure.id, &found),
			 OK);
	assert_int_equal(found.span.start.s, closure.span.start.s - 6 * HOUR);
	request.refused = ERR_CONFLICT;
	sweep(&request, "a currency of other decimals", changes_currency,
	      false);
	request = request_of(agenda, &agenda->maria, 0);
	sweep(&request, "people that one may know", knows_people, true);
}

static enum err reopens(void *context)
{
	struct request *request = context;
	const struct save save = { .session = request->id, .type = "open" };
	struct session session;
	enum err err;

	faults_fill(session);
	err = practice_session_save(&request->op, store_of(request), &save,
				    &session);
	return as_expected(request, faults_kept(err, session));
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
	sweep(&request, "too late", reopens, false);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_SAVED);
	request = request_of(agenda, &agenda->maria, HOUR);
	request.id = session.id;
	sweep(&request, "in time", reopens, false);
	assert_int_equal(agenda_session_of(agenda, session.uid).state,
			 SESSION_OPEN);
}

static enum err settles(void *context)
{
	struct request *request = context;

	return practice_review_settle(&request->op, store_of(request),
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
	assert_int_equal(store_review_list(place_read(agenda->place), "waiting",
					   0, 1, &list, &count),
			 OK);
	request.id = list[0].id;
	sweep(&request, "undoing", settles, false);
	assert_int_equal(agenda_reviews(agenda, "endless-rule"), 0);
}

static enum err renders_closures(struct transaction *tx, void *context)
{
	const struct collection *of = context;

	return practice_collection_render(tx, of);
}

static enum err renders(void *context)
{
	struct request *request = context;
	struct collection of = { .kind = COLLECTION_CLOSURES };

	return store_write(&request->op, store_of(request), renders_closures,
			   &of);
}

static void closures_are_rendered_whole_or_not_at_all(void **s)
{
	struct agenda *agenda = *s;
	struct request request = request_of(agenda, &agenda->sam, 0);

	agenda_put(agenda, &agenda->sam, "closures", "h.ics",
		   agenda_event(agenda, "h", "SUMMARY:Repairs\r\n"), 0, OK);
	sweep(&request, "closures", renders, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(a_refusal_is_noted_whole_or_not_at_all),
		WITH_AGENDA(no_wish_of_the_office_is_half_granted),
		WITH_AGENDA(no_category_is_half_read),
		WITH_AGENDA(nothing_is_half_moved_onto_what_is_there),
		WITH_AGENDA(no_calendar_half_takes_the_place_of_a_file),
		WITH_AGENDA(settings_change_all_or_nothing),
		WITH_AGENDA(a_practitioner_re_opens_whole_or_not_at_all),
		WITH_AGENDA(no_endless_rule_is_half_undone),
		WITH_AGENDA(closures_are_rendered_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
