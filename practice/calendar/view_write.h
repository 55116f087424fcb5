/**
 * A session or closure as the bytes of one calendar object.
 */
#ifndef PRACTICE_CALENDAR_VIEW_WRITE_H
#define PRACTICE_CALENDAR_VIEW_WRITE_H

#include "base/str.h"
#include "ical/busy.h"
#include "practice/calendar/session_known.h"
#include "store/closure.h"

#define VIEW_PRODUCT "-//Daybook//Practice calendar//EN"

/** What tells one rendering of the same content from another. */
struct view_stamps {
	int64_t sequence;
	struct instant at;
};

/** A rendering but for its stamps, which stand between its parts. */
struct view_parts {
	struct slice before, after;
	struct instant created;
};
/** Write, into the arena, the event, or in to-save/ the task, of what the
 *  viewer knows of a session (session_known_seen); `own` are the viewer's own
 *  lines, or NULL. */
struct view_parts view_session_parts(struct arena *arena,
				     const struct session_known *known,
				     const struct viewer *viewer,
				     const char *own);
/** Append it with stamps. */
void view_parts_write(struct buf *buf, const struct view_parts *parts,
		      struct view_stamps stamps);
/** view_session_parts and view_parts_write in one. */
void view_session_write(struct buf *buf, const struct session_known *known,
			const struct viewer *viewer, const char *own,
			struct view_stamps stamps);
/** Append the texts of a session, as far as they are known. */
void view_texts_write(struct buf *buf, const struct session_known *known);
/** Append the event of a closure. */
void view_closure_write(struct buf *buf, const struct closure *closure,
			struct view_stamps stamps);

/** Does the time that the rendering in `served` takes make its viewer busy
 *  (cal_event_busy)? */
enum cal_busy view_busy_read(struct slice served);
/** Find what the rendering in `served` was stamped with. */
bool view_stamps_read(struct slice served, struct view_stamps *stamps);
/** The same rendering with a SEQUENCE that is one more. */
struct slice view_sequence_raise(struct arena *arena, struct slice served);

#endif
