#include "admin/api/routes_completions.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/session_view.h"
#include "base/str.h"
#include "practice/refusal.h"
#include "practice/session/completion.h"

static const struct field save_fields[] = {
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .min = 1,
	  .max = INT64_MAX,
	  .help = "the one that the decision was made on" },
	{ .name = "type",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 100,
	  .help = "completed, missed, canceled, open, override, or a slug" },
	{ .name = "clients",
	  .type = FIELD_MAP,
	  .help = "code -> type, where it differs from the session's" },
	{ .name = "charge",
	  .type = FIELD_MONEY,
	  .help = "override of a single session, before tax" },
	{ .name = "charges",
	  .type = FIELD_MAP,
	  .help = "override of a group: code -> amount before tax" },
	{ .name = "wage", .type = FIELD_MONEY, .help = "of one practitioner" },
	{ .name = "wages", .type = FIELD_MAP, .help = "login -> amount" },
	{ .name = "reason", .type = FIELD_TEXT, .max = 500 },
	{ 0 },
};

static const struct field bulk_fields[] = {
	{ .name = "ids", .type = FIELD_TEXTS, .flags = FIELD_REQUIRED },
	{ .name = "type",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 100 },
	{ 0 },
};

static const struct field bulk_answer_fields[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "ok", .type = FIELD_BOOL },
	{ .name = "error", .type = FIELD_ANY },
	{ 0 },
};

/* Note a wrong field; more may follow. */
static void wrong(struct call *call, const char *field, const char *code,
		  const char *message)
{
	(void)fail_field(call->op, field, code, "%s", message);
}

/* A word of a map names somebody who takes part; 0 and a wrong field when it
 * does not. */
static int64_t participant(struct call *call, const char *field,
			   const char *word, const struct ids *ids)
{
	struct failure before = call->op->failure;
	struct person person;

	if (call_person(call, word, &person) == OK && ids_has(ids, person.id))
		return person.id;
	call->op->failure = before;
	wrong(call, field, "unknown",
	      arena_printf(call->op->arena, "'%s' does not take part.", word));
	return 0;
}

static struct save_client *client_of(struct save_client *list, size_t *count,
				     int64_t client)
{
	for (size_t i = 0; i < *count; i++)
		if (list[i].client == client)
			return &list[i];
	list[*count].client = client;
	return &list[(*count)++];
}

static bool amount_read(struct call *call, const char *field, json_t *value,
			struct money *amount)
{
	const char *text = json_string_value(value);

	if (text && money_parse(text, call->digits, amount))
		return true;
	wrong(call, field, "not-money",
	      arena_printf(call->op->arena,
			   "'%s' is not an amount of 0 or more in the "
			   "practice's currency.",
			   text ? text : ""));
	return false;
}

/* `charge` is for the one client; a group names each (S21). */
static void one_charge(struct call *call, const struct session *session,
		       struct save_client *list, size_t *count)
{
	struct money charge;
	struct save_client *client;

	if (!call_money(call, "charge", &charge))
		return;
	if (session->terms.clients.count != 1) {
		wrong(call, "charges", "missing",
		      "A group needs a charge for every client.");
		return;
	}
	client = client_of(list, count, session->terms.clients.at[0]);
	client->charge = charge;
	client->has_charge = true;
}

static void clients_read(struct call *call, const struct session *session,
			 struct save *save)
{
	json_t *types = json_object_get(call->body, "clients");
	json_t *charges = json_object_get(call->body, "charges");
	struct save_client *list = arena_array(
		call->op->arena,
		json_object_size(types) + json_object_size(charges) + 1,
		sizeof(*list));
	const char *word;
	json_t *value;

	json_object_foreach (types, word, value) {
		int64_t id = participant(call, "clients", word,
					 &session->terms.clients);

		if (id)
			client_of(list, &save->client_count, id)->type =
				json_string_value(value);
	}
	json_object_foreach (charges, word, value) {
		int64_t id = participant(call, "charges", word,
					 &session->terms.clients);
		struct money amount;
		struct save_client *client;

		if (!id || !amount_read(call, "charges", value, &amount))
			continue;
		client = client_of(list, &save->client_count, id);
		client->charge = amount;
		client->has_charge = true;
	}
	one_charge(call, session, list, &save->client_count);
	save->clients = list;
}

