/**
 * The practice's own settings: each function is one audited transaction.
 *
 * Wrong values answer ERR_INVALID with every wrong field in the failure.
 */
#ifndef PRACTICE_PEOPLE_SETTINGS_H
#define PRACTICE_PEOPLE_SETTINGS_H

#include "store/practice.h"
#include "store/store.h"

/** Make a new place a practice where it is not one yet: the zone given (the
 *  system's at first start), USD. Does nothing where it is set up. */
MUST_CHECK enum err practice_setup(struct operation *op, struct store *store,
				   const char *zone);

/** The settings to change; NULL fields stay. */
struct practice_change {
	const char *name, *zone, *currency, *phone;
	const char *address, *email, *tax_name, *tax_number;
	const int *payment_days;        /* 0..365 */
	const int64_t *default_service; /* 0: none */
	const char *invoice_prefix;
	const bool *invoice_zero_lines;
	const int *reopen_hours;    /* 0..8760 */
	const char *reminder_hours; /* "24,2"; "" none */
	const bool *notify_on_calendar_cancel;
	int64_t revision; /* that the change was made on; 0: whatever is */
};
/** Admin or system. A currency is fixed after the first posting, and one of
 *  other digits from the first price on (ERR_CONFLICT); a zone must be an
 *  IANA name: all-day closures move with it. */
MUST_CHECK enum err practice_change(struct operation *op, struct store *store,
				    const struct practice_change *change,
				    struct practice *result);

#endif
