#include "tests/unit/practice/calendar_fixture.h"

#include "tests/unit/practice/small_practice.h"

#include "ical/zone.h"
#include "practice/access.h"
#include "practice/session/completion.h"
#include "practice/people/person.h"
#include "practice/session/session.h"
#include "practice/calendar/facts_list.h"
#include "store/review.h"
#include "store/session_list.h"

#include <stdlib.h>
#include <string.h>

static void must(const struct operation *op, enum err err, enum err wanted)
{
	if (outcome(op, err) != wanted)
		print_error("%s instead of %s: %s\n",
			    failure_name(&op->failure, err), err_name(wanted),
			    op->failure.message ? op->failure.message : "");
	assert_int_equal(outcome(op, err), wanted);
}

struct operation agenda_as(struct agenda *agenda, const struct person *person,
			   int64_t later)
{
	struct operation op;

	operation_init(&op, agenda->place->arena,
		       (struct instant){ FIXTURE_NOW.s + later });
	if (person)
		op.actor = practice_actor(person, CHANNEL_CALENDAR, "phone");
	return op;
}

static struct person add_person(struct agenda *agenda, struct person person)
{
	struct operation op = agenda_as(agenda, NULL, 0);

	small_practice_person(&op, agenda->place->store, &person);
	return person;
}

static void add_people(struct agenda *agenda)
{
	agenda->sam =
		add_person(agenda, (struct person){ .login = "sam",
						    .name = "Sam Office",
						    .roles = ROLE_STAFF });
	agenda->maria = add_person(
		agenda, (struct person){ .login = "maria",
					 .name = "Maria Silva",
					 .roles = ROLE_PRACTITIONER });
	agenda->ben =
		add_person(agenda, (struct person){ .login = "ben",
						    .name = "Ben Okri",
						    .roles = ROLE_PRACTITIONER,
						    .may = MAY_COMPLETE });
	agenda->ada =
		add_person(agenda, (struct person){ .login = "c042",
						    .name = "Ada Maria Brown",
						    .code = "C042",
						    .roles = ROLE_CLIENT });
	agenda->cora =
		add_person(agenda, (struct person){ .login = "c051",
						    .name = "Cora Diaz",
						    .code = "C051",
						    .roles = ROLE_CLIENT });
}

int agenda_setup(void **state)
{
	struct agenda *agenda = calloc(1, sizeof(*agenda));
	struct operation op;
	void *place;

	assert_non_null(agenda);
	cal_zone_init();
	assert_int_equal(place_setup(&place), 0);
	agenda->place = place;
	op = agenda_as(agenda, NULL, 0);
	small_practice_open(&op, agenda->place->store, "Elm Street");
	agenda->service = small_practice_service(
		&op, agenda->place->store,
		(struct service){ .name = "Therapy", .kind = SERVICE_FIXED },
		(struct price){
			.cost = { 4250 }, .wage = { 3000 }, .tax_bp = 1300 });
	small_practice_default(&op, agenda->place->store, agenda->service);
	add_people(agenda);
	*state = agenda;
	return 0;
}

int agenda_teardown(void **state)
{
	struct agenda *agenda = *state;
	void *place = agenda->place;

	free(agenda);
	return place_teardown(&place);
}

struct session agenda_session(struct agenda *agenda, int64_t start,
			      int64_t client, int64_t other)
{
	struct operation op = agenda_as(agenda, &agenda->sam, 0);
	/* It lives as long as what is returned. */
	int64_t *clients = arena_array(op.arena, 2, sizeof(*clients));
	struct session session = {
		.span = { { FIXTURE_NOW.s + start },
			  { FIXTURE_NOW.s + start + HOUR } },
		.zone = "America/Toronto",
		.terms.service = agenda->service,
		.terms.practitioners = { &agenda->maria.id, 1 },
		.terms.clients = { clients, client == 0  ? 0
					    : other == 0 ? 1
							 : 2 },
	};

	clients[0] = client;
	clients[1] = other;
	must(&op, practice_session_add(&op, agenda->place->store, &session),
	     OK);
	return session;
}

void agenda_save(struct agenda *agenda, int64_t session, const char *type,
		 int64_t later)
{
	struct operation op = agenda_as(agenda, &agenda->sam, later);
	struct save save = { .session = session, .type = type };

	must(&op, practice_session_save(&op, agenda->place->store, &save, NULL),
	     OK);
}

struct session_facts agenda_facts(struct agenda *agenda, int64_t session)
{
	struct session_facts facts;

	assert_int_equal(
		practice_facts_load(place_read(agenda->place), session, &facts),
		OK);
	return facts;
}

