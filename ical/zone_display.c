#include "ical/zone_display_private.h"

#include "base/compiler.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The names that Windows shows its zones by, in English, and its own ids of
 * them, which ICU knows. The facts are those of the comments in CLDR's
 * common/supplemental/windowsZones.xml (Unicode, Inc.), which say them beside
 * each id; some older names stand beside the newer ones. */
static const struct {
	const char *shown, *id;
} names[] = {
	{ "International Date Line West", "Dateline Standard Time" },
	{ "Coordinated Universal Time-11", "UTC-11" },
	{ "Aleutian Islands", "Aleutian Standard Time" },
	{ "Hawaii", "Hawaiian Standard Time" },
	{ "Marquesas Islands", "Marquesas Standard Time" },
	{ "Alaska", "Alaskan Standard Time" },
	{ "Coordinated Universal Time-09", "UTC-09" },
	{ "Baja California", "Pacific Standard Time (Mexico)" },
	{ "Tijuana, Baja California", "Pacific Standard Time (Mexico)" },
	{ "Coordinated Universal Time-08", "UTC-08" },
	{ "Pacific Time (US & Canada)", "Pacific Standard Time" },
	{ "Arizona", "US Mountain Standard Time" },
	{ "Chihuahua, La Paz, Mazatlan", "Mountain Standard Time (Mexico)" },
	{ "La Paz, Mazatlan", "Mountain Standard Time (Mexico)" },
	{ "Mountain Time (US & Canada)", "Mountain Standard Time" },
	{ "Yukon", "Yukon Standard Time" },
	{ "Central America", "Central America Standard Time" },
	{ "Central Time (US & Canada)", "Central Standard Time" },
	{ "Easter Island", "Easter Island Standard Time" },
	{ "Guadalajara, Mexico City, Monterrey",
	  "Central Standard Time (Mexico)" },
	{ "Saskatchewan", "Canada Central Standard Time" },
	{ "Bogota, Lima, Quito, Rio Branco", "SA Pacific Standard Time" },
	{ "Bogota, Lima, Quito", "SA Pacific Standard Time" },
	{ "Chetumal", "Eastern Standard Time (Mexico)" },
	{ "Eastern Time (US & Canada)", "Eastern Standard Time" },
	{ "Haiti", "Haiti Standard Time" },
	{ "Havana", "Cuba Standard Time" },
	{ "Indiana (East)", "US Eastern Standard Time" },
	{ "Turks and Caicos", "Turks And Caicos Standard Time" },
	{ "Asuncion", "Paraguay Standard Time" },
	{ "Atlantic Time (Canada)", "Atlantic Standard Time" },
	{ "Caracas", "Venezuela Standard Time" },
	{ "Cuiaba", "Central Brazilian Standard Time" },
	{ "Georgetown, La Paz, Manaus, San Juan", "SA Western Standard Time" },
	{ "Santiago", "Pacific SA Standard Time" },
	{ "Newfoundland", "Newfoundland Standard Time" },
	{ "Araguaina", "Tocantins Standard Time" },
	{ "Brasilia", "E. South America Standard Time" },
	{ "Cayenne, Fortaleza", "SA Eastern Standard Time" },
	{ "City of Buenos Aires", "Argentina Standard Time" },
	{ "Buenos Aires", "Argentina Standard Time" },
	{ "Greenland", "Greenland Standard Time" },
	{ "Montevideo", "Montevideo Standard Time" },
	{ "Punta Arenas", "Magallanes Standard Time" },
	{ "Saint Pierre and Miquelon", "Saint Pierre Standard Time" },
	{ "Salvador", "Bahia Standard Time" },
	{ "Coordinated Universal Time-02", "UTC-02" },
	{ "Azores", "Azores Standard Time" },
	{ "Cabo Verde Is.", "Cape Verde Standard Time" },
	{ "Cape Verde Is.", "Cape Verde Standard Time" },
	{ "Coordinated Universal Time", "UTC" },
	{ "Dublin, Edinburgh, Lisbon, London", "GMT Standard Time" },
	{ "Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London",
	  "GMT Standard Time" },
	{ "Monrovia, Reykjavik", "Greenwich Standard Time" },
	{ "Sao Tome", "Sao Tome Standard Time" },
	{ "Casablanca", "Morocco Standard Time" },
	{ "Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
	  "W. Europe Standard Time" },
	{ "Belgrade, Bratislava, Budapest, Ljubljana, Prague",
	  "Central Europe Standard Time" },
	{ "Brussels, Copenhagen, Madrid, Paris", "Romance Standard Time" },
	{ "Sarajevo, Skopje, Warsaw, Zagreb",
	  "Central European Standard Time" },
	{ "West Central Africa", "W. Central Africa Standard Time" },
	{ "Amman", "Jordan Standard Time" },
	{ "Athens, Bucharest", "GTB Standard Time" },
	{ "Athens, Bucharest, Istanbul", "GTB Standard Time" },
	{ "Beirut", "Middle East Standard Time" },
	{ "Cairo", "Egypt Standard Time" },
	{ "Chisinau", "E. Europe Standard Time" },
	{ "Damascus", "Syria Standard Time" },
	{ "Gaza, Hebron", "West Bank Standard Time" },
	{ "Harare, Pretoria", "South Africa Standard Time" },
	{ "Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius",
	  "FLE Standard Time" },
	{ "Jerusalem", "Israel Standard Time" },
	{ "Juba", "South Sudan Standard Time" },
	{ "Kaliningrad", "Kaliningrad Standard Time" },
	{ "Khartoum", "Sudan Standard Time" },
	{ "Tripoli", "Libya Standard Time" },
	{ "Windhoek", "Namibia Standard Time" },
	{ "Baghdad", "Arabic Standard Time" },
	{ "Istanbul", "Turkey Standard Time" },
	{ "Kuwait, Riyadh", "Arab Standard Time" },
	{ "Minsk", "Belarus Standard Time" },
	{ "Moscow, St. Petersburg", "Russian Standard Time" },
	{ "Moscow, St. Petersburg, Volgograd", "Russian Standard Time" },
	{ "Nairobi", "E. Africa Standard Time" },
	{ "Volgograd", "Volgograd Standard Time" },
	{ "Tehran", "Iran Standard Time" },
	{ "Abu Dhabi, Muscat", "Arabian Standard Time" },
	{ "Astrakhan, Ulyanovsk", "Astrakhan Standard Time" },
	{ "Baku", "Azerbaijan Standard Time" },
	{ "Izhevsk, Samara", "Russia Time Zone 3" },
	{ "Port Louis", "Mauritius Standard Time" },
	{ "Saratov", "Saratov Standard Time" },
	{ "Tbilisi", "Georgian Standard Time" },
	{ "Yerevan", "Caucasus Standard Time" },
	{ "Kabul", "Afghanistan Standard Time" },
	{ "Ashgabat, Tashkent", "West Asia Standard Time" },
	{ "Ekaterinburg", "Ekaterinburg Standard Time" },
	{ "Islamabad, Karachi", "Pakistan Standard Time" },
	{ "Qyzylorda", "Qyzylorda Standard Time" },
	{ "Chennai, Kolkata, Mumbai, New Delhi", "India Standard Time" },
	{ "Sri Jayawardenepura", "Sri Lanka Standard Time" },
	{ "Kathmandu", "Nepal Standard Time" },
	{ "Astana", "Central Asia Standard Time" },
	{ "Dhaka", "Bangladesh Standard Time" },
	{ "Omsk", "Omsk Standard Time" },
	{ "Yangon (Rangoon)", "Myanmar Standard Time" },
	{ "Bangkok, Hanoi, Jakarta", "SE Asia Standard Time" },
	{ "Barnaul, Gorno-Altaysk", "Altai Standard Time" },
	{ "Hovd", "W. Mongolia Standard Time" },
	{ "Krasnoyarsk", "North Asia Standard Time" },
	{ "Novosibirsk", "N. Central Asia Standard Time" },
	{ "Tomsk", "Tomsk Standard Time" },
	{ "Beijing, Chongqing, Hong Kong, Urumqi", "China Standard Time" },
	{ "Irkutsk", "North Asia East Standard Time" },
	{ "Kuala Lumpur, Singapore", "Singapore Standard Time" },
	{ "Perth", "W. Australia Standard Time" },
	{ "Taipei", "Taipei Standard Time" },
	{ "Ulaanbaatar", "Ulaanbaatar Standard Time" },
	{ "Eucla", "Aus Central W. Standard Time" },
	{ "Chita", "Transbaikal Standard Time" },
	{ "Osaka, Sapporo, Tokyo", "Tokyo Standard Time" },
	{ "Pyongyang", "North Korea Standard Time" },
	{ "Seoul", "Korea Standard Time" },
	{ "Yakutsk", "Yakutsk Standard Time" },
	{ "Adelaide", "Cen. Australia Standard Time" },
	{ "Darwin", "AUS Central Standard Time" },
	{ "Brisbane", "E. Australia Standard Time" },
	{ "Canberra, Melbourne, Sydney", "AUS Eastern Standard Time" },
	{ "Guam, Port Moresby", "West Pacific Standard Time" },
	{ "Hobart", "Tasmania Standard Time" },
	{ "Vladivostok", "Vladivostok Standard Time" },
	{ "Lord Howe Island", "Lord Howe Standard Time" },
	{ "Bougainville Island", "Bougainville Standard Time" },
	{ "Chokurdakh", "Russia Time Zone 10" },
	{ "Magadan", "Magadan Standard Time" },
	{ "Norfolk Island", "Norfolk Standard Time" },
	{ "Sakhalin", "Sakhalin Standard Time" },
	{ "Solomon Is., New Caledonia", "Central Pacific Standard Time" },
	{ "Anadyr, Petropavlovsk-Kamchatsky", "Russia Time Zone 11" },
	{ "Auckland, Wellington", "New Zealand Standard Time" },
	{ "Coordinated Universal Time+12", "UTC+12" },
	{ "Fiji", "Fiji Standard Time" },
	{ "Chatham Islands", "Chatham Islands Standard Time" },
	{ "Coordinated Universal Time+13", "UTC+13" },
	{ "Nuku'alofa", "Tonga Standard Time" },
	{ "Samoa", "Samoa Standard Time" },
	{ "Kiritimati Island", "Line Islands Standard Time" },
};

