#include "admin/pages/connect_program.h"

#include <string.h>

static const struct connect_program programs[] = {
	{ "iphone",
	  "iPhone and iPad",
	  "iPhone",
	  CONNECT_PROFILE,
	  { "Open this page on the iPhone or iPad itself.",
	    "Add the device, then get its profile and allow the download.",
	    "In Settings tap Profile Downloaded, then Install.",
	    "Open Calendar: your sessions are there within a minute." } },
	{ "mac",
	  "Mac",
	  "Mac",
	  CONNECT_PROFILE,
	  { "Add the device, then get its profile.",
	    "Open the file, then System Settings > Profiles, and install it.",
	    "Or without it: Calendar > Settings > Accounts > + > Other CalDAV "
	    "Account > Advanced, and type what is shown here.",
	    "Open Calendar: your sessions are there within a minute." } },
	{ "davx5",
	  "Android, DAVx5",
	  "Android phone",
	  CONNECT_CODE,
	  { "Install DAVx5 from F-Droid or Google Play.",
	    "Add the device here, then scan its code with the phone’s camera: "
	    "DAVx5 opens with everything filled in.",
	    "Or in DAVx5: + > Login with URL and user name, and type what is "
	    "shown here.",
	    "Tick the calendars, then sync." } },
	{ "thunderbird",
	  "Thunderbird",
	  "Thunderbird",
	  CONNECT_TYPED,
	  { "Add the device here.",
	    "In Thunderbird: Calendar > New Calendar > On the Network.",
	    "Type the user name, and the address as location; then Find "
	    "Calendars.",
	    "Type the password when it asks, and let it be kept. Tick the "
	    "calendars, then Subscribe." } },
	{ "gnome",
	  "GNOME",
	  "GNOME Calendar",
	  CONNECT_TYPED,
	  { "Add the device here.",
	    "In GNOME Calendar: Manage Calendars > Add Calendar, and paste the "
	    "address.",
	    "Type user name and password, tick the calendars, then Add.",
	    "In Evolution: New > Calendar > CalDAV, the address, then Find "
	    "Calendars." } },
	{ "kde",
	  "KDE",
	  "KOrganizer",
	  CONNECT_TYPED,
	  { "Add the device here.",
	    "In KOrganizer or Merkuro: Add Calendar > DAV groupware resource.",
	    "Type user name and password, then Next, and choose Configure the "
	    "resource manually.",
	    "Add > CalDAV, paste the address, then Fetch, and tick the "
	    "calendars." } },
	{ "outlook",
	  "Outlook, by feed",
	  "Outlook",
	  CONNECT_FEED,
	  { "Add a calendar link here. Outlook reads it and changes nothing.",
	    "In Outlook: Add calendar > Subscribe from web (older ones: Open "
	    "Calendar > From Internet).",
	    "Paste the address, give it a name, then Import.",
	    "Outlook asks anew every few hours." } },
	{ "caldav-synchronizer",
	  "Outlook, CalDav Synchronizer",
	  "Outlook on Windows",
	  CONNECT_TYPED,
	  { "Install CalDav Synchronizer, and add the device here.",
	    "In Outlook: the tab CalDav Synchronizer > Synchronization "
	    "Profiles > Add, and choose Generic CalDAV/CardDAV.",
	    "Paste the address as DAV URL, type user name and password.",
	    "Test or discover settings, pick a calendar, then OK." } },
	{ "other",
	  "Any other",
	  "Calendar program",
	  CONNECT_TYPED,
	  { "Add the device here.",
	    "The program asks for a CalDAV server or address, a user name and "
	    "a "
	    "password: they are shown here.",
	    "One that wants the address of a single calendar gets the last "
	    "one.",
	    "One that only takes a web address gets a calendar link, on "
	    "Devices." } },
};

/* Other words by which a program is asked for. */
static const struct {
	const char *word, *program;
} aliases[] = {
	{ "ios", "iphone" },
	{ "ipad", "iphone" },
	{ "macos", "mac" },
	{ "android", "davx5" },
	{ "evolution", "gnome" },
	{ "korganizer", "kde" },
	{ "outlook-feed", "outlook" },
	{ "feed", "outlook" },
	{ "outlook-caldav", "caldav-synchronizer" },
	{ "caldavsynchronizer", "caldav-synchronizer" },
};

/* What a browser's User-Agent holds on machines of each. */
static const struct {
	const char *mark, *program;
} machines[] = {
	{ "iPhone", "iphone" },   { "iPad", "iphone" },
	{ "Android", "davx5" },   { "Macintosh", "mac" },
	{ "Windows", "outlook" }, { "Linux", "thunderbird" },
};

const struct connect_program *connect_program_at(size_t at)
{
	return at < ARRAY_SIZE(programs) ? &programs[at] : NULL;
}

static const struct connect_program *find(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(aliases); i++)
		if (str_same(word, aliases[i].word))
			word = aliases[i].program;
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++)
		if (str_same(word, programs[i].word))
			return &programs[i];
	return NULL;
}

const struct connect_program *connect_program_of(struct page *page)
{
	const char *agent = http_header(page->door->request, "User-Agent");
	const char *word = page_query(page, "program");
	const struct connect_program *found = word ? find(word) : NULL;

	for (size_t i = 0; !found && agent && i < ARRAY_SIZE(machines); i++)
		if (strstr(agent, machines[i].mark))
			found = find(machines[i].program);
	return found ? found : &programs[ARRAY_SIZE(programs) - 1];
}

bool connect_is_iphone(const struct page *page)
{
	const char *agent = http_header(page->door->request, "User-Agent");

	return agent && (strstr(agent, "iPhone") || strstr(agent, "iPad"));
}
