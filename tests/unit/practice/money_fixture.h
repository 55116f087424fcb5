/**
 * Money on the scene: sessions of maria's that were saved, and what the office
 * does with them. The staff act; days are those of June 2026 in Toronto.
 */
#ifndef TESTS_UNIT_PRACTICE_MONEY_FIXTURE_H
#define TESTS_UNIT_PRACTICE_MONEY_FIXTURE_H

#include "practice/money/invoice.h"
#include "practice/money/payment.h"
#include "practice/money/payroll.h"
#include "practice/money/statement.h"
#include "tests/unit/practice/practice_fixture.h"

/** The scene, its clock at noon of 10 June, the staff acting. */
int till_setup(void **state);

#define WITH_TILL(test) \
	cmocka_unit_test_setup_teardown(test, till_setup, scene_teardown)

/** A day of June. */
struct day till_june(int day);
/** A session at 10:00 of a day of June, saved as completed; 48.03 for each of
 *  the scene's first `clients` clients. Its id. */
int64_t till_saved(struct scene *scene, int day, size_t clients);
/** The same of another service. */
int64_t till_saved_of(struct scene *scene, int day, int64_t service);
/** Re-open by the admin. */
void till_reopen(struct scene *scene, int64_t session);

/** Does a document bill the session's live completion? */
bool till_billed(struct reader *reader, int64_t session);

/** Of the scene's first client. */
struct invoice till_draft(struct scene *scene, int to);
struct invoice till_issued(struct scene *scene, int to);
struct invoice till_invoice(struct scene *scene, int64_t id);
/** Void by the admin. */
void till_void(struct scene *scene, int64_t invoice);
/** A payment of the first client's, to the oldest dues. */
struct payment till_pay(struct scene *scene, int64_t minor);
struct payment till_payment(struct scene *scene, int64_t id);

struct client_balance till_balance(struct scene *scene);
/** The ledger's sum of an account, of a person or 0. */
int64_t till_sum(struct scene *scene, enum account_kind account,
		 int64_t person);
/** The chain is whole, and what the ledger says fits the completions. */
void till_verify(struct scene *scene);

#endif