static bool counts(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+';
}

/* What stands for '&' in these names: how many bytes of it, or 0. */
static size_t ampersand(struct slice rest)
{
	static const char *const words[] = { "&amp;", " and " };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		size_t len = strlen(words[i]);

		if (rest.len >= len &&
		    slice_is((struct slice){ rest.at, len }, words[i]))
			return len;
	}
	return 0;
}

/* Letters, digits and '+', in lower case: programs escape and drop the rest as
 * they like. */
static size_t key_of(struct slice name, char *key, size_t room)
{
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++) {
		size_t skipped =
			ampersand((struct slice){ name.at + i, name.len - i });
		char c = name.at[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (skipped)
			i += skipped - 1;
		else if (counts(c) && len < room)
			key[len++] = c;
	}
	return len;
}

/* Behind "(UTC-05:00) " or "(GMT) ". */
static struct slice without_offset(struct slice name)
{
	struct slice front;
	const char *end;

	name = slice_trim(name);
	front = (struct slice){ name.at, name.len < 4 ? name.len : 4 };
	if (!slice_is(front, "(UTC") && !slice_is(front, "(GMT"))
		return name;
	end = memchr(name.at, ')', name.len);
	if (!end)
		return name;
	return slice_trim((struct slice){
		end + 1, name.len - (size_t)(end + 1 - name.at) });
}

