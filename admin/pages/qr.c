#include "admin/pages/qr.h"

#include <qrencode.h>

#define MARGIN 4 /* modules of white around it, which readers need */

static bool is_dark(const QRcode *code, int x, int y)
{
	return code->data[y * code->width + x] & 1;
}

/* The dark modules of a line, each run of them one shape. */
static void put_line(struct html *html, const QRcode *code, int y)
{
	int x = 0;

	while (x < code->width) {
		int from = x;

		while (x < code->width && is_dark(code, x, y))
			x++;
		if (x > from)
			html_add(html, "M%d %dh%dv1h-%dz", from + MARGIN,
				 y + MARGIN, x - from, x - from);
		else
			x++;
	}
}

void qr_put(struct html *html, const char *text, const char *name)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int size;

	if (!code)
		return;
	size = code->width + 2 * MARGIN;
	html_add(html,
		 "<svg class=\"qr\" role=\"img\" aria-label=\"%s\" "
		 "viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
		 "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>"
		 "<path fill=\"#000\" d=\"",
		 name, size, size, size, size);
	for (int y = 0; y < code->width; y++)
		put_line(html, code, y);
	html_add(html, "\"/></svg>\n");
	QRcode_free(code);
}
