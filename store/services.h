/**
 * Services, their dated prices, clients' own rates (rules S8, S32) and
 * completion types (S26-S29).
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

enum map { MAP_COMPLETED, MAP_MISSED, MAP_CANCELED };
enum modifier { MODIFIER_PERCENTAGE, MODIFIER_FIXED };

struct completion_type {
	int64_t id;
	const char *slug;
	const char *label;
	const char *description;
	const char *short_word; /* NULL: none */
	enum map map;
	enum modifier modifier;
	int64_t client, practitioner; /* percent, or whole currency units */
	bool enabled, builtin, archived;
	int64_t revision;
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

/** By slug, archived ones too. */
MUST_CHECK enum err store_type_find(struct reader *reader, const char *slug,
				    struct completion_type *type);
MUST_CHECK enum err store_type_find_id(struct reader *reader, int64_t id,
				       struct completion_type *type);
/** All in the order in which they were made, archived ones last. */
MUST_CHECK enum err store_type_list(struct reader *reader,
				    struct completion_type **list,
				    size_t *count);
/** Sets id; revision becomes 1. ERR_EXISTS: the slug is taken, or the label or
 *  short word by one that is not archived, ignoring case. ERR_STORAGE: the
 *  database refuses a label over 15 characters, a modifier out of bounds. */
MUST_CHECK enum err store_type_insert(struct transaction *tx,
				      struct completion_type *type);
/** All but slug and builtin; raises the revision. Errors as above. */
MUST_CHECK enum err store_type_update(struct transaction *tx,
				      const struct completion_type *type);

const char *store_map_name(enum map map); /* "completed"... */

#endif
