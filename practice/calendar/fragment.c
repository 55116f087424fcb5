#include "practice/calendar/fragment.h"

#include "base/str.h"

#include <string.h>

static const struct {
	const char *entity;
	char byte;
} entities[] = {
	{ "&lt;", '<' },   { "&gt;", '>' },    { "&amp;", '&' },
	{ "&quot;", '"' }, { "&apos;", '\'' }, { "&#13;", '\r' },
	{ "&#xD;", '\r' }, { "&#10;", '\n' },  { "&#xA;", '\n' },
};

static size_t add_entity(struct buf *buf, const char *at)
{
	for (size_t i = 0; i < ARRAY_SIZE(entities); i++) {
		if (str_starts(at, entities[i].entity)) {
			buf_putc(buf, entities[i].byte);
			return strlen(entities[i].entity);
		}
	}
	buf_putc(buf, *at);
	return 1;
}

char *practice_fragment_text(struct arena *arena, const char *fragment)
{
	static const char cdata[] = "<![CDATA[";
	struct buf buf;

	buf_init(&buf, arena);
	while (*fragment) {
		const char *end;

		if (str_starts(fragment, cdata)) {
			fragment += sizeof(cdata) - 1;
			end = strstr(fragment, "]]>");
			if (!end)
				break;
			buf_add(&buf, fragment, (size_t)(end - fragment));
			fragment = end + 3;
		} else if (*fragment == '<') {
			end = strchr(fragment, '>');
			if (!end)
				break;
			fragment = end + 1;
		} else {
			fragment += add_entity(&buf, fragment);
		}
	}
	return slice_dup(arena, slice_trim(buf_view(&buf)));
}
