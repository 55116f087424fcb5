#include "admin/api/routes_ledger.h"

#include "admin/api/call_read.h"
#include "admin/api/money_view.h"
#include "practice/money/ledger_known.h"
#include "store/account.h"

static enum err list_fill(struct call *call, json_t *items, int64_t *next)
{
	const struct audience who = money_audience(call);
	struct span span = WHOLE_TIME;
	struct posting *list;
	size_t limit, count;
	int64_t cursor;
	enum err err = call_span(call, &span);

	if (!err)
		err = call_page(call, &limit, &cursor);
	if (!err)
		err = store_posting_span(call->reader, cursor, span, limit + 1,
					 &list, &count);
	if (err)
		return err;
	*next = count > limit ? list[limit - 1].id : 0;
	for (size_t i = 0; !err && i < count && i < limit; i++) {
		struct posting_known known;

		err = practice_posting_known(call->reader, &list[i], &known);
		if (!err)
			json_add(items,
				 shape_write(&who, posting_rows, &known));
	}
	return err;
}

static enum err verify_view(struct call *call, json_t **json)
{
	const struct audience who = money_audience(call);
	struct ledger_proof proof;
	struct proof_known known;
	enum err err = store_ledger_verify(call->reader, &proof);

	if (err)
		return err;
	known = proof_known_of(who.arena, &proof);
	*json = shape_write(&who, proof_rows, &known);
	return OK;
}

static const struct route rows[] = {
	{ "GET", "/api/ledger", ROLES_OFFICE, LIST(list_fill), NULL,
	  posting_rows, true,
	  "transactions by day of posting, the oldest first; ?from=&to=" },
	{ "GET", "/api/ledger/verify", ROLES_OFFICE, VIEW(verify_view), NULL,
	  proof_rows, false,
	  "walk the chain of hashes and compare all amounts" },
};

const struct routes routes_ledger = { rows, ARRAY_SIZE(rows) };
