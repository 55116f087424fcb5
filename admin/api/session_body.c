#include "admin/api/session_body.h"

#include "base/str.h"
#include "practice/wall_time.h"

/** Note a wrong field; more may follow. */
static void wrong(struct call *call, const char *field, const char *code,
		  const char *message)
{
	if (fail_field(call->op, field, code, "%s", message))
		return;
}

void session_people(struct call *call, const char *field, struct ids *ids)
{
	json_t *list = json_object_get(call->body, field);
	struct ids found = { 0 };
	size_t index;
	json_t *item;

	if (!json_is_array(list))
		return;
	found.at = arena_array(call->op->arena, json_array_size(list),
			       sizeof(*found.at));
	json_array_foreach (list, index, item) {
		struct failure before = call->op->failure;
		struct person person;

		if (call_person(call, json_string_value(item), &person) == OK) {
			found.at[found.count++] = person.id;
			continue;
		}
		call->op->failure = before;
		wrong(call, field, "unknown",
		      arena_printf(call->op->arena,
				   "There is nobody called '%s'.",
				   json_string_value(item)));
	}
	*ids = found;
}

static void text_field(struct call *call, const char *name, const char **text)
{
	if (call_has(call, name) && !call_text(call, name, text))
		*text = NULL;
}

void session_fields(struct call *call, struct session_terms *terms)
{
	if (call_id_field(call, "service", &terms->service))
		terms->service = 0;
	session_people(call, "practitioners", &terms->practitioners);
	session_people(call, "clients", &terms->clients);
	text_field(call, "place", &terms->place);
	text_field(call, "public_note", &terms->public_note);
	text_field(call, "private_note", &terms->private_note);
}

/** False where there is no such zone. */
static bool time_field(struct call *call, const char *name, const char *tzid,
		       struct instant *instant)
{
	struct wall wall;

	return !call_wall(call, name, &wall) ||
	       practice_wall_instant(&call->practice, tzid, wall, instant);
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
