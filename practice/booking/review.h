/**
 * Settling what waits for a person: things that calendars asked for and that
 * the office should look at (rules K14-K19).
 */
#ifndef PRACTICE_BOOKING_REVIEW_H
#define PRACTICE_BOOKING_REVIEW_H

#include "store/audit.h"
#include "store/store.h"

/**
 * Accept an item (what was done stands), or undo it: the sessions of a batch of
 * removals that are still as it left them are open again, the others are left
 * alone (the item's text says how many), and the open sessions of an endless
 * rule are removed. Of a refused wish nothing was done that could be undone.
 * The office only.
 *
 * ERR_FORBIDDEN, ERR_NOT_FOUND, ERR_CONFLICT (it is settled already, or the
 * rule's sessions belong to no schedule), and the errors of re-opening and
 * removing sessions.
 */
MUST_CHECK enum err practice_review_settle(struct operation *op,
					   struct store *store, int64_t review,
					   bool undo);

#endif
