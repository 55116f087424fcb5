#include "practice/money/payment_known.h"

#include "practice/access.h"
#include "practice/names.h"

#define SEE_ACCOUNT (SEE_OFFICE | SEE_SELF)
#define SEE_FILES (SEE_EXPORT | SEE_OWN_EXPORT | SEE_OFFICE_EXPORT)
#define SEE_EVERYWHERE (SEE_ACCOUNT | SEE_FILES)

static const char *const payment_status_words[] = {
	[PAYMENT_POSTED] = "posted",
	[PAYMENT_VOID] = "void",
	NULL,
};

static const struct field allocation_rows[] = {
	ROW_ID("invoice", struct allocation, invoice, .see = SEE_EVERYWHERE),
	ROW_TEXT("number", struct allocation, number, .see = SEE_EVERYWHERE),
	ROW_MONEY("amount", struct allocation, amount, .see = SEE_EVERYWHERE),
	{ 0 },
};

const struct field refund_rows[] = {
	ROW_ID("id", struct refund, id, .see = SEE_EVERYWHERE),
	ROW_ID("payment", struct refund, payment, .see = SEE_CSV),
	ROW_DAY("date", struct refund, day, .see = SEE_EVERYWHERE),
	ROW_MONEY("amount", struct refund, amount, .see = SEE_EVERYWHERE),
	ROW_INSTANT("entered", struct refund, entered, .see = SEE_CSV),
	{ 0 },
};

const struct field payment_rows[] = {
	ROW_ID("id", struct payment_known, payment.id, .see = SEE_EVERYWHERE),
	ROW_CHOICE("status", struct payment_known, status, payment_status_words,
		   .see = SEE_ACCOUNT),
	ROW_MONEY("amount", struct payment_known, payment.amount,
		  .see = SEE_EVERYWHERE),
	ROW_ID("client", struct payment_known, payment.client,
	       .see = SEE_AUDIT),
	ROW_MONEY("amount", struct payment_known, moved, .see = SEE_AUDIT),
	ROW_DAY("date", struct payment_known, payment.day,
		.see = SEE_EVERYWHERE | SEE_AUDIT, .help = "the payment's own"),
	ROW_TEXT("method", struct payment_known, payment.method,
		 .see = SEE_EVERYWHERE),
	ROW_INSTANT("entered_at", struct payment_known, payment.entered,
		    .see = SEE_ACCOUNT, .help = "posted then"),
	ROW_INSTANT("voided_at", struct payment_known, payment.voided,
		    .see = SEE_ACCOUNT),
	ROW_INSTANT("entered", struct payment_known, payment.entered,
		    .see = SEE_FILES),
	ROW_INSTANT("voided", struct payment_known, payment.voided,
		    .see = SEE_FILES),
	ROW_MONEY("unallocated", struct payment_known, unallocated,
		  .see = SEE_ACCOUNT,
		  .help = "credit that the next invoice uses"),
	ROW_MONEY("refunded", struct payment_known, payment.refunded,
		  .see = SEE_ACCOUNT | SEE_CSV),
	ROW_MONEY("allocated", struct payment_known, payment.allocated,
		  .see = SEE_CSV),
	ROW_TEXT("client", struct payment_known, client,
		 .see = SEE_ACCOUNT | SEE_CSV, .flags = FIELD_OURS,
		 .help = "code"),
	ROW_LIST("allocations", struct payment_known, allocations,
		 allocation_count, struct allocation, allocation_rows,
		 .see = SEE_EVERYWHERE),
	ROW_LIST("refunds", struct payment_known, refunds, refund_count,
		 struct refund, refund_rows, .see = SEE_EVERYWHERE),
	{ 0 },
};

enum err practice_payment_known(struct reader *reader,
				const struct payment *payment,
				struct payment_known *known)
{
	struct payment_known made = { .payment = *payment };
	struct person client;
	enum err err = store_person_load(reader, payment->client, &client);

	if (!err)
		err = store_allocation_of_payment(reader, payment->id,
						  &made.allocations,
						  &made.allocation_count);
	if (!err)
		err = store_refund_list(reader, payment->id, &made.refunds,
					&made.refund_count);
	if (err)
		return err;
	made.client =
		practice_word(store_reader_operation(reader)->arena, &client);
	if (payment->voided.s == INSTANT_MAX.s)
		made.unallocated = money_subtract(
			payment->amount,
			money_add(payment->refunded, payment->allocated));
	else
		made.status = PAYMENT_VOID;
	*known = made;
	return OK;
}
