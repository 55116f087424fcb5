#include "practice/audit_record.h"

#include "practice/access.h"

enum err record_add(struct transaction *tx, const char *action,
		    const char *kind, int64_t object, json_t *before,
		    json_t *after)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	struct audit audit = {
		.action = action,
		.object_kind = kind,
		.object = object,
		.before = json_text(arena, before),
		.after = json_text(arena, after),
	};

	return store_audit_add(tx, &audit);
}

enum err record_add_picked(struct transaction *tx, const char *action,
			   const char *kind, int64_t object, const char *names,
			   const struct field *rows, const void *after)
{
	const struct audience audit = {
		.arena = store_tx_operation(tx)->arena,
		.see = SEE_AUDIT,
	};
	json_t *json = json_new(audit.arena);

	shape_pick(&audit, json, names, rows, after);
	return record_add(tx, action, kind, object, NULL, json);
}
