#include "practice/notice/event.h"

#include "ical/write.h"
#include "practice/calendar/view_write.h"
#include "practice/notice/policy.h"

const char *practice_notice_method(enum notice_kind kind)
{
	switch (kind) {
	case NOTICE_CANCELED:
		return "CANCEL";
	case NOTICE_RESCHEDULED:
	case NOTICE_RESTORED:
		return "REQUEST";
	case NOTICE_CLOSURE:
	case NOTICE_REMINDER:
		return "PUBLISH";
	case NOTICE_INVOICE:
	case NOTICE_STATEMENT:
	case NOTICE_REVIEW:
		return NULL;
	}
	return NULL;
}

const char *practice_notice_reply(const struct practice *practice)
{
	if (!str_empty(practice->email))
		return practice->email;
	return practice_notice_policy()->from;
}

static void write_people(struct buf *buf, struct arena *arena,
			 const struct practice *practice,
			 const struct outbox *row)
{
	const char *reply = practice_notice_reply(practice);

	if (*reply)
		cal_write(buf,
			  arena_printf(arena, "ORGANIZER;CN=%s",
				       cal_param_text(arena, practice->name)),
			  arena_printf(arena, "mailto:%s", reply));
	/* RFC 5546 3.2.1: published, it is for nobody in particular. */
	if (row->kind == NOTICE_CLOSURE || row->kind == NOTICE_REMINDER ||
	    row->channel != NOTICE_BY_EMAIL || str_empty(row->address))
		return;
	cal_write(buf,
		  "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;"
		  "RSVP=FALSE",
		  arena_printf(arena, "mailto:%s", row->address));
}

const char *practice_notice_event(struct operation *op,
				  const struct practice *practice,
				  const struct outbox *row, const char *uid)
{
	const char *method = practice_notice_method(row->kind);
	struct buf buf;

	if (!method)
		return NULL;
	buf_init(&buf, op->arena);
	cal_write(&buf, "BEGIN", "VCALENDAR");
	cal_write(&buf, "VERSION", "2.0");
	cal_write(&buf, "PRODID", VIEW_PRODUCT);
	cal_write(&buf, "METHOD", method);
	cal_write(&buf, "BEGIN", "VEVENT");
	cal_write(&buf, "UID", uid);
	cal_write_int(&buf, "SEQUENCE", row->revision);
	cal_write_instant(&buf, "DTSTAMP", op->now);
	cal_write_instant(&buf, "DTSTART", row->span.start);
	cal_write_instant(&buf, "DTEND", row->span.end);
	cal_write_text(&buf, "SUMMARY", practice->name);
	cal_write(&buf, "STATUS",
		  row->kind == NOTICE_CANCELED ? "CANCELLED" : "CONFIRMED");
	write_people(&buf, op->arena, practice, row);
	cal_write(&buf, "END", "VEVENT");
	cal_write(&buf, "END", "VCALENDAR");
	return buf.at;
}
