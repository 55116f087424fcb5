/**
 * Services with their dated prices (rules S8). They are the office's:
 * ERR_FORBIDDEN for others.
 */
#ifndef PRACTICE_SESSION_SERVICE_H
#define PRACTICE_SESSION_SERVICE_H

#include "store/completion_type.h"
#include "store/services.h"
#include "store/store.h"

/** Sets service->id. The price's effective_from is taken as "from the
 *  beginning". ERR_INVALID, ERR_EXISTS (name). */
MUST_CHECK enum err practice_service_add(struct operation *op,
					 struct store *store,
					 struct service *service,
					 const struct price *price);
/** The tax of the price that holds the day before. */
#define PRACTICE_TAX_AS_BEFORE INT32_MIN
/** Add a price of a service from the day price->effective_from on; its tax_bp
 *  may be PRACTICE_TAX_AS_BEFORE, and is set then. ERR_NOT_FOUND, ERR_INVALID.
 */
MUST_CHECK enum err practice_price_add(struct operation *op,
				       struct store *store, int64_t service,
				       struct price *price);

#endif
