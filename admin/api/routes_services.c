#include "admin/api/routes_services.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "base/word.h"
#include "practice/session/service.h"
#include "practice/wall_time.h"

static const struct field PRICE[] = {
	{ .name = "effective_from",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED,
	  .help = "null: from the beginning" },
	{ .name = "cost", .type = FIELD_MONEY, .flags = FIELD_REQUIRED },
	{ .name = "wage", .type = FIELD_MONEY, .flags = FIELD_REQUIRED },
	{ .name = "tax_bp",
	  .type = FIELD_INTEGER,
	  .min = 0,
	  .max = 10000,
	  .help = "basis points; absent: as before" },
	{ 0 },
};

static const struct field SERVICE[] = {
	{ .name = "id", .type = FIELD_ID, .flags = FIELD_ONLY_ANSWER },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED,
	  .max = 200 },
	{ .name = "kind",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED,
	  .choices = service_kind_words },
	{ .name = "cost",
	  .type = FIELD_MONEY,
	  .flags = FIELD_REQUIRED,
	  .help = "in answers: of today" },
	{ .name = "wage", .type = FIELD_MONEY, .flags = FIELD_REQUIRED },
	{ .name = "wage_basis",
	  .type = FIELD_CHOICE,
	  .choices = wage_basis_words },
	{ .name = "tax_bp", .type = FIELD_INTEGER, .min = 0, .max = 10000 },
	{ .name = "active", .type = FIELD_BOOL, .flags = FIELD_ONLY_ANSWER },
	{ .name = "prices",
	  .type = FIELD_LIST,
	  .flags = FIELD_ONLY_ANSWER,
	  .fields = PRICE },
	{ 0 },
};

static void put_price(struct call *call, json_t *json,
		      const struct price *price)
{
	json_put_money(json, "cost", call->op->arena, price->cost,
		       call->digits);
	json_put_money(json, "wage", call->op->arena, price->wage,
		       call->digits);
	json_put_integer(json, "tax_bp", price->tax_bp);
}

static json_t *price_json(struct call *call, const struct price *price)
{
	json_t *json = json_new(call->op->arena);

	if (price->effective_from.n == INT32_MIN)
		json_put_text(json, "effective_from", NULL);
	else
		json_put_day(json, "effective_from", call->op->arena,
			     price->effective_from);
	put_price(call, json, price);
	return json;
}

static enum err prices_put(struct call *call, int64_t service, json_t *json)
{
	struct day today = practice_day(&call->practice, call->op->now);
	struct price *prices, now;
	json_t *list;
	size_t count;
	enum err err = store_price_load(call->reader, service, today, &now);

	if (!err)
		err = store_price_list(call->reader, service, &prices, &count);
	if (err)
		return err;
	put_price(call, json, &now);
	list = json_new_list(call->op->arena);
	for (size_t i = 0; i < count; i++)
		json_add(list, price_json(call, &prices[i]));
	json_put(json, "prices", list);
	return OK;
}

/* What services cost and pay is the office's. */
static enum err service_json(struct call *call, const struct service *service,
			     json_t **json)
{
	json_t *made = json_new(call->op->arena);

	json_put_id(made, "id", service->id);
	json_put_text(made, "name", service->name);
	json_put_text(made, "kind", word_of(service_kind_words, service->kind));
	json_put_text(made, "wage_basis",
		      word_of(wage_basis_words, service->basis));
	json_put_bool(made, "active", service->active);
	*json = made;
	if (!actor_is_office(&call->op->actor))
		return OK;
	return prices_put(call, service->id, made);
}

static enum err services_put(struct call *call, json_t *items, int64_t *next)
{
	struct service *services;
	int64_t cursor, last = 0;
	size_t limit, count;
	enum err err = call_page(call, &limit, &cursor);

	if (!err)
		err = store_service_list(call->reader, &services, &count);
	for (size_t i = 0; !err && i < count; i++) {
		json_t *json;

		if (services[i].id <= cursor)
			continue;
		if (json_array_size(items) == limit) {
			*next = last;
			break;
		}
		err = service_json(call, &services[i], &json);
		if (!err)
			json_add(items, json);
		last = services[i].id;
	}
	return err;
}

static enum err service_list(struct call *call)
{
	return call_list_read(call, services_put);
}

static void price_read(struct call *call, struct price *price)
{
	int64_t tax = price->tax_bp;

	call_money(call, "cost", &price->cost);
	call_money(call, "wage", &price->wage);
	call_integer(call, "tax_bp", &tax);
	price->tax_bp = (int32_t)tax;
}

static enum err service_add(struct call *call)
{
	struct service service = { .active = true };
	struct price price = { .tax_bp = 0 };
	json_t *json = NULL;
	int index;
	enum err err;

	call_text(call, "name", &service.name);
	if (call_choice(call, "kind", &index))
		service.kind = (enum service_kind)index;
	if (call_choice(call, "wage_basis", &index))
		service.basis = (enum wage_basis)index;
	price_read(call, &price);
	err = practice_service_add(call->op, call->store, &service, &price);
	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = service_json(call, &service, &json);
	store_reader_end(call->reader);
	return err ? err : call_created(call, json);
}

static enum err price_add(struct call *call)
{
	struct price price = { .tax_bp = PRACTICE_TAX_AS_BEFORE };
	json_t *json;
	int64_t id;
	enum err err = call_id(call, 0, &id);

	call_day(call, "effective_from", &price.effective_from);
	if (err)
		return err;
	price_read(call, &price);
	err = practice_price_add(call->op, call->store, id, &price);
	if (err)
		return err;
	json = price_json(call, &price);
	return call_created(call, json);
}

static const struct route ROWS[] = {
	{ "GET", "/api/services", ROLES_TEAM, service_list, NULL, SERVICE, true,
	  "all services; prices for the office" },
	{ "POST", "/api/services", ROLES_OFFICE, service_add, SERVICE, SERVICE,
	  false, "add a service; its price holds from the beginning" },
	{ "POST", "/api/services/{id}/prices", ROLES_OFFICE, price_add, PRICE,
	  PRICE, false, "a price from a day on" },
};

const struct routes routes_services = { ROWS, ARRAY_SIZE(ROWS) };
