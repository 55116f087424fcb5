/**
 * Rendering anew: bytes that say the same as what was served stay what they
 * are, so that no program reads them again.
 */
#ifndef PRACTICE_CALENDAR_VIEW_RENDER_PRIVATE_H
#define PRACTICE_CALENDAR_VIEW_RENDER_PRIVATE_H

#include "practice/calendar/view_write.h"
#include "store/closure.h"

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
 * The tag of a rendering: of its bytes, and behind HTTP_ETAG_SAYS what they say
 * without what other sessions and closures make of it (that it clashes). So a
 * program that was served the one may change the other (K10).
 */
char *practice_view_tag(struct operation *op, const struct session_facts *facts,
			const struct viewer *viewer, const char *own,
			struct slice bytes);
/** The tag of the same rendering with other stamps, `tag` being its last. */
char *practice_view_tag_again(struct arena *arena, const char *tag,
			      struct slice bytes);

/** The same of a closure, which looks alike to everybody. `served` NULL: at
 *  first. */
struct slice view_closure_render(struct operation *op,
				 const struct closure *closure,
				 const struct slice *served);

#endif
