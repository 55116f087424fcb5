#include "practice/calendar/view_write.h"

#include "ical/time.h"
#include "ical/write.h"
#include "ical/zone.h"
#include "ical/zone_write.h"
#include "practice/calendar/session_known.h"
#include "practice/calendar/view_lines.h"
#include "practice/calendar/view_member_private.h"
#include "practice/calendar/view_title.h"

#include <string.h>

/* Found again by these: every rendering has them (a task no TRANSP), in lines
 * that are never folded, before any line that is not ours. */
#define SEQUENCE_LINE "\r\nSEQUENCE:"
#define MODIFIED_LINE "\r\nLAST-MODIFIED:"
#define STATUS_LINE "\r\nSTATUS:"
#define TRANSP_LINE "\r\nTRANSP:"

static bool value_of(struct slice served, const char *head, struct slice *value)
{
	const char *at = memmem(served.at, served.len, head, strlen(head));
	struct slice rest;

	if (!at)
		return false;
	at += strlen(head);
	rest = (struct slice){ at, served.len - (size_t)(at - served.at) };
	*value = slice_cut(&rest, '\r');
	return rest.at != NULL;
}

bool view_stamps_read(struct slice served, struct view_stamps *stamps)
{
	struct slice value;
	int64_t sequence = 0;

	if (!value_of(served, SEQUENCE_LINE, &value) || value.len == 0 ||
	    value.len > 9)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return false;
		sequence = sequence * 10 + (value.at[i] - '0');
	}
	if (!value_of(served, MODIFIED_LINE, &value) ||
	    !cal_instant_parse(value, &stamps->at))
		return false;
	stamps->sequence = sequence;
	return true;
}

static bool says(struct slice served, const char *head, const char *wanted)
{
	struct slice value;

	return value_of(served, head, &value) && slice_is(value, wanted);
}

enum cal_busy view_busy_read(struct slice served)
{
	if (says(served, TRANSP_LINE, "TRANSPARENT") ||
	    says(served, STATUS_LINE, "CANCELLED"))
		return CAL_FREE;
	return says(served, STATUS_LINE, "TENTATIVE") ? CAL_BUSY_TENTATIVE
						      : CAL_BUSY;
}

struct slice view_sequence_raise(struct arena *arena, struct slice served)
{
	const char *end = served.at + served.len;
	struct view_stamps stamps;
	struct slice value;
	struct buf buf;

	if (!view_stamps_read(served, &stamps) ||
	    !value_of(served, SEQUENCE_LINE, &value))
		return served;
	buf_init_sized(&buf, arena, served.len + 8);
	buf_add(&buf, served.at, (size_t)(value.at - served.at));
	buf_printf(&buf, "%lld", (long long)stamps.sequence + 1);
	value.at += value.len;
	buf_add(&buf, value.at, (size_t)(end - value.at));
	return buf_view(&buf);
}

static const struct cal_zone *zone_of(const char *name)
{
	const struct cal_zone *zone = name ? cal_zone_find(name) : NULL;

	return zone ? zone : cal_zone_utc();
}

static void write_begin(struct buf *buf)
{
	cal_write(buf, "BEGIN", "VCALENDAR");
	cal_write(buf, "VERSION", "2.0");
	cal_write(buf, "PRODID", VIEW_PRODUCT);
	cal_write(buf, "CALSCALE", "GREGORIAN");
}

static void write_stamps(struct buf *buf, struct instant created,
			 struct view_stamps stamps)
{
	cal_write_instant(buf, "DTSTAMP", stamps.at);
	cal_write_instant(buf, "CREATED", created);
	cal_write_instant(buf, "LAST-MODIFIED", stamps.at);
	cal_write_int(buf, "SEQUENCE", stamps.sequence);
}

static void write_text(struct buf *buf, const char *head, const char *text)
{
	if (!str_empty(text))
		cal_write_text(buf, head, text);
}

void view_texts_write(struct buf *buf, const struct session_known *known)
{
	for (const struct view_text *text = view_texts; text->head; text++)
		write_text(buf, text->head,
			   session_known_field(known, text->field));
}

/* The ending comes as text: none of STATUS:CANCELLED, for which Android
 * deletes events. */
static void write_event(struct buf *buf, const struct session_known *known)
{
	const struct cal_zone *zone = zone_of(known->tzid);

	cal_write_wall(buf, "DTSTART", zone, known->start_utc);
	cal_write_wall(buf, "DTEND", zone, known->end_utc);
	cal_write(buf, "STATUS",
		  known->status == SESSION_DRAFT ? "TENTATIVE" : "CONFIRMED");
	cal_write(buf, "TRANSP",
		  session_known_canceled(known) ? "TRANSPARENT" : "OPAQUE");
}

static void write_task(struct buf *buf, const struct session_known *known)
{
	cal_write_wall(buf, "DUE", zone_of(known->tzid), known->end_utc);
	if (!known->saved) {
		cal_write(buf, "STATUS", "NEEDS-ACTION");
	} else {
		/* A canceled one too, which its title tells: programs show
		 * STATUS:CANCELLED as overdue. */
		cal_write(buf, "STATUS", "COMPLETED");
		cal_write_instant(buf, "COMPLETED", known->saved_at);
		cal_write_int(buf, "PERCENT-COMPLETE", 100);
	}
}

static void write_ending(struct buf *buf, const struct session_known *known)
{
	cal_write(buf, "X-PRACTICE-STATUS",
		  known->saved ? known->type : "open");
	if (!known->saved)
		return;
	cal_write_text(buf, "X-PRACTICE-STATUS-LABEL", known->label);
	cal_write(buf, "X-PRACTICE-STATUS-MAP", known->map);
}

