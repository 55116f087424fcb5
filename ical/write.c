#include "ical/write.h"

#include "base/unicode.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* RFC 5545 3.1: octets of a line without its line end. */
#define FOLD_AT 75

/* Where a line being written stands. */
struct line {
	struct buf *buf;
	size_t column; /* octets since the last line end */
};

/* Some octets that must stay together: a code point, or an escape. */
static void line_unit(struct line *line, const char *bytes, size_t len)
{
	if (line->column + len > FOLD_AT) {
		buf_add(line->buf, "\r\n ", 3);
		line->column = 1;
	}
	buf_add(line->buf, bytes, len);
	line->column += len;
}

/* Octets of the code point at `at`; one for what is no UTF-8. */
static size_t point_length(const char *at)
{
	unsigned char c = (unsigned char)*at;
	size_t want = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
	size_t len = 1;

	while (len < want && ((unsigned char)at[len] & 0xC0) == 0x80)
		len++;
	return len;
}

static bool is_control(char c)
{
	unsigned char byte = (unsigned char)c;

	return (byte < 0x20 && byte != '\t') || byte == 0x7F;
}

/* Write the plain ASCII (without the bytes of `but`) that `text` begins with
 * and that the line has room for; returns its length. */
static size_t line_run(struct line *line, const char *text, const char *but)
{
	size_t room = line->column < FOLD_AT ? FOLD_AT - line->column : 0;
	size_t len = 0;

	while (len < room && text[len] >= ' ' && text[len] < 0x7F &&
	       (!but || !strchr(but, text[len])))
		len++;
	if (len > 0)
		buf_add(line->buf, text, len);
	line->column += len;
	return len;
}

/* Without control bytes, which no content line may hold. */
static void line_puts(struct line *line, const char *text)
{
	while (*text) {
		size_t len = line_run(line, text, NULL);

		text += len;
		if (!*text)
			break;
		len = point_length(text);
		if (!is_control(*text))
			line_unit(line, text, len);
		text += len;
	}
}

/* What a byte of TEXT is written as, or NULL when as itself. */
static const char *escape(const char *at)
{
	switch (*at) {
	case '\\':
		return "\\\\";
	case ';':
		return "\\;";
	case ',':
		return "\\,";
	case '\n':
		return "\\n";
	case '\r': /* with LF one line end; alone one too */
		return at[1] == '\n' ? "" : "\\n";
	default:
		return is_control(*at) ? "" : NULL;
	}
}

void cal_write(struct buf *buf, const char *head, const char *value)
{
	struct line line = { buf, 0 };

	line_puts(&line, head);
	line_unit(&line, ":", 1);
	line_puts(&line, value);
	buf_add(buf, "\r\n", 2);
}

void cal_write_text(struct buf *buf, const char *head, const char *text)
{
	struct line line = { buf, 0 };

	line_puts(&line, head);
	line_unit(&line, ":", 1);
	while (*text) {
		const char *escaped;
		size_t len;

		text += line_run(&line, text, "\\;,");
		if (!*text)
			break;
		escaped = escape(text);
		len = escaped ? 1 : point_length(text);
		if (!escaped)
			line_unit(&line, text, len);
		else if (*escaped)
			line_unit(&line, escaped, 2);
		text += len;
	}
	buf_add(buf, "\r\n", 2);
}

void cal_text_escape(struct buf *buf, const char *text)
{
	for (; *text; text++) {
		const char *escaped = escape(text);

		if (escaped)
			buf_puts(buf, escaped);
		else
			buf_putc(buf, *text);
	}
}

void cal_write_int(struct buf *buf, const char *head, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	cal_write(buf, head, text);
}

void cal_write_instant(struct buf *buf, const char *head,
		       struct instant instant)
{
	cal_write(buf, head, instant_basic(buf->arena, instant));
}

void cal_write_wall(struct buf *buf, const char *name,
		    const struct cal_zone *zone, struct instant instant)
{
	struct wall wall;
	char *head;

	if (zone == cal_zone_utc()) {
		cal_write_instant(buf, name, instant);
		return;
	}
	wall = cal_zone_wall(zone, instant);
	head = arena_printf(buf->arena, "%s;TZID=%s", name,
			    cal_param_text(buf->arena, cal_zone_name(zone)));
	cal_write(buf, head, wall_basic(buf->arena, wall));
}

void cal_write_day(struct buf *buf, const char *name, struct day day)
{
	struct wall wall = day_wall(day);

	cal_write(buf, arena_printf(buf->arena, "%s;VALUE=DATE", name),
		  arena_printf(buf->arena, "%04d%02d%02d", wall.year,
			       wall.month, wall.day));
}

/* Length of the folds at `at` when a character goes on behind them, or 0. */
static size_t split_length(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len) {
		size_t next = end + (text.at[end] == '\r');

		if (next + 1 >= text.len || text.at[next] != '\n' ||
		    (text.at[next + 1] != ' ' && text.at[next + 1] != '\t'))
			break;
		end = next + 2;
	}
	if (end == at || end == text.len ||
	    ((unsigned char)text.at[end] & 0xC0) != 0x80)
		return 0;
	return end - at;
}

struct slice cal_write_whole(struct arena *arena, struct slice text)
{
	size_t begin = slice_starts(text, UTF8_MARK) ? strlen(UTF8_MARK) : 0;
	size_t at = begin;
	struct buf buf = { 0 };

	while (at < text.len) {
		const char *feed = memchr(text.at + at, '\n', text.len - at);
		size_t line, fold, split;

		if (!feed)
			break;
		line = fold = (size_t)(feed - text.at);
		if (fold > at && text.at[fold - 1] == '\r')
			fold--;
		split = split_length(text, fold);
		if (split == 0) {
			at = line + 1;
			continue;
		}
		if (!buf.arena)
			buf_init_sized(&buf, arena, text.len);
		buf_add(&buf, text.at + begin, fold - begin);
		begin = at = fold + split;
	}
	if (!buf.arena)
		return (struct slice){ text.at + begin, text.len - begin };
	buf_add(&buf, text.at + begin, text.len - begin);
	return buf_view(&buf);
}

char *cal_param_text(struct arena *arena, const char *value)
{
	bool quoted = strpbrk(value, ":;,") != NULL;
	struct buf buf;

	buf_init_sized(&buf, arena, strlen(value) + 3);
	if (quoted)
		buf_putc(&buf, '"');
	for (const char *at = value; *at; at++) {
		if (*at == '^')
			buf_puts(&buf, "^^");
		else if (*at == '"')
			buf_puts(&buf, "^'");
		else if (*at == '\n')
			buf_puts(&buf, "^n");
		else if (!is_control(*at))
			buf_putc(&buf, *at);
	}
	if (quoted)
		buf_putc(&buf, '"');
	buf_puts(&buf, "");
	return buf.at;
}
