#include "admin/api/session_body.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/unmet.h"
#include "base/str.h"
#include "practice/session/session.h"
#include "practice/wall_time.h"

/* Note a wrong field; more may follow. */
static void wrong(struct call *call, const char *field, const char *code,
		  const char *message)
{
	(void)fail_field(call->op, field, code, "%s", message);
}

/* Whom a word of the field names. */
static void read_person(struct call *call, const char *field, const char *word,
			struct ids *found)
{
	struct failure before = call->op->failure;
	struct person person;

	if (call_person_met(call, word, &person) == OK) {
		found->at[found->count++] = person.id;
		return;
	}
	call->op->failure = before;
	if (str_equal(field, "clients") && !actor_is_office(&call->op->actor)) {
		unmet_note(call, word);
		return;
	}
	wrong(call, field, "unknown",
	      arena_printf(call->op->arena, "There is nobody called '%s'.",
			   word));
}

bool session_people(struct call *call, const char *field, struct ids *ids)
{
	json_t *list = json_object_get(call->body, field);
	struct ids found = { 0 };

	if (!json_is_array(list))
		return false;
	found.at = arena_array(call->op->arena, json_array_size(list),
			       sizeof(*found.at));
	for (size_t i = 0; i < json_array_size(list); i++)
		read_person(call, field,
			    json_string_value(json_array_get(list, i)), &found);
	*ids = found;
	return true;
}

/* As many as a session has: who is not met must not be told by that. */
static enum err read_clients(struct call *call, struct terms_sent *sent)
{
	struct ids *clients = &sent->terms.clients;

	unmet_begin(call);
	if (!session_people(call, "clients", clients))
		return OK;
	sent->parts |= PART_CLIENTS;
	if (clients->count + call->unmet.count > PRACTICE_PEOPLE_LIMIT)
		wrong(call, "clients", "people-too-many",
		      arena_printf(call->op->arena,
				   "A session has at most %d clients.",
				   PRACTICE_PEOPLE_LIMIT));
	return unmet_join(call, clients);
}

static void texts_read(struct call *call, struct terms_sent *sent)
{
	for (const struct terms_text *text = terms_texts; text->name; text++)
		if (call_text_or_null(call, text->name,
				      terms_text_of(text, &sent->terms)))
			sent->parts |= text->part;
}

enum err session_terms_read(struct call *call, struct terms_sent *sent)
{
	struct session_terms *terms = &sent->terms;
	enum err err = store_reader_begin(call->reader, call->op);

	*sent = (struct terms_sent){ 0 };
	if (err)
		return err;
	if (call_has(call, "service") &&
	    !call_id_field(call, "service", &terms->service))
		sent->parts |= PART_SERVICE;
	if (session_people(call, "practitioners", &terms->practitioners))
		sent->parts |= PART_PRACTITIONERS;
	err = read_clients(call, sent);
	texts_read(call, sent);
	store_reader_end(call->reader);
	return err ? err : call_go_on(call);
}

static bool same_wall(const struct wall *a, const struct wall *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day &&
	       a->hour == b->hour && a->minute == b->minute &&
	       a->second == b->second;
}

/* False where there is no such zone. What is sent as it stands is no change:
 * of an hour that comes twice it stays the second (S15). */
static bool time_field(struct call *call, const char *name, const char *tzid,
		       struct instant *instant)
{
	struct instant before = *instant;
	struct wall wall, stands;

	if (!call_wall(call, name, &wall))
		return true;
	if (!practice_wall_instant(&call->practice, tzid, wall, instant))
		return false;
	stands = practice_instant_wall(tzid, before);
	if (same_wall(&wall, &stands))
		*instant = before;
	return true;
}

void session_times(struct call *call, struct session *session)
{
	int64_t length = session->span.end.s - session->span.start.s;
	bool known;

	if (call_text(call, "tzid", &session->zone) || !session->zone)
		session->zone =
			session->zone ? session->zone : call->practice.zone;
	known = time_field(call, "start", session->zone, &session->span.start);
	if (call_has(call, "end"))
		known &= time_field(call, "end", session->zone,
				    &session->span.end);
	else
		session->span.end.s = session->span.start.s + length;
	if (!known)
		wrong(call, "tzid", "zone-unknown",
		      arena_printf(call->op->arena,
				   "There is no time zone '%s'; one is "
				   "America/Toronto.",
				   session->zone));
}
