#include "practice/transfer/export_ics_private.h"

#include "practice/calendar/view_write.h"
#include "ical/write.h"

#include <string.h>

static const char begin_event[] = "BEGIN:VEVENT\r\n";
static const char end_event[] = "END:VEVENT\r\n";
static const char begin_zone[] = "BEGIN:VTIMEZONE\r\n";

void export_ics_begin(struct export_ics *ics, struct arena *arena)
{
	*ics = (struct export_ics){ .zone_count = 0 };
	buf_init(&ics->buf, arena);
	cal_write(&ics->buf, "BEGIN", "VCALENDAR");
	cal_write(&ics->buf, "VERSION", "2.0");
	cal_write(&ics->buf, "PRODID", VIEW_PRODUCT);
	cal_write(&ics->buf, "CALSCALE", "GREGORIAN");
}

/* One more zone than is remembered is written again, which is allowed too. */
static bool zone_is_new(struct export_ics *ics, const char *zone)
{
	if (!zone)
		return false;
	for (size_t i = 0; i < ics->zone_count; i++) {
		if (str_equal(ics->zones[i], zone))
			return false;
	}
	if (ics->zone_count < EXPORT_ZONES)
		ics->zones[ics->zone_count++] =
			arena_strdup(ics->buf.arena, zone);
	return true;
}

/* A rendering is one calendar: head, zone, event, end. */
static void add_rendered(struct export_ics *ics, const struct buf *rendered,
			 const char *zone, const char *lines)
{
	const char *event = strstr(rendered->at, begin_event);
	const char *from = strstr(rendered->at, begin_zone);
	size_t tail = strlen("END:VCALENDAR\r\n") + strlen(end_event);
	const char *end = rendered->at + rendered->len - tail;

	if (!from || from > event || !zone_is_new(ics, zone))
		from = event;
	buf_add(&ics->buf, from, (size_t)(end - from));
	if (lines)
		buf_puts(&ics->buf, lines);
	buf_puts(&ics->buf, end_event);
}

void export_ics_add(struct export_ics *ics, struct arena *page,
		    const struct session_facts *facts,
		    const struct viewer *viewer, const char *lines)
{
	const struct session *session = &facts->session;
	struct view_stamps stamps = { session->revision, session->modified };
	struct session_known known;
	struct buf rendered;

	session_known_seen(page, facts, viewer, &known);
	buf_init_sized(&rendered, page, 2048);
	view_session_write(&rendered, &known, viewer, NULL, stamps);
	add_rendered(ics, &rendered, session->zone, lines);
}

void export_ics_closure(struct export_ics *ics, struct arena *page,
			const struct closure *closure)
{
	struct view_stamps stamps = { closure->revision, closure->created };
	struct buf rendered;

	buf_init_sized(&rendered, page, 2048);
	view_closure_write(&rendered, closure, stamps);
	add_rendered(ics, &rendered, closure->zone,
		     "CATEGORIES:CLOSURE\r\n" EXPORT_MARK ":1\r\n");
}

void export_ics_end(struct export_ics *ics)
{
	cal_write(&ics->buf, "END", "VCALENDAR");
}
