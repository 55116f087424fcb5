/**
 * Who signs in: HTTP Basic with a password (argon2id, in two threads of their
 * own) or a device token (SHA-256, indexed), behind a cache of ten minutes
 * that a change of credentials ends at once. Failures are never cached. What
 * was right once is never locked out by wrong passwords of others.
 */
#ifndef SERVER_AUTHENTICATE_H
#define SERVER_AUTHENTICATE_H

#include "server/config.h"
#include "server/exchange.h"
#include "store/store.h"

#define REALM "Daybook"

struct authenticator;

/** `again` is called on a password thread when an exchange that had to wait
 *  for its password can be visited once more. */
struct authenticator *authenticator_new(const struct config *config,
					void (*again)(void *context,
						      struct exchange *),
					void *context);
/** Nothing may wait any more. */
void authenticator_free(struct authenticator *self);

enum authenticated {
	AUTHENTICATED,     /* the operation's actor is set */
	AUTHENTICATE_FAIL, /* the operation's failure says why */
	AUTHENTICATE_WAIT, /* hand it over with authenticate_wait */
};

/** The reader has begun. */
enum authenticated authenticate(struct authenticator *self,
				struct exchange *exchange,
				struct reader *reader);
/** Is it somebody of whom all is known, who need not wait and of whose login
 *  nothing is to be written down? The actor is set then. False: nothing is
 *  said, authenticate() decides. The reader has begun. */
bool authenticate_known(struct authenticator *self, struct exchange *exchange,
			struct reader *reader);
/** The same of a form: this name with a password, and no token. Called again
 *  after a wait, it answers as the first time. */
enum authenticated authenticate_form(struct authenticator *self,
				     struct exchange *exchange,
				     struct reader *reader, const char *name,
				     const char *password);
/** Give the exchange to the password threads; `again` comes later. False: too
 *  many wait, the operation's failure says so, and nothing comes. */
MUST_CHECK bool authenticate_wait(struct authenticator *self,
				  struct exchange *exchange);

/** Wipe what the request showed of passwords, tokens and cookies; nobody looks
 *  at them any more. */
void authenticate_forget(struct exchange *exchange);

/** What is to be written down of a request's login; each 0: nothing. */
struct authenticate_note {
	int64_t token;       /* was used, which was not noted for ten minutes */
	int64_t turned_away; /* whose password a program does not have */
	int64_t let_in;      /* whose it has now, and had not before */
};
struct authenticate_note authenticate_note(struct exchange *exchange);

#endif
