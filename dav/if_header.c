#include "dav/if_header_private.h"

#include "base/str.h"

#include <string.h>
#include <strings.h>

/* The header while it is read. */
struct reading {
	struct arena *arena;
	const char *at;
	struct if_list *lists;
	size_t count, room;
	struct if_condition *conditions; /* of the list at hand */
	size_t condition_count, condition_room;
	const char **tokens;
	size_t token_count, token_room;
	size_t total, tags;
};

static void skip_blanks(struct reading *reading)
{
	while (*reading->at == ' ' || *reading->at == '\t')
		reading->at++;
}

/* What stands from `open`, where we are, up to its `close`; NULL where the
 * header is broken. */
static const char *bracketed(struct reading *reading, char close)
{
	const char *start = reading->at + 1;
	const char *end = strchr(start, close);

	if (!end || end == start)
		return NULL;
	reading->at = end + 1;
	return arena_strndup(reading->arena, start, (size_t)(end - start));
}

static const char *read_tag(struct reading *reading)
{
	return ++reading->tags > IF_TAG_LIMIT ? NULL : bracketed(reading, '>');
}

/* [W/]"...", in which a bracket may stand. */
static const char *read_etag(struct reading *reading)
{
	const char *start = reading->at + 1;
	const char *open = start;
	const char *end;

	if (!strncmp(open, "W/", 2))
		open += 2;
	end = *open == '"' ? strchr(open + 1, '"') : NULL;
	if (!end || end[1] != ']')
		return NULL;
	reading->at = end + 2;
	return arena_strndup(reading->arena, start, (size_t)(end + 1 - start));
}

static void add_token(struct reading *reading, const char *token)
{
	reading->tokens = arena_grow(reading->arena, reading->tokens,
				     reading->token_count, &reading->token_room,
				     sizeof(*reading->tokens));
	reading->tokens[reading->token_count++] = token;
}

static bool read_condition(struct reading *reading,
			   struct if_condition *condition)
{
	*condition = (struct if_condition){ .not = false };
	if (!strncasecmp(reading->at, "Not", 3)) {
		condition->not = true;
		reading->at += 3;
		skip_blanks(reading);
	}
	if (*reading->at == '<') {
		condition->token = bracketed(reading, '>');
		if (condition->token &&
		    !str_equal(condition->token, "DAV:no-lock"))
			add_token(reading, condition->token);
	} else if (*reading->at == '[') {
		condition->etag = read_etag(reading);
	}
	return condition->token || condition->etag;
}

/* From its parenthesis on; there is at least one condition. */
static bool read_list(struct reading *reading, const char *tag)
{
	struct if_condition condition;
	struct if_list *list;

	reading->at++;
	reading->conditions = NULL;
	reading->condition_count = reading->condition_room = 0;
	for (skip_blanks(reading); *reading->at != ')'; skip_blanks(reading)) {
		if (++reading->total > IF_CONDITION_LIMIT ||
		    !read_condition(reading, &condition))
			return false;
		reading->conditions = arena_grow(
			reading->arena, reading->conditions,
			reading->condition_count, &reading->condition_room,
			sizeof(*reading->conditions));
		reading->conditions[reading->condition_count++] = condition;
	}
	reading->at++;
	reading->lists =
		arena_grow(reading->arena, reading->lists, reading->count,
			   &reading->room, sizeof(*reading->lists));
	list = &reading->lists[reading->count++];
	*list = (struct if_list){ tag, reading->conditions,
				  reading->condition_count };
	return list->count > 0;
}

/* Lists without a tag come before none and after none (10.4.2): it is either
 * they alone, or each tag with lists of its own. */
static bool read_lists(struct reading *reading)
{
	const char *tag = NULL;
	bool tagged = *reading->at == '<';
	bool lists = false; /* behind the tag at hand */

	while (*reading->at) {
		if (*reading->at == '(') {
			lists = true;
			if (!read_list(reading, tag))
				return false;
		} else if (*reading->at == '<' && tagged && (lists || !tag)) {
			lists = false;
			tag = read_tag(reading);
			if (!tag)
				return false;
		} else {
			return false;
		}
		skip_blanks(reading);
	}
	return lists;
}

bool if_header_read(struct arena *arena, const char *value,
		    struct if_header *header)
{
	struct reading reading = { .arena = arena, .at = value };

	skip_blanks(&reading);
	if (!read_lists(&reading))
		return false;
	add_token(&reading, NULL);
	*header = (struct if_header){ reading.lists, reading.count,
				      reading.tokens };
	return true;
}
