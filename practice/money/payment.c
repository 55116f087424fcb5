#include "practice/money/payment.h"

#include "practice/money/allocation_private.h"
#include "practice/money/posting.h"
#include "practice/access.h"
#include "practice/money/payment_known.h"
#include "practice/audit_record.h"
#include "practice/checks.h"
#include "practice/wall_time.h"
#include "store/people.h"
#include "store/transaction.h"

#define METHOD_LONGEST 40

static enum err payment_load(struct reader *reader, int64_t id,
			     struct payment *payment)
{
	enum err err = store_payment_find(reader, id, payment);

	if (err == ERR_NOT_FOUND)
		return fail(store_reader_operation(reader), err,
			    "there is no such payment");
	return err;
}

static enum err amount_check(struct operation *op, struct money amount)
{
	if (money_is_zero(amount))
		return fail_field(op, "amount", "amount-range",
				  "The amount is above zero.");
	return practice_amount_check(op, "amount", amount);
}

/* The day that was given, or today. */
static enum err day_load(struct reader *reader, const struct day *given,
			 struct day *day)
{
	struct practice practice;
	enum err err;

	if (given) {
		*day = *given;
		return OK;
	}
	err = store_practice_load(reader, &practice);
	if (err)
		return err;
	*day = practice_day(&practice, store_reader_operation(reader)->now);
	return OK;
}

static enum err record(struct transaction *tx, const char *action,
		       const struct payment *payment, struct money amount)
{
	const struct payment_known known = { .payment = *payment,
					     .moved = amount };
	struct audience audit = { .arena = store_tx_operation(tx)->arena,
				  .see = SEE_AUDIT };
	enum err err = practice_digits_load(store_tx_reader(tx), &audit.digits);

	if (err)
		return err;
	return record_add(tx, action, "payment", payment->id, NULL,
			  shape_write(&audit, payment_rows, &known));
}

/* What a work is asked, each what concerns it, and how the payment stands
 * behind it. */
struct payment_work {
	int64_t id;
	const struct payment_entry *entry;
	struct money amount;
	const struct day *day;
	struct payment result;
};

static enum err run(struct operation *op, struct store *store, store_work *work,
		    struct payment_work *context, struct payment *payment)
{
	enum err err = store_write(op, store, work, context);

	if (err)
		return err;
	*payment = context->result;
	return OK;
}

/* What each work ends with; amount: what it moved. */
static enum err finish(struct transaction *tx, const char *action,
		       const struct payment *payment, struct money amount,
		       struct payment_work *work)
{
	enum err err = record(tx, action, payment, amount);

	if (err)
		return err;
	return store_payment_find(store_tx_reader(tx), payment->id,
				  &work->result);
}

static enum err entry_check(struct reader *reader,
			    const struct payment_entry *entry,
			    struct payment *payment)
{
	struct operation *op = store_reader_operation(reader);
	struct person client;
	enum err wrong = amount_check(op, entry->amount);
	enum err err = store_person_find(reader, entry->client, &client);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || !(client.roles & ROLE_CLIENT))
		wrong = fail_field(op, "client", "client-unknown",
				   "There is no such client.");
	payment->method = entry->method;
	if (practice_line_check(op, "method", METHOD_LONGEST, false,
				&payment->method))
		wrong = ERR_INVALID;
	return wrong ? wrong : day_load(reader, entry->day, &payment->day);
}

static enum err post_payment(struct transaction *tx, struct payment *payment)
{
	struct posting posting = { .kind = "payment", .payment = payment->id };
	enum err err = practice_post_move(
		tx, &posting,
		(struct entry){ ACCOUNT_CASH, 0, payment->amount },
		(struct entry){ .account = ACCOUNT_RECEIVABLE,
				.person = payment->client });

	if (err)
		return err;
	return store_payment_posted(tx, payment->id, posting.id);
}

static enum err settle(struct transaction *tx, const struct payment *payment,
		       const struct payment_entry *entry)
{
	if (entry->chooses)
		return practice_settle_chosen(tx, payment, entry->chosen,
					      entry->chosen_count);
	return practice_settle_oldest(tx, payment);
}

static enum err add_work(struct transaction *tx, void *context)
{
	struct payment_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct payment payment = { .client = work->entry->client,
				   .amount = work->entry->amount,
				   .entered = op->now,
				   .entered_by = op->actor.person };
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = entry_check(store_tx_reader(tx), work->entry, &payment);
	if (!err)
		err = store_payment_insert(tx, &payment);
	if (!err)
		err = post_payment(tx, &payment);
	if (!err)
		err = settle(tx, &payment, work->entry);
	if (err)
		return err;
	return finish(tx, "payment.add", &payment, payment.amount, work);
}

