#include "admin/pages/icon.h"

struct icon {
	const char *name, *shape; /* on a grid of 16 */
};

#define PATH(d) "<path d=\"" d "\"/>"
#define CIRCLE(r) "<circle cx=\"8\" cy=\"8\" r=\"" r "\"/>"

static const struct icon icons[] = {
	{ "ring", CIRCLE("5.2") },
	{ "draft", "<circle cx=\"8\" cy=\"8\" r=\"5.2\" "
		   "stroke-dasharray=\"2.6 2.2\"/>" },
	{ "clock", CIRCLE("5.6") PATH("M8 5v3.3l2 1.4") },
	{ "check", PATH("M3.2 8.6l3 3L12.8 4.6") },
	{ "slash", CIRCLE("5.4") PATH("M4.3 11.7l7.4-7.4") },
	{ "cross", PATH("M4 4l8 8M12 4l-8 8") },
	{ "pencil", PATH("M3 13l.8-3.2 7-7 2.4 2.4-7 7zM9.6 4l2.4 2.4") },
	{ "warn", PATH("M8 2.6l6 10.6H2zM8 6.6v3.2M8 11.4v.2") },
	{ "lock", PATH("M4 7.4h8v5.4H4zM5.6 7.4V5.2a2.4 2.4 0 0 1 4.8 0v2.2") },
	{ "search",
	  "<circle cx=\"7\" cy=\"7\" r=\"4\"/>" PATH("M10 10l3.6 3.6") },
	{ "plus", PATH("M8 3v10M3 8h10") },
	{ "menu", PATH("M2.5 4.5h11M2.5 8h11M2.5 11.5h11") },
	{ "today", PATH("M3 3h10v10H3zM5.4 6h5.2M5.4 8h5.2M5.4 10h3") },
	{ "calendar",
	  PATH("M2.6 4h10.8v9.4H2.6zM2.6 7h10.8M5.4 2.4v3M10.6 2.4v3") },
	{ "list",
	  PATH("M5.6 4h8M5.6 8h8M5.6 12h8M2.4 4h.4M2.4 8h.4M2.4 12h.4") },
	{ "people", "<circle cx=\"6\" cy=\"5.4\" r=\"2.4\"/>" PATH(
			    "M1.8 13a4.2 4.2 0 0 1 8.4 0M10.4 3.2a2.3 2.3 0 0 "
			    "1 0 4.4M11.6 9.2A4.2 4.2 0 0 1 14.2 13") },
	{ "person", "<circle cx=\"8\" cy=\"5.4\" r=\"2.6\"/>" PATH(
			    "M3 13.4a5 5 0 0 1 10 0") },
	{ "money",
	  PATH("M1.8 4.4h12.4v7.2H1.8zM3.8 8h.2M12 8h.2") CIRCLE("1.7") },
	{ "home", PATH("M2.6 7.6L8 3l5.4 4.6M4 6.8v6.4h8V6.8") },
	{ "device", PATH("M4.6 1.8h6.8v12.4H4.6zM7.2 12h1.6") },
	{ "print",
	  PATH("M4.4 6V2.4h7.2V6M4.4 11H2.4V6h11.2v5h-2M4.4 9.2h7.2v4.4H4."
	       "4z") },
	{ "download", PATH("M8 2.4v7.4M4.8 7L8 10l3.2-3M3 13.2h10") },
	{ "link", PATH("M6.8 9.2a2.6 2.6 0 0 0 3.8.2l2.2-2.2a2.6 2.6 0 0 "
		       "0-3.7-3.7L8 4.6M9.2 6.8a2.6 2.6 0 0 0-3.8-.2L3.2 "
		       "8.8a2.6 2.6 0 0 0 3.7 3.7L8 11.4") },
	{ "left", PATH("M9.8 3.4L5.2 8l4.6 4.6") },
	{ "right", PATH("M6.2 3.4L10.8 8l-4.6 4.6") },
	{ "down", PATH("M3.4 6.2L8 10.8l4.6-4.6") },
	{ "mail", PATH("M2 3.8h12v8.4H2zM2.2 4.2L8 8.8l5.8-4.6") },
	{ "flag", PATH("M4 13.6V2.6h8L10.4 5.4 12 8.2H4") },
	{ "info", CIRCLE("5.8") PATH("M8 7.4v3.6M8 5v.2") },
	{ "undo", PATH("M5.6 3L2.6 6l3 3M2.8 6h6.6a3.6 3.6 0 0 1 0 7.2H6") },
	{ "gear", CIRCLE("2.2") PATH(
			  "M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6L5 5M11 "
			  "11l1.4 1.4M3.6 12.4L5 11M11 5l1.4-1.4") },
};

void icon_put(struct html *html, const char *name)
{
	html_add(html,
		 "<svg class=\"icon\" aria-hidden=\"true\">"
		 "<use href=\"#i-%s\"/></svg>",
		 name);
}

void icon_sprite(struct html *html)
{
	html_add(html, "<svg class=\"sprite\" aria-hidden=\"true\">");
	for (size_t i = 0; i < ARRAY_SIZE(icons); i++) {
		html_add(html, "<symbol id=\"i-%s\" viewBox=\"0 0 16 16\">",
			 icons[i].name);
		buf_puts(&html->buf, icons[i].shape); /* our own markup */
		html_add(html, "</symbol>");
	}
	html_add(html, "</svg>\n");
}
