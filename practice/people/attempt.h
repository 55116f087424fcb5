/**
 * May somebody try a password now? The one limit of guesses for every place
 * that takes a password: calendar programs, the sign-in page, the old password
 * of a new one. It belongs to the process; any thread may ask.
 *
 * A try is charged to the address and, by a fraction, to the login before
 * anything is hashed, and given back when the password was right: so a hundred
 * guesses at once are bounded as a hundred in a row. A debt is never more than
 * the burst, so that nobody waits longer than one refill. One address cannot
 * use up a login: whoever signs in from another one does not wait for a
 * stranger, and guesses from many addresses are still bounded together. Who has
 * signed in from an address has an account of their own there, which no number
 * of strangers can use up.
 *
 *	struct attempt attempt;
 *	err = attempt_begin(op, login, request->remote, &attempt);
 *	if (!err)
 *		err = attempt_password(op, hash, password, &right);
 *	if (!err && right)
 *		attempt_right(&attempt);
 */
#ifndef PRACTICE_PEOPLE_ATTEMPT_H
#define PRACTICE_PEOPLE_ATTEMPT_H

#include "base/operation.h"

#include <stdbool.h>

/** What was charged: plain values, nothing to free. */
struct attempt {
	struct attempt_charge {
		uint64_t key;
		int64_t cost; /* clock_ticks */
	} charged[2];
	uint64_t place;
	size_t charges;
};

/** So many wrong passwords at once from an address, and seconds until one more;
 *  forgets all that was charged. Before threads ask; 10 and 6 until it is
 *  called. */
void attempt_limits(int64_t burst, int64_t refill_seconds);

/**
 * Charge a try. The login as it was typed; the address of the peer in text, ""
 * where it is not known (then the login alone is charged).
 *
 * OK, or ERR_BUSY with op->failure.wait: nothing is charged and nothing may be
 * hashed.
 */
MUST_CHECK enum err attempt_begin(struct operation *op, const char *login,
				  const char *address, struct attempt *attempt);

/** The password was right: give the charge back, and know the login at this
 *  address from now on. (After a wrong one there is nothing to call.) */
void attempt_right(const struct attempt *attempt);

/** Give the charge back without knowing more: nothing was tried. */
void attempt_void(const struct attempt *attempt);

/**
 * password_matches (base/digest.h), in turn: the process hashes two at a time,
 * each with 19 MiB, and four callers wait at most. *right as it answers; a NULL
 * hash costs as much and is wrong.
 *
 * OK, or ERR_BUSY with op->failure.wait: too many wait, and nothing was tried.
 */
MUST_CHECK enum err attempt_password(struct operation *op, const char *hash,
				     const char *password, bool *right);
/** password_hash, in the same turn; the string is in the operation's arena. */
MUST_CHECK enum err attempt_hash(struct operation *op, const char *password,
				 const char **hash);

/** The same for a thread that does nothing else: it waits as long as it
 *  takes. */
bool attempt_password_wait(const char *hash, const char *password);

#endif
