/**
 * The practice's settings, people, logins and device tokens: each function
 * is one audited transaction.
 *
 * Wrong values answer ERR_INVALID with every wrong field in the failure;
 * ERR_EXISTS for a login or code that is taken; ERR_FORBIDDEN by S4.
 */
#ifndef PRACTICE_PEOPLE_PERSON_H
#define PRACTICE_PEOPLE_PERSON_H

#include "store/people.h"
#include "store/practice.h"

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

/** Add a person; sets id. A client without a code is given the next one; a
 *  practitioner without permissions gets what *person says. Makes the
 *  person's calendars, and those that show them in the office's homes. */
MUST_CHECK enum err practice_person_add(struct operation *op,
					struct store *store,
					struct person *person);
/** The same inside a transaction (imports, demo). */
MUST_CHECK enum err practice_person_add_tx(struct transaction *tx,
					   struct person *person);
/** Store all fields of *person over the row of that id. Deactivated people
 *  cannot sign in (S2). Calendars follow roles and name settings. A revision
 *  that is not 0 must be the row's: ERR_CONFLICT. */
MUST_CHECK enum err practice_person_change(struct operation *op,
					   struct store *store,
					   const struct person *person);
MUST_CHECK enum err practice_person_change_tx(struct transaction *tx,
					      const struct person *person);
/** What is wrong with them, where they are not stored: ERR_INVALID. */
MUST_CHECK enum err practice_contacts_check(struct operation *op,
					    const struct contact *contacts,
					    size_t count);
/** Replace a person's guardians and payers; rights as for a change. */
MUST_CHECK enum err practice_contacts_set(struct operation *op,
					  struct store *store, int64_t person,
					  const struct contact *contacts,
					  size_t count);
MUST_CHECK enum err practice_contacts_set_tx(struct transaction *tx,
					     int64_t person,
					     const struct contact *contacts,
					     size_t count);
MUST_CHECK enum err practice_person_deactivate(struct operation *op,
					       struct store *store,
					       const char *login);
/** Would this do as a password? At least 8 characters, at most 1024 bytes:
 *  ERR_INVALID. */
MUST_CHECK enum err practice_password_check(struct operation *op,
					    const char *password);
/** Checked by practice_password_check. */
MUST_CHECK enum err practice_password_set(struct operation *op,
					  struct store *store,
					  const char *login,
					  const char *password);
/** A device token: *secret is shown once and kept only as a hash. Passwords
 *  and tokens are set by the person, an admin or staff with GRANT_LOGINS (of
 *  practitioners and clients); others' are ERR_NOT_FOUND to those who may not
 *  know of them. */
MUST_CHECK enum err practice_token_add(struct operation *op,
				       struct store *store, const char *login,
				       const char *label, const char **secret,
				       int64_t *id);
MUST_CHECK enum err practice_token_revoke(struct operation *op,
					  struct store *store,
					  const char *login, int64_t token);
MUST_CHECK enum err practice_token_used(struct operation *op,
					struct store *store, int64_t token);

/** "admin,practitioner" to bits; 0 and a failure when one is unknown. */
MUST_CHECK enum err practice_roles_parse(struct operation *op, const char *text,
					 unsigned *roles);

#endif
