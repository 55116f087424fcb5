#include "admin/api/money_view.h"

#include "base/str.h"

static const char *const INVOICE_STATUSES[] = { "draft", "issued", "void",
						NULL };
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
	{ .name = "status", .type = FIELD_CHOICE, .choices = INVOICE_STATUSES },
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

static const char *word_of(struct call *call, const struct person *person)
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
		*word = word_of(call, &person);
	return err;
}

enum err put_word(struct call *call, json_t *json, const char *name, int64_t id)
{
	const char *word;
	enum err err = person_word(call, id, &word);

	if (!err)
		put_text(json, name, word);
	return err;
}

enum err put_named(struct call *call, json_t *json, const char *name,
		   int64_t id)
{
	struct person person;
	enum err err = store_person_load(call->reader, id, &person);

	if (err)
		return err;
	put_text(json, name, word_of(call, &person));
	put_text(json, "name", person.name);
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
	json_t *json = json_object();

	put_day(call, json, "date", line->day);
	put_id(json, "session", line->session);
	put_text(json, "service", line->service);
	put_integer(json, "minutes", line->minutes);
	put_text(json, "label", line->label);
	put_text(json, "map", store_map_name(line->map));
	put_bool(json, "credit", line->credit);
	put_money(call, json, "charge", line->charge);
	put_money(call, json, "tax", line->tax);
	return json;
}

static enum err put_payments(struct call *call, int64_t invoice, json_t *json)
{
	json_t *list = call_array(call);
	struct allocation *found;
	size_t count;
	enum err err =
		store_allocation_against(call->reader, invoice, &found, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_object();

		put_id(one, "payment", found[i].payment);
		put_id(one, "credit", found[i].credit);
		put_day(call, one, "date", found[i].day);
		put_text(one, "method", found[i].method);
		put_money(call, one, "amount", found[i].amount);
		json_array_append_new(list, one);
	}
	put(json, "payments", json_incref(list));
	return err;
}

enum err invoice_view(struct call *call, const struct invoice *invoice,
		      json_t **json)
{
	struct money total = money_add(invoice->charge, invoice->tax);
	json_t *made = call_object(call);
	json_t *lines = call_array(call);
	enum err err = put_word(call, made, "client", invoice->client);

	put_id(made, "id", invoice->id);
	put_text(made, "status", store_invoice_status(invoice->status));
	put_text(made, "number", invoice->number);
	put_day(call, made, "to", invoice->to);
	put_money(call, made, "charge", invoice->charge);
	put_money(call, made, "tax", invoice->tax);
	put_money(call, made, "total", total);
	put_money(call, made, "paid", invoice->settled);
	put_money(call, made, "due",
		  invoice->status == INVOICE_ISSUED
			  ? money_subtract(total, invoice->settled)
			  : (struct money){ 0 });
	put_instant(call, made, "created_at", invoice->created);
	put_instant(call, made, "issued_at", invoice->issued);
	put_instant(call, made, "voided_at", invoice->voided);
	for (size_t i = 0; i < invoice->line_count; i++)
		json_array_append_new(lines,
				      line_view(call, &invoice->lines[i]));
	put(made, "lines", json_incref(lines));
	*json = made;
	return err ? err : put_payments(call, invoice->id, made);
}

static enum err put_allocations(struct call *call, int64_t payment,
				json_t *json)
{
	json_t *list = call_array(call);
	struct allocation *found;
	size_t count;
	enum err err = store_allocation_of_payment(call->reader, payment,
						   &found, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_object();

		put_id(one, "invoice", found[i].invoice);
		put_text(one, "number", found[i].number);
		put_money(call, one, "amount", found[i].amount);
		json_array_append_new(list, one);
	}
	put(json, "allocations", json_incref(list));
	return err;
}

static enum err put_refunds(struct call *call, int64_t payment, json_t *json)
{
	json_t *list = call_array(call);
	struct refund *found;
	size_t count;
	enum err err = store_refund_list(call->reader, payment, &found, &count);

	for (size_t i = 0; !err && i < count; i++) {
		json_t *one = json_object();

		put_id(one, "id", found[i].id);
		put_day(call, one, "date", found[i].day);
		put_money(call, one, "amount", found[i].amount);
		json_array_append_new(list, one);
	}
	put(json, "refunds", json_incref(list));
	return err;
}

enum err payment_view(struct call *call, const struct payment *payment,
		      json_t **json)
{
	bool stands = payment->voided.s == INSTANT_MAX.s;
	struct money used = money_add(payment->refunded, payment->allocated);
	json_t *made = call_object(call);
	enum err err;

	put_id(made, "id", payment->id);
	put_text(made, "status", PAYMENT_STATUSES[stands ? 0 : 1]);
	put_money(call, made, "amount", payment->amount);
	put_day(call, made, "date", payment->day);
	put_text(made, "method", payment->method);
	put_instant(call, made, "entered_at", payment->entered);
	put_instant(call, made, "voided_at", payment->voided);
	put_money(call, made, "unallocated",
		  stands ? money_subtract(payment->amount, used)
			 : (struct money){ 0 });
	put_money(call, made, "refunded", payment->refunded);
	err = put_word(call, made, "client", payment->client);
	if (!err)
		err = put_allocations(call, payment->id, made);
	if (!err)
		err = put_refunds(call, payment->id, made);
	*json = made;
	return err;
}
