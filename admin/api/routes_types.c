#include "admin/api/routes_types.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "base/shape_read.h"
#include "base/str.h"
#include "practice/session/completion_type.h"
#include "practice/session/completion_type_fields.h"

static json_t *type_json(struct call *call, const struct completion_type *type)
{
	const struct audience who = call_audience(call);

	return shape_write(&who, completion_type_rows, type);
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

static enum err type_apply(void *row, void *context)
{
	struct call *call = context;
	const struct audience who = call_audience(call);

	shape_read(&who, completion_type_rows, call->body, row);
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

static const struct route rows[] = {
	{ "GET", "/api/completion-types", ROLES_TEAM, LIST(types_fill), NULL,
	  completion_type_rows, true,
	  "how sessions may end, archived ones last" },
	{ "POST", "/api/completion-types", ROLES_OFFICE, RUN(type_add),
	  completion_type_rows, completion_type_rows, false,
	  "add a completion type" },
	{ "PATCH", "/api/completion-types/{id}", ROLES_OFFICE, RUN(type_change),
	  completion_type_rows, completion_type_rows, false,
	  "change one; past saves keep what they were" },
	{ "DELETE", "/api/completion-types/{id}", ROLES_OFFICE,
	  RUN(type_archive), NULL, NULL, false, "archive one" },
};

const struct routes routes_types = { rows, ARRAY_SIZE(rows) };
