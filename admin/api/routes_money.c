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
	json_t *json = call_object(call);
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
	put_money(call, json, "balance", balance.balance);
	put_money(call, json, "credit", balance.credit);
	return call_answer(call, json);
}

static json_t *entry_view(struct call *call, const struct account_entry *entry)
{
	json_t *json = call_object(call);

	put_day(call, json, "date", entry->date);
	put_text(json, "kind", entry->kind);
	put_id(json, "session", entry->session);
	put_id(json, "invoice", entry->invoice);
	put_id(json, "payment", entry->payment);
	put_text(json, "text", entry->text);
	put_money(call, json, "amount", entry->amount);
	put_money(call, json, "balance", entry->balance);
	return json;
}

/* Lines of a spreadsheet have their sums as first and last. */
static void append_sum(struct call *call, json_t *items, const char *text,
		       struct money sum)
{
	json_t *json = call_object(call);

	put_text(json, "text", text);
	put_money(call, json, "balance", sum);
	json_array_append(items, json);
}

static enum err statement_answer(struct call *call,
				 const struct account_statement *statement)
{
	bool csv = call_wants_csv(call);
	json_t *items = call_array(call);
	json_t *json = call_object(call);

	if (csv)
		append_sum(call, items, "Opening balance", statement->opening);
	for (size_t i = 0; i < statement->count; i++)
		json_array_append(items,
				  entry_view(call, &statement->entries[i]));
	if (csv) {
		append_sum(call, items, "Closing balance", statement->closing);
		return rows_csv(call, ENTRY, items);
	}
	put_money(call, json, "opening", statement->opening);
	put(json, "entries", json_incref(items));
	put_money(call, json, "closing", statement->closing);
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
	json_t *json = call_object(call);

	put_day(call, json, "date", wage->day);
	put_id(json, "session", wage->session);
	put_text(json, "service", wage->service);
	put_integer(json, "minutes", wage->minutes);
	put_text(json, "label", wage->label);
	put_bool(json, "reversal", wage->reversal);
	put_money(call, json, "amount", wage->amount);
	put_id(json, "payroll", wage->paid ? wage->payroll : 0);
	return json;
}

static enum err wages_run(struct call *call)
{
	struct span span = { INSTANT_MIN, INSTANT_MAX };
	json_t *json = call_object(call);
	json_t *items = call_array(call);
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
		json_array_append(items, wage_view(call, &wages.list[i]));
	if (call_wants_csv(call))
		return rows_csv(call, WAGE, items);
	put_money(call, json, "unpaid", wages.unpaid);
	put(json, "entries", json_incref(items));
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
