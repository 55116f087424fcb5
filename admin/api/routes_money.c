#include "admin/api/routes_money.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/money_view.h"
#include "admin/api/person_view.h"
#include "admin/api/rows.h"
#include "practice/money/statement.h"

/* Clients know their own account; practitioners nobody's (S4). */
#define ROLES_ACCOUNT (ROLES_OFFICE | ROLE_CLIENT)

static const struct field BALANCE[] = {
	{ .name = "balance", .type = FIELD_MONEY, .help = "positive: owes" },
	{ .name = "credit", .type = FIELD_MONEY, .help = "to the good" },
	{ 0 },
};

static const struct field ENTRY[] = {
	{ .name = "date", .type = FIELD_DAY, .help = "of posting" },
	{ .name = "kind",
	  .type = FIELD_TEXT,
	  .help = "save, reopen, payment, refund, void" },
	{ .name = "session", .type = FIELD_ID },
	{ .name = "invoice", .type = FIELD_ID },
	{ .name = "payment", .type = FIELD_ID },
	{ .name = "text", .type = FIELD_TEXT },
	{ .name = "amount", .type = FIELD_MONEY },
	{ .name = "balance", .type = FIELD_MONEY },
	{ 0 },
};

static const struct field STATEMENT[] = {
	{ .name = "opening", .type = FIELD_MONEY },
	{ .name = "entries", .type = FIELD_LIST, .fields = ENTRY },
	{ .name = "closing", .type = FIELD_MONEY },
	{ 0 },
};

static const struct field WAGE[] = {
	{ .name = "date", .type = FIELD_DAY, .help = "of the session" },
	{ .name = "session", .type = FIELD_ID },
	{ .name = "service", .type = FIELD_TEXT },
	{ .name = "minutes", .type = FIELD_INTEGER, .max = INT64_MAX },
	{ .name = "label", .type = FIELD_TEXT, .help = "how it ended" },
	{ .name = "reversal",
	  .type = FIELD_BOOL,
	  .help = "takes back what was paid and re-opened" },
	{ .name = "amount", .type = FIELD_MONEY },
	{ .name = "payroll",
	  .type = FIELD_ID,
	  .help = "the run that paid it; null: unpaid" },
	{ 0 },
};

static const struct field WAGES[] = {
	{ .name = "unpaid", .type = FIELD_MONEY, .help = "all, as of now" },
	{ .name = "entries", .type = FIELD_LIST, .fields = WAGE },
	{ 0 },
};

static enum err balance_run(struct call *call)
{
	json_t *json = json_new(call->op->arena);
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
	json_put_money(json, "balance", call->op->arena, balance.balance,
		       call->digits);
	json_put_money(json, "credit", call->op->arena, balance.credit,
		       call->digits);
	return call_answer(call, json);
}

static json_t *entry_view(struct call *call, const struct account_entry *entry)
{
	json_t *json = json_new(call->op->arena);

	json_put_day(json, "date", call->op->arena, entry->date);
	json_put_text(json, "kind", entry->kind);
	json_put_id(json, "session", entry->session);
	json_put_id(json, "invoice", entry->invoice);
	json_put_id(json, "payment", entry->payment);
	json_put_text(json, "text", entry->text);
	json_put_money(json, "amount", call->op->arena, entry->amount,
		       call->digits);
	json_put_money(json, "balance", call->op->arena, entry->balance,
		       call->digits);
	return json;
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

static enum err statement_answer(struct call *call,
				 const struct account_statement *statement)
{
	bool csv = call_wants_csv(call);
	json_t *items = json_new_list(call->op->arena);
	json_t *json = json_new(call->op->arena);

	if (csv)
		append_sum(call, items, "Opening balance", statement->opening);
	for (size_t i = 0; i < statement->count; i++)
		json_add(items, entry_view(call, &statement->entries[i]));
	if (csv) {
		append_sum(call, items, "Closing balance", statement->closing);
		return rows_csv(call, ENTRY, items);
	}
	json_put_money(json, "opening", call->op->arena, statement->opening,
		       call->digits);
	json_put(json, "entries", items);
	json_put_money(json, "closing", call->op->arena, statement->closing,
		       call->digits);
	return call_answer(call, json);
}

static enum err statement_run(struct call *call)
{
	struct span span = { INSTANT_MIN, INSTANT_MAX };
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

static json_t *wage_view(struct call *call, const struct wage *wage)
{
	json_t *json = json_new(call->op->arena);

	json_put_day(json, "date", call->op->arena, wage->day);
	json_put_id(json, "session", wage->session);
	json_put_text(json, "service", wage->service);
	json_put_integer(json, "minutes", wage->minutes);
	json_put_text(json, "label", wage->label);
	json_put_bool(json, "reversal", wage->reversal);
	json_put_money(json, "amount", call->op->arena, wage->amount,
		       call->digits);
	json_put_id(json, "payroll", wage->paid ? wage->payroll : 0);
	return json;
}

static enum err wages_run(struct call *call)
{
	struct span span = { INSTANT_MIN, INSTANT_MAX };
	json_t *json = json_new(call->op->arena);
	json_t *items = json_new_list(call->op->arena);
	struct wages wages;
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
	for (size_t i = 0; i < wages.count; i++)
		json_add(items, wage_view(call, &wages.list[i]));
	if (call_wants_csv(call))
		return rows_csv(call, WAGE, items);
	json_put_money(json, "unpaid", call->op->arena, wages.unpaid,
		       call->digits);
	json_put(json, "entries", items);
	return call_answer(call, json);
}

static const struct route ROWS[] = {
	{ "GET", "/api/people/{client}/balance", ROLES_ACCOUNT, balance_run,
	  NULL, BALANCE, false, "what a client owes now" },
	{ "GET", "/api/people/{client}/statement", ROLES_ACCOUNT, statement_run,
	  NULL, STATEMENT, false,
	  "a client's account by day of posting; ?from=&to=; CSV" },
	{ "GET", "/api/people/{practitioner}/wages", ROLES_TEAM, wages_run,
	  NULL, WAGES, false,
	  "a practitioner's wages by day of session; ?from=&to=; CSV" },
};

const struct routes routes_money = { ROWS, ARRAY_SIZE(ROWS) };
