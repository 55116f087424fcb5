#include "admin/api/routes_reports.h"

#include "admin/api/call_read.h"
#include "admin/api/money_view.h"
#include "practice/money/report.h"
#include "practice/wall_time.h"

static const struct field unsaved_fields[] = {
	{ .name = "session", .type = FIELD_ID },
	{ .name = "date", .type = FIELD_DAY },
	{ .name = "start", .type = FIELD_WALL },
	{ .name = "practitioners", .type = FIELD_TEXTS, .help = "logins" },
	{ .name = "clients", .type = FIELD_TEXTS, .help = "codes" },
	{ 0 },
};

static const struct field attendance_fields[] = {
	{ .name = "client", .type = FIELD_TEXT, .help = "code" },
	{ .name = "name", .type = FIELD_TEXT },
	{ .name = "completed", .type = FIELD_INTEGER, .max = INT64_MAX },
	{ .name = "missed", .type = FIELD_INTEGER, .max = INT64_MAX },
	{ .name = "canceled", .type = FIELD_INTEGER, .max = INT64_MAX },
	{ 0 },
};

static const struct field revenue_fields[] = {
	{ .name = "service", .type = FIELD_TEXT },
	{ .name = "sessions",
	  .type = FIELD_INTEGER,
	  .max = INT64_MAX,
	  .help = "saved less re-opened" },
	{ .name = "charge", .type = FIELD_MONEY },
	{ .name = "tax", .type = FIELD_MONEY },
	{ .name = "total", .type = FIELD_MONEY },
	{ 0 },
};

static const struct field wages_fields[] = {
	{ .name = "practitioner", .type = FIELD_TEXT, .help = "login" },
	{ .name = "name", .type = FIELD_TEXT },
	{ .name = "opening", .type = FIELD_MONEY, .help = "unpaid before" },
	{ .name = "sessions", .type = FIELD_INTEGER, .max = INT64_MAX },
	{ .name = "wages", .type = FIELD_MONEY, .help = "less reversals" },
	{ .name = "paid", .type = FIELD_MONEY },
	{ .name = "unpaid", .type = FIELD_MONEY },
	{ 0 },
};

static const struct field aged_fields[] = {
	{ .name = "client", .type = FIELD_TEXT, .help = "code" },
	{ .name = "name", .type = FIELD_TEXT },
	{ .name = "days_0_30", .type = FIELD_MONEY, .help = "since issue" },
	{ .name = "days_31_60", .type = FIELD_MONEY },
	{ .name = "days_61_90", .type = FIELD_MONEY },
	{ .name = "days_over_90", .type = FIELD_MONEY },
	{ .name = "not_invoiced", .type = FIELD_MONEY },
	{ .name = "credit", .type = FIELD_MONEY, .help = "on no invoice yet" },
	{ .name = "balance", .type = FIELD_MONEY },
	{ 0 },
};

static json_t *row_of(struct call *call, json_t *items)
{
	json_t *row = json_new(call->op->arena);

	json_add(items, row);
	return row;
}

static enum err put_people(struct call *call, json_t *row, const char *name,
			   const struct ids *people)
{
	json_t *list = json_new_list(call->op->arena);
	enum err err = OK;

	for (size_t i = 0; !err && i < people->count; i++) {
		const char *word = "";

		err = person_word(call, people->at[i], &word);
		json_add_text(list, word);
	}
	json_put(row, name, list);
	return err;
}

static enum err unsaved_fill(struct call *call, json_t *items,
			     int64_t *next UNUSED)
{
	struct session *list;
	size_t count;
	struct span span = WHOLE_TIME;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_unsaved(call->reader, span, &list,
					      &count);

	for (size_t i = 0; !err && i < count; i++) {
		const struct session *session = &list[i];
		struct wall start = practice_instant_wall(call->practice.zone,
							  session->span.start);
		json_t *row = row_of(call, items);

		json_put_id(row, "session", session->id);
		json_put_day(row, "date", call->op->arena, wall_day(start));
		json_put_text(row, "start", wall_text(call->op->arena, start));
		err = put_people(call, row, "practitioners",
				 &session->terms.practitioners);
		if (!err)
			err = put_people(call, row, "clients",
					 &session->terms.clients);
	}
	return err;
}

