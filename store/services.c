#include "store/services.h"

#include "base/unicode.h"
#include "store/statement_private.h"

const char *const service_kind_words[] = {
	[SERVICE_FIXED] = "fixed",
	[SERVICE_HOURLY] = "hourly",
	NULL,
};

const char *const wage_basis_words[] = {
	[WAGE_SESSION] = "session",
	[WAGE_CLIENT] = "client",
	NULL,
};

static const char FIND_SERVICE[] = "SELECT id, name, kind, basis, active"
				   "  FROM service"
				   "  WHERE id = $id";

static const char FIND_SERVICE_NAME[] = "SELECT id, name, kind, basis, active"
					"  FROM service"
					"  WHERE name_key = $name_key";

static const char LIST_SERVICES[] = "SELECT id, name, kind, basis, active"
				    "  FROM service"
				    "  ORDER BY id";

static const char FIND_SERVICES[] = "SELECT id, name, kind, basis, active"
				    "  FROM service"
				    "  WHERE id IN (" EACH_ID ")"
				    "  ORDER BY id";

static const char ADD_SERVICE[] =
	"INSERT INTO service (name, name_key, kind, basis, active)"
	"  VALUES ($name, $name_key, $kind, $basis, $active)"
	"  RETURNING id";

static const char LOAD_PRICE[] = "SELECT effective_from, cost, wage, tax_bp"
				 "  FROM service_price"
				 "  WHERE service = $service"
				 "    AND effective_from <= $day"
				 "  ORDER BY effective_from DESC"
				 "  LIMIT 1";

static const char LIST_PRICES[] = "SELECT effective_from, cost, wage, tax_bp"
				  "  FROM service_price"
				  "  WHERE service = $service"
				  "  ORDER BY effective_from";

static const char ADD_PRICE[] =
	"INSERT INTO service_price (service, effective_from, cost, wage,"
	"    tax_bp)"
	"  VALUES ($service, $effective_from, $cost, $wage, $tax_bp)";

/* -2147483648 is INT32_MIN, the beginning. */
#define RATES                                                          \
	"(SELECT client, service, -2147483648 AS effective_from, cost" \
	"    FROM client_rate"                                         \
	"  UNION ALL SELECT client, service, effective_from, cost"     \
	"    FROM client_rate_later) r"

static const char FIND_RATE_ON[] = "SELECT service, effective_from, cost"
				   "  FROM " RATES "  WHERE client = $client"
				   "    AND service = $service"
				   "    AND effective_from <= $day"
				   "  ORDER BY effective_from DESC"
				   "  LIMIT 1";

static const char LIST_RATES[] = "SELECT service, effective_from, cost"
				 "  FROM " RATES "  WHERE client = $client"
				 "  ORDER BY service, effective_from";

static const char SET_LATER_RATE[] =
	"INSERT INTO client_rate_later (client, service, effective_from, cost)"
	"  VALUES ($client, $service, $effective_from, $cost)"
	"  ON CONFLICT (client, service, effective_from)"
	"  DO UPDATE SET cost = excluded.cost";

static const char COUNT_RATES[] = "SELECT count(*) AS count"
				  "  FROM " RATES "  WHERE client = $client"
				  "    AND service = $service";

static const char REMOVE_LATER_RATES[] = "DELETE FROM client_rate_later"
					 "  WHERE client = $client"
					 "    AND service = $service";

#define PAYS                                                             \
	"(SELECT id AS practitioner, -2147483648 AS effective_from,"     \
	"      hourly, bonus"                                            \
	"    FROM person"                                                \
	"  UNION ALL SELECT practitioner, effective_from, hourly, bonus" \
	"    FROM practitioner_rate_later) r"

static const char FIND_PAY[] =
	"SELECT effective_from, hourly, bonus"
	"  FROM " PAYS "  WHERE practitioner = $practitioner"
	"    AND effective_from <= $day"
	"  ORDER BY effective_from DESC"
	"  LIMIT 1";

static const char LIST_PAYS[] =
	"SELECT effective_from, hourly, bonus"
	"  FROM " PAYS "  WHERE practitioner = $practitioner"
	"  ORDER BY effective_from";

static const char SET_FIRST_PAY[] = "UPDATE person"
				    "  SET hourly = $hourly, bonus = $bonus"
				    "  WHERE id = $practitioner";

