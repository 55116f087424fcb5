#include "base/str.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
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

bool str_equal(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return !strcmp(a, b);
}

bool str_same(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return !strcasecmp(a, b);
}

bool str_starts(const char *string, const char *prefix)
{
	return !strncmp(string, prefix, strlen(prefix));
}

bool str_ends(const char *string, const char *suffix)
{
	size_t len = strlen(string);
	size_t suffix_len = strlen(suffix);

	return len >= suffix_len && !strcmp(string + len - suffix_len, suffix);
}

bool str_empty(const char *string)
{
	return !string || !*string;
}

char *str_lower(struct arena *arena, const char *string)
{
	char *copy = arena_strdup(arena, string);

	for (char *c = copy; c && *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return copy;
}

bool str_to_int64(const char *string, int64_t *value)
{
	const char *digits = string;
	intmax_t number;
	char *end;

	if (!string)
		return false;
	if (*digits == '-' || *digits == '+')
		digits++;
	if (*digits < '0' || *digits > '9')
		return false;
	errno = 0;
	number = strtoimax(string, &end, 10);
	if (errno || *end)
		return false;
	*value = number;
	return true;
}
