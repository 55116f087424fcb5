/**
 * What a PUT asks for: an event or task that a program sent, compared with
 * what its viewer was served (rules K10). Nothing here writes or
 * judges rights but where asking alone is refused.
 */
#ifndef PRACTICE_BOOKING_WISH_H
#define PRACTICE_BOOKING_WISH_H

#include "ical/object.h"
#include "practice/calendar/view.h"
#include "practice/session/completion.h"
#include "practice/session/terms.h"

/** What is asked of a session; zero: nothing. */
struct wish {
	/** The session as the transaction sees it, until it changes something
	 *  there; NULL: that is to be read. */
	const struct session_facts *facts;
	bool whole; /* a series is sent again: of all that it made */
	/** Which fields of the session, bits of enum session_part, and what
	 *  they are to be. Texts are NULL where they are to go. */
	unsigned parts;
	struct span span;
	const char *zone;
	struct session_terms terms;
	struct ids joining; /* whom the title of a draft names */

	/** How it ended: "open", "override", a slug; NULL when nothing is
	 *  asked for. */
	const char *status;
	struct save_client *clients_saved; /* exceptions, or amounts */
	size_t client_count;
	struct save_practitioner *wages;
	size_t wage_count;
	const char *reason;

	/** The viewer's own lines, which are not about the session. */
	const char *own; /* "" none */
	bool own_changed;

	const char *unknown; /* a #tag that no type has, or NULL */
};

/** What is compared with what. */
struct wish_context {
	struct reader *reader;
	const struct session_facts *facts;
	const struct viewer *viewer;
	const char *own; /* kept so far, or NULL */
};

/**
 * Read the wishes of an event over a session.
 *
 * REFUSAL_UNKNOWN_STATUS (also words that name two types);
 * REFUSAL_OVERRIDE_DENIED (amounts by others than the office, without a reason,
 * unreadable); REFUSAL_NOT_PERMITTED (who takes part, by others than the
 * office; codes that are unknown or told twice); ERR_RESOURCE_SIZE (own lines).
 */
MUST_CHECK enum err practice_wish_event(const struct wish_context *context,
					const struct cal_object *object,
					struct wish *wish);
/** The same of a task in to-save/: only how it ended, and own lines. */
MUST_CHECK enum err practice_wish_task(const struct wish_context *context,
				       const struct cal_object *object,
				       struct wish *wish);

/** How an event says that a session ended which is open: status, clients'
 *  endings that differ, amounts and reason of an override. Errors as above. */
MUST_CHECK enum err practice_wish_ending(const struct wish_context *context,
					 const struct cal_component *event,
					 struct wish *wish);

/** Is anything asked for about the session itself? */
bool practice_wish_any(const struct wish *wish);

#endif
