#include "ical/select.h"

#include "ical/period_private.h"
#include "ical/instance_private.h"
#include "ical/write.h"
#include "ical/zone_object.h"

#include <string.h>

/* Units of work: of a byte written, of a component, of a name compared. */
#define BYTE_WORK 2
#define PIECE_WORK 300
#define NAME_WORK 5

/* Where the object's part is being written. */
struct writer {
	struct operation *op;
	const struct cal_select *select;
	const struct cal_object *object;
	struct cal_series series; /* read when expanding or limiting */
	struct cal_instances instances;
	bool expanded;  /* the instances have been written */
	size_t counted; /* bytes of buf whose work is counted */
	struct buf *buf;
};

/* One component to write: the parts of it, and as which instance. */
struct piece {
	const struct cal_component *component;
	const struct cal_select_comp *select; /* NULL: all */
	const struct cal_instance *instance;  /* NULL: as it stands */
};

static const char *const rule_names[] = { "RRULE", "RDATE", "EXRULE",
					  "EXDATE" };

/* The selection. */

static bool wants_child(const struct cal_select_comp *select, struct slice name,
			const struct cal_select_comp **part)
{
	size_t i;

	*part = NULL;
	if (!select || select->all_comps)
		return true;
	for (i = 0; i < select->comp_count; i++) {
		if (slice_is(name, select->comps[i].name)) {
			*part = &select->comps[i];
			return true;
		}
	}
	return false;
}

static bool wants_line(const struct cal_select_comp *select, struct slice name,
		       bool *novalue)
{
	size_t i;

	*novalue = false;
	if (!select || select->all_props)
		return true;
	for (i = 0; i < select->prop_count; i++) {
		if (slice_is(name, select->props[i].name)) {
			*novalue = select->props[i].novalue;
			return true;
		}
	}
	return false;
}

/* Lines. */

/* Name and parameters as they were sent, unfolded. */
static char *head_of(struct arena *arena, const struct cal_component *component,
		     const struct cal_line *line)
{
	struct slice raw = cal_line_bytes(component, line);
	struct buf buf;
	size_t i;

	buf_init_sized(&buf, arena, raw.len + 1);
	for (i = 0; i < raw.len; i++) {
		bool end = raw.at[i] == '\r' || raw.at[i] == '\n';

		if (!end)
			buf_putc(&buf, raw.at[i]);
		else if (raw.at[i] == '\n')
			i++; /* the blank of a fold, or the end */
	}
	/* A line of a program's own may have no colon. */
	if (buf.len > line->value.len &&
	    buf.at[buf.len - line->value.len - 1] == ':')
		buf.at[buf.len - line->value.len - 1] = '\0';
	return buf.at;
}

/* Name and parameters but those that say how a time was written. */
static char *timeless_head(struct arena *arena, const struct cal_line *line)
{
	struct buf buf;
	size_t i;

	buf_init(&buf, arena);
	buf_slice(&buf, line->name);
	for (i = 0; i < line->param_count; i++) {
		const struct cal_param *param = &line->params[i];
		char *value = slice_dup(arena, param->value);

		if (slice_is(param->name, "TZID") ||
		    slice_is(param->name, "VALUE"))
			continue;
		buf_putc(&buf, ';');
		buf_slice(&buf, param->name);
		buf_putc(&buf, '=');
		/* A list has its quotes still. */
		buf_puts(&buf, strchr(value, '"')
				       ? value
				       : cal_param_text(arena, value));
	}
	return buf.at;
}

static void put_time(struct writer *writer, const char *head, bool date,
		     struct instant at)
{
	const struct cal_zone *zone = cal_zones_floating(writer->object->zones);

	if (date)
		cal_write_day(writer->buf, head, cal_zone_day(zone, at));
	else
		cal_write_instant(writer->buf, head, at);
}

static void put_recurrence(struct writer *writer, const struct piece *piece)
{
	static const struct slice name = { "RECURRENCE-ID", 13 };
	const struct cal_time *recurrence = &piece->instance->recurrence;
	bool novalue;

	if (!writer->object->recurring ||
	    !wants_line(piece->select, name, &novalue))
		return;
	if (novalue)
		cal_write(writer->buf, name.at, "");
	else if (recurrence->date)
		cal_write_day(writer->buf, name.at, wall_day(recurrence->wall));
	else
		cal_write_instant(writer->buf, name.at, recurrence->instant);
}

