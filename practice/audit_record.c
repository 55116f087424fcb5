#include "practice/audit_record.h"

#include "base/str.h"

#include <stdlib.h>

const char *record_text(struct arena *arena, json_t *value)
{
	const char *text;
	char *dump;

	if (!value)
		return NULL;
	dump = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	if (!dump)
		abort(); /* out of memory */
	text = arena_strdup(arena, dump);
	free(dump);
	json_decref(value);
	return text;
}

/* A value that could not be made (not UTF-8) is null rather than no member. */
static void set(json_t *object, const char *key, json_t *value)
{
	if (!value)
		value = json_null();
	if (json_object_set_new(object, key, value) != 0)
		abort();
}

void record_string(json_t *object, const char *key, const char *text)
{
	set(object, key, text ? json_string(text) : NULL);
}

void record_int(json_t *object, const char *key, int64_t number)
{
	set(object, key, json_integer(number));
}

void record_bool(json_t *object, const char *key, bool value)
{
	set(object, key, json_boolean(value));
}

void record_id(json_t *object, const char *key, int64_t id)
{
	set(object, key, id ? json_sprintf("%lld", (long long)id) : NULL);
}

void record_money(json_t *object, const char *key, struct arena *arena,
		  struct money amount, int digits)
{
	record_string(object, key, money_text(arena, amount, digits));
}

void record_mark(json_t *object, const char *what, const char *before,
		 const char *after)
{
	json_t *key;

	if (str_equal(before, after))
		return;
	key = json_sprintf("%s_changed", what);
	record_bool(object, json_string_value(key), true);
	json_decref(key);
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
		.before = record_text(arena, before),
		.after = record_text(arena, after),
	};

	return store_audit_add(tx, &audit);
}
