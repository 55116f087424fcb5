/**
 * The first admin of a place that has none: whoever runs the machine reads a
 * link in the server's log, and sets up the practice by it. The secret in the
 * link belongs to the process, which keeps its hash alone: it ends with the
 * process, and as soon as there is an admin. Any thread may ask.
 */
#ifndef PRACTICE_PEOPLE_FIRST_ADMIN_H
#define PRACTICE_PEOPLE_FIRST_ADMIN_H

#include "store/people.h"
#include "store/store.h"

/** Make a secret (hexadecimal, in the operation's arena) where there is no
 *  active admin; else *secret is NULL. One that was made before ends. */
MUST_CHECK enum err practice_first_admin_offer(struct operation *op,
					       struct store *store,
					       const char **secret);
/** Is there a secret, and still no admin? The reader has begun. */
MUST_CHECK enum err practice_first_admin_waits(struct reader *reader,
					       bool *waits);
/** Would this secret make an admin now? The reader has begun. ERR_NOT_FOUND:
 *  it is not the one, or there is an admin. */
MUST_CHECK enum err practice_first_admin_check(struct reader *reader,
					       const char *secret);
/**
 * Add the admin with this login, name and password in one transaction; the
 * actor may be nobody, the secret is the right. Sets person->id. The reader has
 * not begun.
 *
 * ERR_NOT_FOUND as practice_first_admin_check; ERR_INVALID with every wrong
 * field; ERR_EXISTS for a login that is taken; ERR_BUSY: too many passwords are
 * being hashed.
 */
MUST_CHECK enum err
practice_first_admin_add(struct operation *op, struct store *store,
			 struct reader *reader, const char *secret,
			 const char *password, struct person *person);

#endif
