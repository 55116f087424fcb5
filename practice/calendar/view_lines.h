/**
 * The lines of a session's or closure's event as a viewer sees it. Private to
 * view*.c and to what compares a PUT with them.
 */
#ifndef PRACTICE_CALENDAR_VIEW_LINES_H
#define PRACTICE_CALENDAR_VIEW_LINES_H

#include "practice/calendar/view.h"

#define VIEW_PRODUCT "-//Daybook//Practice calendar//EN"

/** How a session ended as the viewer may know it: a client own ending. */
struct view_ending {
	bool saved;
	const char *slug;  /* "open" when it is not saved */
	const char *label; /* NULL when it is not saved */
	enum map map;
};

/** What tells one rendering of the same content from another. */
struct view_stamps {
	int64_t sequence;
	struct instant at;
};

/** May this viewer's calendar hold amounts? */
bool view_shows_money(const struct viewer *viewer);

struct view_ending view_ending_of(const struct session_facts *facts,
				  const struct viewer *viewer);

/** "C042,C051=missed". */
char *view_clients_text(struct arena *arena, const struct session_facts *facts);
/** What clients owe and what practitioners earn: "21.25 CAD", in a group
 *  "C042=21.25 CAD,C051=42.50 CAD"; NULL while the session is not saved. */
char *view_charge_text(struct arena *arena, const struct session_facts *facts);
char *view_wage_text(struct arena *arena, const struct session_facts *facts);

/** The title without its sign. */
char *view_title_plain(struct arena *arena, const struct session_facts *facts,
		       const struct viewer *viewer);

/** UID and name of the resource. A task has those of its session with "-save"
 *  behind them ("a-save", "a-save.ics"): programs mix up two kinds of
 *  component with one UID. */
char *view_uid(struct arena *arena, const struct session *session,
	       enum view_kind kind);
char *view_name(struct arena *arena, const struct session *session,
		enum view_kind kind);

void view_session_write(struct buf *buf, const struct session_facts *facts,
			const struct viewer *viewer, const char *own,
			struct view_stamps stamps);
void view_closure_write(struct buf *buf, const struct closure *closure,
			struct view_stamps stamps);

/** The parts of kept lines: properties, and the components behind them
 *  (alarms). Both end up as slices of `own`. */
void view_own_split(const char *own, struct slice *lines,
		    struct slice *components);

/** Find what the rendering in `served` was stamped with. */
bool view_stamps_read(struct slice served, struct view_stamps *stamps);
/** The same rendering with a SEQUENCE that is one more. */
struct slice view_sequence_raise(struct arena *arena, struct slice served);

#endif
