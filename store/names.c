#include "store/names_private.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

/* The name of number `i`, from 0. */
typedef const char *name_of(struct sqlite3_stmt *stmt, int i);

static const char *parameter_name(struct sqlite3_stmt *stmt, int i)
{
	const char *name = sqlite3_bind_parameter_name(stmt, i + 1);

	assert(name && name[0] == '$');
	return name + 1;
}

static const char *column_name(struct sqlite3_stmt *stmt, int i)
{
	const char *name = sqlite3_column_name(stmt, i);

	if (!name)
		abort(); /* out of memory */
	return name;
}

/* The texts lie behind their addresses. */
static struct names names_new(struct sqlite3_stmt *stmt, int count,
			      name_of *name)
{
	size_t size = (size_t)count * sizeof(char *);
	struct names names = { .count = count };
	char *text;

	if (count == 0)
		return names;
	for (int i = 0; i < count; i++)
		size += strlen(name(stmt, i)) + 1;
	names.at = malloc(size);
	names.literals = calloc((size_t)count, sizeof(*names.literals));
	if (!names.at || !names.literals)
		abort();
	text = (char *)(names.at + count);
	for (int i = 0; i < count; i++) {
		size_t len = strlen(name(stmt, i)) + 1;

		names.at[i] = memcpy(text, name(stmt, i), len);
		text += len;
	}
	return names;
}

static bool names_differ(const struct names *names)
{
	for (int i = 0; i < names->count; i++) {
		for (int j = 0; j < i; j++) {
			if (strcmp(names->at[i], names->at[j]) == 0)
				return false;
		}
	}
	return true;
}

void names_of_parameters(struct sqlite3_stmt *stmt, struct names *names)
{
	*names = names_new(stmt, sqlite3_bind_parameter_count(stmt),
			   parameter_name);
}

void names_of_columns(struct sqlite3_stmt *stmt, struct names *names)
{
	*names = names_new(stmt, sqlite3_column_count(stmt), column_name);
	assert(names_differ(names));
}

void names_free(struct names *names)
{
	free(names->at);
	free(names->literals);
}

int names_find(struct names *names, const char *name)
{
	int i = names->next;

	for (int tried = 0; tried < names->count; tried++, i++) {
		if (i == names->count)
			i = 0;
		if (names->literals[i] == name ||
		    strcmp(names->at[i], name) == 0) {
			names->literals[i] = name;
			names->next = i + 1;
			return i;
		}
	}
	return -1;
}
