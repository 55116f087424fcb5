#include "ical/parse.h"

#include "base/unicode.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* A component that is still open, and the room of its arrays. */
struct frame {
	struct cal_component *component;
	size_t line_room;
	size_t child_room;
};

struct reader {
	struct operation *op;
	const char *bytes;
	size_t len;
	size_t at; /* where the next line begins */
	size_t depth;
	struct frame frames[CAL_DEPTH_LIMIT];
	/* of the line at hand; copied out when it is whole */
	struct cal_param params[CAL_PARAM_LIMIT];
};

/* One content line: the bytes it takes up, and its text with folds undone. */
struct text {
	size_t begin, end;
	struct slice line;
};

/* Eight bytes at a time: each byte's lowest and highest bit. */
/* Units of work of a byte. */
#define BYTE_WORK 4

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS (ONES * 0x80)

static size_t line_number(const char *bytes, size_t at)
{
	size_t number = 1;

	for (size_t i = 0; i < at; i++)
		number += bytes[i] == '\n';
	return number;
}

static enum err refuse(const struct reader *reader, size_t at,
		       const char *reason)
{
	size_t end = at < reader->len ? at : reader->len;

	return fail(reader->op, ERR_CALENDAR_DATA, "line %zu: %s",
		    line_number(reader->bytes, end), reason);
}

/* False for control bytes but TAB; *high tells that some byte is not ASCII. */
static bool bytes_plain(const char *at, size_t len, bool *high)
{
	uint64_t low = 0;
	uint64_t seen = 0;
	size_t i = 0;

	for (; i + 8 <= len; i += 8) {
		uint64_t word;
		uint64_t del;

		memcpy(&word, at + i, sizeof(word));
		del = word ^ (ONES * 0x7F);
		/* Has a bit 7 set if a byte is below n; a TAB or a borrow may
		 * set one too, hence the slow look then. */
		low |= (((word - ONES * 0x20) & ~word) |
			((del - ONES) & ~del)) &
		       HIGHS;
		seen |= word & HIGHS;
	}
	*high = *high || seen;
	for (i = low ? 0 : i; i < len; i++) {
		unsigned char c = (unsigned char)at[i];

		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return false;
		if (c >= 0x80)
			*high = true;
	}
	return true;
}