static const char SET_PAY[] =
	"INSERT INTO practitioner_rate_later (practitioner, effective_from,"
	"    hourly, bonus)"
	"  VALUES ($practitioner, $effective_from, $hourly, $bonus)"
	"  ON CONFLICT (practitioner, effective_from)"
	"  DO UPDATE SET hourly = excluded.hourly, bonus = excluded.bonus";

static const char SET_RATE[] = "INSERT INTO client_rate (client, service, cost)"
			       "  VALUES ($client, $service, $cost)"
			       "  ON CONFLICT (client, service)"
			       "  DO UPDATE SET cost = excluded.cost";

static const char REMOVE_RATE[] = "DELETE FROM client_rate"
				  "  WHERE client = $client"
				  "    AND service = $service";

static void read_service(struct statement *st, void *item)
{
	struct service *service = item;

	*service = (struct service){
		.id = column_int(st, "id"),
		.name = column_text(st, "name"),
		.kind = (enum service_kind)column_int(st, "kind"),
		.basis = (enum wage_basis)column_int(st, "basis"),
		.active = column_int(st, "active") != 0,
	};
}

static void read_price(struct statement *st, void *item)
{
	struct price *price = item;

	*price = (struct price){
		.effective_from = { (int32_t)column_int(st, "effective_from") },
		.cost = { column_int(st, "cost") },
		.wage = { column_int(st, "wage") },
		.tax_bp = (int32_t)column_int(st, "tax_bp"),
	};
}

enum err store_service_find(struct reader *reader, int64_t id,
			    struct service *service)
{
	struct statement *st = statement_of_id(reader, FIND_SERVICE, id);

	return statement_one(st, read_service, service);
}

static const char *name_key(struct operation *op, const char *name)
{
	return str_fold(op->arena, name, slice_of(name).len);
}

enum err store_service_find_name(struct reader *reader, const char *name,
				 struct service *service)
{
	struct statement *st = statement_of_text(
		reader, FIND_SERVICE_NAME,
		name_key(store_reader_operation(reader), name));

	return statement_one(st, read_service, service);
}

enum err store_service_list(struct reader *reader, struct service **list,
			    size_t *count)
{
	return statement_list(statement(reader, LIST_SERVICES), read_service,
			      sizeof(**list), list, count);
}

enum err store_service_find_all(struct reader *reader, const struct ids *ids,
				struct service **list, size_t *count)
{
	struct statement *st =
		statement_of_ids(reader, FIND_SERVICE, FIND_SERVICES, ids);

	return statement_list(st, read_service, sizeof(**list), list, count);
}

enum err store_service_insert(struct transaction *tx, struct service *service)
{
	struct operation *op = store_tx_operation(tx);
	struct statement *st = statement_tx(tx, ADD_SERVICE);
	enum err err;

	bind_text(st, "name", service->name);
	bind_text(st, "name_key", name_key(op, service->name));
	bind_int(st, "kind", service->kind);
	bind_int(st, "basis", service->basis);
	bind_int(st, "active", service->active);
	err = statement_insert(st, &service->id);
	if (err == ERR_EXISTS)
		return fail(op, ERR_EXISTS, "another service is called '%s'",
			    service->name);
	return err;
}

enum err store_price_load(struct reader *reader, int64_t service,
			  struct day day, struct price *price)
{
	struct statement *st = statement(reader, LOAD_PRICE);
	enum err err;

	bind_int(st, "service", service);
	bind_int(st, "day", day.n);
	err = statement_one(st, read_price, price);
	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), ERR_STORAGE,
			    "the database is damaged: service %lld has no "
			    "price",
			    (long long)service);
	return err;
}

enum err store_price_list(struct reader *reader, int64_t service,
			  struct price **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_PRICES, service);

	return statement_list(st, read_price, sizeof(**list), list, count);
}

enum err store_price_insert(struct transaction *tx, int64_t service,
			    const struct price *price)
{
	struct statement *st = statement_tx(tx, ADD_PRICE);
	enum err err;

	bind_int(st, "service", service);
	bind_int(st, "effective_from", price->effective_from.n);
	bind_int(st, "cost", price->cost.minor);
	bind_int(st, "wage", price->wage.minor);
	bind_int(st, "tax_bp", price->tax_bp);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a price from that day on is there already");
	return err;
}

