#include "admin/api/routes_types.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "base/str.h"
#include "base/word.h"
#include "practice/session/completion_type.h"

/* Which modifiers are in range depends on the modifier type: practice/ says
 * so (S27). */
static const struct field TYPE[] = {
	{ .name = "id", .type = FIELD_ID, .flags = FIELD_ONLY_ANSWER },
	{ .name = "slug",
	  .type = FIELD_TEXT,
	  .flags = FIELD_ONLY_ANSWER,
	  .help = "from the first label; it stays" },
	{ .name = "label",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 15 },
	{ .name = "description", .type = FIELD_TEXT, .max = 500 },
	{ .name = "map",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED,
	  .choices = map_words },
	{ .name = "modifier",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED,
	  .choices = modifier_words },
	{ .name = "client",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED,
	  .min = 0,
	  .max = 999999,
	  .help = "0-999 %, or 0-999999 whole currency units" },
	{ .name = "practitioner",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED,
	  .min = 0,
	  .max = 999999 },
	{ .name = "short",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 15,
	  .help = "a word for phones" },
	{ .name = "enabled", .type = FIELD_BOOL },
	{ .name = "builtin", .type = FIELD_BOOL, .flags = FIELD_ONLY_ANSWER },
	{ .name = "archived", .type = FIELD_BOOL, .flags = FIELD_ONLY_ANSWER },
	{ .name = "revision",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_ONLY_CHANGE,
	  .min = 1,
	  .max = INT64_MAX },
	{ 0 },
};

static json_t *type_json(struct call *call, const struct completion_type *type)
{
	json_t *json = json_new(call->op->arena);

	json_put_id(json, "id", type->id);
	json_put_text(json, "slug", type->slug);
	json_put_text(json, "label", type->label);
	json_put_text(json, "description", type->description);
	json_put_text(json, "map", word_of(map_words, type->map));
	json_put_text(json, "modifier",
		      word_of(modifier_words, type->modifier));
	json_put_integer(json, "client", type->client);
	json_put_integer(json, "practitioner", type->practitioner);
	json_put_text(json, "short", type->short_word);
	json_put_bool(json, "enabled", type->enabled);
	json_put_bool(json, "builtin", type->builtin);
	json_put_bool(json, "archived", type->archived);
	json_put_integer(json, "revision", type->revision);
	return json;
}

/* The order is not that of ids: pages are counted. */
static enum err types_fill(struct call *call, json_t *items, int64_t *next)
{
	struct completion_type *types;
	int64_t cursor;
	size_t limit, count;
	enum err err = call_page(call, &limit, &cursor);

	if (!err)
		err = store_type_list(call->reader, &types, &count);
	for (size_t i = (size_t)cursor; !err && i < count; i++) {
		if (json_array_size(items) == limit) {
			*next = (int64_t)i;
			break;
		}
		json_add(items, type_json(call, &types[i]));
	}
	return err;
}

static enum err type_list(struct call *call)
{
	return call_list_read(call, types_fill);
}

static enum err type_apply(void *row, void *context)
{
	struct completion_type *type = row;
	struct call *call = context;
	int index;

	call_text(call, "label", &type->label);
	call_text(call, "description", &type->description);
	if (call_choice(call, "map", &index))
		type->map = (enum map)index;
	if (call_choice(call, "modifier", &index))
		type->modifier = (enum modifier)index;
	call_integer(call, "client", &type->client);
	call_integer(call, "practitioner", &type->practitioner);
	call_text_or_null(call, "short", &type->short_word);
	call_bool(call, "enabled", &type->enabled);
	return call_go_on(call);
}

static enum err type_add(struct call *call)
{
	struct completion_type type = { .description = "", .enabled = true };
	enum err err = type_apply(&type, call);

	if (!err)
		err = practice_type_add(call->op, call->store, &type);
	return err ? err : call_created(call, type_json(call, &type));
}

static enum err type_find(struct call *call, const char *word,
			  struct completion_type *type)
{
	enum err err = ERR_NOT_FOUND;
	int64_t id;

	if (str_to_int64(word, &id))
		err = store_type_find_id(call->reader, id, type);
	if (err == ERR_NOT_FOUND)
		err = store_type_find(call->reader, word, type);
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err, "There is no completion type '%s'.",
			    word);
	return err;
}

/* By id or slug. */
static enum err type_of_path(struct call *call, struct completion_type *type)
{
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = type_find(call, call->words[0], type);
	store_reader_end(call->reader);
	return err;
}

static enum err type_change(struct call *call)
{
	struct edit edit = { .revision = call_revision(call),
			     .apply = type_apply,
			     .context = call };
	struct completion_type type;
	enum err err = type_of_path(call, &type), again;

	if (!err) {
		edit.id = type.id;
		err = practice_type_change(call->op, call->store, &edit);
	}
	if (err && err != ERR_CONFLICT)
		return err;
	again = type_of_path(call, &type);
	if (again)
		return again;
	if (!err)
		return call_answer(call, type_json(call, &type));
	call->current = type_json(call, &type);
	return err;
}

static enum err type_archive(struct call *call)
{
	struct completion_type type;
	enum err err = type_of_path(call, &type);

	if (!err)
		err = practice_type_archive(call->op, call->store, type.id);
	return err ? err : call_nothing(call);
}

static const struct route ROWS[] = {
	{ "GET", "/api/completion-types", ROLES_TEAM, type_list, NULL, TYPE,
	  true, "how sessions may end, archived ones last" },
	{ "POST", "/api/completion-types", ROLES_OFFICE, type_add, TYPE, TYPE,
	  false, "add a completion type" },
	{ "PATCH", "/api/completion-types/{id}", ROLES_OFFICE, type_change,
	  TYPE, TYPE, false, "change one; past saves keep what they were" },
	{ "DELETE", "/api/completion-types/{id}", ROLES_OFFICE, type_archive,
	  NULL, NULL, false, "archive one" },
};

const struct routes routes_types = { ROWS, ARRAY_SIZE(ROWS) };
