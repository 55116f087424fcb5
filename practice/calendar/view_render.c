#include "practice/calendar/view_render_private.h"

#include "base/digest.h"
#include "base/http.h"

#include <string.h>

#define SAYS_LEN 16 /* hex digits of what it says */

static struct slice stamped(struct arena *arena, const struct view_parts *parts,
			    struct view_stamps stamps)
{
	struct buf buf;

	/* Room for the four stamps, too. */
	buf_init_sized(&buf, arena, parts->before.len + parts->after.len + 160);
	view_parts_write(&buf, parts, stamps);
	return buf_view(&buf);
}

static struct slice says(struct arena *arena, struct session_known *known,
			 const struct viewer *viewer, const char *own,
			 const struct view_parts *parts)
{
	struct view_stamps none = { 0, { 0 } };
	struct view_parts alone = *parts;

	if (known->conflict_count) {
		known->conflict_count = 0;
		alone = view_session_parts(arena, known, viewer, own);
	}
	return stamped(arena, &alone, none);
}

struct view_rendering practice_view_render(struct operation *op,
					   const struct session_facts *facts,
					   const struct viewer *viewer,
					   const char *own,
					   const struct slice *served)
{
	struct view_stamps stamps = { 0, op->now };
	struct view_stamps old;
	struct view_rendering made;
	struct session_known known;
	struct view_parts parts;

	session_known_seen(op->arena, facts, viewer, &known);
	parts = view_session_parts(op->arena, &known, viewer, own);
	made.says = says(op->arena, &known, viewer, own, &parts);
	if (served && view_stamps_read(*served, &old)) {
		made.bytes = stamped(op->arena, &parts, old);
		if (slice_equal(made.bytes, *served)) {
			made.bytes = *served;
			return made;
		}
		stamps.sequence = old.sequence + 1;
	}
	made.bytes = stamped(op->arena, &parts, stamps);
	return made;
}

char *practice_view_tag(struct arena *arena,
			const struct view_rendering *rendering)
{
	struct slice bytes = rendering->bytes, said = rendering->says;

	return arena_printf(
		arena, "%s%c%.*s", digest_tag(arena, bytes.at, bytes.len),
		HTTP_ETAG_SAYS, SAYS_LEN, digest_tag(arena, said.at, said.len));
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
