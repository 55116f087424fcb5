#include "practice/session/service.h"

#include "base/str.h"
#include "practice/access.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/limits.h"
#include "practice/session/service_fields.h"
#include "store/people.h"
#include "store/transaction.h"

static enum err price_check(struct operation *op, const struct price *price)
{
	enum err err = practice_amount_check(op, "cost", price->cost);

	if (practice_amount_check(op, "wage", price->wage))
		err = ERR_INVALID;
	if (price->tax_bp < 0 || price->tax_bp > PRICE_TAX_MOST)
		err = fail_field(op, "tax_bp", "tax_bp-range",
				 "The tax is 0 to %d basis points.",
				 PRICE_TAX_MOST);
	return err;
}

static enum err service_check(struct operation *op, struct service *service)
{
	enum err err = practice_line_check(op, "name", NAME_LONGEST, true,
					   &service->name);

	if (service->kind != SERVICE_FIXED && service->kind != SERVICE_HOURLY)
		err = fail_field(op, "kind", "unknown-word",
				 "A service is fixed or hourly.");
	if (service->basis != WAGE_SESSION && service->basis != WAGE_CLIENT)
		err = fail_field(op, "wage_basis", "unknown-word",
				 "A wage is per session or per client.");
	return err;
}

static enum err service_find(struct reader *reader, int64_t id,
			     struct service *service)
{
	enum err err = store_service_find(reader, id, service);

	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), err,
			    "there is no such service");
	return err;
}

static enum err price_record(struct transaction *tx, const char *action,
			     const struct service *service,
			     const struct price *price)
{
	const struct service_known known = { .service = *service,
					     .price = *price };
	struct audience audit = { .arena = store_tx_operation(tx)->arena,
				  .see = SEE_AUDIT };
	json_t *was, *is;
	enum err err = practice_digits_load(store_tx_reader(tx), &audit.digits);

	if (err)
		return err;
	shape_audit(&audit, service_rows, NULL, &known, &was, &is);
	return record_add(tx, action, "service", service->id, was, is);
}

struct service_work {
	const struct service *wanted;
	const struct price *price;
	int64_t id;
	struct service result;
	struct price added;
};

static enum err service_work(struct transaction *tx, void *context)
{
	struct service_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct service service = *work->wanted;
	struct price price = *work->price;
	enum err err = practice_need_office(op, 0);

	if (err)
		return err;
	price.effective_from = RATE_BEGINNING;
	err = service_check(op, &service);
	if (price_check(op, &price))
		err = ERR_INVALID;
	if (!err)
		err = store_service_insert(tx, &service);
	if (!err)
		err = store_price_insert(tx, service.id, &price);
	if (!err)
		err = price_record(tx, "service.add", &service, &price);
	work->result = service;
	return err;
}

enum err practice_service_add(struct operation *op, struct store *store,
			      struct service *service,
			      const struct price *price)
{
	struct service_work work = { .wanted = service, .price = price };
	enum err err = store_write(op, store, service_work, &work);

	if (!err)
		*service = work.result;
	return err;
}

/* The tax stays as it is on that day. */
static enum err price_settle(struct reader *reader, int64_t service,
			     struct price *price)
{
	struct price before;
	enum err err;

	if (price->tax_bp != PRACTICE_TAX_AS_BEFORE)
		return OK;
	err = store_price_load(reader, service, price->effective_from, &before);
	if (!err)
		price->tax_bp = before.tax_bp;
	return err;
}

static enum err price_work(struct transaction *tx, void *context)
{
	struct service_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct service service = { .id = 0 };
	struct price price = *work->price;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = service_find(reader, work->id, &service);
	if (!err)
		err = price_settle(reader, service.id, &price);
	if (!err)
		err = price_check(op, &price);
	if (!err)
		err = store_price_insert(tx, service.id, &price);
	if (!err)
		err = price_record(tx, "price.add", &service, &price);
	if (!err)
		work->added = price;
	return err;
}

enum err practice_price_add(struct operation *op, struct store *store,
			    int64_t service, struct price *price)
{
	struct service_work work = { .id = service, .price = price };
	enum err err = store_write(op, store, price_work, &work);

	if (!err)
		*price = work.added;
	return err;
}
