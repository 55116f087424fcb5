/**
 * Notices, plans and runs as JSON, by the rows of practice/notice/.
 */
#ifndef ADMIN_API_NOTICE_VIEW_H
#define ADMIN_API_NOTICE_VIEW_H

#include "admin/api/call.h"
#include "practice/notice/run_known.h"

json_t *outbox_json(struct call *call, const struct outbox *row);
MUST_CHECK enum err plan_json(struct call *call, const struct plan *plan,
			      json_t **json);
json_t *run_json(struct call *call, const struct run_known *known);

#endif
