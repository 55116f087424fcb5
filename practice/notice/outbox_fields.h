/**
 * The rows of a notice in the outbox: JSON and audit rows are these rows.
 */
#ifndef PRACTICE_NOTICE_OUTBOX_FIELDS_H
#define PRACTICE_NOTICE_OUTBOX_FIELDS_H

#include "base/shape.h"
#include "store/outbox.h"

extern const struct field outbox_rows[]; /* of struct outbox */

#endif
