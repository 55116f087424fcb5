#include "admin/api/person_view.h"
#include "practice/session/service.h"

static const struct field RATE[] = {
	{ .name = "service", .type = FIELD_ID, .flags = FIELD_ONLY_ANSWER },
	{ .name = "cost", .type = FIELD_MONEY, .flags = FIELD_REQUIRED },
	{ 0 },
};

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

static enum err rate_set(struct call *call)
{
	int64_t client, service;
	struct money cost = { 0 };
	json_t *json = json_new(call->op->arena);
	enum err err = rate_of_path(call, &client, &service);

	if (err)
		return err;
	call_money(call, "cost", &cost);
	err = practice_rate_set(call->op, call->store, client, service, &cost);
	if (err)
		return err;
	json_put_id(json, "service", service);
	json_put_money(json, "cost", call->op->arena, cost, call->digits);
	return call_answer(call, json);
}

static enum err rate_exists(struct call *call, int64_t client, int64_t service)
{
	struct money cost;
	enum err err = store_reader_begin(call->reader, call->op);

	if (err)
		return err;
	err = store_rate_find(call->reader, client, service, &cost);
	store_reader_end(call->reader);
	if (err == ERR_NOT_FOUND)
		return fail(call->op, err,
			    "The client has no rate for this service.");
	return err;
}

static enum err rate_remove(struct call *call)
{
	int64_t client, service;
	enum err err = rate_of_path(call, &client, &service);

	if (!err)
		err = rate_exists(call, client, service);
	if (!err)
		err = practice_rate_set(call->op, call->store, client, service,
					NULL);
	return err ? err : call_nothing(call);
}

static const struct route ROWS[] = {
	{ "PUT", "/api/people/{client}/rates/{service}", ROLES_OFFICE, rate_set,
	  RATE, RATE, false, "what the client pays in place of the cost" },
	{ "DELETE", "/api/people/{client}/rates/{service}", ROLES_OFFICE,
	  rate_remove, NULL, NULL, false, "back to the service's cost" },
};

const struct routes routes_rates = { ROWS, ARRAY_SIZE(ROWS) };