enum err practice_payment_add(struct operation *op, struct store *store,
			      const struct payment_entry *entry,
			      struct payment *payment)
{
	struct payment_work work = { .entry = entry };

	return run(op, store, add_work, &work, payment);
}

static enum err standing(struct operation *op, const struct payment *payment)
{
	if (payment->voided.s == INSTANT_MAX.s)
		return OK;
	return fail(op, ERR_CONFLICT, "the payment is void already");
}

static enum err voidable(struct operation *op, const struct payment *payment)
{
	enum err err = standing(op, payment);

	if (err)
		return err;
	if (money_is_zero(payment->refunded))
		return OK;
	return fail(op, ERR_CONFLICT,
		    "some of the payment was given back: it cannot be voided "
		    "any more, only refunded");
}

static enum err void_work(struct transaction *tx, void *context)
{
	struct payment_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct payment payment = { .id = 0 };
	int64_t reversal = 0;
	enum err err = practice_need_office(op, GRANT_VOID);

	if (!err)
		err = payment_load(store_tx_reader(tx), work->id, &payment);
	if (!err)
		err = voidable(op, &payment);
	if (!err)
		err = practice_unsettle_payment(tx, payment.id,
						(struct money){ 0 });
	if (!err)
		err = practice_post_reversal(tx, payment.posting, "void",
					     &reversal);
	if (!err)
		err = store_payment_voided(tx, payment.id, reversal, op->now);
	if (err)
		return err;
	return finish(tx, "payment.void", &payment, payment.amount, work);
}

enum err practice_payment_void(struct operation *op, struct store *store,
			       int64_t id, struct payment *payment)
{
	struct payment_work work = { .id = id };

	return run(op, store, void_work, &work, payment);
}

/* What of a payment was not given back. */
static struct money kept_of(const struct payment *payment)
{
	return money_subtract(payment->amount, payment->refunded);
}

static enum err refund_check(struct operation *op,
			     const struct payment *payment, struct money amount)
{
	enum err err = standing(op, payment);

	if (!err)
		err = amount_check(op, amount);
	if (err)
		return err;
	if (money_compare(amount, kept_of(payment)) > 0)
		return fail_field(op, "amount", "over-paid",
				  "At most what was paid, and not yet given "
				  "back, can be refunded.");
	return OK;
}

static enum err post_refund(struct transaction *tx,
			    const struct payment *payment,
			    const struct refund *refund)
{
	struct posting posting = { .kind = "refund", .payment = payment->id };
	enum err err = practice_post_move(
		tx, &posting,
		(struct entry){ ACCOUNT_RECEIVABLE, payment->client,
				refund->amount },
		(struct entry){ .account = ACCOUNT_CASH });

	if (err)
		return err;
	return store_refund_posted(tx, refund->id, posting.id);
}

static enum err refund(struct transaction *tx, const struct payment *payment,
		       const struct payment_work *work)
{
	struct operation *op = store_tx_operation(tx);
	struct refund made = { .payment = payment->id,
			       .amount = work->amount,
			       .entered = op->now,
			       .entered_by = op->actor.person };
	enum err err = day_load(store_tx_reader(tx), work->day, &made.day);

	if (!err)
		err = practice_unsettle_payment(
			tx, payment->id,
			money_subtract(kept_of(payment), made.amount));
	if (!err)
		err = store_refund_insert(tx, &made);
	if (err)
		return err;
	return post_refund(tx, payment, &made);
}

static enum err refund_work(struct transaction *tx, void *context)
{
	struct payment_work *work = context;
	struct operation *op = store_tx_operation(tx);
	struct payment payment = { .id = 0 };
	enum err err = practice_need_office(op, 0);

	if (!err)
		err = payment_load(store_tx_reader(tx), work->id, &payment);
	if (!err)
		err = refund_check(op, &payment, work->amount);
	if (!err)
		err = refund(tx, &payment, work);
	if (err)
		return err;
	return finish(tx, "payment.refund", &payment, work->amount, work);
}

enum err practice_refund_add(struct operation *op, struct store *store,
			     int64_t id, struct money amount,
			     const struct day *day, struct payment *payment)
{
	struct payment_work work = { .id = id, .amount = amount, .day = day };

	return run(op, store, refund_work, &work, payment);
}

enum err practice_payment_find(struct reader *reader, int64_t id,
			       struct payment *payment)
{
	enum err err = practice_need_office(store_reader_operation(reader), 0);

	return err ? err : payment_load(reader, id, payment);
}
