#include "practice/calendar/share_text.h"

#include "base/str.h"
#include "ical/write.h"
#include "practice/calendar/share_series.h"

#include <string.h>

/* What tells when somebody is busy. */
static const char *const busy_names[] = {
	"UID",      "DTSTAMP", "DTSTART", "DTEND",  "DURATION",
	"RRULE",    "EXRULE",  "RDATE",   "EXDATE", "RECURRENCE-ID",
	"SEQUENCE", "TRANSP",  "STATUS",
};

static const char *const busy_params[] = { "TZID", "VALUE", "RANGE" };

static bool among(struct slice name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_is(name, names[i]))
			return true;
	}
	return false;
}

bool share_is_private(const struct cal_component *calendar)
{
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_line *line =
			cal_line_find(calendar->children[i], "CLASS");

		for (; line; line = cal_line_next(calendar->children[i], line,
						  "CLASS")) {
			if (!slice_is(slice_trim(line->value), "PUBLIC"))
				return true;
		}
	}
	return false;
}

/* Parameters that nobody needs for the time may say anything. */
static void busy_line(struct buf *buf, const struct cal_line *line)
{
	struct buf head;

	buf_init(&head, buf->arena);
	buf_upper(&head, line->name);
	for (size_t i = 0; i < line->param_count; i++) {
		const struct cal_param *param = &line->params[i];
		const char *value;

		if (!among(param->name, busy_params, ARRAY_SIZE(busy_params)))
			continue;
		value = slice_dup(buf->arena, param->value);
		buf_putc(&head, ';');
		buf_upper(&head, param->name);
		buf_printf(&head, "=%s", cal_param_text(buf->arena, value));
	}
	cal_write(buf, head.at, slice_dup(buf->arena, line->value));
}

static void busy_event(struct buf *buf, const struct cal_component *event)
{
	cal_write(buf, "BEGIN", "VEVENT");
	for (size_t i = 0; i < event->line_count; i++) {
		if (among(event->lines[i].name, busy_names,
			  ARRAY_SIZE(busy_names)))
			busy_line(buf, &event->lines[i]);
	}
	cal_write(buf, "SUMMARY", "Busy");
	cal_write(buf, "END", "VEVENT");
}

/* The rules of a zone without its comments. */
static void plain_zone(struct buf *buf, const struct cal_component *zone)
{
	static const char *const names[] = { "TZID",         "DTSTART",
					     "RRULE",        "RDATE",
					     "TZOFFSETFROM", "TZOFFSETTO",
					     "TZNAME" };
	const char *name = slice_dup(buf->arena, zone->name);

	cal_write(buf, "BEGIN", name);
	for (size_t i = 0; i < zone->line_count; i++) {
		if (among(zone->lines[i].name, names, ARRAY_SIZE(names)))
			busy_line(buf, &zone->lines[i]);
	}
	for (size_t i = 0; i < zone->child_count; i++)
		plain_zone(buf, zone->children[i]);
	cal_write(buf, "END", name);
}

struct slice share_redacted(struct arena *arena,
			    const struct cal_component *calendar)
{
	struct buf buf;

	buf_init(&buf, arena);
	cal_write(&buf, "BEGIN", "VCALENDAR");
	cal_write(&buf, "VERSION", "2.0");
	cal_write(&buf, "PRODID", "-//Daybook//Daybook//EN");
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *child = calendar->children[i];

		if (share_is_zone(child))
			plain_zone(&buf, child);
		else if (slice_is(child->name, "VEVENT"))
			busy_event(&buf, child);
	}
	cal_write(&buf, "END", "VCALENDAR");
	return buf_view(&buf);
}

static struct slice instance_of(const struct cal_component *component)
{
	const struct cal_line *line = cal_line_find(component, "RECURRENCE-ID");

	return line ? slice_trim(line->value) : (struct slice){ "", 0 };
}

/* The part of another version that stands for the same instance. */
static const struct cal_component *twin_of(const struct cal_component *part,
					   const struct cal_component *in)
{
	for (size_t i = 0; in && i < in->child_count; i++) {
		const struct cal_component *other = in->children[i];

		if (slice_equal(part->name, other->name) &&
		    slice_equal(instance_of(part), instance_of(other)))
			return other;
	}
	return NULL;
}

/* The lines BEGIN and END as they are. */
static struct slice first_line(const struct cal_component *component)
{
	struct slice all = cal_component_bytes(component);
	const char *end = memchr(all.at, '\n', all.len);

	return (struct slice){ all.at,
			       end ? (size_t)(end + 1 - all.at) : all.len };
}

static struct slice last_line(const struct cal_component *component)
{
	struct slice all = cal_component_bytes(component);
	size_t at = all.len;

	/* The newline that ends it is not the one before it. */
	while (at > 0 && (all.at[at - 1] == '\n' || all.at[at - 1] == '\r'))
		at--;
	while (at > 0 && all.at[at - 1] != '\n')
		at--;
	return (struct slice){ all.at + at, all.len - at };
}

