#include "base/slice.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_of(const char *string)
{
	return (struct slice){ string, string ? strlen(string) : 0 };
}

bool slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.at, b.at, a.len));
}

bool slice_is(struct slice slice, const char *string)
{
	return slice.len == strlen(string) &&
	       (slice.len == 0 || !strncasecmp(slice.at, string, slice.len));
}

bool slice_starts(struct slice slice, const char *prefix)
{
	size_t len = strlen(prefix);

	return slice.len >= len && (len == 0 || !memcmp(slice.at, prefix, len));
}

struct slice slice_trim(struct slice slice)
{
	while (slice.len > 0 && is_blank(slice.at[0])) {
		slice.at++;
		slice.len--;
	}
	while (slice.len > 0 && is_blank(slice.at[slice.len - 1]))
		slice.len--;
	return slice;
}

struct slice slice_cut(struct slice *rest, char mark)
{
	struct slice whole = *rest;
	const char *found = NULL;
	size_t len;

	if (whole.len > 0)
		found = memchr(whole.at, mark, whole.len);
	if (!found) {
		*rest = (struct slice){ NULL, 0 };
		return whole;
	}
	len = (size_t)(found - whole.at);
	*rest = (struct slice){ found + 1, whole.len - len - 1 };
	return (struct slice){ whole.at, len };
}

char *slice_dup(struct arena *arena, struct slice slice)
{
	return arena_strndup(arena, slice.at, slice.len);
}
