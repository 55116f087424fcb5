#include "admin/api/routes_money.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/money_view.h"
#include "admin/api/person_view.h"
#include "admin/api/rows.h"
#include "practice/money/statement.h"

/* Clients know their own account; practitioners nobody's (S4). */
#define ROLES_ACCOUNT (ROLES_OFFICE | ROLE_CLIENT)

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

static enum err statement_run(struct call *call)
{
	struct span span = WHOLE_TIME;
	struct account_statement statement;
	struct person person;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = call_span(call, &span);
	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = practice_statement(call->reader, person.id, span, &statement);
	store_reader_end(call->reader);
	return err ? err : statement_answer(call, &statement);
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
	{ "GET", "/api/people/{practitioner}/wages", ROLES_TEAM, RUN(wages_run),
	  NULL, wages_rows, false,
	  "a practitioner's wages by day of session; ?from=&to=; CSV" },
};

const struct routes routes_money = { rows, ARRAY_SIZE(rows) };
