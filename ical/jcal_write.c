#include "ical/jcal_write.h"

#include "base/json.h"
#include "base/word.h"
#include "ical/jcal_type_private.h"
#include "ical/text.h"
#include "ical/time.h"

#include <string.h>
#include <strings.h>

/* Units of work: of a line, of a byte of it. */
#define LINE_WORK 200
#define BYTE_WORK 4

/* A line while it is written. */
struct writer {
	struct arena *arena;
	struct buf *buf;
	const struct jcal_property *property;
	enum jcal_type type;
};

static void put_quoted(struct writer *writer, const struct buf *text)
{
	json_quote(writer->buf, buf_view(text));
}

static bool same_name(struct slice a, struct slice b)
{
	return a.len == b.len && !strncasecmp(a.at, b.at, a.len);
}

/* A name in small letters, quoted. */
static void put_name(struct buf *buf, struct slice name)
{
	buf_putc(buf, '"');
	jcal_small(buf, name);
	buf_putc(buf, '"');
}

/* Values of which iCalendar's form is one word. */
static bool put_time(struct writer *writer, struct slice value)
{
	struct buf text;

	buf_init(&text, writer->arena);
	if (!jcal_time(&text, writer->type, value))
		return false;
	put_quoted(writer, &text);
	return true;
}

static bool put_duration(struct writer *writer, struct slice value)
{
	struct cal_duration duration;

	if (!cal_duration_read(value, &duration))
		return false;
	json_quote(writer->buf, value);
	return true;
}

/* RFC 7265 3.6.9 */
static bool put_period(struct writer *writer, struct slice value)
{
	struct slice end = value;
	struct slice start = slice_cut(&end, '/');
	struct buf *buf = writer->buf;
	struct cal_duration duration;
	struct buf text;

	buf_init(&text, writer->arena);
	if (!end.at || !jcal_time(&text, JCAL_DATE_TIME, start))
		return false;
	buf_putc(buf, '[');
	put_quoted(writer, &text);
	buf_putc(buf, ',');
	text.len = 0;
	if (jcal_time(&text, JCAL_DATE_TIME, end))
		put_quoted(writer, &text);
	else if (cal_duration_read(end, &duration))
		json_quote(buf, end);
	else
		return false;
	buf_putc(buf, ']');
	return true;
}

static bool put_integer(struct buf *buf, struct arena *arena,
			struct slice value)
{
	int64_t number;

	if (!str_to_int64(slice_dup(arena, value), &number))
		return false;
	buf_printf(buf, "%lld", (long long)number);
	return true;
}

static bool put_boolean(struct buf *buf, struct slice value)
{
	bool is = slice_is(value, "TRUE");

	if (!is && !slice_is(value, "FALSE"))
		return false;
	buf_puts(buf, is ? "true" : "false");
	return true;
}

/* One item of a rule's part. */
static bool put_rule_item(struct writer *writer, struct slice name,
			  struct slice item)
{
	struct buf text;

	if (jcal_part_is_number(name) &&
	    put_integer(writer->buf, writer->arena, item))
		return true;
	buf_init(&text, writer->arena);
	if (slice_is(name, "UNTIL")) {
		if (!jcal_moment(&text, item))
			return false;
		put_quoted(writer, &text);
	} else {
		json_quote(writer->buf, item);
	}
	return item.len > 0;
}

/* "BYDAY=MO,TU": a list only where there are several. */
static bool put_rule_part(struct writer *writer, struct slice part)
{
	struct slice rest = part;
	struct slice name = slice_cut(&rest, '=');
	struct buf *buf = writer->buf;
	bool several;

	if (!rest.at || !jcal_is_name(name))
		return false;
	several = memchr(rest.at, ',', rest.len) != NULL;
	put_name(buf, name);
	buf_puts(buf, several ? ":[" : ":");
	while (rest.at) {
		if (!put_rule_item(writer, name, slice_cut(&rest, ',')))
			return false;
		if (rest.at)
			buf_putc(buf, ',');
	}
	if (several)
		buf_putc(buf, ']');
	return true;
}

static bool is_doubled(struct slice value, struct slice part)
{
	struct slice name = slice_cut(&part, '=');
	size_t count = 0;

	while (value.at) {
		struct slice other = slice_cut(&value, ';');

		count += same_name(slice_cut(&other, '='), name);
	}
	return count > 1;
}

