/**
 * Saving and re-opening sessions (rules S17-S25): the one way in for
 * every door.
 */
#ifndef PRACTICE_SESSION_COMPLETION_H
#define PRACTICE_SESSION_COMPLETION_H

#include "base/money.h"
#include "practice/calendar/view.h"
#include "store/store.h"

struct save_client {
	int64_t client;
	const char *type; /* NULL: the session's */
	bool has_charge;  /* override: before tax */
	struct money charge;
};

struct save_practitioner {
	int64_t practitioner;
	struct money wage;
};

struct save {
	int64_t session;
	/** The session as the transaction sees it, where it has read that
	 *  already; NULL: it is read. */
	const struct session_facts *facts;
	int64_t revision; /* that the decision was made on; 0: whatever is */
	const char *type; /* slug, "override", or "open" to re-open */
	const struct save_client *clients; /* exceptions, or override amounts */
	size_t client_count;
	const struct save_practitioner *wages; /* of an override */
	size_t wage_count;
	const char *reason;
	bool cancels; /* a removal, or the cancellations tool: the builtin
			 "canceled" is taken even where it is disabled, and
			 needs no permission to complete (S26) */
	/** Re-opens what a removal canceled: needs no permission either, and
	 *  reopen_hours do not count (S25). */
	bool takes_back;
};

/**
 * Save or re-open in one go: rights (R2-R12), windows (S25), types, price,
 * posting, audit, version, views. The same save twice changes nothing (S24);
 * another over a saved session re-opens and saves.
 *
 * OK; ERR_NOT_FOUND; ERR_CONFLICT (stale revision and another status; a draft
 * cannot be saved); REFUSAL_UNKNOWN_STATUS (no such type, or disabled);
 * REFUSAL_OVERRIDE_DENIED; REFUSAL_NOT_PERMITTED; REFUSAL_SESSION_SAVED (may
 * not re-open any more); ERR_INVALID with fields (override without reason or
 * amounts, amounts without override, people who are not in the session).
 * REFUSAL_NOT_PERMITTED also for completing before the start (S25), which the
 * office may. *after is what is known of the session then; NULL: it is not
 * asked for.
 */
MUST_CHECK enum err practice_session_save_tx(struct transaction *tx,
					     const struct save *save,
					     struct session_facts *after);
MUST_CHECK enum err practice_session_save(struct operation *op,
					  struct store *store,
					  const struct save *save,
					  struct session_facts *after);

#endif