/* The time that a line of an expanded instance says; false when the line is
 * no time, or is in UTC already. */
static bool expanded_time(const struct writer *writer,
			  const struct piece *piece,
			  const struct cal_line *line, bool *date,
			  struct instant *at)
{
	const struct cal_instance *instance = piece->instance;
	bool has_start = cal_line_find(piece->component, "DTSTART");
	bool end = slice_is(line->name, "DTEND") ||
		   (slice_is(line->name, "DUE") && has_start);
	struct cal_time time;

	*date = instance->whole_day;
	*at = end ? instance->span.end : instance->span.start;
	if (end || slice_is(line->name, "DTSTART") ||
	    slice_is(line->name, "DUE"))
		return true;
	if (!cal_param_find(line, "TZID") ||
	    !cal_time_read(line, line->value, writer->object->zones, &time))
		return false;
	*date = time.date;
	*at = time.instant;
	return true;
}

static bool is_rule(struct slice name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rule_names); i++) {
		if (slice_is(name, rule_names[i]))
			return true;
	}
	return slice_is(name, "RECURRENCE-ID");
}

/* RFC 4791 9.6.7: of FREEBUSY the periods that overlap the range. */
static void put_freebusy(struct writer *writer, const struct piece *piece,
			 const struct cal_line *line)
{
	struct span limit = *writer->select->limit_freebusy;
	struct slice rest = line->value;
	bool left_out = false;
	struct buf kept;

	buf_init(&kept, writer->op->arena);
	while (rest.at) {
		struct slice value = slice_cut(&rest, ',');
		struct cal_period period;

		if (cal_period_read(line, value, writer->object->zones,
				    &period) &&
		    (period.end.s <= limit.start.s ||
		     period.start.instant.s >= limit.end.s)) {
			left_out = true;
			continue;
		}
		if (kept.len)
			buf_putc(&kept, ',');
		buf_slice(&kept, value);
	}
	if (!left_out)
		buf_slice(writer->buf, cal_line_bytes(piece->component, line));
	else if (kept.len)
		cal_write(writer->buf,
			  head_of(writer->op->arena, piece->component, line),
			  kept.at);
}

static void put_line(struct writer *writer, const struct piece *piece,
		     const struct cal_line *line)
{
	struct arena *arena = writer->op->arena;
	struct instant at;
	bool novalue, date;

	if (piece->instance && is_rule(line->name))
		return;
	if (!wants_line(piece->select, line->name, &novalue))
		return;
	/* RFC 4791 9.6.4: name, parameters and colon, nothing behind. */
	if (novalue)
		cal_write(writer->buf, head_of(arena, piece->component, line),
			  "");
	else if (piece->instance &&
		 expanded_time(writer, piece, line, &date, &at))
		put_time(writer, timeless_head(arena, line), date, at);
	else if (writer->select->limit_freebusy &&
		 slice_is(line->name, "FREEBUSY"))
		put_freebusy(writer, piece, line);
	else
		buf_slice(writer->buf, cal_line_bytes(piece->component, line));
}

/* What was written since, and a little for the piece at hand. */
static bool spend(struct writer *writer)
{
	size_t written = writer->buf->len - writer->counted;

	writer->counted = writer->buf->len;
	return operation_spend(writer->op, written * BYTE_WORK + PIECE_WORK);
}

/* Each line is looked for among the names that are asked for. */
static size_t lines_work(const struct piece *piece)
{
	size_t names = piece->select ? piece->select->prop_count : 0;

	return piece->component->line_count * (names + 1) * NAME_WORK;
}

static void put_lines(struct writer *writer, const struct piece *piece)
{
	const struct cal_component *component = piece->component;
	size_t i;

	if (piece->instance)
		put_recurrence(writer, piece);
	(void)operation_spend(writer->op, lines_work(piece));
	for (i = 0; i < component->line_count; i++)
		put_line(writer, piece, &component->lines[i]);
}

/* Components. */

static void put_frame(struct writer *writer, const char *mark,
		      const struct cal_component *component)
{
	buf_puts(writer->buf, mark);
	buf_slice(writer->buf, component->name);
	buf_puts(writer->buf, "\r\n");
}

