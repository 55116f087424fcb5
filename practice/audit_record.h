/**
 * Audit rows and the JSON in them (rules S48): what every file of
 * practice/ that changes rows shares. Private to practice/.
 *
 * JSON values are jansson's; each function says who lets go of them.
 */
#ifndef PRACTICE_AUDIT_RECORD_H
#define PRACTICE_AUDIT_RECORD_H

#include <jansson.h>

#include "base/money.h"
#include "store/audit.h"

/** Compact text in the arena, keys in the order they were set; lets go of the
 *  value. NULL stays NULL. */
const char *record_text(struct arena *arena, json_t *value);

/** Set a member; NULL and id 0 become null. */
void record_string(json_t *object, const char *key, const char *text);
void record_int(json_t *object, const char *key, int64_t number);
void record_bool(json_t *object, const char *key, bool value);
/** An id as APIs show it: a string. */
void record_id(json_t *object, const char *key, int64_t id);
void record_money(json_t *object, const char *key, struct arena *arena,
		  struct money amount, int digits);
/** "<what>_changed": true where the texts differ: all that an audit row may
 *  say of names, contacts and notes. */
void record_mark(json_t *object, const char *what, const char *before,
		 const char *after);

/** Write an audit row; lets go of before and after (NULL: none). */
MUST_CHECK enum err record_add(struct transaction *tx, const char *action,
			       const char *kind, int64_t object, json_t *before,
			       json_t *after);

#endif
