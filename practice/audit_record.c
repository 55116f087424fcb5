#include "practice/audit_record.h"

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
