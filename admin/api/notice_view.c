#include "admin/api/notice_view.h"

#include "admin/api/call_read.h"
#include "practice/access.h"
#include "practice/wall_time.h"

static const struct field recipient_rows[] = {
	ROW_ID("person", struct outbox_view, row.person, .see = SEE_OFFICE),
	ROW_TEXT("address", struct outbox_view, row.address, .see = SEE_OFFICE),
	{ 0 },
};

const struct field outbox_rows[] = {
	ROW_ID("id", struct outbox_view, row.id, .see = SEE_OFFICE),
	ROW_ID("session", struct outbox_view, row.session, .see = SEE_OFFICE),
	ROW_ID("invoice", struct outbox_view, row.invoice, .see = SEE_OFFICE),
	ROW_ID("run", struct outbox_view, row.run, .see = SEE_OFFICE),
	{ .name = "recipient",
	  .type = FIELD_OBJECT,
	  .see = SEE_OFFICE,
	  .fields = recipient_rows,
	  .size = sizeof(struct outbox_view) },
	ROW_CHOICE("channel", struct outbox_view, row.channel,
		   notice_channel_words, .see = SEE_OFFICE),
	ROW_CHOICE("kind", struct outbox_view, row.kind, notice_kind_words,
		   .see = SEE_OFFICE),
	ROW_INTEGER("revision", struct outbox_view, row.revision,
		    .see = SEE_OFFICE, .max = INT64_MAX),
	ROW_CHOICE("state", struct outbox_view, row.state, outbox_state_words,
		   .see = SEE_OFFICE),
	ROW_INTEGER("tries", struct outbox_view, row.tries, .see = SEE_OFFICE,
		    .max = INT32_MAX),
	ROW_INSTANT("queued_at", struct outbox_view, row.queued,
		    .see = SEE_OFFICE),
	ROW_INSTANT("next_at", struct outbox_view, row.next, .see = SEE_OFFICE),
	ROW_INSTANT("changed_at", struct outbox_view, row.changed,
		    .see = SEE_OFFICE),
	ROW_TEXT("reason", struct outbox_view, row.reason, .see = SEE_OFFICE),
	{ 0 },
};

json_t *outbox_json(struct call *call, const struct outbox *row)
{
	const struct audience office = call_audience(call);
	struct outbox_view view = { .row = *row };

	return shape_write(&office, outbox_rows, &view);
}

static json_t *client_json(struct arena *arena, const struct person *person)
{
	json_t *json = json_new(arena);

	json_put_id(json, "id", person->id);
	json_put_text(json, "code", person->code);
	json_put_text(json, "name", person->name);
	json_put_text(json, "told_by", notice_words[person->notice]);
	return json;
}

static json_t *practitioner_json(struct arena *arena,
				 const struct person *person)
{
	json_t *json = json_new(arena);

	json_put_id(json, "id", person->id);
	json_put_text(json, "login", person->login);
	json_put_text(json, "name", person->name);
	return json;
}

static json_t *notices_json(struct call *call, const struct run_item *item)
{
	json_t *list = json_new_list(call->op->arena);

	for (size_t i = 0; i < item->notice_count; i++)
		json_add(list, outbox_json(call, &item->notices[i]));
	return list;
}

json_t *run_item_json(struct call *call, const struct run_item *item,
		      bool of_run)
{
	struct arena *arena = call->op->arena;
	const char *zone = call->practice.zone;
	json_t *clients = json_new_list(arena);
	json_t *practitioners = json_new_list(arena);
	json_t *json = json_new(arena);

	for (size_t i = 0; i < item->client_count; i++)
		json_add(clients, client_json(arena, item->clients[i]));
	for (size_t i = 0; i < item->practitioner_count; i++)
		json_add(practitioners,
			 practitioner_json(arena, item->practitioners[i]));
	json_put_id(json, "id", item->session.id);
	json_put_wall(json, "start", arena,
		      practice_instant_wall(zone, item->session.span.start));
	json_put_wall(json, "end", arena,
		      practice_instant_wall(zone, item->session.span.end));
	json_put(json, "clients", clients);
	json_put(json, "practitioners", practitioners);
	if (!of_run)
		return json;
	json_put_text(json, "outcome", run_outcome_words[item->outcome]);
	json_put_text(json, "reason", item->reason);
	json_put(json, "notices", notices_json(call, item));
	return json;
}

enum err plan_json(struct call *call, const struct plan *plan, json_t **json)
{
	struct arena *arena = call->op->arena;
	json_t *made = json_new(arena), *items = json_new_list(arena);
	struct run_item *list;
	enum err err = practice_plan_known(call->reader, plan, &list);

	if (err)
		return err;
	for (size_t i = 0; i < plan->count; i++)
		json_add(items, run_item_json(call, &list[i], false));
	json_put_text(made, "hash", plan->hash);
	json_put(made, "items", items);
	*json = made;
	return OK;
}

static json_t *progress_json(struct arena *arena, const struct run_known *known)
{
	json_t *json = json_new(arena), *notices = json_new(arena);

	for (size_t i = 0; outbox_state_words[i]; i++)
		json_put_integer(notices, outbox_state_words[i],
				 (int64_t)known->notices[i]);
	json_put_integer(json, "sessions", (int64_t)known->total);
	json_put_integer(json, "settled", (int64_t)known->settled);
	json_put(json, "notices", notices);
	return json;
}

json_t *run_json(struct call *call, const struct run_known *known)
{
	struct arena *arena = call->op->arena;
	const struct run *run = &known->run;
	json_t *json = json_new(arena), *sessions = json_new_list(arena);
	json_t *practitioners = json_new_list(arena);

	for (size_t i = 0; i < run->practitioners.count; i++)
		json_add_id(practitioners, run->practitioners.at[i]);
	for (size_t i = 0; i < known->count; i++)
		json_add(sessions, run_item_json(call, &known->items[i], true));
	json_put_id(json, "id", run->id);
	json_put_instant(json, "at", arena, run->at);
	json_put_id(json, "by", run->person);
	json_put_text(json, "from", run->asked_from);
	json_put_text(json, "to", run->asked_to);
	json_put(json, "practitioners", practitioners);
	json_put_bool(json, "notify", run->notify);
	json_put_bool(json, "cancel", run->cancel);
	json_put_text(json, "message", run->message);
	json_put_text(json, "state", run_state_words[run->state]);
	json_put(json, "progress", progress_json(arena, known));
	json_put(json, "sessions", sessions);
	return json;
}
