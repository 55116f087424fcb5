/**
 * Rows for people and spreadsheets: a list of objects as JSON, or as CSV
 * (RFC 4180, UTF-8) where Accept asks for it, of the same fields.
 */
#ifndef ADMIN_API_ROWS_H
#define ADMIN_API_ROWS_H

#include "admin/api/call.h"

/** Answer the route's list; its `answer` says the columns. */
enum err rows_answer(struct call *call, json_t *items, int64_t next);
/** Answer as CSV, one row for each object of `items`: text that a spreadsheet
 *  would take for a formula is marked as text. */
enum err rows_csv(struct call *call, const struct field *columns,
		  json_t *items);

#endif
