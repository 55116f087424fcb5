/**
 * What a way to end would cost and pay, before anybody decides: the very
 * resolving and pricing of a save, with nothing written.
 */
#ifndef PRACTICE_SESSION_QUOTE_H
#define PRACTICE_SESSION_QUOTE_H

#include "practice/session/completion.h"
#include "store/completion.h"

struct quote {
	struct money charge; /* of all clients, before tax */
	struct money wage;   /* of all practitioners */
	struct money own;    /* of the actor, who takes it; else zero */
};

/** Price the session as if it were saved as this type now. As for a save:
 *  REFUSAL_UNKNOWN_STATUS and its kin. */
MUST_CHECK enum err practice_quote(struct reader *reader,
				   const struct session *session,
				   const char *type, struct quote *quote);

#endif
