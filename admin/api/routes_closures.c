#include "admin/api/routes_closures.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "base/shape_read.h"
#include "practice/access.h"
#include "practice/session/closure.h"
#include "practice/session/closure_known.h"
#include "practice/wall_time.h"

static enum err closure_json(struct call *call, const struct closure *closure,
			     json_t **json)
{
	struct closure_known known;
	enum err err = closure_known_to(call->reader, &call->practice, closure,
					&known);

	if (!err)
		*json = closure_known_json(call->op->arena, &known);
	return err;
}

static enum err list_fill(struct call *call, json_t *items,
			  int64_t *next UNUSED)
{
	struct span span = WHOLE_TIME;
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

static enum err closure_one(struct call *call, int64_t id, json_t **json)
{
	struct closure closure;
	enum err err = store_closure_find(call->reader, id, &closure);

	return err ? err : closure_json(call, &closure, json);
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

static void day_bound(struct call *call, const char *name, const char *text,
		      struct day *day)
{
	if (text && !day_parse(text, day) && bad_bound(call, name, true, text))
		return;
}

static void hour_bound(struct call *call, const char *name, const char *text,
		       const char *zone, struct instant *instant)
{
	struct wall wall;

	if (!text)
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
	const struct audience sender = { call->op->arena, call->digits,
					 SEE_OFFICE };
	struct closure_known sent = { .closure = *closure };
	bool was_all_day = closure->all_day;

	shape_read(&sender, closure_rows, call->body, &sent);
	*closure = sent.closure;
	if (closure->all_day) {
		day_bound(call, "from", sent.from, &closure->from);
		day_bound(call, "to", sent.to, &closure->to);
	} else {
		if (!closure->zone)
			closure->zone = call->practice.zone;
		hour_bound(call, "from", sent.from, closure->zone,
			   &closure->span.start);
		hour_bound(call, "to", sent.to, closure->zone,
			   &closure->span.end);
	}
	if (closure->id && was_all_day != closure->all_day &&
	    (!sent.from || !sent.to))
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
	return err ? err : frame_answer(call, closure_one, closure.id, true);
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
		frame_current(call, closure_one, closure.id);
	return err ? err : frame_answer(call, closure_one, closure.id, false);
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

static const struct route rows[] = {
	{ "GET", "/api/closures", ROLES_ALL, LIST(list_fill), NULL,
	  closure_rows, true, "closures by start; ?from=&to=" },
	{ "POST", "/api/closures", ROLES_OFFICE, RUN(closures_add),
	  closure_rows, closure_rows, false,
	  "shut the practice for days or hours" },
	{ "PATCH", "/api/closures/{id}", ROLES_OFFICE, RUN(closures_change),
	  closure_rows, closure_rows, false, "change a closure" },
	{ "DELETE", "/api/closures/{id}", ROLES_OFFICE, RUN(closures_remove),
	  NULL, NULL, false, "remove a closure" },
};

const struct routes routes_closures = { rows, ARRAY_SIZE(rows) };
