/**
 * Audit rows and the JSON in them (rules S48): what every file of
 * practice/ that changes rows shares.
 */
#ifndef PRACTICE_AUDIT_RECORD_H
#define PRACTICE_AUDIT_RECORD_H

#include "base/json.h"
#include "base/shape.h"
#include "store/audit.h"

/** Write an audit row; before and after may be NULL: none. */
MUST_CHECK enum err record_add(struct transaction *tx, const char *action,
			       const char *kind, int64_t object, json_t *before,
			       json_t *after);

/** The same of what is there now: those members of `after` that `names` lists
 *  ("kind,state"), by their rows for audits. */
MUST_CHECK enum err record_add_picked(struct transaction *tx,
				      const char *action, const char *kind,
				      int64_t object, const char *names,
				      const struct field *rows,
				      const void *after);

#endif
