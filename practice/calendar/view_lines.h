/**
 * The values of a session's own lines in an event, which a PUT is compared
 * with.
 */
#ifndef PRACTICE_CALENDAR_VIEW_LINES_H
#define PRACTICE_CALENDAR_VIEW_LINES_H

#include "practice/calendar/view.h"
#include "store/closure.h"

/** A text of a session that stands in its event: in which line, and by which
 *  name its row is known (session_known.h, session/terms.h). */
struct view_text {
	const char *head, *field; /* NULL ends the list */
};
extern const struct view_text view_texts[];

/** "C042,C051=missed". */
char *view_clients_text(struct arena *arena, const struct session_facts *facts);

/** The parts of kept lines: properties, and the components behind them
 *  (alarms). Both end up as slices of `own`. */
void view_own_split(const char *own, struct slice *lines,
		    struct slice *components);

#endif
