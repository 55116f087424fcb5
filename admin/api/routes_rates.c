#include "admin/api/routes_rates.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/person_view.h"
#include "practice/session/rate.h"
#include "practice/wall_time.h"

#define BEGINNING ((struct day){ INT32_MIN })

static const struct field VERSION[] = {
	{ .name = "cost", .type = FIELD_MONEY },
	{ .name = "effective_from",
	  .type = FIELD_DAY,
	  .flags = FIELD_NULLABLE },
	{ 0 },
};

static const struct field RATE[] = {
	{ .name = "service", .type = FIELD_ID, .flags = FIELD_ONLY_ANSWER },
	{ .name = "cost", .type = FIELD_MONEY, .flags = FIELD_REQUIRED },
	{ .name = "effective_from",
	  .type = FIELD_DAY,
	  .flags = FIELD_NULLABLE,
	  .help = "absent or null: from the beginning" },
	{ 0 },
};

static const struct field RATES[] = {
	{ .name = "service", .type = FIELD_ID },
	{ .name = "cost",
	  .type = FIELD_MONEY,
	  .flags = FIELD_NULLABLE,
	  .help = "of today; null: the service's" },
	{ .name = "effective_from",
	  .type = FIELD_DAY,
	  .flags = FIELD_NULLABLE },
	{ .name = "versions", .type = FIELD_LIST, .fields = VERSION },
	{ 0 },
};

static const struct field PAY[] = {
	{ .name = "hourly", .type = FIELD_MONEY, .flags = FIELD_NULLABLE },
	{ .name = "bonus", .type = FIELD_MONEY },
	{ .name = "effective_from",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED,
	  .help = "null in answers: from the beginning" },
	{ 0 },
};

static void put_from(struct call *call, json_t *json, struct day day)
{
	json_put_text(json, "effective_from",
		      day.n == BEGINNING.n ? NULL
					   : day_text(call->op->arena, day));
}

/* The client and the service of the path. */
static enum err rate_of_path(struct call *call, int64_t *client,
			     int64_t *service)
{
	struct person person;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = call_id(call, 1, service);
	if (err)
		return err;
	if (!(person.roles & ROLE_CLIENT))
		return fail(call->op, ERR_NOT_FOUND,
			    "'%s' is not a client: clients have rates.",
			    call->words[0]);
	*client = person.id;
	return OK;
}

static json_t *version_json(struct call *call, const struct client_rate *rate)
{
	struct arena *arena = call->op->arena;
	json_t *json = json_new(arena);

	json_put_money(json, "cost", arena, rate->cost, call->digits);
	put_from(call, json, rate->effective_from);
	return json;
}

/* All versions of one service, and the one of today. */
static json_t *rate_json(struct call *call, const struct client_rate *list,
			 size_t count, int64_t service)
{
	struct arena *arena = call->op->arena;
	struct day today = practice_day(&call->practice, call->op->now);
	json_t *json = json_new(arena);
	json_t *versions = json_new_list(arena);

	json_put_id(json, "service", service);
	json_put_text(json, "cost", NULL);
	put_from(call, json, BEGINNING);
	for (size_t i = 0; i < count; i++) {
		if (list[i].service != service)
			continue;
		json_add(versions, version_json(call, &list[i]));
		if (list[i].effective_from.n > today.n)
			continue;
		json_put_money(json, "cost", arena, list[i].cost, call->digits);
		put_from(call, json, list[i].effective_from);
	}
	json_put(json, "versions", versions);
	return json_array_size(versions) ? json : NULL;
}

/* NULL in *json: there is none. */
static enum err rate_load(struct call *call, int64_t client, int64_t service,
			  json_t **json)
{
	struct client_rate *list;
	size_t count;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = store_rate_list(call->reader, client, &list, &count);
	store_reader_end(call->reader);
	if (err)
		return err;
	*json = rate_json(call, list, count, service);
	if (*json)
		return OK;
	return fail(call->op, ERR_NOT_FOUND,
		    "The client has no rate for this service.");
}

static enum err rate_get(struct call *call)
{
	int64_t client, service;
	json_t *json = NULL;
	enum err err = rate_of_path(call, &client, &service);