/* Content of the physical line at `at`, and where the next one begins. */
static struct slice physical(const struct reader *reader, size_t at,
			     size_t *next)
{
	const char *start = reader->bytes + at;
	const char *newline = memchr(start, '\n', reader->len - at);
	struct slice line = { start, reader->len - at };

	if (newline) {
		line.len = (size_t)(newline - start);
		*next = at + line.len + 1;
	} else {
		*next = reader->len;
	}
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool is_fold(const struct reader *reader, size_t at)
{
	return at < reader->len &&
	       (reader->bytes[at] == ' ' || reader->bytes[at] == '\t');
}

/* Undo folds (RFC 5545 3.1) between begin and end into the arena. */
static struct slice unfold(const struct reader *reader, size_t begin,
			   size_t end)
{
	char *out = arena_alloc(reader->op->arena, end - begin);
	struct slice whole = { out, 0 };
	size_t at = begin;

	while (at < end) {
		size_t next;
		struct slice line = physical(reader, at, &next);
		size_t skip = at == begin ? 0 : 1;

		memcpy(out + whole.len, line.at + skip, line.len - skip);
		whole.len += line.len - skip;
		at = next;
	}
	return whole;
}

static enum err text_check(const struct reader *reader, const struct text *text)
{
	if (text->line.len > CAL_LINE_LIMIT)
		return refuse(reader, text->begin, "the line is too long");
	/* RFC 5545 3.1: a fold may stand within a character, so the bytes are
	 * joined before characters are looked for. */
	if (utf8_valid(text->line.at, text->line.len, NULL))
		return OK;
	return refuse(reader, text->begin, "the text is not UTF-8");
}

static enum err text_read(struct reader *reader, struct text *text)
{
	bool high = false;
	bool folded = false;
	size_t at = reader->at;
	size_t next;

	text->begin = at;
	for (;;) {
		struct slice line = physical(reader, at, &next);

		if (!bytes_plain(line.at, line.len, &high))
			return refuse(reader, at, "a control character");
		if (!folded)
			text->line = line;
		if (!is_fold(reader, next))
			break;
		folded = true;
		at = next;
	}
	text->end = next;
	reader->at = next;
	if (folded)
		text->line = unfold(reader, text->begin, text->end);
	if (high || text->line.len > CAL_LINE_LIMIT)
		return text_check(reader, text);
	return OK;
}

/* RFC 5545 wants letters, digits and hyphens; programs also use the others. */
static bool is_name(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

static struct slice name_read(const char **at, const char *end)
{
	const char *start = *at;

	while (*at < end && is_name(**at))
		(*at)++;
	return (struct slice){ start, (size_t)(*at - start) };
}

/* RFC 6868: ^n, ^^ and ^' stand for a new line, ^ and a quote. */
static struct slice carets_undo(struct arena *arena, struct slice value)
{
	char *out;
	struct slice plain = { NULL, 0 };

	if (!memchr(value.at, '^', value.len))
		return value;
	out = arena_alloc(arena, value.len);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		char next = i + 1 < value.len ? value.at[i + 1] : '\0';

		if (c == '^' && (next == 'n' || next == '^' || next == '\'')) {
			c = next == 'n' ? '\n' : next == '^' ? '^' : '"';
			i++;
		}
		out[plain.len++] = c;
	}
	plain.at = out;
	return plain;
}

/* The quote that closes the one at `at`, or NULL. */
static const char *closing(const char *at, const char *end)
{
	if (at == end || *at != '"')
		return NULL;
	return memchr(at + 1, '"', (size_t)(end - at - 1));
}

/* Behind "(UTC-05:00)", which some write without the quotes that its colon
 * asks for. */
static const char *offset_pass(const char *at, const char *end)
{
	struct slice rest = { at, (size_t)(end - at) };
	const char *close;

	if (!slice_starts(rest, "(UTC") && !slice_starts(rest, "(GMT"))
		return at;
	close = memchr(at, ')', rest.len);
	return close ? close + 1 : at;
}

/* One or several values, up to the ';' or ':' behind them. Apple writes
 * quotes within a value too: they are characters of it like others, and so
 * is one that no other closes. */
static struct slice param_written(const char **at, const char *end)
{
	const char *start = *at;

	for (;;) {
		const char *quote = closing(*at, end);

		*at = quote ? quote + 1 : offset_pass(*at, end);
		while (*at < end && !strchr(";:,", **at))
			(*at)++;
		if (*at == end || **at != ',')
			break;
		(*at)++;
	}
	return (struct slice){ start, (size_t)(*at - start) };
}

static struct slice param_value(struct arena *arena, struct slice written)
{
	const char *end = written.at + written.len;
	const char *close = closing(written.at, end);

	if (close && close + 1 == end) /* the whole is quoted */
		written = (struct slice){ written.at + 1, written.len - 2 };
	return written.len > 0 ? carets_undo(arena, written) : written;
}

/* The parameter behind a ';'. False where it is none: it is passed over up to
 * the next ';' or ':', since what we act on may stand behind it. */
static bool param_read(struct arena *arena, const char **at, const char *end,
		       struct cal_param *param)
{
	struct cal_param read;

	read.name = name_read(at, end);
	if (*at < end && **at == '=' && read.name.len > 0) {
		(*at)++;
		read.written = param_written(at, end);
		read.value = param_value(arena, read.written);
		*param = read;
		return true;
	}
	while (*at < end && **at != ';' && **at != ':')
		(*at)++;
	return false;
}

/* A line of a program's own ("X-...") that is no content line: nobody acts on
 * it, so it is kept and called by all that stands before its value. */
static bool line_pass(struct slice text, struct cal_line *line)
{
	struct slice value = text;

	if (!slice_starts(text, "X-") && !slice_starts(text, "x-"))
		return false;
	line->name = slice_cut(&value, ':');
	line->value = value.at ? value : (struct slice){ text.at, 0 };
	line->params = NULL;
	line->param_count = 0;
	return true;
}

/* NULL, or why the text is no content line. */
static const char *line_split(struct reader *reader, struct slice text,
			      struct cal_line *line)
{
	const char *at = text.at;
	const char *end = text.at + text.len;
	size_t count = 0;

	line->name = name_read(&at, end);
	if (line->name.len == 0)
		return "the line begins with no property name";
	while (at < end && *at == ';') {
		if (count == CAL_PARAM_LIMIT)
			return "the line has too many parameters";
		at++;
		count += param_read(reader->op->arena, &at, end,
				    &reader->params[count]);
	}
	if (at == end || *at != ':') {
		if (line_pass(text, line))
			return NULL;
		return "no colon behind the property's name";
	}
	at++;
	line->value = (struct slice){ at, (size_t)(end - at) };
	line->param_count = count;
	line->params = NULL;
	if (count > 0)
		line->params = arena_memdup(reader->op->arena, reader->params,
					    count * sizeof(*line->params));
	return NULL;
}

static enum err component_begin(struct reader *reader,
				const struct cal_line *line)
{
	struct arena *arena = reader->op->arena;
	struct frame *outer;
	struct cal_component *component;

	if (reader->depth == CAL_DEPTH_LIMIT)
		return refuse(reader, line->begin,
			      "components are nested too deeply");
	component = arena_alloc(arena, sizeof(*component));
	component->name = slice_trim(line->value);
	component->begin = line->begin;
	component->bytes = reader->bytes;
	if (component->name.len == 0)
		return refuse(reader, line->begin, "BEGIN names no component");
	if (reader->depth == 0) {
		if (!slice_is(component->name, "VCALENDAR"))
			return refuse(reader, line->begin,
				      "a component outside VCALENDAR");
	} else {
		outer = &reader->frames[reader->depth - 1];
		component->parent = outer->component;
		outer->component->children = arena_grow(
			arena, outer->component->children,
			outer->component->child_count, &outer->child_room,
			sizeof(struct cal_component *));
		outer->component->children[outer->component->child_count++] =
			component;
	}
	reader->frames[reader->depth++] = (struct frame){ component, 0, 0 };
	return OK;
}

static enum err component_end(struct reader *reader,
			      const struct cal_line *line,
			      struct cal_component **done)
{
	struct cal_component *component;
	struct slice name = slice_trim(line->value);

	if (reader->depth == 0)
		return refuse(reader, line->begin, "END without BEGIN");
	component = reader->frames[reader->depth - 1].component;
	if (name.len != component->name.len ||
	    strncasecmp(name.at, component->name.at, name.len) != 0)
		return refuse(reader, line->begin,
			      "END is of another component than BEGIN");
	component->end = line->end;
	reader->depth--;
	if (reader->depth == 0)
		*done = component;
	return OK;
}

static enum err line_take(struct reader *reader, const struct text *text,
			  struct cal_component **done)
{
	struct cal_line line = { .begin = text->begin, .end = text->end };
	const char *reason = line_split(reader, text->line, &line);
	struct frame *frame;
	struct cal_component *component;

	if (reason)
		return refuse(reader, text->begin, reason);
	if (slice_is(line.name, "BEGIN"))
		return component_begin(reader, &line);
	if (slice_is(line.name, "END"))
		return component_end(reader, &line, done);
	if (reader->depth == 0)
		return refuse(reader, text->begin, "a line outside VCALENDAR");
	frame = &reader->frames[reader->depth - 1];
	component = frame->component;
	component->lines = arena_grow(reader->op->arena, component->lines,
				      component->line_count, &frame->line_room,
				      sizeof(struct cal_line));
	component->lines[component->line_count++] = line;
	return OK;
}

/* The next VCALENDAR, or NULL when only blank lines are left. */
static enum err calendar_read(struct reader *reader,
			      struct cal_component **calendar)
{
	struct cal_component *done = NULL;
	struct text text = { 0 };
	enum err err;

	while (!done && reader->at < reader->len) {
		err = text_read(reader, &text);
		if (err)
			return err;
		if (text.line.len == 0)
			continue;
		err = line_take(reader, &text, &done);
		if (err)
			return err;
	}
	if (reader->depth > 0)
		return refuse(reader, reader->len,
			      "the text ends before its components do");
	*calendar = done;
	return OK;
}

static struct reader *reader_new(struct operation *op, const char *bytes,
				 size_t len)
{
	struct reader *reader = arena_alloc(op->arena, sizeof(*reader));

	reader->op = op;
	reader->bytes = bytes;
	reader->len = len;
	/* A mark of the byte order says nothing in UTF-8. */
	if (slice_starts((struct slice){ bytes, len }, UTF8_MARK))
		reader->at = strlen(UTF8_MARK);
	return reader;
}

enum err cal_parse(struct operation *op, const char *bytes, size_t len,
		   struct cal_component **calendar)
{
	struct reader *reader = reader_new(op, bytes, len);
	struct cal_component *first = NULL;
	struct cal_component *second = NULL;
	enum err err;

	(void)operation_spend(op, len * BYTE_WORK);
	err = calendar_read(reader, &first);

	if (err)
		return err;
	if (!first)
		return fail(op, ERR_CALENDAR_DATA,
			    "the text holds no VCALENDAR");
	err = calendar_read(reader, &second);
	if (err)
		return err;
	if (second)
		return refuse(reader, second->begin, "a second VCALENDAR");
	*calendar = first;
	return OK;
}

static const struct cal_line *line_from(const struct cal_component *component,
					size_t index, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = index; i < component->line_count; i++) {
		const struct cal_line *line = &component->lines[i];

		if (line->name.len == len &&
		    !strncasecmp(line->name.at, name, len))
			return line;
	}
	return NULL;
}

