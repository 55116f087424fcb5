/**
 * Rendering anew: bytes that say the same as what was served stay what they
 * are, so that no program reads them again.
 */
#ifndef PRACTICE_CALENDAR_VIEW_RENDER_PRIVATE_H
#define PRACTICE_CALENDAR_VIEW_RENDER_PRIVATE_H

#include "practice/calendar/view_write.h"
#include "store/closure.h"

struct view_rendering {
	struct slice bytes;
	/* What they say without their stamps, and without what other sessions
	 * and closures make of it (that it clashes). */
	struct slice says;
};

/**
 * Render for a viewer. `served` is what the viewer has (NULL at first): when
 * nothing but stamps would differ, the bytes equal it. Else SEQUENCE is one
 * more and DTSTAMP and LAST-MODIFIED are the operation's now.
 */
struct view_rendering practice_view_render(struct operation *op,
					   const struct session_facts *facts,
					   const struct viewer *viewer,
					   const char *own,
					   const struct slice *served);

/**
 * The tag of a rendering: of its bytes, and behind HTTP_ETAG_SAYS what they
 * say. So a program that was served the one may change another that says the
 * same (K10).
 */
char *practice_view_tag(struct arena *arena,
			const struct view_rendering *rendering);
/** The tag of the same rendering with other stamps, `tag` being its last. */
char *practice_view_tag_again(struct arena *arena, const char *tag,
			      struct slice bytes);

/** The same of a closure, which looks alike to everybody. `served` NULL: at
 *  first. */
struct slice view_closure_render(struct operation *op,
				 const struct closure *closure,
				 const struct slice *served);

#endif
