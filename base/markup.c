#include "base/markup.h"

void markup_text(struct buf *buf, const char *text)
{
	for (; text && *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '&')
			buf_puts(buf, "&amp;");
		else if (c == '<')
			buf_puts(buf, "&lt;");
		else if (c == '>')
			buf_puts(buf, "&gt;");
		else if (c == '"')
			buf_puts(buf, "&quot;");
		else if (c == '\'')
			buf_puts(buf, "&#39;");
		else if (c < 0x20 && c != '\n' && c != '\t')
			buf_putc(buf, ' ');
		else
			buf_putc(buf, *text);
	}
}

void markup_element(struct buf *buf, const char *element, const char *name,
		    const char *text)
{
	buf_printf(buf, "<%s", element);
	if (name)
		buf_printf(buf, " class=\"%s\"", name);
	buf_putc(buf, '>');
	markup_text(buf, text);
	buf_printf(buf, "</%s>", element);
}
