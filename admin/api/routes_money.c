#include "admin/api/routes_money.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/money_view.h"
#include "admin/api/notice_view.h"
#include "admin/api/person_view.h"
#include "admin/api/rows.h"
#include "admin/api/statement_pdf.h"
#include "base/str.h"
#include "practice/money/statement.h"
#include "practice/notice/document.h"
#include "practice/wall_time.h"

/* Clients know their own account; practitioners nobody's (S4). */
#define ROLES_ACCOUNT (ROLES_OFFICE | ROLE_CLIENT)

static const struct field send_fields[] = {
	{ .name = "from",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED,
	  .help = "the first day of posting" },
	{ .name = "to",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED,
	  .help = "the last, inclusive" },
	{ 0 },
};

static enum err balance_run(struct call *call)
{
	const struct audience who = money_audience(call);
	struct client_balance balance;
	struct person person;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = practice_balance(call->reader, person.id, &balance);
	store_reader_end(call->reader);
	if (err)
		return err;
	return call_answer(call, shape_write(&who, balance_rows, &balance));
}

/* Lines of a spreadsheet have their sums as first and last. */
static void append_sum(struct call *call, json_t *items, const char *text,
		       struct money sum)
{
	json_t *json = json_new(call->op->arena);

	json_put_text(json, "text", text);
	json_put_money(json, "balance", call->op->arena, sum, call->digits);
	json_add(items, json);
}

static enum err statement_csv(struct call *call,
			      const struct account_statement *statement)
{
	const struct audience who = money_audience(call);
	json_t *items = json_new_list(call->op->arena);

	append_sum(call, items, "Opening balance", statement->opening);
	for (size_t i = 0; i < statement->count; i++)
		json_add(items, shape_write(&who, account_entry_rows,
					    &statement->entries[i]));
	append_sum(call, items, "Closing balance", statement->closing);
	return rows_csv(call, account_entry_rows, items);
}

static enum err statement_answer(struct call *call,
				 const struct account_statement *statement)
{
	const struct audience who = money_audience(call);

	if (call_wants_csv(call))
		return statement_csv(call, statement);
	return call_answer(call, shape_write(&who, statement_rows, statement));
}

/* In a read of its own. */
static enum err statement_read(struct call *call, int64_t client,
			       struct span span,
			       struct account_statement *statement)
{
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = practice_statement(call->reader, client, span, statement);
	store_reader_end(call->reader);
	return err;
}

static enum err statement_run(struct call *call)
{
	struct span span = WHOLE_TIME;
	struct account_statement statement;
	struct person person;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = call_span(call, &span);
	if (!err)
		err = statement_read(call, person.id, span, &statement);
	return err ? err : statement_answer(call, &statement);
}

/* A day of the query, which a paper needs. */
static enum err day_query(struct call *call, const char *name, struct day *day)
{
	const char *text = call_query(call, name);

	if (text && day_parse(text, day))
		return OK;
	return fail_field(call->op, name, "not-a-day",
			  "%s: please give a day, as 2026-06-08.", name);
}

static enum err pdf_run(struct call *call)
{
	const char *size = call_query(call, "paper");
	struct statement_paper paper;
	struct day from, to;
	struct person person;
	struct buf buf;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = day_query(call, "from", &from);
	if (!err)
		err = day_query(call, "to", &to);
	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = statement_paper_load(call, person.id, from, to, &paper);
	store_reader_end(call->reader);
	buf_init_sized(&buf, call->op->arena, 32768);
	if (!err)
		err = statement_pdf(call->op, &paper,
				    size && str_same(size, "letter"), &buf);
	if (err)
		return err;
	http_response_add(call->response, "Content-Disposition",
			  arena_printf(call->op->arena,
				       "inline; filename=\"%s\"", paper.file));
	return call_text_answer(call, "application/pdf", buf.at, buf.len);
}

/* The statement, and the notice that takes it along. */
static enum err send_run(struct call *call)
{
	const struct audience who = money_audience(call);
	json_t *json, *notices = json_new_list(call->op->arena);
	struct account_statement statement;
	struct day from = { 0 }, to = { 0 };
	struct person person;
	struct outbox row;
	enum err err = person_find_of_path(call, 0, &person);

	call_day(call, "from", &from);
	call_day(call, "to", &to);
	if (!err)
		err = practice_statement_send(call->op, call->store, person.id,
					      from, to, &row);
	if (!err)
		err = statement_read(call, person.id,
				     practice_days(&call->practice, from, to),
				     &statement);
	if (err)
		return err;
	json = shape_write(&who, statement_rows, &statement);
	json_add(notices, outbox_json(call, &row));
	json_put(json, "notices", notices);
	return call_answer(call, json);
}

static enum err wages_run(struct call *call)
{
	struct span span = WHOLE_TIME;
	const struct audience who = money_audience(call);
	struct wages wages;
	json_t *json;
	struct person person;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = call_span(call, &span);
	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = practice_wages(call->reader, person.id, span, &wages);
	store_reader_end(call->reader);
	if (err)
		return err;
	json = shape_write(&who, wages_rows, &wages);
	if (call_wants_csv(call))
		return rows_csv(call, wage_rows,
				json_object_get(json, "entries"));
	return call_answer(call, json);
}

static const struct route rows[] = {
	{ "GET", "/api/people/{client}/balance", ROLES_ACCOUNT,
	  RUN(balance_run), NULL, balance_rows, false,
	  "what a client owes now" },
	{ "GET", "/api/people/{client}/statement", ROLES_ACCOUNT,
	  RUN(statement_run), NULL, statement_rows, false,
	  "a client's account by day of posting; ?from=&to=; CSV" },
	{ "GET", "/api/people/{client}/statement.pdf", ROLES_ACCOUNT,
	  RUN(pdf_run), NULL, NULL, false,
	  "the same of ?from=&to= as a PDF; ?paper=letter, else A4" },
	{ "POST", "/api/people/{client}/statement/send", ROLES_OFFICE,
	  RUN(send_run), send_fields, NULL, false,
	  "to who pays for the client, by e-mail, with the PDF" },
	{ "GET", "/api/people/{practitioner}/wages", ROLES_TEAM, RUN(wages_run),
	  NULL, wages_rows, false,
	  "a practitioner's wages by day of session; ?from=&to=; CSV" },
};

const struct routes routes_money = { rows, ARRAY_SIZE(rows) };