static void wages_read(struct call *call, const struct session *session,
		       struct save *save)
{
	json_t *wages = json_object_get(call->body, "wages");
	struct save_practitioner *list = arena_array(
		call->op->arena, json_object_size(wages) + 1, sizeof(*list));
	struct money wage;
	const char *word;
	json_t *value;

	json_object_foreach (wages, word, value) {
		int64_t id = participant(call, "wages", word,
					 &session->terms.practitioners);

		if (id && amount_read(call, "wages", value, &wage))
			list[save->wage_count++] =
				(struct save_practitioner){ id, wage };
	}
	if (call_money(call, "wage", &wage)) {
		if (session->terms.practitioners.count == 1)
			list[save->wage_count++] = (struct save_practitioner){
				session->terms.practitioners.at[0], wage
			};
		else
			wrong(call, "wages", "missing",
			      "Several practitioners need a wage each.");
	}
	save->wages = list;
}

static enum err save_read(struct call *call, struct save *save)
{
	struct session session;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = session_of_path(call, &session);
	if (!err) {
		save->session = session.id;
		save->revision = call_revision(call);
		call_text(call, "type", &save->type);
		call_text(call, "reason", &save->reason);
		clients_read(call, &session, save);
		wages_read(call, &session, save);
		err = call_go_on(call);
	}
	store_reader_end(call->reader);
	return err;
}

static enum err complete(struct call *call)
{
	struct save save = { 0 };
	struct session_facts after;
	enum err err = save_read(call, &save);

	if (err)
		return err;
	err = practice_session_save(call->op, call->store, &save, &after);
	if (err == ERR_CONFLICT)
		frame_current(call, session_one, save.session);
	if (refusal_of(call->op, err) == REFUSAL_UNKNOWN_STATUS) {
		if (call->op->failure.field_count)
			return ERR_INVALID;
		return fail_field(call->op, "type", "unknown-type",
				  "There is no way to end called '%s'.",
				  save.type ? save.type : "");
	}
	return err ? err : session_answer(call, &after, false);
}

/* May the actor know of this session? */
static enum err known(struct call *call, const char *word, int64_t *id)
{
	struct session session;
	enum err err;

	call->words[0] = word;
	err = session_find_of_path(call, &session);
	if (!err)
		*id = session.id;
	return err;
}

static void failure_put(struct call *call, json_t *item, enum err err)
{
	const struct failure *failure = &call->op->failure;
	json_t *error = json_new(call->op->arena);

	json_put_text(error, "code",
		      failure->reason ? failure->reason
				      : failure_name(failure, err));
	json_put_text(error, "message", failure->message);
	json_put(item, "error", error);
}

/* One transaction a session; what fails is listed, the rest stands (S19). */
static enum err complete_all(struct call *call)
{
	json_t *ids = json_object_get(call->body, "ids");
	json_t *items = json_new_list(call->op->arena);
	json_t *root = json_new(call->op->arena);
	const char *type = NULL;
	size_t index;
	json_t *word;

	if (json_array_size(ids) == 0)
		return fail_field(call->op, "ids", "ids-missing",
				  "Please choose one session or more.");
	call_text(call, "type", &type);
	json_array_foreach (ids, index, word) {
		struct save save = { .type = type };
		json_t *item = json_new(call->op->arena);
		enum err err;

		if (!operation_goes_on(call->op, index))
			break;
		err = known(call, json_string_value(word), &save.session);
		if (!err)
			err = practice_session_save(call->op, call->store,
						    &save, NULL);
		json_put_text(item, "id", json_string_value(word));
		json_put_bool(item, "ok", !err);
		if (err)
			failure_put(call, item, err);
		operation_recover(call->op);
		json_add(items, item);
	}
	json_put(root, "items", items);
	return call_answer(call, root);
}

static const struct route rows[] = {
	{ "POST", "/api/sessions/{id}/completion", ROLES_TEAM, RUN(complete),
	  save_fields, session_rows, false, "save or re-open a session" },
	{ "POST", "/api/sessions/completions", ROLES_TEAM, RUN(complete_all),
	  bulk_fields, bulk_answer_fields, true,
	  "save several, each by itself" },
};

const struct routes routes_completions = { rows, ARRAY_SIZE(rows) };
