#include "practice/calendar/share_series.h"

#include "base/str.h"
#include "ical/time.h"
#include "ical/write.h"
#include "ical/zone_object.h"

#include <stdlib.h>
#include <string.h>

static const char *const own_names[] = { "TRANSP", "X-MOZ-LASTACK" };

/* Of a series one stands for each date that is put off, with its time in the
 * name. */
#define SNOOZE "X-MOZ-SNOOZE-TIME"

/* What a program writes anew whenever it writes. */
static const char *const stamp_names[] = { "DTSTAMP", "LAST-MODIFIED",
					   "CREATED", "SEQUENCE",
					   "X-MOZ-GENERATION" };

/* What is of a series or of a date of it alone. */
static const char *const series_names[] = {
	"RRULE", "RDATE",   "EXRULE",        "EXDATE",  "DTEND",
	"DUE",   "DTSTART", "RECURRENCE-ID", "DURATION"
};

static bool among(struct slice name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_is(name, names[i]))
			return true;
	}
	return false;
}

bool share_line_is_own(const struct cal_line *line)
{
	struct slice head = line->name;

	if (head.len > strlen(SNOOZE))
		head.len = strlen(SNOOZE);
	return among(line->name, own_names, ARRAY_SIZE(own_names)) ||
	       slice_is(head, SNOOZE);
}

bool share_is_alarm(const struct cal_component *component)
{
	return slice_is(component->name, "VALARM");
}

bool share_is_zone(const struct cal_component *component)
{
	return slice_is(component->name, "VTIMEZONE");
}

/* The texts that a part says, in an order of their own. */
struct said {
	const char **items;
	size_t count, room;
};

static int text_compare(const void *a, const void *b)
{
	const char *const *left = a;
	const char *const *right = b;

	return strcmp(*left, *right);
}

static void said_add(struct arena *arena, struct said *said, const char *text)
{
	said->items = arena_grow(arena, said->items, said->count, &said->room,
				 sizeof(*said->items));
	said->items[said->count++] = text;
}

static void said_sort(struct said *said)
{
	if (said->count > 1)
		qsort(said->items, said->count, sizeof(*said->items),
		      text_compare);
}

static bool said_same(const struct said *a, const struct said *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!str_equal(a->items[i], b->items[i]))
			return false;
	}
	return true;
}

/* A line whatever its folds and the case and order of its parameters. */
static const char *line_said(struct arena *arena, const struct cal_line *line)
{
	struct said params = { 0 };
	struct buf buf;

	for (size_t i = 0; i < line->param_count; i++) {
		struct buf one;

		buf_init(&one, arena);
		buf_upper(&one, line->params[i].name);
		buf_putc(&one, '=');
		buf_slice(&one, line->params[i].value);
		said_add(arena, &params, one.at);
	}
	said_sort(&params);
	buf_init(&buf, arena);
	buf_upper(&buf, line->name);
	for (size_t i = 0; i < params.count; i++)
		buf_printf(&buf, ";%s", params.items[i]);
	buf_putc(&buf, ':');
	buf_slice(&buf, line->value);
	return buf.at;
}

static bool is_counted(const struct cal_line *line, bool dated)
{
	if (share_line_is_own(line) ||
	    among(line->name, stamp_names, ARRAY_SIZE(stamp_names)))
		return false;
	return !dated ||
	       !among(line->name, series_names, ARRAY_SIZE(series_names));
}

/* All that a part says to everybody; `dated`: but for when. */
static struct said part_said(struct arena *arena,
			     const struct cal_component *part, bool dated)
{
	struct said said = { 0 };

	for (size_t i = 0; i < part->line_count; i++) {
		if (is_counted(&part->lines[i], dated))
			said_add(arena, &said,
				 line_said(arena, &part->lines[i]));
	}
	for (size_t i = 0; i < part->child_count; i++) {
		const struct cal_component *child = part->children[i];

		if (!share_is_alarm(child))
			said_add(arena, &said,
				 slice_dup(arena, cal_component_bytes(child)));
	}
	said_sort(&said);
	return said;
}

void share_series_init(struct share_series *series, struct operation *op,
		       const struct cal_component *calendar,
		       const struct cal_component *also)
{
	*series = (struct share_series){ .op = op,
					 .calendar = calendar,
					 .also = also };
}

