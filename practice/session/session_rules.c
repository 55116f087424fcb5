#include "practice/session/session_rules.h"

#include "base/str.h"

#include "practice/access.h"
#include "practice/checks.h"
#include "practice/session/session.h"
#include "store/people.h"
#include "store/services.h"

#include <string.h>

static enum err span_check(struct operation *op, struct span span)
{
	int64_t length;

	if (span.start.s < INSTANT_MIN.s || span.start.s > INSTANT_MAX.s ||
	    span.end.s > INSTANT_MAX.s)
		return fail_field(op, "start", "start-range",
				  "The start lies outside the years 1 to "
				  "9999.");
	length = span.end.s - span.start.s;
	if (length <= 0)
		return fail_field(op, "end", "end-before-start",
				  "A session ends after its start.");
	if (length > PRACTICE_SESSION_LONGEST)
		return fail_field(op, "end", "end-too-long",
				  "A session lasts at most %d hours.",
				  PRACTICE_SESSION_LONGEST / 3600);
	return OK;
}

static enum err zone_check(struct reader *reader, const char **zone)
{
	struct operation *op = store_reader_operation(reader);
	struct practice practice;
	enum err err;

	if (str_empty(*zone)) {
		err = store_practice_load(reader, &practice);
		if (!err)
			*zone = practice.zone;
		return err;
	}
	if (cal_zone_iana(*zone))
		return OK;
	return fail_field(op, "tzid", "zone-unknown",
			  "'%s' is not the IANA name of a time zone.", *zone);
}

static enum err note_check(struct operation *op, const char *field,
			   const char **note)
{
	size_t len;

	if (str_empty(*note)) {
		*note = NULL;
		return OK;
	}
	len = strlen(*note);
	if (len > PRACTICE_NOTE_LIMIT)
		return fail_field(op, field, "note-too-long",
				  "A note has at most %d bytes; this one has "
				  "%zu.",
				  PRACTICE_NOTE_LIMIT, len);
	if (!utf8_valid(*note, len, NULL))
		return fail_field(op, field, "note-invalid",
				  "The note is not UTF-8.");
	return OK;
}

static enum err texts_check(struct operation *op, struct session *session)
{
	enum err err = practice_line_check(op, "place", PRACTICE_PLACE_LIMIT,
					   false, &session->place);

	if (note_check(op, "public_note", &session->public_note))
		err = ERR_INVALID;
	if (note_check(op, "private_note", &session->private_note))
		err = ERR_INVALID;
	return err;
}

struct roll {
	const char *field, *noun;
	unsigned role;
};

static const struct roll practitioner_roll = { "practitioners", "practitioner",
					       ROLE_PRACTITIONER };
static const struct roll client_roll = { "clients", "client", ROLE_CLIENT };

static bool repeated(const struct ids *ids, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (ids->at[i] == ids->at[at])
			return true;
	}
	return false;
}

/* S2: only active people join. */
static enum err person_check(struct reader *reader, const struct roll *roll,
			     int64_t id, bool joins)
{
	struct operation *op = store_reader_operation(reader);
	struct person person;
	enum err err = store_person_find(reader, id, &person);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || (joins && !(person.roles & roll->role)))
		return fail_field(op, roll->field, "person-unknown",
				  "There is no such %s.", roll->noun);
	if (joins && !person.active)
		return fail_field(op, roll->field, "person-inactive",
				  "This %s is not active any more and joins no "
				  "new session.",
				  roll->noun);
	return OK;
}

static enum err people_check(struct reader *reader, const struct roll *roll,
			     const struct ids *people, const struct ids *before)
{
	struct operation *op = store_reader_operation(reader);
	enum err wrong = OK;

	if (people->count > PRACTICE_PEOPLE_LIMIT)
		return fail_field(op, roll->field, "people-too-many",
				  "A session has at most %d %ss.",
				  PRACTICE_PEOPLE_LIMIT, roll->noun);
	for (size_t i = 0; i < people->count; i++) {
		bool joins = !before || !practice_among(before, people->at[i]);
		enum err err;

		if (repeated(people, i))
			err = fail_field(op, roll->field, "person-twice",
					 "A %s is named twice.", roll->noun);
		else
			err = person_check(reader, roll, people->at[i], joins);
		if (err && err != ERR_INVALID)
			return err;
		wrong = err ? err : wrong;
	}
	return wrong;
}

