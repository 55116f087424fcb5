#include "admin/pages/html.h"

#include "base/markup.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Writes a text the way that what is made asks for. */
typedef void put_text(struct buf *buf, const char *text);

void html_init(struct html *html, struct arena *arena)
{
	buf_init(&html->buf, arena);
}

/* One verb behind its '%'; returns what follows it. */
static const char *put_verb(struct buf *buf, put_text *put, const char *verb,
			    va_list *args)
{
	if (*verb == '%') {
		buf_putc(buf, '%');
		return verb + 1;
	}
	if (*verb == 's') {
		const char *text = va_arg(*args, const char *);

		put(buf, text ? text : "");
		return verb + 1;
	}
	if (*verb == 'd') {
		buf_printf(buf, "%d", va_arg(*args, int));
		return verb + 1;
	}
	if (!strncmp(verb, "zu", 2)) {
		buf_printf(buf, "%zu", va_arg(*args, size_t));
		return verb + 2;
	}
	if (!strncmp(verb, "lld", 3)) {
		buf_printf(buf, "%lld", va_arg(*args, long long));
		return verb + 3;
	}
	abort(); /* a template of ours is wrong */
}

static void put_all(struct buf *buf, put_text *put, const char *format,
		    va_list *args)
{
	while (*format) {
		size_t len = strcspn(format, "%");

		buf_add(buf, format, len);
		format += len;
		if (*format)
			format = put_verb(buf, put, format + 1, args);
	}
}

void html_add(struct html *html, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_all(&html->buf, markup_text, format, &args);
	va_end(args);
}

void html_lines(struct html *html, const char *text)
{
	struct slice rest = slice_of(text);
	bool first = true;

	while (rest.at) {
		struct slice line = slice_cut(&rest, '\n');

		if (!first)
			buf_puts(&html->buf, "<br>");
		first = false;
		markup_text(&html->buf, slice_dup(html->buf.arena, line));
	}
}

void html_attribute(struct html *html, const char *name, const char *value)
{
	if (value)
		html_add(html, " %s=\"%s\"", name, value);
}

void html_attribute_if(struct html *html, bool on, const char *name,
		       const char *value)
{
	html_attribute(html, name, on ? value : NULL);
}

static bool is_followed(const char *url)
{
	static const char *const schemes[] = { "http://", "https://",
					       "mailto:", "tel:", NULL };

	if (*url == '/')
		return url[1] != '/' && url[1] != '\\';
	for (size_t i = 0; schemes[i]; i++)
		if (!strncasecmp(url, schemes[i], strlen(schemes[i])))
			return true;
	return false;
}

void html_link(struct html *html, const char *url)
{
	if (url && is_followed(url))
		html_attribute(html, "href", url);
}

void html_json(struct html *html, const json_t *json)
{
	const char *text = json_text(html->buf.arena, json);

	for (; text && *text; text++) {
		if (*text == '<')
			buf_puts(&html->buf, "\\u003c");
		else
			buf_putc(&html->buf, *text);
	}
}

void html_html(struct html *html, const struct html *part)
{
	buf_slice(&html->buf, buf_view(&part->buf));
}

/* All but what is plain in every part of an address. */
static void put_encoded(struct buf *buf, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789_.~-:";

	for (; *text; text++) {
		if (strchr(plain, *text))
			buf_putc(buf, *text);
		else
			buf_printf(buf, "%%%02X", (unsigned char)*text);
	}
}

const char *url_of(struct arena *arena, const char *format, ...)
{
	struct buf buf;
	va_list args;

	buf_init(&buf, arena);
	va_start(args, format);
	put_all(&buf, put_encoded, format, &args);
	va_end(args);
	return buf.len ? buf.at : "";
}
