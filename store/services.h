/**
 * Services, their dated prices, and the dated rates of clients and
 * practitioners (S8, S32).
 */
#ifndef STORE_SERVICES_H
#define STORE_SERVICES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/money.h"
#include "store/tables.h"

enum service_kind { SERVICE_FIXED, SERVICE_HOURLY };
enum wage_basis { WAGE_SESSION, WAGE_CLIENT };

/** Their words (base/word.h). */
extern const char *const service_kind_words[];
extern const char *const wage_basis_words[];

struct service {
	int64_t id;
	const char *name;
	enum service_kind kind;
	enum wage_basis basis;
	bool active;
};

/** "From the beginning": the day of every first price and rate. */
#define RATE_BEGINNING ((struct day){ INT32_MIN })

/** The first version of a service holds from the beginning (day INT32_MIN). */
struct price {
	struct day effective_from;
	struct money cost, wage;
	int32_t tax_bp;
};

/** What a client pays for a service in place of its cost, from a day on; from
 *  INT32_MIN: from the beginning. */
struct client_rate {
	int64_t service;
	struct day effective_from;
	struct money cost;
};

/** What a practitioner is paid in place of the service's wage, from a day on
 *  as above. */
struct practitioner_rate {
	struct day effective_from;
	bool has_hourly;
	struct money hourly, bonus;
};

MUST_CHECK enum err store_service_find(struct reader *reader, int64_t id,
				       struct service *service);
/** Names ignore case. */
MUST_CHECK enum err store_service_find_name(struct reader *reader,
					    const char *name,
					    struct service *service);
MUST_CHECK enum err store_service_list(struct reader *reader,
				       struct service **list, size_t *count);
/** Those of them that are there, by id. */
MUST_CHECK enum err store_service_find_all(struct reader *reader,
					   const struct ids *ids,
					   struct service **list,
					   size_t *count);
/** Sets id. ERR_EXISTS: the name is taken, ignoring case. */
MUST_CHECK enum err store_service_insert(struct transaction *tx,
					 struct service *service);
/** The version in force on a day; every service has one from the beginning. */
MUST_CHECK enum err store_price_load(struct reader *reader, int64_t service,
				     struct day day, struct price *price);
MUST_CHECK enum err store_price_list(struct reader *reader, int64_t service,
				     struct price **list, size_t *count);
/** ERR_EXISTS: a version of that day is there. */
MUST_CHECK enum err store_price_insert(struct transaction *tx, int64_t service,
				       const struct price *price);
/** The one in force on a day. ERR_NOT_FOUND: the service's cost holds. */
MUST_CHECK enum err store_rate_on(struct reader *reader, int64_t client,
				  int64_t service, struct day day,
				  struct client_rate *rate);
/** A client's own rates, by service and day. */
MUST_CHECK enum err store_rate_list(struct reader *reader, int64_t client,
				    struct client_rate **list, size_t *count);
/** Set the one from the beginning. */
MUST_CHECK enum err store_rate_set(struct transaction *tx, int64_t client,
				   int64_t service, struct money cost);
/** Set the one of its day, or from the beginning. */
MUST_CHECK enum err store_rate_set_from(struct transaction *tx, int64_t client,
					const struct client_rate *rate);
/** All of this service. ERR_NOT_FOUND: the client has none. */
MUST_CHECK enum err store_rate_remove(struct transaction *tx, int64_t client,
				      int64_t service);

/** The one in force on a day; the first is the person's own. */
MUST_CHECK enum err store_practitioner_rate_on(struct reader *reader,
					       int64_t practitioner,
					       struct day day,
					       struct practitioner_rate *rate);
/** All there are, by day. */
MUST_CHECK enum err
store_practitioner_rate_list(struct reader *reader, int64_t practitioner,
			     struct practitioner_rate **list, size_t *count);
/** Set the one of its day, or the first one. */
MUST_CHECK enum err
store_practitioner_rate_set(struct transaction *tx, int64_t practitioner,
			    const struct practitioner_rate *rate);

#endif
