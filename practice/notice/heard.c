#include "practice/notice/heard.h"

#include "base/str.h"

bool practice_is_to(const struct outbox *row, const struct recipient *recipient)
{
	return row->person == recipient->person &&
	       row->channel == recipient->channel &&
	       str_equal(row->address, recipient->address);
}

bool practice_is_otherwise(struct span known, struct span now)
{
	return known.start.s != now.start.s ||
	       (known.end.s != INSTANT_MIN.s && known.end.s != now.end.s);
}

/* A move that waits has not been heard of, nor one that was withdrawn with its
 * session and not taken back: they know what was before it. */
static bool is_unheard_move(const struct outbox *row, struct span was)
{
	if (row->kind != NOTICE_RESCHEDULED)
		return false;
	return store_outbox_waits(row) ||
	       (row->state == OUTBOX_UNDONE &&
		!practice_is_otherwise(was, row->span));
}

struct heard practice_heard(const struct outbox *rows, size_t count,
			    const struct recipient *recipient, struct span was)
{
	struct heard heard = { false, was };

	for (size_t i = 0; i < count; i++) {
		const struct outbox *row = &rows[i];

		if (!practice_is_to(row, recipient) ||
		    row->kind > NOTICE_RESTORED)
			continue;
		if (store_outbox_told(row))
			heard = (struct heard){ row->kind == NOTICE_CANCELED,
						row->span };
		else if (is_unheard_move(row, was))
			heard = (struct heard){ false,
						{ row->was, row->was_end } };
	}
	return heard;
}

struct span practice_expected(const struct heard *heard,
			      const struct session *session, struct instant now)
{
	struct span span = heard->span;

	if (span.start.s <= now.s)
		return session->span;
	if (span.end.s == INSTANT_MIN.s)
		span.end.s = span.start.s + session->span.end.s -
			     session->span.start.s;
	return span;
}
