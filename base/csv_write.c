#include "base/csv_write.h"

#include <string.h>

/* What a spreadsheet takes for the beginning of a formula. */
#define FORMULA "=+-@\t\r"

void csv_quote(struct buf *buf, const char *text)
{
	if (!strpbrk(text, "\",\r\n")) {
		buf_puts(buf, text);
		return;
	}
	buf_putc(buf, '"');
	for (; *text; text++) {
		if (*text == '"')
			buf_putc(buf, '"');
		buf_putc(buf, *text);
	}
	buf_putc(buf, '"');
}

/* Marks in front do not count: a text that has one already gets another. */
static bool is_formula(const char *text)
{
	text += strspn(text, "'");
	return *text && strchr(FORMULA, *text);
}

const char *csv_harmless(struct arena *arena, const char *text)
{
	return is_formula(text) ? arena_printf(arena, "'%s", text) : text;
}

const char *csv_plain(const char *text)
{
	return *text == '\'' && is_formula(text) ? text + 1 : text;
}

void csv_begin(struct csv_out *out, struct arena *arena, const char *columns)
{
	buf_init(&out->buf, arena);
	buf_puts(&out->buf, columns);
	csv_end(out);
}

void csv_word(struct csv_out *out, const char *word)
{
	if (out->in_row)
		buf_putc(&out->buf, ',');
	out->in_row = true;
	if (word)
		csv_quote(&out->buf, word);
}

void csv_text(struct csv_out *out, const char *text)
{
	csv_word(out, text ? csv_harmless(out->buf.arena, text) : NULL);
}

void csv_int(struct csv_out *out, int64_t number)
{
	buf_printf(&out->buf, "%s%lld", out->in_row ? "," : "",
		   (long long)number);
	out->in_row = true;
}

void csv_id(struct csv_out *out, int64_t id)
{
	if (id)
		csv_int(out, id);
	else
		csv_word(out, NULL);
}

void csv_end(struct csv_out *out)
{
	buf_puts(&out->buf, "\r\n");
	out->in_row = false;
}
