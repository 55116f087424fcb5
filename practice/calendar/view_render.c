#include "practice/calendar/view_render_private.h"

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