const struct cal_line *cal_line_find(const struct cal_component *component,
				     const char *name)
{
	return line_from(component, 0, name);
}

const struct cal_line *cal_line_next(const struct cal_component *component,
				     const struct cal_line *line,
				     const char *name)
{
	assert(line >= component->lines &&
	       line < component->lines + component->line_count);
	return line_from(component, (size_t)(line - component->lines) + 1,
			 name);
}

const struct cal_line *cal_line_filled(const struct cal_component *component,
				       const struct cal_line *line,
				       const char *name)
{
	do {
		line = line ? cal_line_next(component, line, name)
			    : cal_line_find(component, name);
	} while (line && slice_trim(line->value).len == 0);
	return line;
}

const struct cal_param *cal_param_find(const struct cal_line *line,
				       const char *name)
{
	for (size_t i = 0; i < line->param_count; i++) {
		if (slice_is(line->params[i].name, name))
			return &line->params[i];
	}
	return NULL;
}

/* Up to the first comma that no quotes enclose. */
static size_t item_length(struct slice list)
{
	const char *end = list.at + list.len;
	const char *at = list.at;

	while (at < end && *at != ',') {
		const char *quote = closing(at, end);

		at = quote ? quote + 1 : at + 1;
	}
	return (size_t)(at - list.at);
}