/* The moment that a part is of, read with the series' zones. */
static bool date_of(const struct share_series *series,
		    const struct cal_component *part, struct cal_time *time)
{
	const struct cal_line *line = cal_line_find(part, "RECURRENCE-ID");

	return line && !cal_param_find(line, "RANGE") &&
	       cal_time_read(line, line->value, series->object.zones, time);
}

static void widen(const struct share_series *series,
		  const struct cal_component *calendar, struct span *window)
{
	for (size_t i = 0; calendar && i < calendar->child_count; i++) {
		struct cal_time time;

		if (!date_of(series, calendar->children[i], &time))
			continue;
		if (time.instant.s < window->start.s)
			window->start = time.instant;
		if (time.instant.s >= window->end.s)
			window->end.s = time.instant.s + 1;
	}
}

/* RANGE=THISANDFUTURE: the dates behind it are of that part, too. */
static bool has_range(const struct cal_object *object)
{
	for (size_t i = 0; i < object->override_count; i++) {
		const struct cal_line *line =
			cal_line_find(object->overrides[i], "RECURRENCE-ID");

		if (line && cal_param_find(line, "RANGE"))
			return true;
	}
	return false;
}

/* What cannot be read has no dates. */
static void read_dates(struct share_series *series)
{
	struct span window = { INSTANT_MAX, INSTANT_MIN };
	struct cal_object *object = &series->object;
	enum err err;

	if (series->tried)
		return;
	series->tried = true;
	err = cal_object_read(series->op, series->calendar, cal_zone_utc(),
			      object);
	if (!err && object->master && object->recurring &&
	    cal_line_find(object->master, "DTSTART") && !has_range(object)) {
		widen(series, series->calendar, &window);
		widen(series, series->also, &window);
		object->override_count = 0;
		if (window.start.s < window.end.s)
			err = cal_object_instances(series->op, object, window,
						   CAL_INSTANCE_LIMIT,
						   &series->found);
	}
	if (err) {
		operation_recover(series->op);
		series->found.count = 0;
	}
}

