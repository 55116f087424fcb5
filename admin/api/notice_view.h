/**
 * Notices, plans and runs as JSON.
 */
#ifndef ADMIN_API_NOTICE_VIEW_H
#define ADMIN_API_NOTICE_VIEW_H

#include "admin/api/call.h"
#include "practice/notice/run_known.h"

/** A row of the outbox as JSON has it. */
struct outbox_view {
	struct outbox row;
};

extern const struct field outbox_rows[];

json_t *outbox_json(struct call *call, const struct outbox *row);
/** {id, start, end, clients, practitioners}; of a run also outcome, reason and
 *  notices. */
json_t *run_item_json(struct call *call, const struct run_item *item,
		      bool of_run);
/** {hash, items}. */
MUST_CHECK enum err plan_json(struct call *call, const struct plan *plan,
			      json_t **json);
json_t *run_json(struct call *call, const struct run_known *known);

#endif
