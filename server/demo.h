/**
 * The demo practice: people, half a year of sessions with every way to end,
 * closures; dated around today, made through the same rules as real ones.
 */
#ifndef SERVER_DEMO_H
#define SERVER_DEMO_H

#include "store/store.h"

/** The logins that the demo makes, for the sentence at its start. */
#define DEMO_LOGINS "admin, staff, maria, tom, lena, c042 to c066"

/** Whole weeks from its first one to this one. */
#define DEMO_WEEKS 22

/** Make it in a place that is set up and has no people yet. All logins get
 *  the password. The operation's now is used as today. */
MUST_CHECK enum err demo_make(struct operation *op, struct store *store,
			      const char *password);

#endif
