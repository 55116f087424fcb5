#include "practice/money/invoice.h"
#include "practice/money/payment.h"
#include "practice/money/payroll.h"
#include "tests/unit/practice/money/random_walk_checks.h"
#include "tests/unit/practice/money/random_walk_steps.h"
#include "tests/unit/practice/money_fixture.h"

static int64_t some_client(struct walk *walk)
{
	return walk->clients[walk_below(walk, WALK_CLIENTS)];
}

/* A day of this week; sessions of the days after it wait for the next. */
static struct day some_day(struct walk *walk)
{
	struct day today = wall_day(instant_wall(walk->now));

	today.n -= (int32_t)walk_below(walk, 4);
	return today;
}

/* The admin, or the staff, who were granted nothing. */
static bool admin_acts(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	bool admin = !walk_once_in(walk, 4);

	clinic_as(clinic, admin ? clinic->admin : clinic->staff);
	return admin;
}

void walk_invoice_draft(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	int64_t client = some_client(walk);
	struct day to = some_day(walk);
	struct invoice draft;

	clinic_as(clinic, clinic->staff);
	walk_came(walk,
		  practice_invoice_draft(clinic->op, clinic->store, client, to,
					 &draft),
		  OUTCOME(OK));
	pile_add(walk, &walk->invoices, (struct kept){ .id = draft.id });
}

static bool some_invoice(struct walk *walk, struct invoice *invoice)
{
	int64_t id = pile_pick(walk, &walk->invoices);

	if (id)
		*invoice = billing_invoice(&walk->clinic, id);
	return id != 0;
}

void walk_invoice_issue(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct invoice invoice;
	struct kept kept;
	bool issuable;

	if (!some_invoice(walk, &invoice))
		return;
	issuable = invoice.status == INVOICE_DRAFT && invoice.line_count > 0;
	clinic_as(clinic, clinic->staff);
	walk_came(walk,
		  practice_invoice_issue(clinic->op, clinic->store, invoice.id,
					 &invoice),
		  OUTCOME(issuable ? OK : ERR_CONFLICT));
	if (!issuable)
		return;
	kept.id = invoice.id;
	kept.digest = walk_of_invoice(walk, &invoice);
	pile_add(walk, &walk->issued, kept);
}

/* What voiding answers an admin. */
static enum err void_answer(struct walk *walk, const struct invoice *invoice)
{
	const char *number;

	if (invoice->status == INVOICE_VOID)
		return ERR_CONFLICT;
	if (invoice->status == INVOICE_DRAFT)
		return OK;
	if (store_invoice_credited(place_read(walk->clinic.place), invoice->id,
				   &number) == OK)
		return ERR_CONFLICT;
	return OK;
}

void walk_invoice_void(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct invoice invoice;
	enum err answer;

	if (!some_invoice(walk, &invoice))
		return;
	answer = void_answer(walk, &invoice);
	if (!admin_acts(walk) && invoice.status == INVOICE_ISSUED)
		answer = ERR_FORBIDDEN;
	walk_came(walk,
		  practice_invoice_void(clinic->op, clinic->store, invoice.id,
					&invoice),
		  OUTCOME(answer));
}

/* One of the client's dues, paid in part, in full, or by too much. */
static enum err choose(struct walk *walk, struct payment_entry *entry,
		       struct payment_choice *choice)
{
	struct due *dues;
	size_t count;
	int64_t left;

	assert_int_equal(store_due_list(place_read(walk->clinic.place),
					entry->client, &dues, &count),
			 OK);
	if (count == 0)
		return OK;
	dues += walk_below(walk, (int64_t)count);
	left = dues->left.minor;
	choice->invoice = dues->invoice;
	choice->amount.minor = 1 + walk_below(walk, left);
	if (walk_once_in(walk, 5))
		choice->amount.minor = left + 1;
	entry->chooses = true;
	entry->chosen = choice;
	entry->chosen_count = 1;
	if (choice->amount.minor > left ||
	    choice->amount.minor > entry->amount.minor)
		return ERR_INVALID;
	return OK;
}

void walk_payment_add(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct payment_entry entry = {
		.client = some_client(walk),
		.amount = { 1 + walk_below(walk, 30000) },
		.method = "card",
	};
	struct payment_choice choice;
	struct payment payment;
	enum err answer = OK;

	if (walk_once_in(walk, 3))
		answer = choose(walk, &entry, &choice);
	clinic_as(clinic, clinic->staff);
	walk_came(walk,
		  practice_payment_add(clinic->op, clinic->store, &entry,
				       &payment),
		  OUTCOME(answer));
	if (!answer)
		pile_add(walk, &walk->payments,
			 (struct kept){ .id = payment.id });
}

static bool some_payment(struct walk *walk, struct payment *payment)
{
	int64_t id = pile_pick(walk, &walk->payments);

	if (id)
		*payment = billing_payment(&walk->clinic, id);
	return id != 0;
}

void walk_payment_void(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct payment payment;
	enum err answer = OK;

	if (!some_payment(walk, &payment))
		return;
	if (payment.voided.s != INSTANT_MAX.s || payment.refunded.minor > 0)
		answer = ERR_CONFLICT;
	if (!admin_acts(walk))
		answer = ERR_FORBIDDEN;
	walk_came(walk,
		  practice_payment_void(clinic->op, clinic->store, payment.id,
					&payment),
		  OUTCOME(answer));
}

void walk_payment_refund(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct payment payment;
	struct money amount;
	enum err answer = OK;

	if (!some_payment(walk, &payment))
		return;
	amount.minor = walk_below(walk, payment.amount.minor + 2);
	if (amount.minor == 0 ||
	    amount.minor > payment.amount.minor - payment.refunded.minor)
		answer = ERR_INVALID;
	if (payment.voided.s != INSTANT_MAX.s)
		answer = ERR_CONFLICT;
	clinic_as(clinic, clinic->staff);
	walk_came(walk,
		  practice_refund_add(clinic->op, clinic->store, payment.id,
				      amount, NULL, &payment),
		  OUTCOME(answer));
}

void walk_payroll_add(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	struct payroll run;
	enum err answer =
		store_payroll_find_open(place_read(clinic->place), &run);

	clinic_as(clinic, clinic->staff);
	walk_came(walk,
		  practice_payroll_add(clinic->op, clinic->store,
				       some_day(walk), &run),
		  OUTCOME(answer ? OK : ERR_CONFLICT));
	if (answer)
		pile_add(walk, &walk->runs, (struct kept){ .id = run.id });
}

/* Any run, or the open one, of which there are few. */
static int64_t some_run(struct walk *walk)
{
	struct reader *reader = place_read(walk->clinic.place);
	int64_t id = pile_pick(walk, &walk->runs);
	struct payroll open;

	if (walk_below(walk, 2) == 0 &&
	    store_payroll_find_open(reader, &open) == OK)
		return open.id;
	return id;
}

void walk_payroll_close(struct walk *walk)
{
	struct clinic *clinic = &walk->clinic;
	int64_t id = some_run(walk);
	struct payroll run;
	struct kept kept = { .id = id };
	enum err answer;

	if (!id)
		return;
	assert_int_equal(
		store_payroll_find(place_read(clinic->place), id, &run), OK);
	answer = run.closed ? ERR_CONFLICT : OK;
	if (!admin_acts(walk))
		answer = ERR_FORBIDDEN;
	walk_came(walk,
		  practice_payroll_close(clinic->op, clinic->store, id, &run),
		  OUTCOME(answer));
	if (answer)
		return;
	kept.digest = walk_of_run(walk, id);
	pile_add(walk, &walk->closed, kept);
}