static enum err attendance_fill(struct call *call, json_t *items,
				int64_t *next UNUSED)
{
	struct attendance *list;
	size_t count;
	struct span span = WHOLE_TIME;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_attendance(call->reader, span, &list,
						 &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *row = row_of(call, items);

		json_put_integer(row, "completed", list[i].completed);
		json_put_integer(row, "missed", list[i].missed);
		json_put_integer(row, "canceled", list[i].canceled);
		err = put_named(call, row, "client", list[i].client);
	}
	return err;
}

static enum err revenue_fill(struct call *call, json_t *items,
			     int64_t *next UNUSED)
{
	struct revenue *list;
	size_t count;
	struct span span = WHOLE_TIME;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_revenue(call->reader, span, &list,
					      &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *row = row_of(call, items);

		json_put_text(row, "service", list[i].service);
		json_put_integer(row, "sessions", list[i].sessions);
		json_put_money(row, "charge", call->op->arena, list[i].charge,
			       call->digits);
		json_put_money(row, "tax", call->op->arena, list[i].tax,
			       call->digits);
		json_put_money(row, "total", call->op->arena,
			       money_add(list[i].charge, list[i].tax),
			       call->digits);
	}
	return err;
}

static enum err wages_fill(struct call *call, json_t *items,
			   int64_t *next UNUSED)
{
	struct earned *list;
	size_t count;
	struct span span = WHOLE_TIME;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_wages(call->reader, span, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		const struct earned *earned = &list[i];
		struct money all = money_add(earned->before, earned->wages);
		json_t *row = row_of(call, items);

		json_put_money(row, "opening", call->op->arena, earned->before,
			       call->digits);
		json_put_integer(row, "sessions", earned->sessions);
		json_put_money(row, "wages", call->op->arena, earned->wages,
			       call->digits);
		json_put_money(row, "paid", call->op->arena, earned->paid,
			       call->digits);
		json_put_money(row, "unpaid", call->op->arena,
			       money_subtract(all, earned->paid), call->digits);
		err = put_named(call, row, "practitioner",
				earned->practitioner);
	}
	return err;
}

static enum err aged_fill(struct call *call, json_t *items,
			  int64_t *next UNUSED)
{
	static const char *const buckets[AGED_BUCKETS] = {
		"days_0_30", "days_31_60", "days_61_90", "days_over_90"
	};
	struct aged *list;
	size_t count;
	struct span span;
	enum err err = call_span(call, &span);

	if (!err)
		err = practice_report_aged(call->reader, &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *row = row_of(call, items);

		for (size_t j = 0; j < AGED_BUCKETS; j++)
			json_put_money(row, buckets[j], call->op->arena,
				       list[i].due[j], call->digits);
		json_put_money(row, "not_invoiced", call->op->arena,
			       list[i].not_invoiced, call->digits);
		json_put_money(row, "credit", call->op->arena, list[i].credit,
			       call->digits);
		json_put_money(row, "balance", call->op->arena, list[i].balance,
			       call->digits);
		err = put_named(call, row, "client", list[i].client);
	}
	return err;
}

static const struct route rows[] = {
	{ "GET", "/api/reports/unsaved", ROLES_OFFICE, LIST_CSV(unsaved_fill),
	  NULL, unsaved_fields, true,
	  "past sessions that are to be saved; CSV" },
	{ "GET", "/api/reports/attendance", ROLES_OFFICE,
	  LIST_CSV(attendance_fill), NULL, attendance_fields, true,
	  "how sessions of a span ended; ?from=&to=; CSV" },
	{ "GET", "/api/reports/revenue", ROLES_OFFICE, LIST_CSV(revenue_fill),
	  NULL, revenue_fields, true,
	  "income by service and day of posting; CSV" },
	{ "GET", "/api/reports/wages", ROLES_OFFICE, LIST_CSV(wages_fill), NULL,
	  wages_fields, true, "earned and paid by day of posting; CSV" },
	{ "GET", "/api/reports/aged", ROLES_OFFICE, LIST_CSV(aged_fill), NULL,
	  aged_fields, true, "what clients owe by the age of invoices; CSV" },
};

const struct routes routes_reports = { rows, ARRAY_SIZE(rows) };
