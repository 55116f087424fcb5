#include "practice/session/pricing.h"
#include "practice/session/pricing_private.h"

#include "base/str.h"
#include "practice/checks.h"
#include "store/completion_type.h"
#include "store/services.h"

#define PERCENT 100
#define BASIS_POINTS 10000
#define HOUR 60 /* minutes */

struct fees {
	struct service service;
	struct price price;
	struct day day; /* of the session */
	int digits;
	bool override; /* amounts were decided by hand (S21) */
};

struct money practice_modified(struct money base, enum modifier modifier,
			       int64_t value, int digits)
{
	if (modifier == MODIFIER_PERCENTAGE)
		return money_scale(base, value, PERCENT);
	return money_of_units(value, digits);
}

static enum err fees_load(struct reader *reader,
			  const struct session_facts *facts, struct fees *fees)
{
	if (!facts->service)
		return fail(store_reader_operation(reader), ERR_CONFLICT,
			    "the session has no service, and so no price");
	fees->service = *facts->service;
	fees->digits = practice_digits_of(&facts->practice);
	fees->day = cal_zone_day(practice_zone_of(facts->practice.zone),
				 facts->session.span.start);
	return store_price_load(reader, fees->service.id, fees->day,
				&fees->price);
}

/* S31: by the session or by elapsed minutes. */
static struct money base_of(struct money rate, bool hourly, int64_t minutes)
{
	return hourly ? money_scale(rate, minutes, HOUR) : rate;
}

static enum err price_client(struct reader *reader, const struct fees *fees,
			     int64_t minutes, struct completion_client *client)
{
	bool hourly = fees->service.kind == SERVICE_HOURLY;
	struct client_rate own;
	enum err err = store_rate_on(reader, client->client, fees->service.id,
				     fees->day, &own);

	if (err && err != ERR_NOT_FOUND)
		return err;
	client->rate = err ? fees->price.cost : own.cost;
	client->base = base_of(client->rate, hourly, minutes);
	if (!fees->override)
		client->charge = practice_modified(
			client->base, client->modifier, client->client_modifier,
			fees->digits);
	client->tax_bp = fees->price.tax_bp;
	client->tax = money_scale(client->charge, client->tax_bp, BASIS_POINTS);
	return OK;
}

/* S34: once a session by its own ending, or for each client by that one's. */
static struct money wage_of(const struct completion *completion,
			    const struct fees *fees, struct money base)
{
	struct money wage = { 0 };

	if (fees->service.basis == WAGE_SESSION)
		return practice_modified(base, completion->modifier,
					 completion->practitioner_modifier,
					 fees->digits);
	for (size_t i = 0; i < completion->client_count; i++) {
		const struct completion_client *client =
			&completion->clients[i];

		wage = money_add(
			wage, practice_modified(base, client->modifier,
						client->practitioner_modifier,
						fees->digits));
	}
	return wage;
}

/* S32: a practitioner's own pay goes by the hour whatever the service. */
static enum err price_practitioner(struct reader *reader,
				   const struct fees *fees,
				   const struct completion *completion,
				   struct completion_practitioner *earner)
{
	struct practitioner_rate own;
	enum err err = store_practitioner_rate_on(reader, earner->practitioner,
						  fees->day, &own);

	if (err)
		return err;
	earner->hourly = own.has_hourly || fees->service.kind == SERVICE_HOURLY;
	earner->rate = own.has_hourly ? money_add(own.hourly, own.bonus)
				      : fees->price.wage;
	earner->base =
		base_of(earner->rate, earner->hourly, completion->minutes);
	if (!fees->override)
		earner->wage = wage_of(completion, fees, earner->base);
	return OK;
}

enum err practice_price(struct reader *reader,
			const struct session_facts *facts,
			struct completion *completion)
{
	const struct session *session = &facts->session;
	struct fees fees = { .override =
				     str_equal(completion->slug, "override") };
	enum err err = fees_load(reader, facts, &fees);

	if (err)
		return err;
	completion->service = fees.service.id;
	completion->service_name = fees.service.name;
	completion->service_kind = fees.service.kind;
	completion->basis = fees.service.basis;
	completion->minutes =
		(session->span.end.s - session->span.start.s) / 60;
	for (size_t i = 0; !err && i < completion->client_count; i++)
		err = price_client(reader, &fees, completion->minutes,
				   &completion->clients[i]);
	for (size_t i = 0; !err && i < completion->practitioner_count; i++)
		err = price_practitioner(reader, &fees, completion,
					 &completion->practitioners[i]);
	return err;
}
