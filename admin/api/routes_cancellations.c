#include "admin/api/routes_cancellations.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/notice_view.h"
#include "admin/api/session_body.h"
#include "practice/notice/run.h"

/* Longer than both a day and a wall time. */
#define BOUND_LONGEST 25

#define ASKED                                                                \
	{ .name = "from",                                                    \
	  .type = FIELD_TEXT,                                                \
	  .flags = FIELD_REQUIRED,                                           \
	  .max = BOUND_LONGEST,                                              \
	  .help = "a day, or a wall time" },                                 \
		{ .name = "to",                                              \
		  .type = FIELD_TEXT,                                        \
		  .flags = FIELD_NULLABLE,                                   \
		  .max = BOUND_LONGEST,                                      \
		  .help = "days: inclusive, and from where it is left out; " \
			  "times: exclusive" },                              \
	{                                                                    \
		.name = "practitioners", .type = FIELD_TEXTS, .max = 100,    \
		.help = "logins or ids; none: all"                           \
	}

static const struct field plan_fields[] = { ASKED, { 0 } };

static const struct field apply_fields[] = {
	ASKED,
	{ .name = "hash",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 64,
	  .help = "the preview's" },
	{ .name = "notify", .type = FIELD_BOOL, .help = "tell the clients" },
	{ .name = "cancel", .type = FIELD_BOOL, .help = "end them canceled" },
	{ .name = "message",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = PRACTICE_RUN_MESSAGE,
	  .help = "for the notices" },
	{ 0 },
};

/* The reader has not begun. */
static enum err read_ask(struct call *call, struct plan_ask *ask)
{
	enum err err = store_reader_begin(call->reader, call->op);

	*ask = (struct plan_ask){ .from = NULL };
	if (err)
		return err;
	call_text(call, "from", &ask->from);
	call_text(call, "to", &ask->to);
	session_people(call, "practitioners", &ask->practitioners);
	store_reader_end(call->reader);
	return call_go_on(call);
}

static enum err read_plan(struct call *call, const struct plan_ask *ask,
			  json_t **json)
{
	struct plan plan;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = practice_plan(call->reader, ask, &plan);
	if (!err)
		err = plan_json(call, &plan, json);
	store_reader_end(call->reader);
	return err;
}

static enum err preview_post(struct call *call)
{
	struct plan_ask ask;
	json_t *json;
	enum err err = read_ask(call, &ask);

	if (!err)
		err = read_plan(call, &ask, &json);
	return err ? err : call_answer(call, json);
}

static enum err run_one(struct call *call, int64_t id, json_t **json)
{
	struct run_known known;
	enum err err =
		practice_run_known(call->reader, id, 0, SIZE_MAX, &known);

	if (!err)
		*json = run_json(call, &known);
	return err;
}

/* For a 409: the list as it is now. */
static void current_plan(struct call *call, const struct plan_ask *ask)
{
	struct failure failure = call->op->failure;
	json_t *json;

	if (read_plan(call, ask, &json) == OK)
		call->current = json;
	call->op->failure = failure;
}

static enum err runs_apply(struct call *call)
{
	struct run_ask ask = { .hash = NULL };
	int64_t run = 0;
	enum err err = read_ask(call, &ask.plan);

	if (err)
		return err;
	call_text(call, "hash", &ask.hash);
	call_text(call, "message", &ask.message);
	call_bool(call, "notify", &ask.notify);
	call_bool(call, "cancel", &ask.cancel);
	err = practice_run_apply(call->op, call->store, &ask, &run);
	if (err == ERR_CONFLICT)
		current_plan(call, &ask.plan);
	return err ? err : frame_answer(call, run_one, run, true);
}

static enum err runs_undo(struct call *call)
{
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = practice_run_undo(call->op, call->store, id);
	if (err == ERR_CONFLICT)
		frame_current(call, run_one, id);
	return err ? err : frame_answer(call, run_one, id, false);
}

static enum err runs_fill(struct call *call, json_t *items, int64_t *next)
{
	struct run *list;
	int64_t cursor;
	size_t limit, count = 0;
	enum err err = call_page(call, &limit, &cursor);

	if (!err)
		err = store_run_list(call->reader, cursor, limit + 1, &list,
				     &count);
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		struct run_known known;
		json_t *json;

		err = practice_run_known(call->reader, list[i].id, 0, 0,
					 &known);
		if (err)
			return err;
		json = run_json(call, &known);
		json_object_del(json, "sessions");
		json_add(items, json);
	}
	if (!err && count > limit)
		*next = list[limit - 1].id;
	return err;
}

static const struct route rows[] = {
	{ "POST", "/api/cancellations/preview", ROLES_OFFICE, RUN(preview_post),
	  plan_fields, plan_rows, false,
	  "the open sessions that it concerns, and the hash of that list" },
	{ "GET", "/api/cancellations", ROLES_OFFICE, LIST(runs_fill), NULL,
	  run_rows, true, "runs, the newest first, without their sessions" },
	{ "POST", "/api/cancellations", ROLES_OFFICE, RUN(runs_apply),
	  apply_fields, run_rows, false,
	  "notify, cancel, or both; 409 when the list changed" },
	{ "GET", "/api/cancellations/{id}", ROLES_OFFICE, ONE(run_one), NULL,
	  run_rows, false,
	  "a run: what became of each session, and its notices" },
	{ "POST", "/api/cancellations/{id}/undo", ROLES_OFFICE, RUN(runs_undo),
	  NULL, run_rows, false, "take back what nobody changed since" },
};

const struct routes routes_cancellations = { rows, ARRAY_SIZE(rows) };
