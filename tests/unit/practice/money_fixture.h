/**
 * Money in the clinic: sessions of maria's that were saved, and what the office
 * does with them. The staff act; days are those of June 2026 in Toronto.
 */
#ifndef TESTS_UNIT_PRACTICE_MONEY_FIXTURE_H
#define TESTS_UNIT_PRACTICE_MONEY_FIXTURE_H

#include "practice/money/invoice.h"
#include "practice/money/payment.h"
#include "practice/money/payroll.h"
#include "practice/money/statement.h"
#include "tests/unit/practice/practice_fixture.h"

/** The clinic, its clock at noon of 10 June, the staff acting. */
int billing_setup(void **state);

#define WITH_BILLING(test) \
	cmocka_unit_test_setup_teardown(test, billing_setup, clinic_teardown)

/** A day of June. */
struct day billing_june(int day);
/** A session at 10:00 of a day of June, saved as completed; 48.03 for each of
 *  the clinic's first `clients` clients. Its id. */
int64_t billing_saved(struct clinic *clinic, int day, size_t clients);
/** The same of another service. */
int64_t billing_saved_of(struct clinic *clinic, int day, int64_t service);
/** Re-open by the admin. */
void billing_reopen(struct clinic *clinic, int64_t session);

/** Does a document bill the session's live completion? */
bool billing_billed(struct reader *reader, int64_t session);

/** Of the clinic's first client. */
struct invoice billing_draft(struct clinic *clinic, int to);
struct invoice billing_issued(struct clinic *clinic, int to);
struct invoice billing_invoice(struct clinic *clinic, int64_t id);
/** Void by the admin. */
void billing_void(struct clinic *clinic, int64_t invoice);
/** A payment of the first client's, to the oldest dues. */
struct payment billing_pay(struct clinic *clinic, int64_t minor);
struct payment billing_payment(struct clinic *clinic, int64_t id);

struct client_balance billing_balance(struct clinic *clinic);
/** The ledger's sum of an account, of a person or 0. */
int64_t billing_sum(struct clinic *clinic, enum account_kind account,
		    int64_t person);
/** The chain is whole, and what the ledger says fits the completions. */
void billing_verify(struct clinic *clinic);

#endif
