#include "admin/api/session_view.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/session/session.h"

static const struct field CLIENT_PART[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "code", .type = FIELD_TEXT },
	{ .name = "type", .type = FIELD_TEXT },
	{ .name = "charge", .type = FIELD_MONEY },
	{ .name = "tax", .type = FIELD_MONEY },
	{ 0 },
};

static const struct field PRACTITIONER_PART[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "login", .type = FIELD_TEXT },
	{ .name = "name", .type = FIELD_TEXT },
	{ .name = "wage", .type = FIELD_MONEY },
	{ 0 },
};

const struct field SESSION_ANSWER[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "uid", .type = FIELD_TEXT },
	{ .name = "revision", .type = FIELD_INTEGER, .max = INT64_MAX },
	{ .name = "status", .type = FIELD_TEXT, .help = "draft, open, saved" },
	{ .name = "type", .type = FIELD_TEXT, .help = "null while open" },
	{ .name = "label", .type = FIELD_TEXT },
	{ .name = "map", .type = FIELD_TEXT },
	{ .name = "kind", .type = FIELD_TEXT, .help = "single, group, draft" },
	{ .name = "start", .type = FIELD_WALL },
	{ .name = "end", .type = FIELD_WALL },
	{ .name = "tzid", .type = FIELD_TEXT },
	{ .name = "start_utc", .type = FIELD_INSTANT },
	{ .name = "service", .type = FIELD_ID },
	{ .name = "practitioners",
	  .type = FIELD_LIST,
	  .fields = PRACTITIONER_PART },
	{ .name = "clients", .type = FIELD_LIST, .fields = CLIENT_PART },
	{ .name = "place", .type = FIELD_TEXT },
	{ .name = "public_note", .type = FIELD_TEXT, .max = 10000 },
	{ .name = "private_note", .type = FIELD_TEXT, .max = 10000 },
	{ .name = "conflicts", .type = FIELD_TEXTS },
	{ .name = "schedule", .type = FIELD_ID },
	{ .name = "saved_at", .type = FIELD_INSTANT },
	{ .name = "saved_by", .type = FIELD_ID },
	{ .name = "channel", .type = FIELD_TEXT },
	{ .name = "reason", .type = FIELD_TEXT },
	{ .name = "removed_at", .type = FIELD_INSTANT },
	{ 0 },
};

static bool is_own(const struct call *call, json_t *part)
{
	const char *id = json_string_value(json_object_get(part, "id"));
	int64_t number;

	return id && str_to_int64(id, &number) &&
	       number == call->op->actor.person;
}

/** A practitioner sees their own wage and no charge. */
static void for_practitioner(struct call *call, json_t *json)
{
	size_t index;
	json_t *part;

	json_array_foreach (json_object_get(json, "clients"), index, part) {
		json_object_del(part, "charge");
		json_object_del(part, "tax");
	}
	json_array_foreach (json_object_get(json, "practitioners"), index,
			    part) {
		if (!is_own(call, part))
			json_object_del(part, "wage");
	}
	json_object_del(json, "reason");
}

/** A client sees how it ended for them, and nobody else. */
static void for_client(struct call *call, json_t *json)
{
	/* saved_at moves when another's ending does. */
	static const char *const hidden[] = { "private_note", "reason",
					      "conflicts",    "saved_by",
					      "saved_at",     "channel",
					      "schedule",     "revision" };
	json_t *clients = json_object_get(json, "clients");
	size_t index = 0;
	json_t *part;

	while ((part = json_array_get(clients, index))) {
		if (!is_own(call, part)) {
			json_array_remove(clients, index);
			continue;
		}
		json_put(json, "type", json_object_get(part, "type"));
		index++;
	}
	json_array_foreach (json_object_get(json, "practitioners"), index,
			    part) {
		json_object_del(part, "wage");
	}
	for (size_t i = 0; i < ARRAY_SIZE(hidden); i++)
		json_object_del(json, hidden[i]);
	json_object_del(json, "label");
	json_object_del(json, "map");
	json_put_text(json, "kind", "single");
}

/** Roles are of a session: who works here may be a client there. */
static bool takes_it(const struct call *call, json_t *json)
{
	size_t index;
	json_t *part;

	json_array_foreach (json_object_get(json, "practitioners"), index,
			    part) {
		if (is_own(call, part))
			return true;
	}
	return false;
}

static enum err put_names(struct call *call, json_t *json)
{
	size_t index;
	json_t *part;

	json_array_foreach (json_object_get(json, "practitioners"), index,
			    part) {
		struct person person;
		int64_t id = 0;
		enum err err;

		if (!str_to_int64(
			    json_string_value(json_object_get(part, "id")),
			    &id))
			continue;
		err = store_person_load(call->reader, id, &person);
		if (err)
			return err;
		json_put_text(part, "login", person.login);
		json_put_text(part, "name", person.name);
	}
	return OK;
}

enum err session_view_text(struct call *call, const char *text, json_t **json)
{
	const struct actor *actor = &call->op->actor;
	json_t *made = json_read(call->op->arena, text);
	enum err err;

	if (!made)
		return fail(call->op, ERR_STORAGE,
			    "The session's history cannot be read.");
	err = put_names(call, made);
	if (err)
		return err;
	if (!actor_is_office(actor)) {
		if (takes_it(call, made))
			for_practitioner(call, made);
		else
			for_client(call, made);
	}
	*json = made;
	return OK;
}

enum err session_view(struct call *call, const struct session *session,
		      json_t **json)
{
	const char *text;
	enum err err =
		practice_session_json(call->reader, session, false, &text);

	return err ? err : session_view_text(call, text, json);
}

enum err session_of_path(struct call *call, struct session *session)
{
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = store_session_find(call->reader, id, session);
	if (!err && (!practice_sees_session(&call->op->actor, session) ||
		     (session->removed.s != INSTANT_MAX.s &&
		      !actor_is_office(&call->op->actor))))
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "There is no session '%s'.",
			    call->words[0]);
	return err;
}

static enum err read_one(struct call *call, int64_t id, json_t **json)
{
	struct session session;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = store_session_find(call->reader, id, &session);
	if (!err)
		err = session_view(call, &session, json);
	store_reader_end(call->reader);
	return err;
}

enum err session_answer(struct call *call, int64_t id, bool created)
{
	json_t *json;
	enum err err = read_one(call, id, &json);

	if (err)
		return err;
	return created ? call_created(call, json) : call_answer(call, json);
}

void session_current(struct call *call, int64_t id)
{
	struct failure failure = call->op->failure;
	json_t *json;

	if (read_one(call, id, &json) == OK)
		call->current = json;
	call->op->failure = failure;
}
