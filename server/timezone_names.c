#include "server/timezone_names_private.h"

#include "base/digest.h"

#include <ctype.h>
#include <string.h>

/* What a zone's data is: by the database that it is of, and by this program,
 * which wrote it. */
const char *timezone_etag(struct arena *arena, const char *name)
{
	struct instant since;
	const char *release = cal_zone_release(&since);
	const char *text =
		arena_printf(arena, "%s %lld %s %s", release,
			     (long long)since.s, DAYBOOK_VERSION, name);

	return digest_tag(arena, text, strlen(text));
}

const char *timezone_sync_token(struct arena *arena)
{
	return arena_printf(arena, "zones-%s", timezone_etag(arena, ""));
}

/* A zone, with its other names. */
json_t *timezone_json(struct arena *arena, const struct cal_zone_name *zone)
{
	const struct cal_zone_name *names;
	size_t count = cal_zone_names(&names);
	struct instant since;
	const char *release = cal_zone_release(&since);
	json_t *body = json_new(arena);
	json_t *aliases = json_new_list(arena);

	for (size_t i = 0; i < count; i++)
		if (str_equal(names[i].alias_of, zone->name))
			json_add_text(aliases, names[i].name);
	json_put_text(body, "tzid", zone->name);
	json_put_text(body, "etag", timezone_etag(arena, zone->name));
	json_put_instant(body, "last-modified", arena, since);
	json_put_text(body, "publisher", "IANA");
	json_put_text(body, "version", release);
	if (json_array_size(aliases) > 0)
		json_put(body, "aliases", aliases);
	return body;
}

json_t *timezones_json(struct arena *arena, json_t *zones)
{
	json_t *body = json_new(arena);

	json_put_text(body, "synctoken", timezone_sync_token(arena));
	json_put(body, "timezones", zones);
	return body;
}

/* Underscores stand for blanks, and case does not count. */
static char plain(char c)
{
	return c == '_' ? ' ' : (char)tolower((unsigned char)c);
}

static bool matches_at(const char *name, struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!name[i] || plain(name[i]) != plain(text.at[i]))
			return false;
	return true;
}

/* RFC 7808 5.5: "*" at either end is whatever stands there. */
static bool matches(const char *name, const char *pattern)
{
	struct slice text = slice_of(pattern);
	bool before = text.len > 0 && *text.at == '*';
	bool behind;

	text.at += before;
	text.len -= before;
	behind = text.len > 0 && text.at[text.len - 1] == '*';
	text.len -= behind;
	if (strlen(name) < text.len)
		return false;
	if (!before)
		return matches_at(name, text) &&
		       (behind || strlen(name) == text.len);
	if (!behind)
		return matches_at(name + strlen(name) - text.len, text);
	for (; *name; name++)
		if (matches_at(name, text))
			return true;
	return false;
}

bool timezone_matches(const struct cal_zone_name *zone, const char *pattern)
{
	const struct cal_zone_name *names;
	size_t count = cal_zone_names(&names);

	if (zone->alias_of)
		return false;
	for (size_t i = 0; i < count; i++)
		if ((&names[i] == zone ||
		     str_equal(names[i].alias_of, zone->name)) &&
		    matches(names[i].name, pattern))
			return true;
	return false;
}

bool timezone_is_pattern(const char *pattern)
{
	size_t len = strlen(pattern);
	const char *star = len > 1 ? strchr(pattern + 1, '*') : NULL;

	return len > 0 && strspn(pattern, "*") < len &&
	       (!star || star == pattern + len - 1);
}
