/**
 * Steps that a practice changed at random may take, each with what may come of
 * it: a refusal is an outcome only where the state says so.
 */
#ifndef TESTS_UNIT_PRACTICE_MONEY_RANDOM_WALK_STEPS_H
#define TESTS_UNIT_PRACTICE_MONEY_RANDOM_WALK_STEPS_H

#include "tests/unit/practice/money/random_walk.h"

/** A set of codes, of which one must be the outcome. */
#define OUTCOME(code) (UINT64_C(1) << (code))
/** Note the step's outcome, and check that it may come. */
void walk_came(struct walk *walk, enum err err, uint64_t outcomes);

/** Sessions: add, move, save, override, re-open. */
void walk_session_add(struct walk *walk);
void walk_session_move(struct walk *walk);
void walk_session_save(struct walk *walk);
void walk_session_override(struct walk *walk);
void walk_session_reopen(struct walk *walk);
/** What saves are priced by. */
void walk_price_add(struct walk *walk);
void walk_rate_set(struct walk *walk);
void walk_type_add(struct walk *walk);
void walk_type_edit(struct walk *walk);
void walk_type_archive(struct walk *walk);
/** Money documents. */
void walk_invoice_draft(struct walk *walk);
void walk_invoice_issue(struct walk *walk);
void walk_invoice_void(struct walk *walk);
void walk_payment_add(struct walk *walk);
void walk_payment_void(struct walk *walk);
void walk_payment_refund(struct walk *walk);
void walk_payroll_add(struct walk *walk);
void walk_payroll_close(struct walk *walk);

#endif
