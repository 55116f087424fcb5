#include "admin/api/money_view.h"

#include "admin/api/body.h"
#include "admin/api/call_read.h"
#include "base/str.h"
#include "base/word.h"
#include "store/allocation.h"

static const char *const PAYMENT_STATUSES[] = { "posted", "void", NULL };

static const struct field LINE[] = {
	{ .name = "date", .type = FIELD_DAY, .help = "of the session" },
	{ .name = "session", .type = FIELD_ID },
	{ .name = "service", .type = FIELD_TEXT },
	{ .name = "minutes", .type = FIELD_INTEGER, .max = INT64_MAX },
	{ .name = "label", .type = FIELD_TEXT, .help = "how it ended" },
	{ .name = "map", .type = FIELD_TEXT },
	{ .name = "credit",
	  .type = FIELD_BOOL,
	  .help = "takes back what was invoiced and re-opened" },
	{ .name = "charge", .type = FIELD_MONEY, .help = "before tax" },
	{ .name = "tax", .type = FIELD_MONEY },
	{ 0 },
};

static const struct field SETTLED[] = {
	{ .name = "payment", .type = FIELD_ID },
	{ .name = "credit", .type = FIELD_ID, .help = "an invoice below zero" },
	{ .name = "date", .type = FIELD_DAY },
	{ .name = "method", .type = FIELD_TEXT },
	{ .name = "amount", .type = FIELD_MONEY },
	{ 0 },
};

const struct field INVOICE[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "status",
	  .type = FIELD_CHOICE,
	  .choices = invoice_status_words },
	{ .name = "number", .type = FIELD_TEXT, .help = "null before issue" },
	{ .name = "client", .type = FIELD_TEXT, .help = "code" },
	{ .name = "to", .type = FIELD_DAY },
	{ .name = "charge", .type = FIELD_MONEY },
	{ .name = "tax", .type = FIELD_MONEY },
	{ .name = "total", .type = FIELD_MONEY },
	{ .name = "paid", .type = FIELD_MONEY },
	{ .name = "due", .type = FIELD_MONEY },
	{ .name = "created_at", .type = FIELD_INSTANT },
	{ .name = "issued_at", .type = FIELD_INSTANT },
	{ .name = "voided_at", .type = FIELD_INSTANT },
	{ .name = "lines",
	  .type = FIELD_LIST,
	  .fields = LINE,
	  .help = "of one invoice, not in lists" },
	{ .name = "payments",
	  .type = FIELD_LIST,
	  .fields = SETTLED,
	  .help = "of one invoice, not in lists" },
	{ 0 },
};

static const struct field ALLOCATION[] = {
	{ .name = "invoice", .type = FIELD_ID },
	{ .name = "number", .type = FIELD_TEXT },
	{ .name = "amount", .type = FIELD_MONEY },
	{ 0 },
};

static const struct field REFUND[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "date", .type = FIELD_DAY },
	{ .name = "amount", .type = FIELD_MONEY },
	{ 0 },
};

const struct field PAYMENT[] = {
	{ .name = "id", .type = FIELD_ID },
	{ .name = "status", .type = FIELD_CHOICE, .choices = PAYMENT_STATUSES },
	{ .name = "client", .type = FIELD_TEXT, .help = "code" },
	{ .name = "amount", .type = FIELD_MONEY },
	{ .name = "date", .type = FIELD_DAY, .help = "the payment's own" },
	{ .name = "method", .type = FIELD_TEXT },
	{ .name = "entered_at", .type = FIELD_INSTANT, .help = "posted then" },
	{ .name = "voided_at", .type = FIELD_INSTANT },
	{ .name = "allocations", .type = FIELD_LIST, .fields = ALLOCATION },
	{ .name = "unallocated",
	  .type = FIELD_MONEY,
	  .help = "credit that the next invoice uses" },
	{ .name = "refunded", .type = FIELD_MONEY },
	{ .name = "refunds", .type = FIELD_LIST, .fields = REFUND },
	{ 0 },
};

static const char *known_as(struct call *call, const struct person *person)
{
	if (person->code)
		return person->code;
	if (person->login)
		return person->login;
	return arena_printf(call->op->arena, "%lld", (long long)person->id);
}

enum err person_word(struct call *call, int64_t id, const char **word)
{
	struct person person;
	enum err err = store_person_load(call->reader, id, &person);

	if (!err)
		*word = known_as(call, &person);
	return err;
}

enum err put_word(struct call *call, json_t *json, const char *name, int64_t id)
{
	const char *word;
	enum err err = person_word(call, id, &word);

	if (!err)
		json_put_text(json, name, word);
	return err;
}

enum err put_named(struct call *call, json_t *json, const char *name,
		   int64_t id)
{
	struct person person;
	enum err err = store_person_load(call->reader, id, &person);

	if (err)
		return err;
	json_put_text(json, name, known_as(call, &person));
	json_put_text(json, "name", person.name);
	return OK;
}

static enum err client_unknown(struct call *call, const char *name,
			       const char *word)
{
	return fail_field(call->op, name, "client-unknown",
			  "There is no client '%s'.", word);
}

static enum err client_named(struct call *call, const char *name,
			     const char *word, int64_t *client)
{
	struct person person;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = call_person(call, word, &person);
	store_reader_end(call->reader);
	if (err == ERR_NOT_FOUND) {
		operation_recover(call->op);
		return client_unknown(call, name, word);
	}
	if (!err)
		*client = person.id;
	return err;
}

enum err client_field(struct call *call, const char *name, int64_t *client)
{
	const char *word = "";
	enum err err;

	call_text(call, name, &word);
	err = client_named(call, name, word, client);
	return err == ERR_INVALID ? call_go_on(call) : err;
}

