#include "practice/money/allocation_private.h"

#include "store/allocation.h"

enum err practice_credit(struct reader *reader, int64_t client,
			 struct money *credit)
{
	struct money sum = { 0 };
	struct spare *spares;
	size_t count;
	enum err err = store_spare_list(reader, client, &spares, &count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		sum = money_add(sum, spares[i].left);
	*credit = sum;
	return OK;
}

static void take(struct money *from, struct money amount)
{
	*from = money_subtract(*from, amount);
}

/* Put as much of the spare money against an invoice as both have left, and
 * take it from both. */
static enum err put_against(struct transaction *tx, struct spare *spare,
			    int64_t invoice, bool at_issue, struct money *due)
{
	struct allocation allocation = {
		.payment = spare->payment,
		.credit = spare->credit,
		.invoice = invoice,
		.amount = money_min(spare->left, *due),
		.at_issue = at_issue,
		.made = store_tx_operation(tx)->now,
	};
	enum err err;

	if (money_sign(allocation.amount) <= 0)
		return OK;
	err = store_allocation_insert(tx, &allocation);
	if (err)
		return err;
	take(&spare->left, allocation.amount);
	take(due, allocation.amount);
	return OK;
}

static enum err spend(struct transaction *tx, int64_t client,
		      struct spare *spare)
{
	struct due *dues;
	size_t count;
	enum err err =
		store_due_list(store_tx_reader(tx), client, &dues, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = put_against(tx, spare, dues[i].invoice, false,
				  &dues[i].left);
	return err;
}

enum err practice_settle_invoice(struct transaction *tx,
				 const struct invoice *invoice)
{
	struct money due = money_add(invoice->charge, invoice->tax);
	struct spare *spares;
	size_t count;
	enum err err;

	if (money_sign(due) < 0) {
		struct spare credit = { .credit = invoice->id,
					.left = money_negate(due) };

		return spend(tx, invoice->client, &credit);
	}
	err = store_spare_list(store_tx_reader(tx), invoice->client, &spares,
			       &count);
	for (size_t i = 0; !err && i < count; i++)
		err = put_against(tx, &spares[i], invoice->id, true, &due);
	return err;
}

enum err practice_settle_oldest(struct transaction *tx,
				const struct payment *payment)
{
	struct spare spare = { .payment = payment->id,
			       .left = payment->amount };

	return spend(tx, payment->client, &spare);
}

static struct due *due_of(struct due *dues, size_t count, int64_t invoice)
{
	for (size_t i = 0; i < count; i++) {
		if (dues[i].invoice == invoice)
			return &dues[i];
	}
	return NULL;
}

static enum err choice_check(struct operation *op,
			     const struct payment_choice *choice,
			     const struct due *due, struct money left)
{
	if (!due)
		return fail_field(op, "allocate", "not-due",
				  "Invoice %lld is not one that this client "
				  "owes.",
				  (long long)choice->invoice);
	if (money_sign(choice->amount) <= 0)
		return fail_field(op, "allocate", "amount-range",
				  "What goes to invoice %s is above zero.",
				  due->number);
	if (money_compare(choice->amount, due->left) > 0)
		return fail_field(op, "allocate", "over-due",
				  "Less than that is due on invoice %s.",
				  due->number);
	if (money_compare(choice->amount, left) > 0)
		return fail_field(op, "allocate", "over-paid",
				  "The payment is less than what it is to "
				  "pay.");
	return OK;
}

enum err practice_settle_chosen(struct transaction *tx,
				const struct payment *payment,
				const struct payment_choice *chosen,
				size_t count)
{
	struct spare spare = { .payment = payment->id,
			       .left = payment->amount };
	struct due *dues;
	size_t due_count;
	enum err err = store_due_list(store_tx_reader(tx), payment->client,
				      &dues, &due_count);

	/* Named twice, an invoice has less left the second time. */
	for (size_t i = 0; !err && i < count; i++) {
		struct due *due = due_of(dues, due_count, chosen[i].invoice);
		struct money amount = chosen[i].amount;

		err = choice_check(store_tx_operation(tx), &chosen[i], due,
				   spare.left);
		if (err)
			break;
		take(&due->left, amount);
		err = put_against(tx, &spare, due->invoice, false, &amount);
	}
	return err;
}

static enum err release_all(struct transaction *tx,
			    const struct allocation *list, size_t count)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++)
		err = store_allocation_release(tx, list[i].id,
					       store_tx_operation(tx)->now);
	return err;
}

enum err practice_unsettle_invoice(struct transaction *tx, int64_t invoice)
{
	struct reader *reader = store_tx_reader(tx);
	struct allocation *list;
	size_t count;
	enum err err = store_allocation_against(reader, invoice, &list, &count);

	if (!err)
		err = release_all(tx, list, count);
	if (!err)
		err = store_allocation_of_credit(reader, invoice, &list,
						 &count);
	if (!err)
		err = release_all(tx, list, count);
	return err;
}

enum err practice_unsettle_payment(struct transaction *tx, int64_t payment,
				   struct money keep)
{
	struct instant now = store_tx_operation(tx)->now;
	struct allocation *list;
	size_t count;
	enum err err = store_allocation_of_payment(store_tx_reader(tx), payment,
						   &list, &count);

	for (size_t i = 0; !err && i < count; i++) {
		struct allocation rest = list[i];

		if (money_compare(rest.amount, keep) <= 0) {
			take(&keep, rest.amount);
			continue;
		}
		err = store_allocation_release(tx, rest.id, now);
		rest.amount = keep;
		if (!err && money_sign(keep) > 0)
			err = store_allocation_insert(tx, &rest);
		keep = (struct money){ 0 };
	}
	return err;
}
