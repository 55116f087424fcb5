/**
 * The practice itself: one row.
 */
#ifndef STORE_PRACTICE_H
#define STORE_PRACTICE_H

#include <stdbool.h>

#include "base/clock.h"
#include "store/tables.h"

struct practice {
	const char *name;
	const char *zone;     /* IANA */
	const char *currency; /* ISO 4217 */
	const char *phone;
	const char *address, *email;       /* as papers show them; or NULL */
	const char *tax_name, *tax_number; /* "GST", "R123"; or NULL */
	int payment_days;                  /* in which an invoice is due */
	int64_t default_service;           /* 0 none */
	const char *invoice_prefix;
	bool invoice_zero_lines;
	int reopen_hours;
	const char *reminder_hours; /* "24,2", "" none */
	bool notify_on_calendar_cancel;
	int notice_from, notice_to; /* minutes of the day in which notices
				       go */
	const char *notices;    /* texts of its own: JSON, by kind; or NULL */
	const char *hours;      /* in which it works: JSON, by weekday; NULL:
				   not said */
	const char *public_url; /* of the pages; NULL: none */
	int64_t revision;
	struct instant created; /* INSTANT_MIN: not set up yet */
};

MUST_CHECK enum err store_practice_load(struct reader *reader,
					struct practice *practice);
/** All but public_url; raises the revision. */
MUST_CHECK enum err store_practice_save(struct transaction *tx,
					const struct practice *practice);

/** NULL: none. */
MUST_CHECK enum err store_practice_public_url_set(struct transaction *tx,
						  const char *url);

#endif
