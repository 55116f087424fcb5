#include "admin/api/routes_closures.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/session_view.h"
#include "base/str.h"
#include "practice/session/closure.h"
#include "practice/wall_time.h"
#include "store/clash.h"
#include "store/session_list.h"

static const struct field NEW[] = {
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 255 },
	{ .name = "from",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 25,
	  .help = "a day; of a span of hours a wall time" },
	{ .name = "to",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 25,
	  .help = "days: inclusive; hours: exclusive" },
	{ .name = "all_day", .type = FIELD_BOOL, .flags = FIELD_REQUIRED },
	{ 0 },
};

static const struct field CHANGE[] = {
	{ .name = "title", .type = FIELD_TEXT, .max = 255 },
	{ .name = "from", .type = FIELD_TEXT, .max = 25 },
	{ .name = "to", .type = FIELD_TEXT, .max = 25 },
	{ .name = "all_day", .type = FIELD_BOOL },
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .min = 1,
	  .max = INT64_MAX },
	{ 0 },
};

static const struct field ANSWER[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "uid", .type = FIELD_TEXT },
	{ .name = "revision", .type = FIELD_INTEGER, .max = INT64_MAX },
	{ .name = "title", .type = FIELD_TEXT },
	{ .name = "from", .type = FIELD_TEXT },
	{ .name = "to", .type = FIELD_TEXT },
	{ .name = "all_day", .type = FIELD_BOOL },
	{ .name = "affected",
	  .type = FIELD_TEXTS,
	  .help = "ids of the sessions on it; the office only" },
	{ 0 },
};

static void put_bounds(struct call *call, json_t *json,
		       const struct closure *closure)
{
	struct arena *arena = call->op->arena;
	const char *zone = closure->zone ? closure->zone : call->practice.zone;

	if (closure->all_day) {
		json_put_day(json, "from", call->op->arena, closure->from);
		json_put_day(json, "to", call->op->arena, closure->to);
		return;
	}
	json_put_text(json, "from",
		      wall_text(arena, practice_instant_wall(
					       zone, closure->span.start)));
	json_put_text(json, "to",
		      wall_text(arena, practice_instant_wall(
					       zone, closure->span.end)));
}

/* Ids of the sessions on it, canceled ones left out: they clash no more. */
static enum err put_affected(struct call *call, json_t *json,
			     const struct closure *closure)
{
	struct session_filter filter = { .span = closure->span };
	json_t *ids = json_new_list(call->op->arena);
	struct session *list;
	size_t count;
	enum err err = store_session_list(call->reader, &filter, &list, &count);

	json_put(json, "affected", ids);
	for (size_t i = 0; !err && i < count; i++) {
		struct clash *clashes;
		size_t clash_count;

		err = store_clash_list(call->reader, list[i].id, &clashes,
				       &clash_count);
		for (size_t j = 0; !err && j < clash_count; j++)
			if (clashes[j].with_closure &&
			    str_equal(clashes[j].uid, closure->uid))
				json_add_id(ids, list[i].id);
	}
	return err;
}

/* Everyone sees closures; who is affected is the office's to know (S46). */
static enum err closure_json(struct call *call, const struct closure *closure,
			     json_t **json)
{
	json_t *made = json_new(call->op->arena);

	json_put_id(made, "id", closure->id);
	json_put_text(made, "uid", closure->uid);
	json_put_integer(made, "revision", closure->revision);
	json_put_text(made, "title", closure->title);
	put_bounds(call, made, closure);
	json_put_bool(made, "all_day", closure->all_day);
	*json = made;
	if (!actor_is_office(&call->op->actor))
		return OK;
	return put_affected(call, made, closure);
}

static enum err list_fill(struct call *call, json_t *items,
			  int64_t *next UNUSED)
{
	struct span span = { INSTANT_MIN, INSTANT_MAX };
	struct closure *list;
	size_t count;
	enum err err = call_span(call, &span);

	if (!err)
		err = store_closure_list(call->reader, span, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		json_t *json;

		err = closure_json(call, &list[i], &json);
		if (!err)
			json_add(items, json);
	}
	return err;
}

static enum err closures_list(struct call *call)
{
	return call_list_read(call, list_fill);
}

static enum err answer(struct call *call, int64_t id, bool created)
{
	struct closure closure;
	json_t *json;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = store_closure_find(call->reader, id, &closure);
	if (!err)
		err = closure_json(call, &closure, &json);
	store_reader_end(call->reader);
	if (err)
		return err;
	return created ? call_created(call, json) : call_answer(call, json);
}

