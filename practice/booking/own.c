#include "practice/booking/own_private.h"

#include "practice/calendar/facts_list.h"
#include "practice/calendar/view_member.h"

#include <string.h>

/* Properties that the server writes: what a program sends in their place is
 * a wish or dropped. Scheduling and recurrence have no place on a session. */
static const char *const ours[] = {
	"UID",
	"DTSTAMP",
	"CREATED",
	"LAST-MODIFIED",
	"SEQUENCE",
	"SUMMARY",
	"DTSTART",
	"DTEND",
	"DURATION",
	"DUE",
	"STATUS",
	"TRANSP",
	"CLASS",
	"LOCATION",
	"DESCRIPTION",
	"CATEGORIES",
	"URL",
	"RELATED-TO",
	"COMPLETED",
	"PERCENT-COMPLETE",
	"ORGANIZER",
	"ATTENDEE",
	"RRULE",
	"RDATE",
	"EXRULE",
	"EXDATE",
	"RECURRENCE-ID",
	"REQUEST-STATUS",
	"SCHEDULE-AGENT",
	"METHOD",
};

static bool is_ours(struct slice name)
{
	static const char prefix[] = "X-PRACTICE-";
	struct slice head = { name.at, sizeof(prefix) - 1 };

	if (name.len >= head.len && slice_is(head, prefix))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(ours); i++) {
		if (slice_is(name, ours[i]))
			return true;
	}
	return false;
}

/* Line ends become CRLF; folds stay as they were sent. */
static void add_lines(struct buf *buf, struct slice bytes)
{
	while (bytes.at && bytes.len > 0) {
		struct slice line = slice_cut(&bytes, '\n');

		if (line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		if (line.len == 0)
			continue;
		buf_slice(buf, line);
		buf_puts(buf, "\r\n");
	}
}

char *booking_own_lines(struct arena *arena,
			const struct cal_component *component)
{
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t i = 0; i < component->line_count; i++) {
		const struct cal_line *line = &component->lines[i];

		if (!is_ours(line->name))
			add_lines(&buf, cal_line_bytes(component, line));
	}
	for (size_t i = 0; i < component->child_count; i++)
		add_lines(&buf, cal_component_bytes(component->children[i]));
	return buf.len ? buf.at : arena_strdup(arena, "");
}

enum err booking_own_check(struct operation *op, const char *own)
{
	if (strlen(own) <= OWN_LIMIT)
		return OK;
	return fail(op, ERR_RESOURCE_SIZE,
		    "at most %d bytes of own lines are kept", OWN_LIMIT);
}

enum err booking_keep_own(struct booking *booking, int64_t session,
			  const char *own)
{
	struct session_facts facts;
	enum err err = practice_facts_load(booking->reader, session, &facts);

	if (err || !view_concerns(&booking->collection, &facts.session))
		return err;
	return view_member_update(booking->tx, &booking->collection, &facts,
				  own);
}