static void add_line(struct buf *buf, const struct cal_component *of,
		     const struct cal_line *line)
{
	buf_slice(buf, cal_line_bytes(of, line));
}

static void add_own_lines(struct buf *buf, const struct cal_component *of,
			  const struct cal_component *but)
{
	for (size_t i = 0; i < of->line_count; i++) {
		const struct cal_line *line = &of->lines[i];
		const char *name = slice_dup(buf->arena, line->name);

		if (share_line_is_own(line) &&
		    !(but && cal_line_find(but, name)))
			add_line(buf, of, line);
	}
}

static void add_alarms(struct buf *buf, const struct cal_component *of)
{
	for (size_t i = 0; i < of->child_count; i++) {
		if (share_is_alarm(of->children[i]))
			buf_slice(buf, cal_component_bytes(of->children[i]));
	}
}

enum keeping { KEEP_LINES, KEEP_TWIN };

/* One part, an own line in the place where the other version has it too. */
static void add_part(struct buf *buf, const struct cal_component *part,
		     const struct cal_component *twin, enum keeping keeping)
{
	buf_slice(buf, first_line(part));
	for (size_t i = 0; i < part->line_count; i++) {
		const struct cal_line *line = &part->lines[i];
		const struct cal_line *other = line;

		if (share_line_is_own(line) && keeping == KEEP_TWIN)
			other = cal_line_find(
				twin, slice_dup(buf->arena, line->name));
		if (other)
			add_line(buf, other == line ? part : twin, other);
	}
	if (keeping == KEEP_TWIN)
		add_own_lines(buf, twin, part);
	for (size_t i = 0; i < part->child_count; i++) {
		if (!share_is_alarm(part->children[i]))
			buf_slice(buf, cal_component_bytes(part->children[i]));
	}
	if (keeping == KEEP_TWIN)
		add_alarms(buf, twin);
	buf_slice(buf, last_line(part));
}

/* Do the own lines of a date differ from those of its series? */
static bool differs(struct arena *arena, const struct cal_component *own,
		    const struct cal_component *date)
{
	struct buf one, other;

	buf_init(&one, arena);
	buf_init(&other, arena);
	for (size_t i = 0; i < own->child_count; i++) {
		const struct cal_component *part = own->children[i];

		if (!slice_equal(part->name, date->name) ||
		    cal_line_find(part, "RECURRENCE-ID"))
			continue;
		add_own_lines(&one, part, NULL);
		add_alarms(&one, part);
	}
	add_own_lines(&other, date, NULL);
	add_alarms(&other, date);
	return !slice_equal(buf_view(&one), buf_view(&other));
}

/* Dates that only this viewer has something of. */
static void add_dates(struct buf *buf, struct share_series *series,
		      const struct cal_component *own)
{
	for (size_t i = 0; own && i < own->child_count; i++) {
		const struct cal_component *part = own->children[i];
		const struct cal_instance *date =
			share_series_date(series, part);

		if (!date || !differs(buf->arena, own, part))
			continue;
		buf_slice(buf, first_line(part));
		share_series_lines(series, date, buf);
		add_own_lines(buf, part, NULL);
		add_alarms(buf, part);
		buf_slice(buf, last_line(part));
	}
}

struct slice share_composed(struct operation *op,
			    const struct cal_component *calendar,
			    const struct cal_component *own)
{
	struct share_series series;
	struct buf buf;

	share_series_init(&series, op, calendar, own);
	buf_init(&buf, op->arena);
	buf_slice(&buf, first_line(calendar));
	for (size_t i = 0; i < calendar->line_count; i++)
		add_line(&buf, calendar, &calendar->lines[i]);
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *part = calendar->children[i];
		const struct cal_component *twin = twin_of(part, own);

		if (share_is_zone(part))
			buf_slice(&buf, cal_component_bytes(part));
		else if (twin || !share_series_repeats(&series, part))
			add_part(&buf, part, twin,
				 twin ? KEEP_TWIN : KEEP_LINES);
	}
	add_dates(&buf, &series, own);
	buf_slice(&buf, last_line(calendar));
	return buf_view(&buf);
}

const char *share_own(struct arena *arena, const struct cal_component *calendar)
{
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, "BEGIN:VCALENDAR\r\n");
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *part = calendar->children[i];
		const struct cal_line *instance =
			cal_line_find(part, "RECURRENCE-ID");

		if (share_is_zone(part))
			continue;
		buf_slice(&buf, first_line(part));
		if (instance)
			add_line(&buf, part, instance);
		add_own_lines(&buf, part, NULL);
		add_alarms(&buf, part);
		buf_slice(&buf, last_line(part));
	}
	buf_puts(&buf, "END:VCALENDAR\r\n");
	return buf.at;
}
