/**
 * A small ledger for tests: one session of two clients, saved, reopened, saved
 * anew, and a payment.
 */
#ifndef TESTS_UNIT_STORE_LEDGER_FIXTURE_H
#define TESTS_UNIT_STORE_LEDGER_FIXTURE_H

#include "tests/unit/store/transaction_fixture.h"

#include "store/completion.h"
#include "store/ledger.h"

struct small_ledger {
	int64_t maria, ada, bob; /* a practitioner, two clients */
	int64_t service, session;
	struct completion first, second;              /* reopened, live */
	struct posting save, reopen, resave, payment; /* ids 1 to 4 */
};

/** A completion of the session, each client 42.50 at 13 %, Maria 30.00; not
 *  stored. */
struct completion ledger_completion(struct tx_fixture *fix,
				    const struct small_ledger *ledger);
/** Its posting, made of what it holds; not stored. */
struct posting ledger_posting(struct tx_fixture *fix,
			      const struct completion *completion);
/** Store people, service and session only. */
void ledger_open(struct tx_fixture *fix, struct small_ledger *ledger);
/** Store all. */
void ledger_fill(struct tx_fixture *fix, struct small_ledger *ledger);

#endif
