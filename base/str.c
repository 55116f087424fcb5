#include "base/str.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
