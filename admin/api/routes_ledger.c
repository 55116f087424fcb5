#include "admin/api/routes_ledger.h"

#include "admin/api/call_read.h"
#include "admin/api/money_view.h"
#include "base/digest.h"
#include "base/str.h"
#include "store/account.h"
#include "store/verify.h"

static const struct field entry_fields[] = {
	{ .name = "account",
	  .type = FIELD_TEXT,
	  .help = "receivable:C042 income tax wages payable:maria cash" },
	{ .name = "amount", .type = FIELD_MONEY, .help = "debit positive" },
	{ 0 },
};

static const struct field transaction_fields[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "at", .type = FIELD_INSTANT },
	{ .name = "kind",
	  .type = FIELD_TEXT,
	  .help = "save, reopen, payment, refund, void, payroll" },
	{ .name = "session", .type = FIELD_ID },
	{ .name = "payment", .type = FIELD_ID },
	{ .name = "payroll", .type = FIELD_ID },
	{ .name = "reverses", .type = FIELD_ID },
	{ .name = "entries", .type = FIELD_LIST, .fields = entry_fields },
	{ 0 },
};

static const struct field proof_fields[] = {
	{ .name = "ok", .type = FIELD_BOOL },
	{ .name = "transactions",
	  .type = FIELD_INTEGER,
	  .max = INT64_MAX,
	  .help = "that were found right" },
	{ .name = "head", .type = FIELD_TEXT, .help = "hash of the last" },
	{ .name = "fault", .type = FIELD_TEXT, .help = "null when ok" },
	{ 0 },
};

static enum err entries_add(struct call *call, const struct posting *posting,
			    json_t *json)
{
	json_t *list = json_new_list(call->op->arena);
	enum err err = OK;

	for (size_t i = 0; !err && i < posting->count; i++) {
		const struct entry *entry = &posting->entries[i];
		const char *account = store_account_name(entry->account);
		const char *word = NULL;
		json_t *one = json_new(call->op->arena);

		if (entry->person)
			err = person_word(call, entry->person, &word);
		json_put_text(one, "account",
			      word ? arena_printf(call->op->arena, "%s:%s",
						  account, word)
				   : account);
		json_put_money(one, "amount", call->op->arena, entry->amount,
			       call->digits);
		json_add(list, one);
	}
	json_put(json, "entries", list);
	return err;
}

static enum err posting_view(struct call *call, const struct posting *posting,
			     json_t *items)
{
	json_t *json = json_new(call->op->arena);

	json_put_id(json, "id", posting->id);
	json_put_instant(json, "at", call->op->arena, posting->at);
	json_put_text(json, "kind", posting->kind);
	json_put_id(json, "session", posting->session);
	json_put_id(json, "payment", posting->payment);
	json_put_id(json, "payroll", posting->payroll);
	json_put_id(json, "reverses", posting->reverses);
	json_add(items, json);
	return entries_add(call, posting, json);
}

static enum err list_fill(struct call *call, json_t *items, int64_t *next)
{
	struct span span = WHOLE_TIME;
	struct posting *list;
	size_t limit, count;
	int64_t cursor;
	enum err err = call_span(call, &span);

	if (!err)
		err = call_page(call, &limit, &cursor);
	if (!err)
		err = store_posting_span(call->reader, cursor, span, limit + 1,
					 &list, &count);
	if (err)
		return err;
	*next = count > limit ? list[limit - 1].id : 0;
	for (size_t i = 0; !err && i < count && i < limit; i++)
		err = posting_view(call, &list[i], items);
	return err;
}

static enum err verify_view(struct call *call, json_t **made)
{
	json_t *json = json_new(call->op->arena);
	struct ledger_proof proof;
	enum err err = store_ledger_verify(call->reader, &proof);

	if (err)
		return err;
	json_put_bool(json, "ok", proof.ok);
	json_put_integer(json, "transactions", proof.transactions);
	json_put_text(
		json, "head",
		hex_encode(call->op->arena, proof.head.bytes, DIGEST_SIZE));
	json_put_text(json, "fault", proof.fault);
	*made = json;
	return OK;
}

static const struct route rows[] = {
	{ "GET", "/api/ledger", ROLES_OFFICE, LIST(list_fill), NULL,
	  transaction_fields, true,
	  "transactions by day of posting, the oldest first; ?from=&to=" },
	{ "GET", "/api/ledger/verify", ROLES_OFFICE, VIEW(verify_view), NULL,
	  proof_fields, false,
	  "walk the chain of hashes and compare all amounts" },
};

const struct routes routes_ledger = { rows, ARRAY_SIZE(rows) };
