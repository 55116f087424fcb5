#include "ical/text.h"

#include <string.h>

/* RFC 5545 3.3.11 knows \\ \; \, \n and \N; older programs also escape
 * colons and quotes. Another backslash stands for itself. */
static bool unescape(char next, char *c)
{
	if (next == 'n' || next == 'N') {
		*c = '\n';
		return true;
	}
	if (next == '\0' || !strchr("\\;,:\"", next))
		return false;
	*c = next;
	return true;
}

char *cal_text(struct arena *arena, struct slice value)
{
	char *out;
	size_t len = 0;

	if (value.len == 0 || !memchr(value.at, '\\', value.len))
		return slice_dup(arena, value);
	out = arena_alloc(arena, value.len + 1);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];

		if (c == '\\' && i + 1 < value.len &&
		    unescape(value.at[i + 1], &c))
			i++;
		out[len++] = c;
	}
	out[len] = '\0';
	return out;
}

char *cal_text_of(struct arena *arena, const struct cal_component *component,
		  const char *name)
{
	const struct cal_line *line = cal_line_find(component, name);

	return line ? cal_text(arena, line->value) : NULL;
}

/* Length up to the first comma that no backslash escapes. */
static size_t item_length(struct slice value)
{
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == ',')
			return i;
		if (value.at[i] == '\\')
			i++;
	}
	return value.len;
}

size_t cal_text_list(struct arena *arena, struct slice value, char ***items)
{
	char **found = NULL;
	size_t count = 0;
	size_t room = 0;

	while (value.at && value.len > 0) {
		size_t len = item_length(value);
		bool more = len < value.len;

		found = arena_grow(arena, found, count, &room, sizeof(char *));
		found[count++] =
			cal_text(arena, (struct slice){ value.at, len });
		if (!more)
			break;
		value.at += len + 1;
		value.len -= len + 1;
		if (value.len == 0) { /* "a," ends with an empty item */
			found = arena_grow(arena, found, count, &room,
					   sizeof(char *));
			found[count++] = arena_strdup(arena, "");
		}
	}
	*items = found;
	return count;
}
