#include "store/services.h"

#include "store/statement.h"

static const char FIND_SERVICE[] = "SELECT id, name, kind, basis, active"
				   "  FROM service"
				   "  WHERE id = $1";

static const char FIND_SERVICE_NAME[] = "SELECT id, name, kind, basis, active"
					"  FROM service"
					"  WHERE name_key = $1";

static const char LIST_SERVICES[] = "SELECT id, name, kind, basis, active"
				    "  FROM service"
				    "  ORDER BY id";

static const char ADD_SERVICE[] =
	"INSERT INTO service (name, name_key, kind, basis, active)"
	"  VALUES ($1, $2, $3, $4, $5)";

static const char SAVE_SERVICE[] =
	"UPDATE service"
	"  SET name = $1, name_key = $2, kind = $3, basis = $4, active = $5"
	"  WHERE id = $6";

static const char LOAD_PRICE[] = "SELECT effective_from, cost, wage, tax_bp"
				 "  FROM service_price"
				 "  WHERE service = $1"
				 "    AND effective_from <= $2"
				 "  ORDER BY effective_from DESC"
				 "  LIMIT 1";

static const char LIST_PRICES[] = "SELECT effective_from, cost, wage, tax_bp"
				  "  FROM service_price"
				  "  WHERE service = $1"
				  "  ORDER BY effective_from";

static const char ADD_PRICE[] =
	"INSERT INTO service_price (service, effective_from, cost, wage,"
	"    tax_bp)"
	"  VALUES ($1, $2, $3, $4, $5)";

static const char FIND_RATE[] = "SELECT cost"
				"  FROM client_rate"
				"  WHERE client = $1"
				"    AND service = $2";

static const char LIST_RATES[] = "SELECT service, cost"
				 "  FROM client_rate"
				 "  WHERE client = $1"
				 "  ORDER BY service";

static const char SET_RATE[] = "INSERT INTO client_rate (client, service, cost)"
			       "  VALUES ($1, $2, $3)"
			       "  ON CONFLICT (client, service)"
			       "  DO UPDATE SET cost = excluded.cost";

static const char REMOVE_RATE[] = "DELETE FROM client_rate"
				  "  WHERE client = $1"
				  "    AND service = $2";

static void read_service(struct statement *st, void *item)
{
	struct service *service = item;

	*service = (struct service){
		.id = column_int(st, 0),
		.name = column_text(st, 1),
		.kind = (enum service_kind)column_int(st, 2),
		.basis = (enum wage_basis)column_int(st, 3),
		.active = column_int(st, 4) != 0,
	};
}

static void read_price(struct statement *st, void *item)
{
	struct price *price = item;

	*price = (struct price){
		.effective_from = { (int32_t)column_int(st, 0) },
		.cost = { column_int(st, 1) },
		.wage = { column_int(st, 2) },
		.tax_bp = (int32_t)column_int(st, 3),
	};
}

static void read_cost(struct statement *st, void *item)
{
	struct money *cost = item;

	cost->minor = column_int(st, 0);
}

enum err store_service_find(struct reader *reader, int64_t id,
			    struct service *service)
{
	struct statement *st = statement(reader, FIND_SERVICE);

	bind_int(st, 1, id);
	return statement_one(st, read_service, service);
}

static const char *name_key(struct operation *op, const char *name)
{
	return str_fold(op->arena, name, slice_of(name).len);
}

enum err store_service_find_name(struct reader *reader, const char *name,
				 struct service *service)
{
	struct statement *st = statement(reader, FIND_SERVICE_NAME);

	bind_text(st, 1, name_key(store_reader_operation(reader), name));
	return statement_one(st, read_service, service);
}

enum err store_service_list(struct reader *reader, struct service **list,
			    size_t *count)
{
	return statement_list(statement(reader, LIST_SERVICES), read_service,
			      sizeof(**list), list, count);
}

/* $1 to $5, which both writes share. */
static enum err write_service(struct transaction *tx, struct statement *st,
			      const struct service *service)
{
	struct operation *op = store_tx_operation(tx);
	enum err err;

	bind_text(st, 1, service->name);
	bind_text(st, 2, name_key(op, service->name));
	bind_int(st, 3, service->kind);
	bind_int(st, 4, service->basis);
	bind_int(st, 5, service->active);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(op, ERR_EXISTS, "another service is called '%s'",
			    service->name);
	return err;
}

enum err store_service_insert(struct transaction *tx, struct service *service)
{
	enum err err =
		write_service(tx, statement_tx(tx, ADD_SERVICE), service);

	if (err)
		return err;
	service->id = statement_inserted(tx);
	return OK;
}

enum err store_service_update(struct transaction *tx,
			      const struct service *service)
{
	struct statement *st = statement_tx(tx, SAVE_SERVICE);

	bind_int(st, 6, service->id);
	return write_service(tx, st, service);
}

enum err store_price_load(struct reader *reader, int64_t service,
			  struct day day, struct price *price)
{
	struct statement *st = statement(reader, LOAD_PRICE);
	enum err err;

	bind_int(st, 1, service);
	bind_int(st, 2, day.n);
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
	struct statement *st = statement(reader, LIST_PRICES);

	bind_int(st, 1, service);
	return statement_list(st, read_price, sizeof(**list), list, count);
}

enum err store_price_insert(struct transaction *tx, int64_t service,
			    const struct price *price)
{
	struct statement *st = statement_tx(tx, ADD_PRICE);
	enum err err;

	bind_int(st, 1, service);
	bind_int(st, 2, price->effective_from.n);
	bind_int(st, 3, price->cost.minor);
	bind_int(st, 4, price->wage.minor);
	bind_int(st, 5, price->tax_bp);
	err = statement_run(st);
	if (err == ERR_EXISTS)
		return fail(store_tx_operation(tx), ERR_EXISTS,
			    "a price from that day on is there already");
	return err;
}

enum err store_rate_find(struct reader *reader, int64_t client, int64_t service,
			 struct money *cost)
{
	struct statement *st = statement(reader, FIND_RATE);

	bind_int(st, 1, client);
	bind_int(st, 2, service);
	return statement_one(st, read_cost, cost);
}

static void read_rate(struct statement *st, void *item)
{
	struct client_rate *rate = item;

	*rate = (struct client_rate){ column_int(st, 0),
				      { column_int(st, 1) } };
}

enum err store_rate_list(struct reader *reader, int64_t client,
			 struct client_rate **list, size_t *count)
{
	struct statement *st = statement(reader, LIST_RATES);

	bind_int(st, 1, client);
	return statement_list(st, read_rate, sizeof(**list), list, count);
}

enum err store_rate_set(struct transaction *tx, int64_t client, int64_t service,
			struct money cost)
{
	struct statement *st = statement_tx(tx, SET_RATE);

	bind_int(st, 1, client);
	bind_int(st, 2, service);
	bind_int(st, 3, cost.minor);
	return statement_run(st);
}

enum err store_rate_remove(struct transaction *tx, int64_t client,
			   int64_t service)
{
	struct statement *st = statement_tx(tx, REMOVE_RATE);
	enum err err;

	bind_int(st, 1, client);
	bind_int(st, 2, service);
	err = statement_run(st);
	if (!err && statement_changes(tx) == 0)
		return ERR_NOT_FOUND;
	return err;
}
