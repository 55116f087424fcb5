#include "practice/audit_record.h"

#include <stdio.h>

/* Longest name of a field, with what is set behind it. */
#define NAME_LIMIT 64

void record_mark(json_t *object, const char *what, const char *before,
		 const char *after)
{
	char name[NAME_LIMIT];

	if (str_equal(before, after))
		return;
	snprintf(name, sizeof(name), "%s_changed", what);
	json_put_bool(object, name, true);
}

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