size_t cal_param_values(struct arena *arena, const struct cal_param *param,
			struct slice **values)
{
	struct slice rest = param->written;
	struct slice *found = NULL;
	size_t count = 0, room = 0;

	for (;;) {
		size_t len = item_length(rest);

		found = arena_grow(arena, found, count, &room, sizeof(*found));
		found[count++] =
			param_value(arena, (struct slice){ rest.at, len });
		if (len == rest.len)
			break;
		rest.at += len + 1;
		rest.len -= len + 1;
	}
	*values = found;
	return count;
}

struct slice cal_line_bytes(const struct cal_component *component,
			    const struct cal_line *line)
{
	return (struct slice){ component->bytes + line->begin,
			       line->end - line->begin };
}

size_t cal_line_number(const struct cal_component *component, size_t begin)
{
	return line_number(component->bytes, begin);
}

enum err cal_fail_at(struct operation *op,
		     const struct cal_component *component,
		     const struct cal_line *line)
{
	struct slice name = line ? line->name : component->name;
	size_t begin = line ? line->begin : component->begin;

	return fail(op, op->failure.code, "line %zu (%.*s): %s",
		    cal_line_number(component, begin), (int)name.len, name.at,
		    op->failure.message);
}

struct slice cal_component_bytes(const struct cal_component *component)
{
	return (struct slice){ component->bytes + component->begin,
			       component->end - component->begin };
}
