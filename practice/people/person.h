/**
 * People: who there is, added and changed; each function is one audited
 * transaction.
 *
 * Wrong values answer ERR_INVALID with every wrong field in the failure;
 * ERR_EXISTS for a login or code that is taken; ERR_FORBIDDEN by S4.
 */
#ifndef PRACTICE_PEOPLE_PERSON_H
#define PRACTICE_PEOPLE_PERSON_H

#include "store/people.h"
#include "store/practice.h"
#include "store/store.h"

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
MUST_CHECK enum err practice_person_change_tx(struct transaction *tx,
					      const struct person *person);
/** How the actor is told of changes: anybody's own to say (S4). ERR_CONFLICT:
 *  the revision is stale, 0 is not checked. */
MUST_CHECK enum err practice_own_notice_set(struct operation *op,
					    struct store *store,
					    enum notice notice,
					    int64_t revision);
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
/** "admin,practitioner" to bits; 0 and a failure when one is unknown. */
MUST_CHECK enum err practice_roles_parse(struct operation *op, const char *text,
					 unsigned *roles);

#endif
