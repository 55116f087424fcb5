/**
 * The UID and the name that a session's member gets.
 */
#ifndef PRACTICE_CALENDAR_VIEW_MEMBER_PRIVATE_H
#define PRACTICE_CALENDAR_VIEW_MEMBER_PRIVATE_H

#include "practice/calendar/view.h"

/** UID and name of the resource of a session (of its UID). A task has those of
 * its session with "-save" behind them ("a-save", "a-save.ics"): programs mix
 * up two kinds of component with one UID. */
char *view_uid(struct arena *arena, const char *uid, enum view_kind kind);
char *view_name(struct arena *arena, const struct session *session,
		enum view_kind kind);

#endif
