/**
 * The rows of a completion type, struct completion_type: how it is shown,
 * changed, exported and audited (rules S26, S27).
 */
#ifndef PRACTICE_SESSION_COMPLETION_TYPE_FIELDS_H
#define PRACTICE_SESSION_COMPLETION_TYPE_FIELDS_H

#include "base/shape.h"
#include "store/completion_type.h"

/** The columns of completion-types.csv. */
#define TYPE_COLUMNS_CSV                                           \
	"slug,label,description,map,modifier,client,practitioner," \
	"short,enabled,builtin,archived"

extern const struct field completion_type_rows[];

#endif
