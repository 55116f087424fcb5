/**
 * A service and its dated prices as they are known, and the rows by which
 * they are shown, added, exported and audited (rules S8).
 */
#ifndef PRACTICE_SESSION_SERVICE_FIELDS_H
#define PRACTICE_SESSION_SERVICE_FIELDS_H

#include "base/shape.h"
#include "store/services.h"

/** The columns of services.csv, of struct service_known: one row a price. */
#define SERVICE_COLUMNS_CSV                              \
	"name,kind,wage_basis,effective_from,cost,wage," \
	"tax_bp,active"

/** Basis points: 100 %. */
#define PRICE_TAX_MOST 10000

struct service_known {
	struct service service;
	struct price price; /* the one that is meant: for answers, today's */
	struct price *prices;
	size_t price_count;
};

/** What services cost and pay is the office's. */
extern const struct field service_rows[];
extern const struct field price_rows[]; /* of struct price */

#endif
