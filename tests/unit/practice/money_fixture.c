#include "tests/unit/practice/money_fixture.h"

#include "practice/money/billing.h"
#include "store/verify.h"

int billing_setup(void **state)
{
	struct clinic *clinic;
	int failed = clinic_setup(state);

	if (failed)
		return failed;
	clinic = *state;
	clinic_at(clinic, "2026-06-10T16:00:00Z");
	clinic_as(clinic, clinic->staff);
	return 0;
}

struct day billing_june(int day)
{
	return day_of(2026, 6, day);
}

static int64_t saved(struct clinic *clinic, int day, int64_t service,
		     size_t clients)
{
	struct arena *arena = clinic->op->arena;
	char *start = arena_printf(arena, "2026-06-%02dT14:00:00Z", day);
	struct session session =
		clinic_session(clinic, start, 60, service, clients);

	assert_ok(clinic, clinic_save(clinic, session.id, "completed"));
	return session.id;
}

int64_t billing_saved(struct clinic *clinic, int day, size_t clients)
{
	return saved(clinic, day, clinic->fixed, clients);
}

int64_t billing_saved_of(struct clinic *clinic, int day, int64_t service)
{
	return saved(clinic, day, service, 1);
}

void billing_reopen(struct clinic *clinic, int64_t session)
{
	struct actor actor = clinic->op->actor;

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, clinic_save(clinic, session, "open"));
	clinic->op->actor = actor;
}

bool billing_billed(struct reader *reader, int64_t session)
{
	struct session found;
	bool billed = false;

	assert_int_equal(store_session_find(reader, session, &found), OK);
	if (found.completion)
		assert_int_equal(practice_completion_billed(
					 reader, found.completion, &billed),
				 OK);
	return billed;
}

struct invoice billing_draft(struct clinic *clinic, int to)
{
	struct invoice invoice;

	assert_ok(clinic, practice_invoice_draft(clinic->op, clinic->store,
						 clinic->clients[0],
						 billing_june(to), &invoice));
	return invoice;
}

struct invoice billing_issued(struct clinic *clinic, int to)
{
	struct invoice invoice = billing_draft(clinic, to);

	assert_ok(clinic, practice_invoice_issue(clinic->op, clinic->store,
						 invoice.id, &invoice));
	return invoice;
}

struct invoice billing_invoice(struct clinic *clinic, int64_t id)
{
	struct invoice invoice;

	assert_int_equal(
		store_invoice_find(place_read(clinic->place), id, &invoice),
		OK);
	return invoice;
}

void billing_void(struct clinic *clinic, int64_t id)
{
	struct actor actor = clinic->op->actor;
	struct invoice invoice;

	clinic_as(clinic, clinic->admin);
	assert_ok(clinic, practice_invoice_void(clinic->op, clinic->store, id,
						&invoice));
	assert_int_equal(invoice.status, INVOICE_VOID);
	clinic->op->actor = actor;
}

struct payment billing_pay(struct clinic *clinic, int64_t minor)
{
	struct payment_entry entry = { .client = clinic->clients[0],
				       .amount = { minor },
				       .method = "card" };
	struct payment payment;

	assert_ok(clinic, practice_payment_add(clinic->op, clinic->store,
					       &entry, &payment));
	return payment;
}

struct payment billing_payment(struct clinic *clinic, int64_t id)
{
	struct payment payment;

	assert_int_equal(
		store_payment_find(place_read(clinic->place), id, &payment),
		OK);
	return payment;
}

struct client_balance billing_balance(struct clinic *clinic)
{
	struct client_balance balance;

	assert_int_equal(practice_balance(place_read(clinic->place),
					  clinic->clients[0], &balance),
			 OK);
	return balance;
}

int64_t billing_sum(struct clinic *clinic, enum account_kind account,
		    int64_t person)
{
	return clinic_sum(clinic, account, person).minor;
}

void billing_verify(struct clinic *clinic)
{
	struct ledger_proof proof;

	assert_int_equal(store_ledger_verify(place_read(clinic->place), &proof),
			 OK);
	if (!proof.ok)
		print_error("%s\n", proof.fault);
	assert_true(proof.ok);
}
