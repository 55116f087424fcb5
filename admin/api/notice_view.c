#include "admin/api/notice_view.h"

#include "admin/api/call_read.h"
#include "practice/notice/outbox_fields.h"

json_t *outbox_json(struct call *call, const struct outbox *row)
{
	const struct audience office = call_audience(call);

	return shape_write(&office, outbox_rows, row);
}

enum err plan_json(struct call *call, const struct plan *plan, json_t **json)
{
	const struct audience office = call_audience(call);
	struct plan_known known;
	enum err err = practice_plan_known(call->reader, plan, &known);

	if (!err)
		*json = shape_write(&office, plan_rows, &known);
	return err;
}

json_t *run_json(struct call *call, const struct run_known *known)
{
	const struct audience office = call_audience(call);

	return shape_write(&office, run_rows, known);
}