static void read_rate(struct statement *st, void *item)
{
	struct client_rate *rate = item;

	*rate = (struct client_rate){
		.service = column_int(st, "service"),
		.effective_from = { (int32_t)column_int(st, "effective_from") },
		.cost = { column_int(st, "cost") },
	};
}

enum err store_rate_on(struct reader *reader, int64_t client, int64_t service,
		       struct day day, struct client_rate *rate)
{
	struct statement *st = statement(reader, FIND_RATE_ON);

	bind_int(st, "client", client);
	bind_int(st, "service", service);
	bind_int(st, "day", day.n);
	return statement_one(st, read_rate, rate);
}

enum err store_rate_list(struct reader *reader, int64_t client,
			 struct client_rate **list, size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_RATES, client);

	return statement_list(st, read_rate, sizeof(**list), list, count);
}

enum err store_rate_set(struct transaction *tx, int64_t client, int64_t service,
			struct money cost)
{
	struct statement *st = statement_tx(tx, SET_RATE);

	bind_int(st, "client", client);
	bind_int(st, "service", service);
	bind_int(st, "cost", cost.minor);
	return statement_run(st);
}

enum err store_rate_set_from(struct transaction *tx, int64_t client,
			     const struct client_rate *rate)
{
	struct statement *st;

	if (rate->effective_from.n == RATE_BEGINNING.n)
		return store_rate_set(tx, client, rate->service, rate->cost);
	st = statement_tx(tx, SET_LATER_RATE);
	bind_int(st, "client", client);
	bind_int(st, "service", rate->service);
	bind_int(st, "effective_from", rate->effective_from.n);
	bind_int(st, "cost", rate->cost.minor);
	return statement_run(st);
}

static struct statement *of_rate(struct transaction *tx, const char *sql,
				 int64_t client, int64_t service)
{
	struct statement *st = statement_tx(tx, sql);

	bind_int(st, "client", client);
	bind_int(st, "service", service);
	return st;
}

enum err store_rate_remove(struct transaction *tx, int64_t client,
			   int64_t service)
{
	int64_t count;
	enum err err = statement_one_int(
		of_rate(tx, COUNT_RATES, client, service), &count);

	if (!err && !count)
		return ERR_NOT_FOUND;
	if (!err)
		err = statement_run(of_rate(tx, REMOVE_RATE, client, service));
	if (err)
		return err;
	return statement_run(of_rate(tx, REMOVE_LATER_RATES, client, service));
}

static void read_pay(struct statement *st, void *item)
{
	struct practitioner_rate *rate = item;

	*rate = (struct practitioner_rate){
		.effective_from = { (int32_t)column_int(st, "effective_from") },
		.has_hourly = !column_null(st, "hourly"),
		.hourly = { column_int(st, "hourly") },
		.bonus = { column_int(st, "bonus") },
	};
}

enum err store_practitioner_rate_on(struct reader *reader, int64_t practitioner,
				    struct day day,
				    struct practitioner_rate *rate)
{
	struct statement *st = statement(reader, FIND_PAY);

	bind_int(st, "practitioner", practitioner);
	bind_int(st, "day", day.n);
	return statement_one(st, read_pay, rate);
}

enum err store_practitioner_rate_list(struct reader *reader,
				      int64_t practitioner,
				      struct practitioner_rate **list,
				      size_t *count)
{
	struct statement *st = statement_of_id(reader, LIST_PAYS, practitioner);

	return statement_list(st, read_pay, sizeof(**list), list, count);
}

enum err store_practitioner_rate_set(struct transaction *tx,
				     int64_t practitioner,
				     const struct practitioner_rate *rate)
{
	bool first = rate->effective_from.n == RATE_BEGINNING.n;
	struct statement *st =
		statement_tx(tx, first ? SET_FIRST_PAY : SET_PAY);

	bind_int(st, "practitioner", practitioner);
	if (!first)
		bind_int(st, "effective_from", rate->effective_from.n);
	if (rate->has_hourly)
		bind_int(st, "hourly", rate->hourly.minor);
	else
		bind_null(st, "hourly");
	bind_int(st, "bonus", rate->bonus.minor);
	return statement_run(st);
}
