/**
 * Answering a call: JSON, lists by pages, files.
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
/** Rows for people: text/csv where Accept asks for it. */
bool call_wants_csv(const struct call *call);
enum err call_text_answer(struct call *call, const char *type,
			  const char *bytes, size_t len);

#endif