static const char *id_of(struct slice name)
{
	char wanted[ZONE_DISPLAY_LIMIT];
	char key[ZONE_DISPLAY_LIMIT];
	size_t len = key_of(name, wanted, sizeof(wanted));

	for (size_t i = 0; i < ARRAY_SIZE(names) && len; i++) {
		if (key_of(slice_of(names[i].shown), key, sizeof(key)) == len &&
		    memcmp(key, wanted, len) == 0)
			return names[i].id;
	}
	return NULL;
}

const char *zone_display_id(struct slice shown)
{
	struct slice name = without_offset(shown);
	const char *id = id_of(name);

	/* "Pacific Time (US & Canada); Tijuana", as it was called once. */
	return id ? id : id_of(slice_cut(&name, ';'));
}

/* "UTC+02:00", "GMT-5": whole hours have zones of their own, whose names count
 * the other way. */
static bool offset_spell(struct slice tzid, char name[ZONE_DISPLAY_LIMIT])
{
	unsigned hours = 0, digits = 0;
	char sign;

	if (!slice_starts(tzid, "UTC") && !slice_starts(tzid, "GMT"))
		return false;
	if (tzid.len < 5 || (tzid.at[3] != '+' && tzid.at[3] != '-'))
		return false;
	sign = tzid.at[3] == '+' ? '-' : '+';
	tzid.at += 4;
	tzid.len -= 4;
	while (digits < 2 && digits < tzid.len &&
	       isdigit((unsigned char)tzid.at[digits]))
		hours = hours * 10 + (unsigned)(tzid.at[digits++] - '0');
	tzid.at += digits;
	tzid.len -= digits;
	if (!digits ||
	    (tzid.len && !slice_is(tzid, "00") && !slice_is(tzid, ":00")))
		return false;
	if (hours)
		snprintf(name, ZONE_DISPLAY_LIMIT, "Etc/GMT%c%u", sign, hours);
	else
		snprintf(name, ZONE_DISPLAY_LIMIT, "UTC");
	return true;
}

bool zone_display_spelled(struct slice shown, char name[ZONE_DISPLAY_LIMIT])
{
	shown = slice_trim(shown);
	if (offset_spell(shown, name))
		return true;
	if (!shown.len || shown.len >= ZONE_DISPLAY_LIMIT)
		return false;
	for (size_t i = 0; i < shown.len; i++)
		name[i] = shown.at[i] == ' ' ? '_' : shown.at[i];
	name[shown.len] = '\0';
	return true;
}
