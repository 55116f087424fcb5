#include "admin/api/routes_imports.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "base/digest.h"
#include "base/shape_read.h"
#include "practice/transfer/import_job.h"
#include "practice/transfer/import_known.h"

static const struct field apply_fields[] = {
	{ .name = "hash",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 100,
	  .help = "of the preview that was seen" },
	{ 0 },
};

static enum err import_one(struct call *call, int64_t id, json_t **json)
{
	return practice_import_job_json(call->reader, id, json);
}

static enum err files_read(struct call *call, struct import_upload **files,
			   size_t *count)
{
	struct arena *arena = call->op->arena;
	json_t *list = json_object_get(call->body, "files"), *item;
	struct import_upload *made =
		arena_array(arena, json_array_size(list) + 1, sizeof(*made));
	size_t i;

	json_array_foreach (list, i, item) {
		json_t *name = json_object_get(item, "name");
		json_t *content = json_object_get(item, "content");
		size_t len = 0;
		const char *bytes =
			base64_decode(arena, json_string_value(content), &len);

		if (!bytes)
			return fail_field(call->op, "files", "not-base64",
					  "The content of a file is not in "
					  "base64.");
		made[i] = (struct import_upload){ json_string_value(name),
						  { bytes, len } };
	}
	*files = made;
	*count = json_array_size(list);
	return OK;
}

static enum err upload_run(struct call *call)
{
	const struct audience who = call_audience(call);
	struct import_options options = { .all_day = IMPORT_ALL_DAY_DRAFT };
	struct import_upload *files = NULL;
	int64_t id = 0;
	size_t count = 0;
	enum err err = files_read(call, &files, &count);

	if (err)
		return err;
	shape_read(&who, import_upload_rows, call->body, &options);
	err = practice_import_job_add(call->op, call->store, files, count,
				      &options, &id);
	return err ? err : frame_answer(call, import_one, id, true);
}

static enum err apply_run(struct call *call)
{
	const char *hash = NULL;
	int64_t id = 0;
	enum err err = call_id(call, 0, &id);

	if (err)
		return err;
	call_text(call, "hash", &hash);
	err = practice_import_job_apply(call->op, call->store, id, hash);
	if (err == ERR_CONFLICT)
		frame_current(call, import_one, id);
	return err ? err : frame_answer(call, import_one, id, false);
}

static enum err drop_run(struct call *call)
{
	int64_t id = 0;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = practice_import_job_drop(call->op, call->store, id);
	return err ? err : call_nothing(call);
}

static const struct route rows[] = {
	{ "POST", "/api/imports", ROLE_ADMIN, RUN(upload_run),
	  import_upload_rows, import_rows, false,
	  "upload files; their preview is made soon" },
	{ "GET", "/api/imports/{id}", ROLE_ADMIN, ONE(import_one), NULL,
	  import_rows, false, "how far it is, and what was told" },
	{ "POST", "/api/imports/{id}/apply", ROLE_ADMIN, RUN(apply_run),
	  apply_fields, import_rows, false, "take in what the preview told" },
	{ "DELETE", "/api/imports/{id}", ROLE_ADMIN, RUN(drop_run), NULL, NULL,
	  false, "forget it" },
};

const struct routes routes_imports = { rows, ARRAY_SIZE(rows) };
