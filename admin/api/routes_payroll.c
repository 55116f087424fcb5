#include "admin/api/routes_payroll.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/money_view.h"
#include "admin/api/rows.h"
#include "practice/money/payroll_known.h"

static const struct field run_fields[] = {
	{ .name = "to",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED,
	  .help = "takes sessions up to and with this day" },
	{ 0 },
};

static enum err payroll_view(struct call *call, const struct payroll *payroll,
			     json_t **json)
{
	const struct audience who = money_audience(call);
	struct payroll_known known;
	enum err err = practice_payroll_known(call->reader, payroll, &known);

	if (err)
		return err;
	*json = shape_write(&who, payroll_rows, &known);
	return OK;
}

static enum err payroll_one(struct call *call, int64_t id, json_t **json)
{
	struct payroll payroll;
	enum err err = practice_payroll_find(call->reader, id, &payroll);

	return err ? err : payroll_view(call, &payroll, json);
}

/* Its lines, where CSV is asked for. */
static enum err show(struct call *call, int64_t id)
{
	json_t *json = NULL;
	enum err err = frame_read(call, payroll_one, id, &json);

	if (err)
		return err;
	if (call_wants_csv(call))
		return rows_csv(call, payroll_sum_rows,
				json_object_get(json, "lines"));
	return call_answer(call, json);
}

static enum err list_fill(struct call *call, json_t *items, int64_t *next)
{
	struct payroll *list;
	size_t limit, count;
	int64_t cursor;
	enum err err = call_page(call, &limit, &cursor);

	if (!err)
		err = store_payroll_list(call->reader, cursor, limit + 1, &list,
					 &count);
	if (err)
		return err;
	*next = count > limit ? list[limit - 1].id : 0;
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		json_t *json;

		err = payroll_view(call, &list[i], &json);
		if (!err)
			json_add(items, json);
	}
	return err;
}

static enum err add_run(struct call *call)
{
	struct payroll payroll = { .id = 0 };
	struct day to = { 0 };
	enum err err;

	call_day(call, "to", &to);
	err = practice_payroll_add(call->op, call->store, to, &payroll);
	if (err == ERR_CONFLICT)
		frame_current(call, payroll_one, payroll.id);
	return err ? err : frame_answer(call, payroll_one, payroll.id, true);
}

static enum err find_run(struct call *call)
{
	int64_t id;
	enum err err = call_id(call, 0, &id);

	return err ? err : show(call, id);
}

static enum err close_run(struct call *call)
{
	struct payroll payroll;
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = practice_payroll_close(call->op, call->store, id,
					     &payroll);
	return err ? err : show(call, id);
}

static const struct route rows[] = {
	{ "GET", "/api/payroll", ROLES_OFFICE, LIST(list_fill), NULL,
	  payroll_rows, true, "payroll runs, the newest first" },
	{ "POST", "/api/payroll", ROLES_OFFICE, RUN(add_run), run_fields,
	  payroll_rows, false, "a run of all wages that are not paid yet" },
	{ "GET", "/api/payroll/{id}", ROLES_OFFICE, RUN(find_run), NULL,
	  payroll_rows, false, "one run; its lines as CSV" },
	{ "POST", "/api/payroll/{id}/close", ROLES_OFFICE, RUN(close_run), NULL,
	  payroll_rows, false, "pay it, for good" },
};

const struct routes routes_payroll = { rows, ARRAY_SIZE(rows) };
