#include "admin/api/routes_services.h"

#include "admin/api/call_read.h"
#include "admin/api/call_write.h"
#include "admin/api/frame.h"
#include "base/shape_read.h"
#include "practice/access.h"
#include "practice/session/service.h"
#include "practice/session/service_fields.h"
#include "practice/wall_time.h"

/* What is dated is the office's. */
static enum err service_json(struct call *call, const struct service *service,
			     json_t **json)
{
	const struct audience who = call_audience(call);
	struct day today = practice_day(&call->practice, call->op->now);
	struct service_known known = { .service = *service };
	enum err err = OK;

	if (who.see == SEE_OFFICE)
		err = store_price_load(call->reader, service->id, today,
				       &known.price);
	if (!err && who.see == SEE_OFFICE)
		err = store_price_list(call->reader, service->id, &known.prices,
				       &known.price_count);
	if (!err)
		*json = shape_write(&who, service_rows, &known);
	return err;
}

static enum err services_fill(struct call *call, json_t *items, int64_t *next)
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

static enum err service_one(struct call *call, int64_t id, json_t **json)
{
	struct service service;
	enum err err = store_service_find(call->reader, id, &service);

	return err ? err : service_json(call, &service, json);
}

static enum err service_add(struct call *call)
{
	const struct audience who = call_audience(call);
	struct service_known known = { .service.active = true };
	enum err err;

	shape_read(&who, service_rows, call->body, &known);
	err = practice_service_add(call->op, call->store, &known.service,
				   &known.price);
	return err ? err
		   : frame_answer(call, service_one, known.service.id, true);
}

static enum err price_add(struct call *call)
{
	const struct audience who = call_audience(call);
	struct price price = { .tax_bp = PRACTICE_TAX_AS_BEFORE };
	int64_t id;
	enum err err = call_id(call, 0, &id);

	if (err)
		return err;
	shape_read(&who, price_rows, call->body, &price);
	err = practice_price_add(call->op, call->store, id, &price);
	if (err)
		return err;
	return call_created(call, shape_write(&who, price_rows, &price));
}

static const struct route rows[] = {
	{ "GET", "/api/services", ROLES_TEAM, LIST(services_fill), NULL,
	  service_rows, true, "all services; prices for the office" },
	{ "POST", "/api/services", ROLES_OFFICE, RUN(service_add), service_rows,
	  service_rows, false,
	  "add a service; its price holds from the beginning" },
	{ "POST", "/api/services/{id}/prices", ROLES_OFFICE, RUN(price_add),
	  price_rows, price_rows, false, "a price from a day on" },
};

const struct routes routes_services = { rows, ARRAY_SIZE(rows) };
