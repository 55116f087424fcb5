/**
 * What clients pay and practitioners are paid in place of a service's price,
 * each from a day on (rules S32). Rates are the office's: ERR_FORBIDDEN for
 * others.
 */
#ifndef PRACTICE_SESSION_RATE_H
#define PRACTICE_SESSION_RATE_H

#include "store/people.h"
#include "store/services.h"
#include "store/store.h"

/** Set a client's rate from the beginning; cost NULL removes all of that
 *  service. ERR_NOT_FOUND, ERR_INVALID. */
MUST_CHECK enum err practice_rate_set(struct operation *op, struct store *store,
				      int64_t client, int64_t service,
				      const struct money *cost);
/** Set a client's rate from rate->effective_from on. */
MUST_CHECK enum err practice_rate_set_from(struct operation *op,
					   struct store *store, int64_t client,
					   const struct client_rate *rate);

/** Set a practitioner's rate from a day on. ERR_NOT_FOUND: no practitioner;
 *  ERR_INVALID. */
MUST_CHECK enum err practice_pay_set(struct operation *op, struct store *store,
				     int64_t practitioner,
				     const struct practitioner_rate *rate);
/** The day of the operation's now, in the practice's zone. */
MUST_CHECK enum err practice_today(struct reader *reader, struct day *today);
/** person->hourly and bonus as they are today; the row has the first ones. */
MUST_CHECK enum err practice_pay_today(struct reader *reader,
				       struct person *person);
/** *after is a person with today's rate, changed or not: what is new of it
 *  holds from today on, and the row keeps the first one, as in *before. */
MUST_CHECK enum err practice_pay_follow(struct transaction *tx,
					const struct person *before,
					struct person *after);

#endif
