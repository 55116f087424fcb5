/**
 * Writing HTML: a template is a call with a literal, and whatever is put into
 * it is escaped. There is no way to write a text of a person's raw.
 *
 *	html_add(html, "<a href=\"%s\">%s</a>", url, name);
 *
 * The literal may hold %s, %d, %zu, %lld and %%. What stands for %s is escaped
 * for text and for attributes in double quotes alike; NULL is nothing. An
 * address in it comes from url_of, which encodes its parts, or from html_link,
 * which takes none but http, https and our own.
 */
#ifndef ADMIN_PAGES_HTML_H
#define ADMIN_PAGES_HTML_H

#include <stdbool.h>

#include "base/json.h"
#include "base/str.h"

struct html {
	struct buf buf;
};

void html_init(struct html *html, struct arena *arena);
/** A template; see above. Any other verb ends the process. */
void html_add(struct html *html, const char *format, ...) PRINTF(2, 3);
/** Text of people, lines kept as lines (<br>). */
void html_lines(struct html *html, const char *text);
/** ` name="value"`; NULL: nothing. The name is ours. */
void html_attribute(struct html *html, const char *name, const char *value);
/** The same with the same word for all, where `on` says so. */
void html_attribute_if(struct html *html, bool on, const char *name,
		       const char *value);
/** ` href="…"` of an address that somebody may have typed: nothing of one
 *  that is neither http, https, mailto, tel nor a path of ours. */
void html_link(struct html *html, const char *url);
/** JSON for a <script type="application/json">: no "<" is left in it. */
void html_json(struct html *html, const json_t *json);
/** What another writer made. */
void html_html(struct html *html, const struct html *part);

/** An address of ours: each %s is encoded as a segment or as a value of the
 *  query. Also %d, %zu and %lld. In the arena. */
const char *url_of(struct arena *arena, const char *format, ...) PRINTF(2, 3);

#endif
