#include "admin/api/frame.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/rows.h"

static enum err list_answer(struct call *call)
{
	json_t *items = json_new_list(call->op->arena);
	int64_t next = 0;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = call->route->work.fill(call, items, &next);
	store_reader_end(call->reader);
	if (err)
		return err;
	return call->route->work.csv ? rows_answer(call, items, next)
				     : call_list(call, items, next);
}

static enum err view_answer(struct call *call)
{
	json_t *json = NULL;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = call->route->work.view(call, &json);
	store_reader_end(call->reader);
	return err ? err : call_answer(call, json);
}

static enum err one_answer(struct call *call)
{
	int64_t id;
	enum err err = call_id(call, 0, &id);

	return err ? err : frame_answer(call, call->route->work.one, id, false);
}

enum err frame_run(struct call *call)
{
	const struct route_work *work = &call->route->work;

	if (work->fill)
		return list_answer(call);
	if (work->view)
		return view_answer(call);
	return work->one ? one_answer(call) : work->run(call);
}

enum err frame_read(struct call *call, route_one *one, int64_t id,
		    json_t **json)
{
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = one(call, id, json);
	store_reader_end(call->reader);
	return err;
}

enum err frame_answer(struct call *call, route_one *one, int64_t id,
		      bool created)
{
	json_t *json = NULL;
	enum err err = frame_read(call, one, id, &json);

	if (err)
		return err;
	return created ? call_created(call, json) : call_answer(call, json);
}

void frame_current(struct call *call, route_one *one, int64_t id)
{
	struct failure failure = call->op->failure;
	json_t *json;

	if (frame_read(call, one, id, &json) == OK)
		call->current = json;
	call->op->failure = failure;
}
