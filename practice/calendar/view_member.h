/**
 * One session in one calendar: its rendering is put where the viewer's program
 * finds it.
 */
#ifndef PRACTICE_CALENDAR_VIEW_MEMBER_H
#define PRACTICE_CALENDAR_VIEW_MEMBER_H

#include "practice/calendar/view.h"
#include "store/object_shown.h"

/** A calendar in which a session may be shown, and what stands there of it. */
struct view_place {
	const struct collection *of; /* view_concerns is true of it */
	struct viewer viewer;        /* view_viewer */
	struct member member;        /* id 0: none */
	struct slice served;         /* its bytes */
	struct shown_row row;        /* where it is read with them */
	const char *own;             /* as in view_member_update */
};
/** view_member_update in several calendars at once. */
MUST_CHECK enum err view_places_update(struct transaction *tx,
				       const struct session_facts *facts,
				       struct view_place *places, size_t count);
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

#endif
