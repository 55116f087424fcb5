#include "practice/transfer/export_walk_private.h"

static enum err invoice_take(struct export_run *run,
			     const struct export_walk *walk, int64_t id)
{
	struct invoice_known known;
	enum err err = practice_invoice_known_find(run->reader, &run->practice,
						   id, &known);

	if (!err)
		walk->invoice(walk->context, &known);
	return err;
}

enum err export_walk_invoices(struct export_run *run,
			      const struct export_walk *walk)
{
	int64_t below = 0;
	size_t count;
	enum err err;

	do {
		struct invoice *list;

		export_page(run);
		err = store_invoice_list(run->reader, walk->client,
					 walk->issued, below, EXPORT_PAGE,
					 &list, &count);
		for (size_t i = 0; !err && i < count; i++) {
			below = list[i].id;
			err = invoice_take(run, walk, below);
		}
		if (!err)
			err = walk->page(walk->context);
	} while (!err && count == EXPORT_PAGE);
	return err;
}

static enum err payment_take(struct export_run *run,
			     const struct export_walk *walk,
			     const struct payment *payment)
{
	struct payment_known known;
	enum err err = practice_payment_known(run->reader, payment, &known);

	if (!err)
		walk->payment(walk->context, &known);
	return err;
}

enum err export_walk_payments(struct export_run *run,
			      const struct export_walk *walk)
{
	int64_t below = 0;
	size_t count;
	enum err err;

	do {
		struct payment *list;

		export_page(run);
		err = store_payment_list(run->reader, walk->client, below,
					 EXPORT_PAGE, &list, &count);
		for (size_t i = 0; !err && i < count; i++) {
			below = list[i].id;
			err = payment_take(run, walk, &list[i]);
		}
		if (!err)
			err = walk->page(walk->context);
	} while (!err && count == EXPORT_PAGE);
	return err;
}