/* RFC 7265 3.6.10: an object, in which no name stands twice. */
static bool put_rule(struct writer *writer, struct slice value)
{
	struct slice rest = value;

	if (value.len == 0)
		return false;
	buf_putc(writer->buf, '{');
	while (rest.at && rest.len > 0) {
		struct slice part = slice_cut(&rest, ';');

		if (is_doubled(value, part) || !put_rule_part(writer, part))
			return false;
		if (rest.at && rest.len > 0)
			buf_putc(writer->buf, ',');
	}
	buf_putc(writer->buf, '}');
	return true;
}

static void put_text(struct writer *writer, struct slice value)
{
	const char *text = cal_text(writer->arena, value);

	json_quote(writer->buf, slice_of(text));
}

/* False where the value is none of the type; what was written then goes. */
static bool put_value(struct writer *writer, struct slice value)
{
	switch (writer->type) {
	case JCAL_BOOLEAN:
		return put_boolean(writer->buf, value);
	case JCAL_DATE:
	case JCAL_DATE_TIME:
	case JCAL_TIME:
	case JCAL_UTC_OFFSET:
		return put_time(writer, value);
	case JCAL_DURATION:
		return put_duration(writer, value);
	case JCAL_FLOAT:
		return jcal_float(writer->buf, slice_dup(writer->arena, value));
	case JCAL_INTEGER:
		return put_integer(writer->buf, writer->arena, value);
	case JCAL_PERIOD:
		return put_period(writer, value);
	case JCAL_RECUR:
		return put_rule(writer, value);
	case JCAL_TEXT:
		put_text(writer, value);
		return true;
	case JCAL_UNKNOWN:
	case JCAL_BINARY:
	case JCAL_CAL_ADDRESS:
	case JCAL_URI:
		json_quote(writer->buf, value);
		return true;
	}
	return false;
}

/* Of one item of a list: up to the mark that no backslash escapes. */
static struct slice next_item(struct slice *rest, char mark)
{
	struct slice item = *rest;

	for (size_t i = 0; i < rest->len; i++) {
		if (rest->at[i] == '\\' && i + 1 < rest->len) {
			i++;
		} else if (rest->at[i] == mark) {
			item.len = i;
			rest->at += i + 1;
			rest->len -= i + 1;
			return item;
		}
	}
	rest->at = NULL;
	return item;
}

/* A comma parts times and numbers wherever they stand; in a text only where
 * the property is a list. */
static bool is_parted(const struct writer *writer)
{
	switch (writer->type) {
	case JCAL_DATE:
	case JCAL_DATE_TIME:
	case JCAL_TIME:
	case JCAL_DURATION:
	case JCAL_FLOAT:
	case JCAL_INTEGER:
	case JCAL_PERIOD:
	case JCAL_UTC_OFFSET:
		return true;
	case JCAL_TEXT:
		return writer->property->many == JCAL_LIST &&
		       *writer->property->name;
	case JCAL_UNKNOWN:
	case JCAL_BINARY:
	case JCAL_BOOLEAN:
	case JCAL_CAL_ADDRESS:
	case JCAL_RECUR:
	case JCAL_URI:
		break;
	}
	return false;
}

/* RFC 7265 3.4.1.3: a list within the list. */
static bool put_parts(struct writer *writer, struct slice value)
{
	buf_puts(writer->buf, ",[");
	while (value.at) {
		if (!put_value(writer, next_item(&value, ';')))
			return false;
		if (value.at)
			buf_putc(writer->buf, ',');
	}
	buf_putc(writer->buf, ']');
	return true;
}

static bool put_values(struct writer *writer, struct slice value)
{
	bool parted = is_parted(writer);

	if (writer->property->many == JCAL_PARTS)
		return put_parts(writer, value);
	while (value.at) {
		struct slice item = value;

		if (parted)
			item = next_item(&value, ',');
		else
			value.at = NULL;
		buf_putc(writer->buf, ',');
		if (!put_value(writer, item))
			return false;
	}
	return true;
}

/* Type and values: as the type says, else as another that is meant, else as
 * they stand. `word` is a type that nobody here knows, or NULL. */
