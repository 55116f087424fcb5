/**
 * Audit rows and the JSON in them (rules S48): what every file of
 * practice/ that changes rows shares.
 */
#ifndef PRACTICE_AUDIT_RECORD_H
#define PRACTICE_AUDIT_RECORD_H

#include "base/json.h"
#include "store/audit.h"

/** Write an audit row; before and after may be NULL: none. */
MUST_CHECK enum err record_add(struct transaction *tx, const char *action,
			       const char *kind, int64_t object, json_t *before,
			       json_t *after);

#endif
