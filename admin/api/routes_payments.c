#include "admin/api/routes_payments.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "admin/api/money_view.h"
#include "base/str.h"
#include "practice/money/payment.h"

static const struct field choice_fields[] = {
	{ .name = "invoice", .type = FIELD_TEXT, .flags = FIELD_REQUIRED },
	{ .name = "amount", .type = FIELD_MONEY, .flags = FIELD_REQUIRED },
	{ 0 },
};

static const struct field entry_fields[] = {
	{ .name = "client",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 100,
	  .help = "code, login or id" },
	{ .name = "amount", .type = FIELD_MONEY, .flags = FIELD_REQUIRED },
	{ .name = "date",
	  .type = FIELD_DAY,
	  .flags = FIELD_NULLABLE,
	  .help = "its own; absent: today. It posts today" },
	{ .name = "method",
	  .type = FIELD_TEXT,
	  .flags = FIELD_NULLABLE,
	  .max = 40,
	  .help = "card, transfer, cash" },
	{ .name = "allocate",
	  .type = FIELD_LIST,
	  .flags = FIELD_NULLABLE,
	  .fields = choice_fields,
	  .help = "absent: the oldest first" },
	{ 0 },
};

static const struct field back_fields[] = {
	{ .name = "amount", .type = FIELD_MONEY, .flags = FIELD_REQUIRED },
	{ .name = "date", .type = FIELD_DAY, .flags = FIELD_NULLABLE },
	{ 0 },
};

static enum err payment_one(struct call *call, int64_t id, json_t **json)
{
	struct payment payment;
	enum err err = practice_payment_find(call->reader, id, &payment);

	return err ? err : payment_view(call, &payment, json);
}

static enum err list_fill(struct call *call, json_t *items, int64_t *next)
{
	struct payment *list;
	size_t limit, count;
	int64_t cursor, client;
	enum err err = client_query(call, &client);

	if (!err)
		err = call_page(call, &limit, &cursor);
	if (!err)
		err = store_payment_list(call->reader, client, cursor,
					 limit + 1, &list, &count);
	if (err)
		return err;
	*next = count > limit ? list[limit - 1].id : 0;
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		json_t *json;

		err = payment_view(call, &list[i], &json);
		if (!err)
			json_add(items, json);
	}
	return err;
}

/* Where the payment goes, if that was chosen. */
static enum err choices_read(struct call *call, struct payment_entry *entry)
{
	json_t *list = json_object_get(call->body, "allocate");
	struct payment_choice *chosen;
	size_t index;
	json_t *item;

	if (!json_is_array(list))
		return OK;
	chosen = arena_array(call->op->arena, json_array_size(list),
			     sizeof(*chosen));
	json_array_foreach (list, index, item) {
		const char *id =
			json_string_value(json_object_get(item, "invoice"));
		const char *amount =
			json_string_value(json_object_get(item, "amount"));

		if (!str_to_int64(id, &chosen[index].invoice))
			return fail_field(call->op, "allocate", "not-due",
					  "There is no invoice '%s'.", id);
		if (!money_parse(amount, call->digits, &chosen[index].amount))
			return fail_field(call->op, "allocate", "not-money",
					  "'%s' is no amount.", amount);
	}
	entry->chooses = true;
	entry->chosen = chosen;
	entry->chosen_count = json_array_size(list);
	return OK;
}

static enum err add_run(struct call *call)
{
	struct payment_entry entry = { .client = 0 };
	struct payment payment;
	struct day day;
	enum err err = client_field(call, "client", &entry.client);

	call_money(call, "amount", &entry.amount);
	call_text(call, "method", &entry.method);
	if (call_day(call, "date", &day))
		entry.day = &day;
	if (!err)
		err = choices_read(call, &entry);
	if (!err)
		err = practice_payment_add(call->op, call->store, &entry,
					   &payment);
	return err ? err : frame_answer(call, payment_one, payment.id, true);
}

static enum err void_run(struct call *call)
{
	struct payment payment;
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (!err)
		err = practice_payment_void(call->op, call->store, id,
					    &payment);
	return err ? err : frame_answer(call, payment_one, id, false);
}

static enum err refund_run(struct call *call)
{
	struct money amount = { 0 };
	struct payment payment;
	struct day day;
	bool dated = call_day(call, "date", &day);
	int64_t id;
	enum err err = call_id(call, 0, &id);

	call_money(call, "amount", &amount);
	if (!err)
		err = practice_refund_add(call->op, call->store, id, amount,
					  dated ? &day : NULL, &payment);
	return err ? err : frame_answer(call, payment_one, id, false);
}

static const struct route rows[] = {
	{ "GET", "/api/payments", ROLES_OFFICE, LIST(list_fill), NULL,
	  payment_rows, true, "payments, the newest first; ?client=" },
	{ "POST", "/api/payments", ROLES_OFFICE, RUN(add_run), entry_fields,
	  payment_rows, false, "enter a payment" },
	{ "GET", "/api/payments/{id}", ROLES_OFFICE, ONE(payment_one), NULL,
	  payment_rows, false, "one payment" },
	{ "POST", "/api/payments/{id}/void", ROLES_OFFICE, RUN(void_run), NULL,
	  payment_rows, false, "take it back, as if it had not been entered" },
	{ "POST", "/api/payments/{id}/refund", ROLES_OFFICE, RUN(refund_run),
	  back_fields, payment_rows, false, "give back at most what was paid" },
};

const struct routes routes_payments = { rows, ARRAY_SIZE(rows) };
