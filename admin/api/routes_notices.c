#include "admin/api/routes_notices.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/money_view.h"
#include "practice/notice/message.h"
#include "practice/notice/trial.h"

static const struct field preview_fields[] = {
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED,
	  .choices = notice_kind_words },
	{ .name = "session", .type = FIELD_ID, .flags = FIELD_NULLABLE },
	{ .name = "client",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 100,
	  .help = "code, login or id" },
	{ .name = "subject",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 200,
	  .help = "in place of what stands" },
	{ .name = "text",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 5000 },
	{ .name = "sms",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 500 },
	{ 0 },
};

static const struct field shown_fields[] = {
	{ .name = "subject", .type = FIELD_TEXT, .see = SEE_ALL },
	{ .name = "text", .type = FIELD_TEXT, .see = SEE_ALL },
	{ .name = "html", .type = FIELD_TEXT, .see = SEE_ALL },
	{ .name = "sms", .type = FIELD_TEXT, .see = SEE_ALL },
	{ .name = "parts",
	  .type = FIELD_INTEGER,
	  .see = SEE_ALL,
	  .max = 2,
	  .help = "in which the text message goes" },
	{ .name = "ics",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .see = SEE_ALL },
	{ 0 },
};

static json_t *message_json(struct arena *arena,
			    const struct notice_message *message)
{
	json_t *json = json_new(arena);

	json_put_text(json, "subject", message->subject);
	json_put_text(json, "text", message->text);
	json_put_text(json, "html", message->html);
	json_put_text(json, "sms", message->sms);
	json_put_integer(json, "parts", (int64_t)message->parts);
	json_put_text(json, "ics", message->ics);
	return json;
}

static enum err preview(struct call *call)
{
	struct preview_ask ask = { .kind = NOTICE_CANCELED };
	struct notice_message message;
	int kind = 0;
	enum err err = call_id_field(call, "session", &ask.session);

	if (!err && call_has(call, "client"))
		err = client_field(call, "client", &ask.client);
	if (err)
		return err;
	if (call_choice(call, "kind", &kind))
		ask.kind = (enum notice_kind)kind;
	call_text(call, "subject", &ask.subject);
	call_text(call, "text", &ask.text);
	call_text(call, "sms", &ask.sms);
	err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = practice_notice_preview(call->reader, &ask, &message);
	store_reader_end(call->reader);
	return err ? err
		   : call_answer(call, message_json(call->op->arena, &message));
}

static const struct field trial_fields[] = {
	{ .name = "channel",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED,
	  .choices = notice_channel_words },
	{ .name = "address",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 254 },
	{ 0 },
};

static const struct field tried_fields[] = {
	{ .name = "state", .type = FIELD_TEXT, .see = SEE_ALL },
	{ .name = "reason",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .see = SEE_ALL },
	{ .name = "conversation",
	  .type = FIELD_TEXTS,
	  .see = SEE_ALL,
	  .help = "what was said, without secrets" },
	{ 0 },
};

static enum err try_it(struct call *call)
{
	struct notice_trial trial = { .channel = NOTICE_BY_EMAIL };
	json_t *json = json_new(call->op->arena);
	json_t *lines = json_new_list(call->op->arena);
	int channel = 0;
	enum err err;

	if (call_choice(call, "channel", &channel))
		trial.channel = (enum notice_channel)channel;
	call_text(call, "address", &trial.address);
	if (!call->trial)
		return fail(call->op, ERR_CONFLICT,
			    "Nothing is sent from here.");
	err = call->trial(call->trial_context, call->op, call->reader, &trial);
	if (err)
		return err;
	for (size_t i = 0; i < trial.line_count; i++)
		json_add_text(lines, trial.lines[i]);
	json_put_text(json, "state", trial.sent ? "sent" : "dead");
	json_put_text(json, "reason", trial.reason);
	json_put(json, "conversation", lines);
	return call_answer(call, json);
}

static const struct route rows[] = {
	{ "POST", "/api/notices/preview", ROLES_OFFICE, RUN(preview),
	  preview_fields, shown_fields, false,
	  "what a notice would say, by the texts that stand or others" },
	{ "POST", "/api/notices/test", ROLE_ADMIN, RUN(try_it), trial_fields,
	  tried_fields, false, "send a message at once, to see it arrive" },
};

const struct routes routes_notices = { rows, ARRAY_SIZE(rows) };