struct collection agenda_collection(struct agenda *agenda,
				    const struct person *person,
				    const char *path)
{
	struct collection found;

	assert_int_equal(store_collection_find(place_read(agenda->place),
					       person->id, path, &found),
			 OK);
	return found;
}

char *agenda_bytes(struct agenda *agenda, const struct person *person,
		   const char *path, int64_t session)
{
	struct collection of = agenda_collection(agenda, person, path);
	struct member member;
	struct slice bytes;

	if (store_member_find_session(agenda->place->reader, of.id, session,
				      &member))
		return NULL;
	assert_int_equal(
		store_member_bytes(agenda->place->reader, member.id, &bytes),
		OK);
	return slice_dup(agenda->place->arena, bytes);
}

struct object_result agenda_put(struct agenda *agenda,
				const struct person *person, const char *path,
				const char *name, const char *bytes,
				int64_t later, enum err err)
{
	struct operation op = agenda_as(agenda, person, later);
	struct object_put put = { .home = person->login,
				  .path = path,
				  .name = name,
				  .bytes = slice_of(bytes),
				  .type = "text/calendar; charset=utf-8" };
	struct object_result result = { .created = false };

	must(&op, practice_object_put(&op, agenda->place->store, &put, &result),
	     err);
	return result;
}

void agenda_delete(struct agenda *agenda, const struct person *person,
		   const char *path, const char *name, int64_t later,
		   enum err err)
{
	struct operation op = agenda_as(agenda, person, later);
	struct object_at at = { person->login, path, name };

	must(&op, practice_object_delete(&op, agenda->place->store, &at, NULL),
	     err);
}

char *agenda_edit(struct agenda *agenda, const char *text, const char *old,
		  const char *new)
{
	const char *at = strstr(text, old);

	if (!at)
		print_error("no '%s' in:\n%s", old, text);
	assert_non_null(at);
	return arena_printf(agenda->place->arena, "%.*s%s%s", (int)(at - text),
			    text, new, at + strlen(old));
}

/* A whole object around the lines of one component. */
char *agenda_object(struct agenda *agenda, const char *component,
		    const char *lines)
{
	return arena_printf(agenda->place->arena,
			    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
			    "PRODID:-//A phone//EN\r\nBEGIN:%s\r\n"
			    "DTSTAMP:20260608T120000Z\r\n%sEND:%s\r\n"
			    "END:VCALENDAR\r\n",
			    component, lines, component);
}

/* 9 June 2026, 16:00 to 17:00 UTC. */
char *agenda_event(struct agenda *agenda, const char *uid, const char *lines)
{
	return agenda_object(
		agenda, "VEVENT",
		arena_printf(agenda->place->arena,
			     "UID:%s\r\nDTSTART:20260609T160000Z\r\n"
			     "DTEND:20260609T170000Z\r\n%s",
			     uid, lines));
}

struct session *agenda_sessions(struct agenda *agenda, size_t *count)
{
	struct session_filter filter = { .practitioner = agenda->maria.id };
	struct session *list;

	assert_int_equal(store_session_list(place_read(agenda->place), &filter,
					    &list, count),
			 OK);
	return list;
}

size_t agenda_count(struct agenda *agenda)
{
	size_t count;

	agenda_sessions(agenda, &count);
	return count;
}

struct review agenda_review(struct agenda *agenda)
{
	struct review *list;
	size_t count;

	assert_int_equal(store_review_list(place_read(agenda->place),
					   REVIEW_WAITING, 0, 1, &list, &count),
			 OK);
	assert_int_equal(count, 1);
	return list[0];
}

struct session agenda_session_of(struct agenda *agenda, const char *uid)
{
	struct session session;

	assert_int_equal(store_session_find_uid(place_read(agenda->place), uid,
						&session),
			 OK);
	return session;
}

bool agenda_has(struct agenda *agenda, const struct person *person,
		const char *path, const char *name)
{
	struct collection of = agenda_collection(agenda, person, path);
	struct member member;

	return store_member_find(agenda->place->reader, of.id, name, &member) ==
	       OK;
}

struct member agenda_member(struct agenda *agenda, const struct person *person,
			    const char *path, const char *name)
{
	struct collection of = agenda_collection(agenda, person, path);
	struct member member;

	assert_int_equal(
		store_member_find(agenda->place->reader, of.id, name, &member),
		OK);
	return member;
}

size_t agenda_reviews(struct agenda *agenda, const char *kind)
{
	struct review *list;
	size_t count;
	size_t found = 0;

	assert_int_equal(store_review_list(place_read(agenda->place),
					   REVIEW_WAITING, 0, 100, &list,
					   &count),
			 OK);
	for (size_t i = 0; i < count; i++)
		found += str_equal(list[i].kind, kind);
	return found;
}