enum err client_query(struct call *call, int64_t *client)
{
	const char *word = call_query(call, "client");

	enum err err;

	*client = 0;
	if (str_empty(word))
		return OK;
	err = client_named(call, "client", word, client);
	if (err || actor_is_office(&call->op->actor) ||
	    *client == call->op->actor.person)
		return err;
	return client_unknown(call, "client", word);
}

static json_t *line_view(struct call *call, const struct invoice_line *line)
{
	json_t *json = json_new(call->op->arena);

	json_put_day(json, "date", call->op->arena, line->day);
	json_put_id(json, "session", line->session);
	json_put_text(json, "service", line->service);
	json_put_integer(json, "minutes", line->minutes);
	json_put_text(json, "label", line->label);
	json_put_text(json, "map", word_of(map_words, line->map));
	json_put_bool(json, "credit", line->credit);
	json_put_money(json, "charge", call->op->arena, line->charge,
		       call->digits);
	json_put_money(json, "tax", call->op->arena, line->tax, call->digits);
	return json;
}

static enum err put_payments(struct call *call, int64_t invoice, json_t *json)
{
	json_t *list = json_new_list(call->op->arena);
	struct allocation *found;
	size_t count;
	enum err err =
		store_allocation_against(call->reader, invoice, &found, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_new(call->op->arena);

		json_put_id(one, "payment", found[i].payment);
		json_put_id(one, "credit", found[i].credit);
		json_put_day(one, "date", call->op->arena, found[i].day);
		json_put_text(one, "method", found[i].method);
		json_put_money(one, "amount", call->op->arena, found[i].amount,
			       call->digits);
		json_add(list, one);
	}
	json_put(json, "payments", list);
	return err;
}

enum err invoice_view(struct call *call, const struct invoice *invoice,
		      json_t **json)
{
	struct money total = money_add(invoice->charge, invoice->tax);
	json_t *made = json_new(call->op->arena);
	json_t *lines = json_new_list(call->op->arena);
	enum err err = put_word(call, made, "client", invoice->client);

	json_put_id(made, "id", invoice->id);
	json_put_text(made, "status",
		      word_of(invoice_status_words, invoice->status));
	json_put_text(made, "number", invoice->number);
	json_put_day(made, "to", call->op->arena, invoice->to);
	json_put_money(made, "charge", call->op->arena, invoice->charge,
		       call->digits);
	json_put_money(made, "tax", call->op->arena, invoice->tax,
		       call->digits);
	json_put_money(made, "total", call->op->arena, total, call->digits);
	json_put_money(made, "paid", call->op->arena, invoice->settled,
		       call->digits);
	json_put_money(made, "due", call->op->arena,
		       invoice->status == INVOICE_ISSUED
			       ? money_subtract(total, invoice->settled)
			       : (struct money){ 0 },
		       call->digits);
	json_put_instant(made, "created_at", call->op->arena, invoice->created);
	json_put_instant(made, "issued_at", call->op->arena, invoice->issued);
	json_put_instant(made, "voided_at", call->op->arena, invoice->voided);
	for (size_t i = 0; i < invoice->line_count; i++)
		json_add(lines, line_view(call, &invoice->lines[i]));
	json_put(made, "lines", lines);
	*json = made;
	return err ? err : put_payments(call, invoice->id, made);
}

static enum err put_allocations(struct call *call, int64_t payment,
				json_t *json)
{
	json_t *list = json_new_list(call->op->arena);
	struct allocation *found;
	size_t count;
	enum err err = store_allocation_of_payment(call->reader, payment,
						   &found, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_new(call->op->arena);

		json_put_id(one, "invoice", found[i].invoice);
		json_put_text(one, "number", found[i].number);
		json_put_money(one, "amount", call->op->arena, found[i].amount,
			       call->digits);
		json_add(list, one);
	}
	json_put(json, "allocations", list);
	return err;
}

static enum err put_refunds(struct call *call, int64_t payment, json_t *json)
{
	json_t *list = json_new_list(call->op->arena);
	struct refund *found;
	size_t count;
	enum err err = store_refund_list(call->reader, payment, &found, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_new(call->op->arena);

		json_put_id(one, "id", found[i].id);
		json_put_day(one, "date", call->op->arena, found[i].day);
		json_put_money(one, "amount", call->op->arena, found[i].amount,
			       call->digits);
		json_add(list, one);
	}
	json_put(json, "refunds", list);
	return err;
}

enum err payment_view(struct call *call, const struct payment *payment,
		      json_t **json)
{
	bool stands = payment->voided.s == INSTANT_MAX.s;
	struct money used = money_add(payment->refunded, payment->allocated);
	json_t *made = json_new(call->op->arena);
	enum err err;

	json_put_id(made, "id", payment->id);
	json_put_text(made, "status", PAYMENT_STATUSES[stands ? 0 : 1]);
	json_put_money(made, "amount", call->op->arena, payment->amount,
		       call->digits);
	json_put_day(made, "date", call->op->arena, payment->day);
	json_put_text(made, "method", payment->method);
	json_put_instant(made, "entered_at", call->op->arena, payment->entered);
	json_put_instant(made, "voided_at", call->op->arena, payment->voided);
	json_put_money(made, "unallocated", call->op->arena,
		       stands ? money_add(payment->amount, money_negate(used))
			      : (struct money){ 0 },
		       call->digits);
	json_put_money(made, "refunded", call->op->arena, payment->refunded,
		       call->digits);
	err = put_word(call, made, "client", payment->client);
	if (!err)
		err = put_allocations(call, payment->id, made);
	if (!err)
		err = put_refunds(call, payment->id, made);
	*json = made;
	return err;
}
