/**
 * A session or closure as each viewer's calendar shows it (rules
 * K3-K9): rows are the truth, bytes are rendered from them in the transaction
 * that changes them. A viewer's own lines (VALARM, COLOR, unknown properties)
 * follow ours. Bytes that come out the same get no new revision, so that
 * what a viewer cannot see neither re-syncs nor leaks.
 */
#ifndef PRACTICE_CALENDAR_VIEW_H
#define PRACTICE_CALENDAR_VIEW_H

#include "store/calendar.h"
#include "store/ledger.h"
#include "store/object.h"
#include "store/people.h"
#include "store/session.h"

/** Everything that rendering a session needs, loaded once. */
struct session_facts {
	struct session session;
	bool saved;
	struct completion completion; /* where saved */
	struct person *practitioners, *clients;
	const char *service; /* its name, or NULL */
	struct clash *clashes;
	size_t clash_count;
	struct practice practice;
};

enum view_kind {
	VIEW_PRACTITIONER, /* the person's own sessions */
	VIEW_CLIENT,
	VIEW_OFFICE,  /* staff's calendar of one practitioner */
	VIEW_TO_SAVE, /* VTODO of a past open session */
};

struct viewer {
	enum view_kind kind;
	struct person person;
	const char *uid; /* the event's there; NULL: the session's */
};

MUST_CHECK enum err practice_facts_load(struct reader *reader, int64_t session,
					struct session_facts *facts);

/**
 * Render for a viewer. `served` is what the viewer has (NULL at first): when
 * nothing but stamps would differ, *bytes equals it. Else SEQUENCE is one
 * more and DTSTAMP and LAST-MODIFIED are the operation's now.
 */
MUST_CHECK enum err
practice_view_render(struct operation *op, const struct session_facts *facts,
		     const struct viewer *viewer, const char *own,
		     const struct slice *served, struct slice *bytes);

/**
 * The title that this viewer is served: a sign (completed, missed and canceled
 * types theirs, an override a pencil, a draft "?", an open session none), the
 * clients' codes with as much of their names as the person chose, the service.
 * A client's: practice and service, and a sign only when canceled.
 */
char *practice_view_title(struct arena *arena,
			  const struct session_facts *facts,
			  const struct viewer *viewer);

/** Is the session in that viewer's calendar at this moment? (canceled ones
 *  leave a client's 24 h after their start; to-save/ holds past open ones) */
bool practice_view_shows(const struct session_facts *facts,
			 const struct viewer *viewer, struct instant now);

/** Bring every viewer's member of this session up to date. */
MUST_CHECK enum err practice_views_update(struct transaction *tx,
					  int64_t session);
/** The closures collection's member of this closure. */
MUST_CHECK enum err practice_closure_view_update(struct transaction *tx,
						 int64_t closure);
/** Render one collection anew (a person's new role, name setting...). */
MUST_CHECK enum err practice_collection_render(struct transaction *tx,
					       const struct collection *of);
/** The viewer that a collection of kinds SESSIONS, TO_SAVE, PRACTITIONER
 *  belongs to. */
MUST_CHECK enum err practice_collection_viewer(struct reader *reader,
					       const struct collection *of,
					       struct viewer *viewer);

#endif
