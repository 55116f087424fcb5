/**
 * A session or closure as the bytes of one calendar object.
 */
#ifndef PRACTICE_CALENDAR_VIEW_WRITE_H
#define PRACTICE_CALENDAR_VIEW_WRITE_H

#include "base/str.h"
#include "practice/calendar/view.h"
#include "store/closure.h"

#define VIEW_PRODUCT "-//Daybook//Practice calendar//EN"

/** What tells one rendering of the same content from another. */
struct view_stamps {
	int64_t sequence;
	struct instant at;
};

/** Append the event, or in to-save/ the task, of a session as the viewer sees
 *  it; `own` are the viewer's own lines, or NULL. */
void view_session_write(struct buf *buf, const struct session_facts *facts,
			const struct viewer *viewer, const char *own,
			struct view_stamps stamps);
struct session_known;
/** Append the texts of a session, as far as they are known. */
void view_texts_write(struct buf *buf, const struct session_known *known);
/** Append the event of a closure. */
void view_closure_write(struct buf *buf, const struct closure *closure,
			struct view_stamps stamps);

/** Find what the rendering in `served` was stamped with. */
bool view_stamps_read(struct slice served, struct view_stamps *stamps);
/** The same rendering with a SEQUENCE that is one more. */
struct slice view_sequence_raise(struct arena *arena, struct slice served);

#endif
