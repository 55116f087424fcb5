/**
 * What holds of a practice whatever was done before (rules S28,
 * S36-S40).
 */
#ifndef TESTS_UNIT_PRACTICE_MONEY_RANDOM_WALK_CHECKS_H
#define TESTS_UNIT_PRACTICE_MONEY_RANDOM_WALK_CHECKS_H

#include "store/invoice.h"
#include "store/payroll.h"
#include "tests/unit/practice/money/random_walk.h"

/** What must stay of it, as a digest. */
struct digest walk_of_completion(struct walk *walk,
				 const struct completion *completion);
struct digest walk_of_invoice(struct walk *walk, const struct invoice *invoice);
/** Of a closed run, with the wages in it. */
struct digest walk_of_run(struct walk *walk, int64_t run);

/** After each step: new postings sum to zero, a refusal posted nothing, one
 *  account agrees with its statement, something old is as it was. */
void walk_check(struct walk *walk);
/** Everything; reads the whole practice. */
void walk_check_all(struct walk *walk);

#endif
