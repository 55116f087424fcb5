/**
 * What every small practice of the tests is built of, by the practice's own
 * doors: a place in Toronto, people, services, a session. Unit tests and
 * fuzzers build theirs here, each with the people that it speaks of.
 *
 * A failure ends the program with its sentence: nothing can be tested then.
 */
#ifndef TESTS_UNIT_PRACTICE_SMALL_PRACTICE_H
#define TESTS_UNIT_PRACTICE_SMALL_PRACTICE_H

#include "store/people.h"
#include "store/practice.h"
#include "store/services.h"
#include "store/store.h"

#define SMALL_ZONE "America/Toronto"

/** Open the practice: its name, or NULL for none, and Canadian dollars. */
void small_practice_open(struct operation *op, struct store *store,
			 const char *name);

/** Add an active person and set the id; practitioners may do all, unless
 *  `may` says what. */
int64_t small_practice_person(struct operation *op, struct store *store,
			      struct person *person);

/** Add a service with its price from the beginning. */
int64_t small_practice_service(struct operation *op, struct store *store,
			       struct service service, struct price price);
/** Sessions without a service are of this one. */
void small_practice_default(struct operation *op, struct store *store,
			    int64_t service);

/** Add a session of one practitioner and one client. */
int64_t small_practice_session(struct operation *op, struct store *store,
			       struct span span, int64_t practitioner,
			       int64_t client, int64_t service);

/** Settings to change; NULL: they stay. A text of "" is none. */
struct settings {
	const char *name, *zone, *currency, *phone;
	const char *address, *email, *tax_name, *tax_number;
	const int *payment_days, *reopen_hours;
	const int64_t *default_service;
	const char *invoice_prefix, *reminder_hours;
	const bool *invoice_zero_lines, *notify_on_calendar_cancel;
	int64_t revision;
};
/** practice_settings_change of these. */
MUST_CHECK enum err settings_set(struct operation *op, struct store *store,
				 const struct settings *settings,
				 struct practice *result);

#endif