/* Without overrides they come in the order of their own times. */
static const struct cal_instance *find_date(const struct share_series *series,
					    const struct cal_time *time)
{
	size_t low = 0, high = series->found.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct cal_instance *at = &series->found.items[middle];

		if (at->span.start.s == time->instant.s)
			return at->recurrence.date == time->date ? at : NULL;
		if (at->span.start.s < time->instant.s)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static const struct cal_line *end_of(const struct cal_component *part)
{
	const struct cal_line *line = cal_line_find(part, "DTEND");

	if (!line)
		line = cal_line_find(part, "DUE");
	return line ? line : cal_line_find(part, "DURATION");
}

static bool starts_alike(const struct share_series *series,
			 const struct cal_component *part,
			 const struct cal_instance *date, struct cal_time *time)
{
	const struct cal_line *line = cal_line_find(part, "DTSTART");

	return line &&
	       cal_time_read(line, line->value, series->object.zones, time) &&
	       time->date == date->whole_day &&
	       time->instant.s == date->span.start.s;
}

static bool ends_alike(const struct share_series *series,
		       const struct cal_component *part,
		       const struct cal_instance *date,
		       const struct cal_time *start)
{
	const struct cal_line *line = end_of(part);
	struct cal_duration length;
	struct cal_time time;

	if (!line || !end_of(series->object.master))
		return !line == !end_of(series->object.master);
	if (slice_is(line->name, "DURATION"))
		return cal_duration_read(line->value, &length) &&
		       cal_duration_add(start, length).s == date->span.end.s;
	return cal_time_read(line, line->value, series->object.zones, &time) &&
	       time.instant.s == date->span.end.s;
}

bool share_series_repeats(struct share_series *series,
			  const struct cal_component *part)
{
	struct arena *arena = series->op->arena;
	const struct cal_component *master;
	const struct cal_instance *date;
	struct cal_time time, start;
	struct said said, wanted;

	if (!cal_line_find(part, "RECURRENCE-ID"))
		return false;
	read_dates(series);
	master = series->object.master;
	if (series->found.count == 0 || !slice_equal(master->name, part->name))
		return false;
	said = part_said(arena, part, true);
	wanted = part_said(arena, master, true);
	if (!said_same(&said, &wanted) || !date_of(series, part, &time))
		return false;
	date = find_date(series, &time);
	return date && starts_alike(series, part, date, &start) &&
	       ends_alike(series, part, date, &start);
}

static bool is_changed_there(const struct share_series *series,
			     const struct cal_time *wanted)
{
	const struct cal_component *calendar = series->calendar;

	for (size_t i = 0; i < calendar->child_count; i++) {
		struct cal_time time;

		if (date_of(series, calendar->children[i], &time) &&
		    time.instant.s == wanted->instant.s)
			return true;
	}
	return false;
}

const struct cal_instance *share_series_date(struct share_series *series,
					     const struct cal_component *part)
{
	struct cal_time time;

	if (!cal_line_find(part, "RECURRENCE-ID"))
		return NULL;
	read_dates(series);
	if (series->found.count == 0 ||
	    !slice_equal(series->object.master->name, part->name) ||
	    !date_of(series, part, &time) || is_changed_there(series, &time))
		return NULL;
	return find_date(series, &time);
}

/* Name and parameters as the master's line has them, a time of our own. */
static void write_time(struct buf *buf, const char *name,
		       const struct cal_line *like, bool date, struct wall wall)
{
	bool utc = like->value.len > 0 &&
		   (like->value.at[like->value.len - 1] | 0x20) == 'z';
	struct buf head;

	buf_init(&head, buf->arena);
	buf_puts(&head, name);
	for (size_t i = 0; i < like->param_count; i++) {
		buf_putc(&head, ';');
		buf_slice(&head, like->params[i].name);
		buf_putc(&head, '=');
		buf_slice(&head, like->params[i].written);
	}
	cal_write(buf, head.at,
		  date ? arena_printf(buf->arena, "%04d%02d%02d", wall.year,
				      wall.month, wall.day)
		       : arena_printf(buf->arena, "%04d%02d%02dT%02d%02d%02d%s",
				      wall.year, wall.month, wall.day,
				      wall.hour, wall.minute, wall.second,
				      utc ? "Z" : ""));
}

/* The end in the zone that its own line speaks of. */
static void write_end(const struct share_series *series,
		      const struct cal_instance *date,
		      const struct cal_line *line, struct buf *buf)
{
	struct cal_time time;

	if (!cal_time_read(line, line->value, series->object.zones, &time))
		return;
	write_time(buf, slice_dup(buf->arena, line->name), line, time.date,
		   cal_zone_wall(time.zone, date->span.end));
}

void share_series_lines(const struct share_series *series,
			const struct cal_instance *date, struct buf *buf)
{
	const struct cal_component *master = series->object.master;
	const struct cal_time *at = &date->recurrence;

	for (size_t i = 0; i < master->line_count; i++) {
		const struct cal_line *line = &master->lines[i];

		if (slice_is(line->name, "DTSTART")) {
			write_time(buf, "RECURRENCE-ID", line, at->date,
				   at->wall);
			write_time(buf, "DTSTART", line, at->date, at->wall);
		} else if (slice_is(line->name, "DTEND") ||
			   slice_is(line->name, "DUE")) {
			write_end(series, date, line, buf);
		} else if (slice_is(line->name, "DURATION") ||
			   !(share_line_is_own(line) ||
			     among(line->name, series_names,
				   ARRAY_SIZE(series_names)))) {
			buf_slice(buf, cal_line_bytes(master, line));
		}
	}
}

static struct said calendar_said(struct operation *op,
				 const struct cal_component *calendar)
{
	struct share_series series;
	struct said all = { 0 };

	share_series_init(&series, op, calendar, NULL);
	for (size_t i = 0; i < calendar->child_count; i++) {
		const struct cal_component *part = calendar->children[i];
		struct said said;
		struct buf buf;

		if (share_is_zone(part) || share_series_repeats(&series, part))
			continue;
		said = part_said(op->arena, part, false);
		buf_init(&buf, op->arena);
		buf_upper(&buf, part->name);
		for (size_t j = 0; j < said.count; j++)
			buf_printf(&buf, "\n%s", said.items[j]);
		said_add(op->arena, &all, buf.at);
	}
	said_sort(&all);
	return all;
}

bool share_same(struct operation *op, const struct cal_component *a,
		const struct cal_component *b)
{
	struct said one = calendar_said(op, a);
	struct said two = calendar_said(op, b);

	return said_same(&one, &two);
}
