#include "practice/people/program.h"

#include "base/str.h"
#include "base/unicode.h"

#include <string.h>

#define KEPT_LONGEST 200 /* bytes */

/* The first that is found says it. A mark that ends in "/" is followed by a
 * version. Programs that name the library or the system below them stand
 * before those. */
static const struct {
	const char *mark, *name;
} programs[] = {
	{ "DAVx5/", "DAVx5" },
	{ "ICSx5/", "ICSx5" },
	{ "CalDavSynchronizer/", "CalDav Synchronizer" },
	{ "Thunderbird/", "Thunderbird" },
	{ "Evolution/", "Evolution" },
	{ "vdirsyncer/", "vdirsyncer" },
	{ "iOS/", "iOS" },
	{ "iPadOS/", "iPadOS" },
	{ "macOS/", "macOS" },
	{ "Mac_OS_X/", "macOS" },
	{ "Mac OS X/", "macOS" },
	{ "Google-Calendar", "Google Calendar" },
	{ "Microsoft Outlook", "Outlook" },
	{ "Microsoft Office", "Outlook" },
	{ "Akonadi", "KDE" },
	{ "KDE", "KDE" },
	{ "Konqueror", "KDE" },
};

const char *practice_program_kept(struct arena *arena, const char *agent)
{
	size_t len = agent ? strlen(agent) : 0;

	if (len > KEPT_LONGEST) {
		len = KEPT_LONGEST;
		/* Not within a character: that would not be UTF-8. */
		while (len && ((unsigned char)agent[len] & 0xC0) == 0x80)
			len--;
	}
	if (!len || !utf8_valid(agent, len, NULL))
		return NULL;
	return arena_strndup(arena, agent, len);
}

static const char *with_version(struct arena *arena, const char *name,
				const char *version)
{
	size_t len = strspn(version, "0123456789.abcdefghijklmnopqrstuvwxyz-_");

	if (!len || *version < '0' || *version > '9')
		return name;
	return arena_printf(arena, "%s %.*s", name, (int)len, version);
}

const char *practice_program_words(struct arena *arena, const char *agent)
{
	size_t len;

	if (str_empty(agent))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		const char *mark = programs[i].mark;
		const char *found = strstr(agent, mark);

		if (!found)
			continue;
		found += strlen(mark);
		return found[-1] == '/'
			       ? with_version(arena, programs[i].name, found)
			       : programs[i].name;
	}
	len = strcspn(agent, " /(;");
	if (!len)
		return agent;
	return agent[len] == '/'
		       ? with_version(arena, arena_strndup(arena, agent, len),
				      agent + len + 1)
		       : arena_strndup(arena, agent, len);
}

const char *practice_browser_words(struct arena *arena, const char *agent)
{
	/* What others also claim to be stands below them. */
	static const char *const browsers[][2] = {
		{ "Edg", "Edge" },         { "OPR/", "Opera" },
		{ "Firefox/", "Firefox" }, { "FxiOS/", "Firefox" },
		{ "CriOS/", "Chrome" },    { "Chrome/", "Chrome" },
		{ "Safari/", "Safari" },
	};
	static const char *const systems[][2] = {
		{ "iPhone", "iPhone" },   { "iPad", "iPad" },
		{ "Android", "Android" }, { "Windows", "Windows" },
		{ "CrOS", "ChromeOS" },   { "Mac OS X", "Mac" },
		{ "Linux", "Linux" },
	};
	const char *browser = NULL, *system = NULL;

	if (str_empty(agent))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(browsers) && !browser; i++)
		if (strstr(agent, browsers[i][0]))
			browser = browsers[i][1];
	for (size_t i = 0; i < ARRAY_SIZE(systems) && !system; i++)
		if (strstr(agent, systems[i][0]))
			system = systems[i][1];
	if (!browser)
		return agent;
	return system ? arena_printf(arena, "%s, %s", browser, system)
		      : browser;
}
