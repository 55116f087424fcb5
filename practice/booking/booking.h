/**
 * The one door for PUT and DELETE of members, whatever the collection:
 * personal calendars and plain files keep bytes exactly; sessions/,
 * practitioners' calendars, closures/ and to-save/ take a PUT as a set of
 * wishes (rules K10-K22). Each call is one transaction, in which the caller's
 * preconditions are checked. COPY and MOVE are in copy.h, PROPPATCH of a
 * session's status in patch.h.
 */
#ifndef PRACTICE_BOOKING_BOOKING_H
#define PRACTICE_BOOKING_BOOKING_H

#include <stdbool.h>

#include "base/str.h"
#include "practice/calendar/address.h"
#include "practice/condition.h"
#include "store/calendar.h"
#include "store/object.h"
#include "store/store.h"

/** What a PUT sends. */
struct object_put {
	const char *home; /* login; must be the actor's own */
	const char *path; /* of the collection */
	const char *name;
	struct slice bytes;
	const char *type; /* Content-Type as sent, or NULL */
	struct condition condition;
};

/** What a PUT came to. */
struct object_result {
	bool created;
	bool exact; /* stored bytes are the sent ones: an ETag may be told */
	struct member member;
	struct slice bytes; /* as stored, for return=representation */
};

/**
 * Put a member at its address, as the collection's kind has it.
 *
 * ERR_PARENT (no such collection: 409), ERR_NOT_FOUND (not your home),
 * ERR_NEED_PRIVILEGES (into the home itself), ERR_METHOD (a collection stands
 * there), ERR_INVALID (a name over 255 bytes),
 * ERR_PRECONDITION, ERR_LOCK_TOKEN, every precondition of cal_object_check,
 * ERR_CALENDAR_TYPE (a media type other than text/calendar and jCal's),
 * ERR_COMPONENT (not a kind the collection takes), ERR_UID_CONFLICT with
 * href, ERR_RESOURCE_SIZE, and the practice's refusals: REFUSAL_READ_ONLY,
 * REFUSAL_SESSION_SAVED, REFUSAL_OVERRIDE_DENIED, REFUSAL_NOT_PERMITTED,
 * REFUSAL_PAST_OPEN, REFUSAL_UNKNOWN_STATUS, ERR_MAX_INSTANCES. A refusal, also
 * of what cannot be read, in the practice's calendars writes an audit row and a
 * review item, and serves the member anew to the viewer, in a transaction of
 * its own.
 */
MUST_CHECK enum err practice_object_put(struct operation *op,
					struct store *store,
					const struct object_put *put,
					struct object_result *result);

/** Delete a member. ERR_NOT_FOUND, ERR_PRECONDITION, ERR_LOCK_TOKEN, and the
 *  refusals of a PUT, noted likewise. */
MUST_CHECK enum err practice_object_delete(struct operation *op,
					   struct store *store,
					   const struct object_at *at,
					   const struct condition *condition);

#endif
