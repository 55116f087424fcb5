/**
 * Services, their dated prices, and clients' own rates (S8, S32).
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

/** The first version of a service holds from the beginning (day INT32_MIN). */
struct price {
	struct day effective_from;
	struct money cost, wage;
	int32_t tax_bp;
};

/** What a client pays for a service in place of its cost. */
struct client_rate {
	int64_t service;
	struct money cost;
};

MUST_CHECK enum err store_service_find(struct reader *reader, int64_t id,
				       struct service *service);
/** Names ignore case. */
MUST_CHECK enum err store_service_find_name(struct reader *reader,
					    const char *name,
					    struct service *service);
MUST_CHECK enum err store_service_list(struct reader *reader,
				       struct service **list, size_t *count);
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
MUST_CHECK enum err store_rate_find(struct reader *reader, int64_t client,
				    int64_t service, struct money *cost);
/** A client's own rates, by service. */
MUST_CHECK enum err store_rate_list(struct reader *reader, int64_t client,
				    struct client_rate **list, size_t *count);
MUST_CHECK enum err store_rate_set(struct transaction *tx, int64_t client,
				   int64_t service, struct money cost);
/** ERR_NOT_FOUND: the client has none. */
MUST_CHECK enum err store_rate_remove(struct transaction *tx, int64_t client,
				      int64_t service);

#endif