	if (!err)
		err = rate_load(call, client, service, &json);
	return err ? err : call_answer(call, json);
}

static enum err rate_set(struct call *call)
{
	struct client_rate rate = { .effective_from = BEGINNING };
	int64_t client;
	json_t *json;
	enum err err = rate_of_path(call, &client, &rate.service);

	if (err)
		return err;
	call_money(call, "cost", &rate.cost);
	call_day(call, "effective_from", &rate.effective_from);
	err = practice_rate_set_from(call->op, call->store, client, &rate);
	if (err)
		return err;
	json = version_json(call, &rate);
	json_put_id(json, "service", rate.service);
	return call_answer(call, json);
}

static enum err rate_remove(struct call *call)
{
	int64_t client, service;
	json_t *json;
	enum err err = rate_of_path(call, &client, &service);

	if (!err)
		err = rate_load(call, client, service, &json);
	if (!err)
		err = practice_rate_set(call->op, call->store, client, service,
					NULL);
	return err ? err : call_nothing(call);
}

static enum err practitioner_of_path(struct call *call, int64_t *id)
{
	struct person person;
	enum err err = person_find_of_path(call, 0, &person);

	if (err)
		return err;
	if (!(person.roles & ROLE_PRACTITIONER))
		return fail(call->op, ERR_NOT_FOUND,
			    "'%s' is not a practitioner: practitioners have "
			    "such rates.",
			    call->words[0]);
	*id = person.id;
	return OK;
}

static json_t *pay_json(struct call *call, const struct practitioner_rate *rate)
{
	struct arena *arena = call->op->arena;
	json_t *json = json_new(arena);

	if (rate->has_hourly)
		json_put_money(json, "hourly", arena, rate->hourly,
			       call->digits);
	else
		json_put_text(json, "hourly", NULL);
	json_put_money(json, "bonus", arena, rate->bonus, call->digits);
	put_from(call, json, rate->effective_from);
	return json;
}

static enum err pay_list(struct call *call)
{
	json_t *items = json_new_list(call->op->arena);
	struct practitioner_rate *list;
	size_t count;
	int64_t id;
	enum err err = practitioner_of_path(call, &id);

	if (!err)
		err = store_reader_begin(call->reader, call->op);
	if (err)
		return err;
	err = store_practitioner_rate_list(call->reader, id, &list, &count);
	store_reader_end(call->reader);
	for (size_t i = 0; !err && i < count; i++)
		json_add(items, pay_json(call, &list[i]));
	return err ? err : call_list(call, items, 0);
}

static enum err pay_add(struct call *call)
{
	struct practitioner_rate rate = { .has_hourly = false };
	int64_t id;
	enum err err = practitioner_of_path(call, &id);

	if (err)
		return err;
	rate.has_hourly = call_money(call, "hourly", &rate.hourly);
	call_money(call, "bonus", &rate.bonus);
	call_day(call, "effective_from", &rate.effective_from);
	err = practice_pay_set(call->op, call->store, id, &rate);
	return err ? err : call_created(call, pay_json(call, &rate));
}

static const struct route ROWS[] = {
	{ "GET", "/api/people/{practitioner}/rates", ROLES_OFFICE, pay_list,
	  NULL, PAY, true, "what a practitioner earns, and since when" },
	{ "POST", "/api/people/{practitioner}/rates", ROLES_OFFICE, pay_add,
	  PAY, PAY, false, "what a practitioner earns from a day on" },
	{ "GET", "/api/people/{client}/rates/{service}", ROLES_OFFICE, rate_get,
	  NULL, RATES, false, "what the client pays, and since when" },
	{ "PUT", "/api/people/{client}/rates/{service}", ROLES_OFFICE, rate_set,
	  RATE, RATE, false,
	  "what the client pays in place of the cost, from a day on" },
	{ "DELETE", "/api/people/{client}/rates/{service}", ROLES_OFFICE,
	  rate_remove, NULL, NULL, false, "back to the service's cost" },
};

const struct routes routes_rates = { ROWS, ARRAY_SIZE(ROWS) };
