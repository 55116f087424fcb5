#include "practice/session/rate.h"

#include "practice/access.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/session/rate_fields.h"
#include "store/transaction.h"

struct rate_work {
	int64_t client, service;
	const struct client_rate *rate; /* NULL: remove all */
};

static json_t *rate_json(struct arena *arena, const struct client_rate *rate,
			 int digits)
{
	const struct audience audit = { arena, digits, SEE_AUDIT };

	return shape_write(&audit, client_rate_rows, rate);
}

static enum err rate_check(struct reader *reader, const struct rate_work *work)
{
	struct operation *op = store_reader_operation(reader);
	struct service service;
	struct person client;
	enum err err = store_service_find(reader, work->service, &service);

	if (!err)
		err = store_person_find(reader, work->client, &client);
	if (err == ERR_NOT_FOUND || (!err && !(client.roles & ROLE_CLIENT)))
		return fail(op, ERR_NOT_FOUND,
			    "there is no such client or service");
	if (!err && work->rate)
		err = practice_amount_check(op, "cost", work->rate->cost);
	return err;
}

/* The rate of that day before, or when all go the first; *had tells whether
 * there was one. */
static enum err rate_before(struct reader *reader, const struct rate_work *work,
			    struct client_rate *before, bool *had)
{
	struct day day = work->rate ? work->rate->effective_from
				    : (struct day){ INT32_MAX };
	enum err err =
		store_rate_on(reader, work->client, work->service, day, before);

	*had = err == OK;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err rate_work(struct transaction *tx, void *context)
{
	const struct rate_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct reader *reader = store_tx_reader(tx);
	struct client_rate before;
	bool had = false;
	int digits;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = rate_check(reader, work);
	if (!err)
		err = rate_before(reader, work, &before, &had);
	if (!err)
		err = practice_digits_load(reader, &digits);
	if (err || (!work->rate && !had))
		return err;
	if (work->rate)
		err = store_rate_set_from(tx, work->client, work->rate);
	else
		err = store_rate_remove(tx, work->client, work->service);
	if (err)
		return err;
	return record_add(tx, "rate.set", "person", work->client,
			  had ? rate_json(op->arena, &before, digits) : NULL,
			  work->rate ? rate_json(op->arena, work->rate, digits)
				     : NULL);
}

enum err practice_rate_set(struct operation *op, struct store *store,
			   int64_t client, int64_t service,
			   const struct money *cost)
{
	struct client_rate rate = { service, RATE_BEGINNING, { 0 } };
	struct rate_work work = { client, service, cost ? &rate : NULL };

	if (cost)
		rate.cost = *cost;
	return store_write(op, store, rate_work, &work);
}

enum err practice_rate_set_from(struct operation *op, struct store *store,
				int64_t client, const struct client_rate *rate)
{
	struct rate_work work = { client, rate->service, rate };

	return store_write(op, store, rate_work, &work);
}

static json_t *pay_json(struct arena *arena,
			const struct practitioner_rate *rate, int digits)
{
	const struct audience audit = { arena, digits, SEE_AUDIT };

	return shape_write(&audit, practitioner_rate_rows, rate);
}

static enum err pay_store(struct transaction *tx, int64_t practitioner,
			  const struct practitioner_rate *rate)
{
	struct arena *arena = store_tx_operation(tx)->arena;
	int digits;
	enum err err = practice_digits_load(store_tx_reader(tx), &digits);

	if (!err)
		err = store_practitioner_rate_set(tx, practitioner, rate);
	if (err)
		return err;
	return record_add(tx, "rate.set", "person", practitioner, NULL,
			  pay_json(arena, rate, digits));
}

struct pay_work {
	int64_t practitioner;
	const struct practitioner_rate *rate;
};

static enum err pay_work(struct transaction *tx, void *context)
{
	const struct pay_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct person person;
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = store_person_find(store_tx_reader(tx), work->practitioner,
					&person);
	if (err == ERR_NOT_FOUND ||
	    (!err && !(person.roles & ROLE_PRACTITIONER)))
		return fail(op, ERR_NOT_FOUND, "there is no such practitioner");
	if (err)
		return err;
	err = practice_amount_check(op, "hourly", work->rate->hourly);
	if (practice_amount_check(op, "bonus", work->rate->bonus))
		err = ERR_INVALID;
	return err ? err : pay_store(tx, person.id, work->rate);
}

enum err practice_pay_set(struct operation *op, struct store *store,
			  int64_t practitioner,
			  const struct practitioner_rate *rate)
{
	struct pay_work work = { practitioner, rate };

	return store_write(op, store, pay_work, &work);
}

enum err practice_today(struct reader *reader, struct day *today)
{
	const struct cal_zone *zone;
	enum err err = practice_zone_load(reader, &zone);

	if (!err)
		*today =
			cal_zone_day(zone, store_reader_operation(reader)->now);
	return err;
}

static enum err pay_of_today(struct reader *reader, int64_t person,
			     struct day *today, struct practitioner_rate *rate)
{
	enum err err = practice_today(reader, today);

	if (err)
		return err;
	return store_practitioner_rate_on(reader, person, *today, rate);
}

enum err practice_pay_today(struct reader *reader, struct person *person)
{
	struct practitioner_rate rate;
	struct day today;
	enum err err = pay_of_today(reader, person->id, &today, &rate);

	if (err)
		return err;
	person->has_hourly = rate.has_hourly;
	person->hourly = rate.hourly;
	person->bonus = rate.bonus;
	return OK;
}

static bool same_pay(const struct person *person,
		     const struct practitioner_rate *rate)
{
	return person->has_hourly == rate->has_hourly &&
	       (!rate->has_hourly ||
		money_compare(person->hourly, rate->hourly) == 0) &&
	       money_compare(person->bonus, rate->bonus) == 0;
}

enum err practice_pay_follow(struct transaction *tx,
			     const struct person *before, struct person *after)
{
	struct practitioner_rate now, wanted;
	enum err err = pay_of_today(store_tx_reader(tx), after->id,
				    &wanted.effective_from, &now);

	if (!err && !same_pay(after, &now)) {
		wanted.has_hourly = after->has_hourly;
		wanted.hourly = after->hourly;
		wanted.bonus = after->bonus;
		err = pay_store(tx, after->id, &wanted);
	}
	after->has_hourly = before->has_hourly;
	after->hourly = before->hourly;
	after->bonus = before->bonus;
	return err;
}