static void write_conflicts(struct buf *buf, const struct session_known *known)
{
	struct buf list;

	if (known->conflict_count == 0)
		return;
	buf_init(&list, buf->arena);
	for (size_t i = 0; i < known->conflict_count; i++)
		buf_printf(&list, "%s%s", i ? "," : "", known->conflicts[i]);
	cal_write(buf, "X-PRACTICE-CONFLICT", list.at);
}

static void write_schedule(struct buf *buf, int64_t schedule)
{
	char *id;

	if (!schedule)
		return;
	id = arena_printf(buf->arena, "%lld", (long long)schedule);
	cal_write(buf, "RELATED-TO;RELTYPE=SIBLING",
		  arena_printf(buf->arena, "schedule-%s", id));
	cal_write(buf, "X-PRACTICE-SCHEDULE", id);
}

/* What those who work in the practice see besides. */
static void write_inner(struct buf *buf, const struct session_known *known)
{
	char *charges = session_known_charges(buf->arena, known);
	char *wages = session_known_wages(buf->arena, known);

	if (known->public_url)
		cal_write(buf, "URL",
			  arena_printf(buf->arena, "%s/sessions/%lld",
				       known->public_url,
				       (long long)known->id));
	write_schedule(buf, known->schedule);
	if (known->client_count)
		cal_write(buf, "X-PRACTICE-CLIENTS", known->client_words);
	write_text(buf, "X-PRACTICE-SERVICE", known->service_name);
	write_conflicts(buf, known);
	if (charges)
		cal_write(buf, "X-PRACTICE-CHARGE", charges);
	if (wages)
		cal_write(buf, "X-PRACTICE-WAGE", wages);
	cal_write_int(buf, "X-PRACTICE-REVISION", known->revision);
	if (known->saved)
		cal_write_instant(buf, "X-PRACTICE-SAVED-AT", known->saved_at);
}

/* Up to the stamps. */
static struct slice write_head(struct arena *arena,
			       const struct session_known *known,
			       const struct viewer *viewer)
{
	bool task = viewer->kind == VIEW_TO_SAVE;
	struct buf buf;

	buf_init_sized(&buf, arena, 1024);
	write_begin(&buf);
	cal_zone_write(&buf, zone_of(known->tzid), known->start_utc);
	cal_write(&buf, "BEGIN", task ? "VTODO" : "VEVENT");
	cal_write(&buf, "UID",
		  viewer->uid ? viewer->uid
			      : view_uid(arena, known->uid, viewer->kind));
	return buf_view(&buf);
}

/* Behind the stamps. */
static struct slice write_tail(struct arena *arena,
			       const struct session_known *known,
			       const struct viewer *viewer, const char *own)
{
	bool task = viewer->kind == VIEW_TO_SAVE;
	struct slice lines, alarms;
	struct buf buf;

	buf_init_sized(&buf, arena, 1024);
	cal_write_text(&buf, "SUMMARY", practice_view_title(arena, known));
	if (task)
		write_task(&buf, known);
	else
		write_event(&buf, known);
	view_texts_write(&buf, known);
	if (known->saved)
		write_text(&buf, "CATEGORIES", known->label);
	write_ending(&buf, known);
	if (viewer->kind != VIEW_CLIENT)
		write_inner(&buf, known);
	view_own_split(own, &lines, &alarms);
	buf_slice(&buf, lines);
	/* Nobody is to be reminded of what does not take place. */
	if (!session_known_canceled(known))
		buf_slice(&buf, alarms);
	cal_write(&buf, "END", task ? "VTODO" : "VEVENT");
	cal_write(&buf, "END", "VCALENDAR");
	return buf_view(&buf);
}

struct view_parts view_session_parts(struct arena *arena,
				     const struct session_known *known,
				     const struct viewer *viewer,
				     const char *own)
{
	return (struct view_parts){
		.before = write_head(arena, known, viewer),
		.after = write_tail(arena, known, viewer, own),
		.created = known->created,
	};
}

void view_parts_write(struct buf *buf, const struct view_parts *parts,
		      struct view_stamps stamps)
{
	buf_slice(buf, parts->before);
	write_stamps(buf, parts->created, stamps);
	buf_slice(buf, parts->after);
}

void view_session_write(struct buf *buf, const struct session_known *known,
			const struct viewer *viewer, const char *own,
			struct view_stamps stamps)
{
	struct view_parts parts =
		view_session_parts(buf->arena, known, viewer, own);

	view_parts_write(buf, &parts, stamps);
}

void view_closure_write(struct buf *buf, const struct closure *closure,
			struct view_stamps stamps)
{
	const struct cal_zone *zone = zone_of(closure->zone);

	write_begin(buf);
	if (!closure->all_day)
		cal_zone_write(buf, zone, closure->span.start);
	cal_write(buf, "BEGIN", "VEVENT");
	cal_write(buf, "UID", closure->uid);
	write_stamps(buf, closure->created, stamps);
	cal_write_text(buf, "SUMMARY", closure->title);
	if (closure->all_day) {
		cal_write_day(buf, "DTSTART", closure->from);
		cal_write_day(buf, "DTEND", (struct day){ closure->to.n + 1 });
	} else {
		cal_write_wall(buf, "DTSTART", zone, closure->span.start);
		cal_write_wall(buf, "DTEND", zone, closure->span.end);
	}
	cal_write(buf, "STATUS", "CONFIRMED");
	cal_write(buf, "TRANSP", "OPAQUE");
	cal_write(buf, "END", "VEVENT");
	cal_write(buf, "END", "VCALENDAR");
}