/* One below VCALENDAR. */
static void put_piece(struct writer *writer, const struct piece *piece)
{
	const struct cal_component *component = piece->component;
	size_t i;

	if (!piece->select && !piece->instance &&
	    !writer->select->limit_freebusy) {
		buf_slice(writer->buf, cal_component_bytes(component));
		return;
	}
	put_frame(writer, "BEGIN:", component);
	put_lines(writer, piece);
	for (i = 0; i < component->child_count; i++) {
		struct piece child = { .component = component->children[i] };

		/* Not deep: cal_parse bounds it. */
		if (wants_child(piece->select, child.component->name,
				&child.select))
			put_piece(writer, &child);
	}
	put_frame(writer, "END:", component);
}

/* RFC 4791 9.6.6: the master, and what changes instances of the range. */
static bool within_limit(const struct writer *writer,
			 const struct cal_component *component)
{
	const struct cal_series *series = &writer->series;
	const struct cal_override *override =
		cal_series_override(series, component);
	struct span limit = *writer->select->limit_recurrence;
	struct span was, is;

	if (!override)
		return true;
	was.start = was.end = override->recurrence.instant;
	is = was;
	if (series->master.has_start)
		was = cal_shape_at(&series->master, &override->recurrence);
	if (override->shape.has_start)
		is = cal_shape_at(&override->shape, &override->shape.start);
	return cal_span_touches(was, limit) || cal_span_touches(is, limit) ||
	       (override->future && was.start.s < limit.end.s);
}

static void put_instances(struct writer *writer,
			  const struct cal_select_comp *select)
{
	size_t i;

	for (i = 0; i < writer->instances.count && spend(writer); i++) {
		const struct cal_instance *instance =
			&writer->instances.items[i];
		struct piece piece = { instance->component, select, instance };

		put_piece(writer, &piece);
	}
}

/* A component without any start cannot be expanded; it goes out as it is. */
static bool can_expand(const struct cal_component *component)
{
	return cal_line_find(component, "DTSTART") ||
	       cal_line_find(component, "DUE") ||
	       cal_line_find(component, "RECURRENCE-ID");
}

static void put_child(struct writer *writer, const struct piece *piece)
{
	const struct cal_component *component = piece->component;
	bool is_kind = cal_kind_find(component->name) == writer->object->kind;

	if (writer->select->expand && slice_is(component->name, "VTIMEZONE"))
		return;
	if (!is_kind) {
		put_piece(writer, piece);
	} else if (writer->select->expand &&
		   writer->object->kind != CAL_VAVAILABILITY &&
		   can_expand(component)) {
		if (!writer->expanded)
			put_instances(writer, piece->select);
		writer->expanded = true;
	} else if (!writer->select->limit_recurrence ||
		   within_limit(writer, component)) {
		put_piece(writer, piece);
	}
}

static void put_calendar(struct writer *writer)
{
	const struct cal_component *calendar = writer->object->calendar;
	struct piece piece = { .component = calendar,
			       .select = writer->select->comp };
	size_t i;

	put_frame(writer, "BEGIN:", calendar);
	put_lines(writer, &piece);
	for (i = 0; i < calendar->child_count && spend(writer); i++) {
		struct piece child = { .component = calendar->children[i] };

		if (wants_child(piece.select, child.component->name,
				&child.select))
			put_child(writer, &child);
	}
	put_frame(writer, "END:", calendar);
}

static enum err expand(struct writer *writer)
{
	cal_series_collect(writer->op, &writer->series, *writer->select->expand,
			   NULL, CAL_INSTANCE_LIMIT, &writer->instances);
	if (writer->instances.complete)
		return OK;
	return fail(writer->op, ERR_MATCHES_LIMIT,
		    "'%s' has more than %d instances in the range to expand, "
		    "or they take too long to find: ask for a shorter one",
		    writer->object->uid, CAL_INSTANCE_LIMIT);
}

enum err cal_select_write(struct operation *op, const struct cal_select *select,
			  const struct cal_object *object, struct buf *buf)
{
	struct writer writer = {
		.op = op,
		.select = select,
		.object = object,
		.buf = buf,
		.counted = buf->len,
	};
	enum err err = OK;

	if (!select->comp && !select->expand && !select->limit_recurrence &&
	    !select->limit_freebusy) {
		buf_slice(buf, cal_component_bytes(object->calendar));
		return OK;
	}
	if (select->expand || select->limit_recurrence)
		err = cal_series_read(op, object, &writer.series);
	if (!err && select->expand)
		err = expand(&writer);
	if (err)
		return err;
	put_calendar(&writer);
	return operation_check(op);
}
