/**
 * The practice's own settings: each function is one audited transaction.
 *
 * Wrong values answer ERR_INVALID with every wrong field in the failure.
 */
#ifndef PRACTICE_PEOPLE_SETTINGS_H
#define PRACTICE_PEOPLE_SETTINGS_H

#include "practice/edit.h"
#include "store/practice.h"
#include "store/store.h"

/** Make a new place a practice where it is not one yet: the zone given (the
 *  system's at first start), USD. Does nothing where it is set up. */
MUST_CHECK enum err practice_setup(struct operation *op, struct store *store,
				   const char *zone);

/** Apply gets a struct practice. Admin or system. A currency is fixed after the
 *  first posting, and one of other digits from the first price on
 *  (ERR_CONFLICT); a zone must be an IANA name: all-day closures move with
 *  it. */
MUST_CHECK enum err practice_settings_change(struct operation *op,
					     struct store *store,
					     const struct edit *edit,
					     struct practice *result);

#endif