static void put_typed(struct writer *writer, const struct cal_line *line,
		      const struct slice *word, bool said)
{
	static const enum jcal_type others[] = { JCAL_DATE, JCAL_DATE_TIME,
						 JCAL_PERIOD, JCAL_DURATION };
	struct buf *buf = writer->buf;
	const enum jcal_type wanted = writer->type;
	bool times = wanted == JCAL_DATE_TIME || wanted == JCAL_DURATION;
	size_t start = buf->len;

	if (word) {
		put_name(buf, *word);
		buf_putc(buf, ',');
		json_quote(buf, line->value);
		return;
	}
	for (size_t i = 0; i <= ARRAY_SIZE(others); i++) {
		buf_printf(buf, "\"%s\"", jcal_type_words[writer->type]);
		if (put_values(writer, line->value))
			return;
		buf->len = start;
		if (said || !times || i == ARRAY_SIZE(others))
			break;
		writer->type = others[i];
	}
	buf_printf(buf, "\"%s\",", jcal_type_words[JCAL_UNKNOWN]);
	json_quote(buf, line->value);
}

/* Is it the first one of its name? */
static bool is_first(const struct cal_line *line, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (same_name(line->params[i].name, line->params[at].name))
			return false;
	}
	return true;
}

/* The values of all parameters of that one's name. */
static void put_param(struct writer *writer, const struct cal_line *line,
		      size_t at)
{
	struct buf *buf = writer->buf;
	size_t start, total = 0;

	put_name(buf, line->params[at].name);
	buf_putc(buf, ':');
	start = buf->len;
	buf_putc(buf, '[');
	for (size_t i = at; i < line->param_count; i++) {
		struct slice *values;
		size_t count;

		if (!same_name(line->params[i].name, line->params[at].name))
			continue;
		count = cal_param_values(writer->arena, &line->params[i],
					 &values);
		for (size_t j = 0; j < count; j++) {
			if (total++ > 0)
				buf_putc(buf, ',');
			json_quote(buf, values[j]);
		}
	}
	if (total == 1) { /* no list */
		memmove(buf->at + start, buf->at + start + 1,
			buf->len - start - 1);
		buf->len--;
	} else {
		buf_putc(buf, ']');
	}
}

static void put_params(struct writer *writer, const struct cal_line *line)
{
	bool any = false;

	buf_putc(writer->buf, '{');
	for (size_t i = 0; i < line->param_count; i++) {
		if (slice_is(line->params[i].name, "VALUE") ||
		    !is_first(line, i))
			continue;
		if (any)
			buf_putc(writer->buf, ',');
		any = true;
		put_param(writer, line, i);
	}
	buf_putc(writer->buf, '}');
}

static void put_line(struct arena *arena, const struct cal_line *line,
		     struct buf *buf)
{
	const struct cal_param *value = cal_param_find(line, "VALUE");
	struct writer writer = { .arena = arena, .buf = buf };
	unsigned type = JCAL_UNKNOWN;
	bool known = value && word_find(jcal_type_words, value->value, &type);
	bool other = value && !known && jcal_is_name(value->value);

	writer.property = jcal_property_find(line->name);
	writer.type = known ? (enum jcal_type)type : writer.property->type;
	buf_putc(buf, '[');
	put_name(buf, line->name);
	buf_putc(buf, ',');
	put_params(&writer, line);
	buf_putc(buf, ',');
	put_typed(&writer, line, other ? &value->value : NULL, known);
	buf_putc(buf, ']');
}

void cal_jcal_write(struct operation *op, const struct cal_component *component,
		    struct buf *buf)
{
	bool any = false;

	buf_putc(buf, '[');
	put_name(buf, component->name);
	buf_puts(buf, ",[");
	for (size_t i = 0; i < component->line_count; i++) {
		const struct cal_line *line = &component->lines[i];

		(void)operation_spend(op,
				      LINE_WORK + line->value.len * BYTE_WORK);
		if (!jcal_is_name(line->name))
			continue;
		if (any)
			buf_putc(buf, ',');
		any = true;
		put_line(op->arena, line, buf);
	}
	buf_puts(buf, "],[");
	for (size_t i = 0; i < component->child_count; i++) {
		if (i > 0)
			buf_putc(buf, ',');
		cal_jcal_write(op, component->children[i], buf);
	}
	buf_puts(buf, "]]");
}