static enum err first_default(struct reader *reader,
			      const struct session *session, int64_t *service)
{
	struct person person;
	enum err err;

	*service = 0;
	if (session->practitioners.count == 0)
		return OK;
	err = store_person_find(reader, session->practitioners.at[0], &person);
	if (!err)
		*service = person.default_service;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err service_usable(struct reader *reader, int64_t id, bool *usable)
{
	struct service service;
	enum err err =
		id ? store_service_find(reader, id, &service) : ERR_NOT_FOUND;

	*usable = !err && service.active;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err default_service(struct reader *reader, struct session *session)
{
	struct practice practice;
	int64_t service;
	bool usable = false;
	enum err err = first_default(reader, session, &service);

	if (!err)
		err = service_usable(reader, service, &usable);
	if (!err && !usable) {
		err = store_practice_load(reader, &practice);
		if (err)
			return err;
		service = practice.default_service;
		err = service_usable(reader, service, &usable);
	}
	if (!err && usable)
		session->service = service;
	return err;
}

static enum err service_check(struct reader *reader, struct session *session,
			      const struct session *before)
{
	bool usable = false;
	enum err err;

	if (!session->service)
		return default_service(reader, session);
	if (before && before->service == session->service)
		return OK;
	err = service_usable(reader, session->service, &usable);
	if (err || usable)
		return err;
	return fail_field(store_reader_operation(reader), "service",
			  "service-unknown", "There is no such service.");
}

enum err practice_session_check(struct reader *reader, struct session *session,
				const struct session *before)
{
	struct operation *op = store_reader_operation(reader);
	enum err wrong = span_check(op, session->span);
	enum err err = zone_check(reader, &session->zone);

	if (err && err != ERR_INVALID)
		return err;
	wrong = err ? err : wrong;
	err = people_check(reader, &practitioner_roll, &session->practitioners,
			   before ? &before->practitioners : NULL);
	if (err && err != ERR_INVALID)
		return err;
	wrong = err ? err : wrong;
	err = people_check(reader, &client_roll, &session->clients,
			   before ? &before->clients : NULL);
	if (err && err != ERR_INVALID)
		return err;
	wrong = err ? err : wrong;
	err = service_check(reader, session, before);
	if (err && err != ERR_INVALID)
		return err;
	wrong = err ? err : wrong;
	err = texts_check(op, session);
	return err ? err : wrong;
}

enum session_state practice_session_state(const struct session *session)
{
	if (session->clients.count == 0 || session->practitioners.count == 0 ||
	    !session->service)
		return SESSION_DRAFT;
	return SESSION_OPEN;
}

static bool same_ids(const struct ids *a, const struct ids *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (a->at[i] != b->at[i])
			return false;
	}
	return true;
}

unsigned practice_session_differs(const struct session *a,
				  const struct session *b)
{
	unsigned parts = 0;

	if (a->span.start.s != b->span.start.s ||
	    a->span.end.s != b->span.end.s || !str_equal(a->zone, b->zone))
		parts |= PART_TIME;
	if (!str_equal(a->place, b->place))
		parts |= PART_PLACE;
	if (!str_equal(a->public_note, b->public_note))
		parts |= PART_PUBLIC_NOTE;
	if (!str_equal(a->private_note, b->private_note))
		parts |= PART_PRIVATE_NOTE;
	if (a->service != b->service)
		parts |= PART_SERVICE;
	if (!same_ids(&a->practitioners, &b->practitioners))
		parts |= PART_PRACTITIONERS;
	if (!same_ids(&a->clients, &b->clients))
		parts |= PART_CLIENTS;
	return parts;
}

static enum err not_permitted(struct operation *op, const char *what)
{
	return fail(op, ERR_NOT_PERMITTED, "you may not %s", what);
}

enum err practice_session_may_add(struct operation *op,
				  const struct session *session)
{
	const struct actor *actor = &op->actor;

	if (actor_is_office(actor))
		return OK;
	if (!actor_is(actor, ROLE_PRACTITIONER) || !(actor->may & MAY_CREATE))
		return not_permitted(op, "create sessions");
	if (session->practitioners.count != 1 ||
	    session->practitioners.at[0] != actor->person)
		return not_permitted(op, "create sessions of others");
	return OK;
}

enum err practice_session_may_change(struct operation *op,
				     const struct session *before,
				     unsigned parts)
{
	const struct actor *actor = &op->actor;

	if (!actor_is_office(actor)) {
		if (!practice_is_practitioner_of(actor, before) ||
		    !(actor->may & MAY_EDIT))
			return not_permitted(op, "change sessions");
		/* Whom an own draft is with is said by whoever made it. */
		if (before->state == SESSION_DRAFT &&
		    before->clients.count == 0)
			parts &= ~(unsigned)PART_CLIENTS;
		if (parts & PART_PEOPLE)
			return not_permitted(op, "change who takes part");
		if (parts & PART_SERVICE)
			return not_permitted(op, "change the service");
	}
	if (before->state == SESSION_SAVED)
		return fail(op, ERR_SESSION_SAVED,
			    "the session is saved: it can be changed after "
			    "re-opening");
	return OK;
}

enum err practice_session_open(struct reader *reader, int64_t id,
			       struct session *session)
{
	struct operation *op = store_reader_operation(reader);
	struct session found;
	enum err err = store_session_find(reader, id, &found);

	if (!err && (found.removed.s != INSTANT_MAX.s ||
		     !practice_sees_session(&op->actor, &found)))
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no such session");
	if (!err)
		*session = found;
	return err;
}
