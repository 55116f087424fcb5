/**
 * Answering a call: JSON, lists by pages, files; and the frames of routes that
 * only read.
 */
#ifndef ADMIN_API_CALL_WRITE_H
#define ADMIN_API_CALL_WRITE_H

#include "admin/api/call.h"

/** 200, or 201 after a POST that made something. */
enum err call_answer(struct call *call, json_t *json);
enum err call_created(struct call *call, json_t *json);
enum err call_nothing(struct call *call); /* 204 */
/** {"items": items, "next": cursor or null}; next 0: null. */
enum err call_list(struct call *call, json_t *items, int64_t next);
/** The frame of a list: in one read transaction `fill` adds what belongs on
 *  the page and sets *next (0 before) where there is more; then call_list. */
typedef enum err call_fill(struct call *call, json_t *items, int64_t *next);
MUST_CHECK enum err call_list_read(struct call *call, call_fill *fill);
/** The frame of one object: in one read transaction `view` finds it and makes
 *  *json; then call_answer. */
typedef enum err call_view(struct call *call, json_t **json);
MUST_CHECK enum err call_show_read(struct call *call, call_view *view);
/** Rows for people: text/csv where Accept asks for it. */
bool call_wants_csv(const struct call *call);
enum err call_text_answer(struct call *call, const char *type,
			  const char *bytes, size_t len);

#endif
