/**
 * How money documents are shown in JSON. The reader has begun; what is made
 * belongs to the operation.
 */
#ifndef ADMIN_API_MONEY_VIEW_H
#define ADMIN_API_MONEY_VIEW_H

#include "admin/api/call.h"
#include "practice/money/invoice_known.h"
#include "practice/money/payment_known.h"

/** Who asks for money of people: the office, or those whose it is. */
struct audience money_audience(const struct call *call);

MUST_CHECK enum err invoice_view(struct call *call,
				 const struct invoice *invoice, json_t **json);
MUST_CHECK enum err payment_view(struct call *call,
				 const struct payment *payment, json_t **json);

/** The client whom a field of the body names: a wrong field else. In a read of
 *  its own. */
MUST_CHECK enum err client_field(struct call *call, const char *name,
				 int64_t *client);
/** ?client= of a list; 0 absent. The reader has begun. */
MUST_CHECK enum err client_query(struct call *call, int64_t *client);

#endif