static enum err bad_bound(struct call *call, const char *name, bool all_day,
			  const char *text)
{
	return fail_field(call->op, name, all_day ? "not-a-day" : "not-a-time",
			  all_day ? "'%s' is not a day such as 2026-06-08."
				  : "'%s' is not a time such as "
				    "2026-06-08T16:00.",
			  text);
}

static void day_bound(struct call *call, const char *name, struct day *day)
{
	const char *text;

	if (call_text(call, name, &text) && !day_parse(text, day) &&
	    bad_bound(call, name, true, text))
		return;
}

static void hour_bound(struct call *call, const char *name, const char *zone,
		       struct instant *instant)
{
	const char *text;
	struct wall wall;

	if (!call_text(call, name, &text))
		return;
	if ((!wall_parse(text, &wall) ||
	     !practice_wall_instant(&call->practice, zone, wall, instant)) &&
	    bad_bound(call, name, false, text))
		return;
}

/* The body's fields over one that stands, or over an empty one. */
static enum err closure_apply(void *row, void *context)
{
	struct call *call = context;
	struct closure *closure = row;
	bool was_all_day = closure->all_day;

	call_text(call, "title", &closure->title);
	call_bool(call, "all_day", &closure->all_day);
	if (closure->all_day) {
		day_bound(call, "from", &closure->from);
		day_bound(call, "to", &closure->to);
	} else {
		if (!closure->zone)
			closure->zone = call->practice.zone;
		hour_bound(call, "from", closure->zone, &closure->span.start);
		hour_bound(call, "to", closure->zone, &closure->span.end);
	}
	if (closure->id && was_all_day != closure->all_day &&
	    (!call_has(call, "from") || !call_has(call, "to")))
		return fail_field(call->op, "from", "missing",
				  "Days and hours are written differently: "
				  "please give from and to with all_day.");
	return call_go_on(call);
}

static enum err closures_add(struct call *call)
{
	struct closure closure = { 0 };
	enum err err = closure_apply(&closure, call);

	if (!err)
		err = practice_closure_add(call->op, call->store, &closure);
	return err ? err : answer(call, closure.id, true);
}

static enum err load(struct call *call, struct closure *closure)
{
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = store_closure_find(call->reader, id, closure);
	store_reader_end(call->reader);
	if (!err && closure->removed.s != INSTANT_MAX.s)
		err = ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "There is no closure '%s'.",
			    call->words[0]);
	return err;
}

/* For a 409: the closure as it is. */
static void current(struct call *call, int64_t id)
{
	struct failure failure = call->op->failure;
	struct closure closure;
	json_t *json;

	if (store_reader_begin(call->reader, call->op) == OK) {
		if (store_closure_find(call->reader, id, &closure) == OK &&
		    closure_json(call, &closure, &json) == OK)
			call->current = json;
		store_reader_end(call->reader);
	}
	call->op->failure = failure;
}

static enum err closures_change(struct call *call)
{
	struct edit edit = { .revision = call_revision(call),
			     .apply = closure_apply,
			     .context = call };
	struct closure closure;
	enum err err = load(call, &closure);

	if (err)
		return err;
	edit.id = closure.id;
	err = practice_closure_change(call->op, call->store, &edit);
	if (err == ERR_CONFLICT)
		current(call, closure.id);
	return err ? err : answer(call, closure.id, false);
}

static enum err closures_remove(struct call *call)
{
	struct closure closure;
	enum err err = load(call, &closure);

	if (!err)
		err = practice_closure_remove(call->op, call->store,
					      closure.id);
	return err ? err : call_nothing(call);
}

static const struct route ROWS[] = {
	{ "GET", "/api/closures", ROLES_ALL, closures_list, NULL, ANSWER, true,
	  "closures by start; ?from=&to=" },
	{ "POST", "/api/closures", ROLES_OFFICE, closures_add, NEW, ANSWER,
	  false, "shut the practice for days or hours" },
	{ "PATCH", "/api/closures/{id}", ROLES_OFFICE, closures_change, CHANGE,
	  ANSWER, false, "change a closure" },
	{ "DELETE", "/api/closures/{id}", ROLES_OFFICE, closures_remove, NULL,
	  NULL, false, "remove a closure" },
};

const struct routes routes_closures = { ROWS, ARRAY_SIZE(ROWS) };
