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
#include "store/clash.h"
#include "store/completion.h"
#include "store/object.h"
#include "store/people.h"
#include "store/practice.h"
#include "store/services.h"
#include "store/session.h"

/** Everything that rendering a session needs, loaded once. */
struct session_facts {
	struct session session;
	bool saved;
	struct completion completion; /* where saved */
	struct person *practitioners, *clients;
	const struct service *service; /* NULL: none */
	struct clash *clashes;
	size_t clash_count;
	/* Of sessions with several practitioners, this one's among them: who
	 * meets which of the clashes. */
	struct clash_meeting *meetings;
	size_t meeting_count;
	struct practice practice;
};

/** Seconds that a canceled session stays with its client after its start, and
 *  a ticked task in to-save/, so that it can be unticked. */
#define VIEW_LINGERS (24 * 3600)

/** As whom somebody looks at a session. */
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
	bool brief;      /* no texts, and no service to a client */
};

/** How a session ended as the viewer may know it: a client's own
 *  ending where there is one. */
struct view_ending {
	bool saved;
	const char *slug;  /* "open" when it is not saved */
	const char *label; /* NULL when it is not saved */
	enum map map;
};

/** Is the session in that viewer's calendar at this moment? (canceled ones
 *  leave a client's 24 h after their start; to-save/ holds past open ones) */
bool practice_view_shows(const struct session_facts *facts,
			 const struct viewer *viewer, struct instant now);

/** Is somebody that this collection belongs to or shows on the session? */
bool view_concerns(const struct collection *of, const struct session *session);

/** The viewer of one session in a collection of kinds SESSIONS, TO_SAVE and
 *  PRACTITIONER: who is practitioner and client at once is what the session
 *  says. */
MUST_CHECK enum err view_viewer(struct reader *reader,
				const struct collection *of,
				const struct session_facts *facts,
				struct viewer *viewer);

/** The same where it is known who the collection's owner is. */
struct viewer view_viewer_of(const struct collection *of,
			     const struct session_facts *facts,
			     const struct person *owner);
/** A person on the session, or NULL. */
const struct person *view_person_on(const struct session_facts *facts,
				    int64_t person);

/** How the session ended for this viewer. */
struct view_ending view_ending_of(const struct session_facts *facts,
				  const struct viewer *viewer);
/** A client's part in a completion, or NULL. */
const struct completion_client *
view_client_ending(const struct completion *completion, int64_t client);

/** May this viewer's calendar hold amounts? */
bool view_shows_money(const struct viewer *viewer);

#endif
