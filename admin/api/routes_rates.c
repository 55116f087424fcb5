#include "admin/api/routes_rates.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/person_view.h"
#include "base/shape_read.h"
#include "practice/session/rate.h"
#include "practice/session/rate_fields.h"
#include "practice/wall_time.h"

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

/* All versions of one service, and the one of today. NULL: there is none. */
static json_t *rate_json(struct call *call, const struct client_rate *list,
			 size_t count, int64_t service)
{
	const struct audience who = call_audience(call);
	struct day today = practice_day(&call->practice, call->op->now);
	struct client_rates rates = {
		.service = service,
		.versions = arena_array(who.arena, count + 1,
					sizeof(*rates.versions)),
	};

	for (size_t i = 0; i < count; i++) {
		if (list[i].service != service)
			continue;
		rates.versions[rates.count++] = list[i];
		if (list[i].effective_from.n > today.n)
			continue;
		rates.now = list[i];
		rates.holds = true;
	}
	return rates.count ? shape_write(&who, client_rates_rows, &rates)
			   : NULL;
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
	const struct audience who = call_audience(call);
	struct client_rate rate = { .effective_from = RATE_BEGINNING };
	json_t *json = json_new(who.arena);
	int64_t client;
	enum err err = rate_of_path(call, &client, &rate.service);

	if (err)
		return err;
	shape_read(&who, client_rate_rows, call->body, &rate);
	err = practice_rate_set_from(call->op, call->store, client, &rate);
	if (err)
		return err;
	shape_pick(&who, json, "cost,effective_from,service", client_rate_rows,
		   &rate);
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

static enum err practitioner_judge(struct call *call,
				   const struct person *person)
{
	if (!(person->roles & ROLE_PRACTITIONER))
		return fail(call->op, ERR_NOT_FOUND,
			    "'%s' is not a practitioner: practitioners have "
			    "such rates.",
			    call->words[0]);
	return OK;
}

static json_t *pay_json(struct call *call, const struct practitioner_rate *rate)
{
	const struct audience who = call_audience(call);

	return shape_write(&who, practitioner_rate_rows, rate);
}

static enum err pay_fill(struct call *call, json_t *items, int64_t *next UNUSED)
{
	struct practitioner_rate *list;
	struct person person;
	enum acquaintance how;
	size_t count;
	enum err err = person_of_path(call, 0, &person, &how);

	if (!err)
		err = practitioner_judge(call, &person);
	if (!err)
		err = store_practitioner_rate_list(call->reader, person.id,
						   &list, &count);
	for (size_t i = 0; !err && i < count; i++)
		json_add(items, pay_json(call, &list[i]));
	return err;
}

static enum err pay_add(struct call *call)
{
	const struct audience who = call_audience(call);
	struct practitioner_rate rate = { .has_hourly = false };
	struct person person;
	enum err err = person_find_of_path(call, 0, &person);

	if (!err)
		err = practitioner_judge(call, &person);
	if (err)
		return err;
	shape_read(&who, practitioner_rate_rows, call->body, &rate);
	err = practice_pay_set(call->op, call->store, person.id, &rate);
	return err ? err : call_created(call, pay_json(call, &rate));
}

static const struct route rows[] = {
	{ "GET", "/api/people/{practitioner}/rates", ROLES_OFFICE,
	  LIST(pay_fill), NULL, practitioner_rate_rows, true,
	  "what a practitioner earns, and since when" },
	{ "POST", "/api/people/{practitioner}/rates", ROLES_OFFICE,
	  RUN(pay_add), practitioner_rate_rows, practitioner_rate_rows, false,
	  "what a practitioner earns from a day on" },
	{ "GET", "/api/people/{client}/rates/{service}", ROLES_OFFICE,
	  RUN(rate_get), NULL, client_rates_rows, false,
	  "what the client pays, and since when" },
	{ "PUT", "/api/people/{client}/rates/{service}", ROLES_OFFICE,
	  RUN(rate_set), client_rate_rows, client_rate_rows, false,
	  "what the client pays in place of the cost, from a day on" },
	{ "DELETE", "/api/people/{client}/rates/{service}", ROLES_OFFICE,
	  RUN(rate_remove), NULL, NULL, false, "back to the service's cost" },
};

const struct routes routes_rates = { rows, ARRAY_SIZE(rows) };
