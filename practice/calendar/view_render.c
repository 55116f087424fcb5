#include "practice/calendar/view_render_private.h"

#include "base/digest.h"
#include "base/http.h"

#include <string.h>

#define SAYS_LEN 16 /* hex digits of what it says */

static struct slice render(struct operation *op,
			   const struct session_known *known,
			   const struct viewer *viewer, const char *own,
			   struct view_stamps stamps)
{
	struct buf buf;

	buf_init_sized(&buf, op->arena, 2048);
	view_session_write(&buf, known, viewer, own, stamps);
	return buf_view(&buf);
}

enum err practice_view_render(struct operation *op,
			      const struct session_facts *facts,
			      const struct viewer *viewer, const char *own,
			      const struct slice *served, struct slice *bytes)
{
	struct view_stamps stamps = { 0, op->now };
	struct view_stamps old;
	struct session_known known;

	session_known_seen(op->arena, facts, viewer, &known);
	if (served && view_stamps_read(*served, &old)) {
		struct slice again = render(op, &known, viewer, own, old);

		if (slice_equal(again, *served)) {
			*bytes = *served;
			return OK;
		}
		stamps.sequence = old.sequence + 1;
	}
	*bytes = render(op, &known, viewer, own, stamps);
	return OK;
}

char *practice_view_tag(struct operation *op, const struct session_facts *facts,
			const struct viewer *viewer, const char *own,
			struct slice bytes)
{
	struct view_stamps none = { 0, { 0 } };
	struct session_known known;
	struct slice says;

	session_known_seen(op->arena, facts, viewer, &known);
	known.conflict_count = 0;
	says = render(op, &known, viewer, own, none);
	return arena_printf(op->arena, "%s%c%.*s",
			    digest_tag(op->arena, bytes.at, bytes.len),
			    HTTP_ETAG_SAYS, SAYS_LEN,
			    digest_tag(op->arena, says.at, says.len));
}

char *practice_view_tag_again(struct arena *arena, const char *tag,
			      struct slice bytes)
{
	const char *says = strrchr(tag, HTTP_ETAG_SAYS);

	return arena_printf(arena, "%s%s",
			    digest_tag(arena, bytes.at, bytes.len),
			    says ? says : "");
}

struct slice view_closure_render(struct operation *op,
				 const struct closure *closure,
				 const struct slice *served)
{
	struct view_stamps stamps = { 0, op->now };
	struct view_stamps old;
	struct buf buf;

	if (served && view_stamps_read(*served, &old)) {
		buf_init(&buf, op->arena);
		view_closure_write(&buf, closure, old);
		if (slice_equal(buf_view(&buf), *served))
			return *served;
		stamps.sequence = old.sequence + 1;
	}
	buf_init(&buf, op->arena);
	view_closure_write(&buf, closure, stamps);
	return buf_view(&buf);
}
