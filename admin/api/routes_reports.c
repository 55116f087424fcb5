#include "admin/api/routes_reports.h"

#include "admin/api/call_read.h"
#include "admin/api/money_view.h"
#include "practice/money/report_known.h"

static enum err unsaved_fill(struct call *call, json_t *items,
			     int64_t *next UNUSED)
{
	const struct audience who = money_audience(call);
	struct span span = WHOLE_TIME;
	struct session *list;
	size_t count;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_unsaved(call->reader, span, &list,
					      &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct known_unsaved known;

		err = practice_unsaved_known(call->reader, &call->practice,
					     &list[i], &known);
		if (!err)
			json_add(items,
				 shape_write(&who, unsaved_rows, &known));
	}
	return err;
}

static enum err attendance_fill(struct call *call, json_t *items,
				int64_t *next UNUSED)
{
	const struct audience who = money_audience(call);
	struct span span = WHOLE_TIME;
	struct attendance *list;
	size_t count;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_attendance(call->reader, span, &list,
						 &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct known_attendance known;

		err = practice_attendance_known(call->reader, &list[i], &known);
		if (!err)
			json_add(items,
				 shape_write(&who, attendance_rows, &known));
	}
	return err;
}

static enum err revenue_fill(struct call *call, json_t *items,
			     int64_t *next UNUSED)
{
	const struct audience who = money_audience(call);
	struct span span = WHOLE_TIME;
	struct revenue *list;
	size_t count;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_revenue(call->reader, span, &list,
					      &count);
	for (size_t i = 0; !err && i < count; i++) {
		const struct known_revenue known =
			practice_revenue_known(&list[i]);

		json_add(items, shape_write(&who, revenue_rows, &known));
	}
	return err;
}

static enum err wages_fill(struct call *call, json_t *items,
			   int64_t *next UNUSED)
{
	const struct audience who = money_audience(call);
	struct span span = WHOLE_TIME;
	struct earned *list;
	size_t count;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_wages(call->reader, span, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct known_earned known;

		err = practice_earned_known(call->reader, &list[i], &known);
		if (!err)
			json_add(items, shape_write(&who, earned_rows, &known));
	}
	return err;
}

static enum err aged_fill(struct call *call, json_t *items,
			  int64_t *next UNUSED)
{
	const struct audience who = money_audience(call);
	struct span span = WHOLE_TIME;
	struct aged *list;
	size_t count;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_aged(call->reader, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		struct known_aged known;

		err = practice_aged_known(call->reader, &list[i], &known);
		if (!err)
			json_add(items, shape_write(&who, aged_rows, &known));
	}
	return err;
}

static const struct route rows[] = {
	{ "GET", "/api/reports/unsaved", ROLES_OFFICE, LIST_CSV(unsaved_fill),
	  NULL, unsaved_rows, true, "past sessions that are to be saved; CSV" },
	{ "GET", "/api/reports/attendance", ROLES_OFFICE,
	  LIST_CSV(attendance_fill), NULL, attendance_rows, true,
	  "how sessions of a span ended; ?from=&to=; CSV" },
	{ "GET", "/api/reports/revenue", ROLES_OFFICE, LIST_CSV(revenue_fill),
	  NULL, revenue_rows, true,
	  "income by service and day of posting; CSV" },
	{ "GET", "/api/reports/wages", ROLES_OFFICE, LIST_CSV(wages_fill), NULL,
	  earned_rows, true, "earned and paid by day of posting; CSV" },
	{ "GET", "/api/reports/aged", ROLES_OFFICE, LIST_CSV(aged_fill), NULL,
	  aged_rows, true, "what clients owe by the age of invoices; CSV" },
};

const struct routes routes_reports = { rows, ARRAY_SIZE(rows) };
