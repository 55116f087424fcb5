#include "admin/api/routes_audit.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/person_view.h"
#include "base/str.h"
#include "practice/booking/review.h"
#include "store/audit.h"
#include "store/review.h"

static const char *const states[] = { "waiting", "accepted", "undone", NULL };

static const struct field audit_fields[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "at", .type = FIELD_INSTANT },
	{ .name = "who", .type = FIELD_TEXT, .help = "null: the system" },
	{ .name = "channel", .type = FIELD_TEXT },
	{ .name = "device", .type = FIELD_TEXT },
	{ .name = "action", .type = FIELD_TEXT, .help = "session.save" },
	{ .name = "object", .type = FIELD_TEXT, .help = "session:12" },
	{ .name = "before", .type = FIELD_ANY },
	{ .name = "after", .type = FIELD_ANY },
	{ 0 },
};

static const struct field review_fields[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "kind", .type = FIELD_TEXT },
	{ .name = "session", .type = FIELD_ID },
	{ .name = "person",
	  .type = FIELD_TEXT,
	  .help = "whose gesture it was" },
	{ .name = "text", .type = FIELD_TEXT },
	{ .name = "at", .type = FIELD_INSTANT },
	{ .name = "state", .type = FIELD_CHOICE, .choices = states },
	{ 0 },
};

/* Rows hold JSON in text. */
static void put_record(struct arena *arena, json_t *json, const char *name,
		       const char *text)
{
	json_t *value = json_read(arena, text);

	if (value)
		json_put(json, name, value);
	else
		json_put_text(json, name, text);
}

static enum err audit_json(struct call *call, const struct audit *audit,
			   json_t **json)
{
	json_t *made = json_new(call->op->arena);

	json_put_id(made, "id", audit->id);
	json_put_instant(made, "at", call->op->arena, audit->at);
	json_put_text(made, "channel", audit->channel);
	json_put_text(made, "device", audit->device);
	json_put_text(made, "action", audit->action);
	json_put_text(made, "object",
		      arena_printf(call->op->arena, "%s:%lld",
				   audit->object_kind,
				   (long long)audit->object));
	put_record(call->op->arena, made, "before", audit->before);
	put_record(call->op->arena, made, "after", audit->after);
	*json = made;
	return put_person(call, made, "who", audit->who);
}

/* ?object=session or session:12; kind NULL: any. */
static enum err object_asked(struct call *call, const char **kind,
			     int64_t *object)
{
	const char *text = call_query(call, "object");
	struct slice rest = slice_of(text);
	struct slice word;

	*kind = NULL;
	*object = 0;
	if (str_empty(text))
		return OK;
	word = slice_cut(&rest, ':');
	if (!word.len ||
	    (rest.at && (!str_to_int64(rest.at, object) || *object <= 0)))
		return fail_field(call->op, "object", "unknown",
				  "An object is a kind, or a kind and an id: "
				  "session:12.");
	*kind = slice_dup(call->op->arena, word);
	return OK;
}

static enum err audit_page(struct call *call, json_t *items, int64_t *next)
{
	struct audit *list;
	const char *kind;
	int64_t object, cursor;
	size_t limit, count = 0;
	enum err err = call_page(call, &limit, &cursor);

	if (!err)
		err = object_asked(call, &kind, &object);
	if (!err)
		err = store_audit_list(call->reader, kind, object, cursor,
				       limit + 1, &list, &count);
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		json_t *json;

		err = audit_json(call, &list[i], &json);
		if (!err)
			json_add(items, json);
	}
	if (!err && count > limit)
		*next = list[limit - 1].id;
	return err;
}

static enum err review_json(struct call *call, const struct review *review,
			    json_t **json)
{
	json_t *made = json_new(call->op->arena);

	json_put_id(made, "id", review->id);
	json_put_text(made, "kind", review->kind);
	json_put_id(made, "session", review->session);
	json_put_text(made, "text", review->text);
	json_put_instant(made, "at", call->op->arena, review->at);
	json_put_text(made, "state", review->state);
	*json = made;
	return put_person(call, made, "person", review->person);
}

/* ?state= of one state, or all; absent: what waits. */
static enum err state_asked(struct call *call, const char **state)
{
	const char *text = call_query(call, "state");

	*state = states[0];
	if (str_empty(text))
		return OK;
	*state = NULL;
	if (str_equal(text, "all"))
		return OK;
	for (size_t i = 0; states[i]; i++) {
		if (str_equal(text, states[i])) {
			*state = states[i];
			return OK;
		}
	}
	return fail_field(call->op, "state", "not-a-choice",
			  "state is waiting, accepted, undone or all.");
}

static enum err review_page(struct call *call, json_t *items, int64_t *next)
{
	struct review *list;
	const char *state;
	int64_t cursor;
	size_t limit, count = 0;
	enum err err = call_page(call, &limit, &cursor);

	if (!err)
		err = state_asked(call, &state);
	if (!err)
		err = store_review_list(call->reader, state, cursor, limit + 1,
					&list, &count);
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		json_t *json;

		err = review_json(call, &list[i], &json);
		if (!err)
			json_add(items, json);
	}
	if (!err && count > limit)
		*next = list[limit - 1].id;
	return err;
}

static enum err review_one(struct call *call, int64_t id, json_t **json)
{
	struct review review;
	enum err err = store_review_find(call->reader, id, &review);

	return err ? err : review_json(call, &review, json);
}

static enum err settle(struct call *call, bool undo)
{
	json_t *json;
	int64_t id;
	enum err err = call_id(call, 0, &id), again;

	if (!err)
		err = practice_review_settle(call->op, call->store, id, undo);
	if (err && err != ERR_CONFLICT)
		return err;
	again = frame_read(call, review_one, id, &json);
	if (again)
		return again;
	if (!err)
		return call_answer(call, json);
	call->current = json;
	return err;
}

static enum err review_accept(struct call *call)
{
	return settle(call, false);
}

static enum err review_undo(struct call *call)
{
	return settle(call, true);
}

static const struct route rows[] = {
	{ "GET", "/api/audit", ROLES_OFFICE, LIST(audit_page), NULL,
	  audit_fields, true,
	  "what changed, newest first; ?object=session:12" },
	{ "GET", "/api/review", ROLES_OFFICE, LIST(review_page), NULL,
	  review_fields, true,
	  "what waits for a person, newest first; ?state=" },
	{ "POST", "/api/review/{id}/accept", ROLES_OFFICE, RUN(review_accept),
	  NULL, review_fields, false, "what was done stands" },
	{ "POST", "/api/review/{id}/undo", ROLES_OFFICE, RUN(review_undo), NULL,
	  review_fields, false, "take back what was done" },
};

const struct routes routes_audit = { rows, ARRAY_SIZE(rows) };
