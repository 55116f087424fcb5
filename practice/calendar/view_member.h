/**
 * Members that show sessions: putting a rendering where a viewer's program
 * finds it. Private to practice/.
 */
#ifndef PRACTICE_CALENDAR_VIEW_MEMBER_H
#define PRACTICE_CALENDAR_VIEW_MEMBER_H

#include "practice/calendar/view.h"

/** The paths that hold for every home. */
#define PATH_SESSIONS "sessions"
#define PATH_TO_SAVE "to-save"
#define PATH_CLOSURES "closures"

/** Seconds that a canceled session stays with its client after its start, and
 *  a ticked task in to-save/, so that it can be unticked. */
#define VIEW_LINGERS (24 * 3600)

#define WHOLE_TIME ((struct span){ INSTANT_MIN, INSTANT_MAX })

/** Is somebody that this collection belongs to or shows on the session? */
bool view_concerns(const struct collection *of, const struct session *session);

/** The viewer of one session in this collection: who is practitioner and
 *  client at once is what the session says. */
MUST_CHECK enum err view_viewer(struct reader *reader,
				const struct collection *of,
				const struct session_facts *facts,
				struct viewer *viewer);

/** Put, replace or delete the session's member of one collection, for which
 *  view_concerns is true. own NULL keeps the viewer's lines, "" drops them. */
MUST_CHECK enum err view_member_update(struct transaction *tx,
				       const struct collection *of,
				       const struct session_facts *facts,
				       const char *own);

/** Give the session's event in one collection, where it is shown, this name
 *  (free there) and this UID, which it keeps from then on. */
MUST_CHECK enum err view_member_place(struct transaction *tx,
				      const struct collection *of,
				      int64_t session, const char *name,
				      const char *uid);

/** Serve a member anew to a program that dropped or changed its copy. Its
 *  SEQUENCE rises: a new etag alone is no change to programs that compare
 *  contents (vdirsyncer). */
MUST_CHECK enum err view_member_again(struct transaction *tx,
				      const struct member *member);

/** The members of all who are on the session; others' are left alone. */
MUST_CHECK enum err view_people_update(struct transaction *tx, int64_t session);

/** The practice's one closures collection, made where missing. */
MUST_CHECK enum err view_closures_load(struct transaction *tx,
				       struct collection *closures);

#endif
