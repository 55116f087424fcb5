#include "practice/notice/phone.h"

#include "base/str.h"

#include <string.h>

#define DIGITS_MOST 15 /* E.164, with the country */
#define DIGITS_LEAST 7
#define DIGITS_AMERICA 11 /* of all that begin with 1 */
#define TYPED_MOST 64

/* How numbers are dialled within a country: what stands before one of another
 * region, before one of another country, and how many digits the rest has. */
struct country {
	const char *code;   /* ISO 3166 */
	const char *prefix; /* of the country */
	const char *trunk;  /* "" none */
	const char *abroad;
	size_t least, most;
};

static const struct country countries[] = {
	{ "CA", "1", "1", "011", 10, 10 },  { "US", "1", "1", "011", 10, 10 },
	{ "AE", "971", "0", "00", 8, 9 },   { "AR", "54", "0", "00", 10, 11 },
	{ "AT", "43", "0", "00", 4, 13 },   { "AU", "61", "0", "0011", 9, 9 },
	{ "BE", "32", "0", "00", 8, 9 },    { "BG", "359", "0", "00", 7, 9 },
	{ "BH", "973", "", "00", 8, 8 },    { "BR", "55", "0", "00", 10, 11 },
	{ "CH", "41", "0", "00", 9, 9 },    { "CL", "56", "", "00", 9, 9 },
	{ "CN", "86", "0", "00", 10, 11 },  { "CO", "57", "", "00", 10, 10 },
	{ "CZ", "420", "", "00", 9, 9 },    { "DE", "49", "0", "00", 6, 13 },
	{ "DK", "45", "", "00", 8, 8 },     { "EE", "372", "", "00", 7, 8 },
	{ "EG", "20", "0", "00", 8, 10 },   { "ES", "34", "", "00", 9, 9 },
	{ "FI", "358", "0", "00", 5, 12 },  { "FR", "33", "0", "00", 9, 9 },
	{ "GB", "44", "0", "00", 9, 10 },   { "GR", "30", "", "00", 10, 10 },
	{ "HK", "852", "", "001", 8, 8 },   { "HR", "385", "0", "00", 8, 9 },
	{ "HU", "36", "06", "00", 8, 9 },   { "IE", "353", "0", "00", 7, 9 },
	{ "IL", "972", "0", "00", 8, 9 },   { "IN", "91", "0", "00", 10, 10 },
	{ "IT", "39", "", "00", 6, 11 },    { "JP", "81", "0", "010", 9, 10 },
	{ "KE", "254", "0", "000", 9, 9 },  { "KR", "82", "0", "00", 8, 10 },
	{ "LT", "370", "0", "00", 8, 8 },   { "LU", "352", "", "00", 6, 11 },
	{ "LV", "371", "", "00", 8, 8 },    { "MX", "52", "", "00", 10, 10 },
	{ "NG", "234", "0", "009", 8, 10 }, { "NL", "31", "0", "00", 9, 9 },
	{ "NO", "47", "", "00", 8, 8 },     { "NZ", "64", "0", "00", 8, 10 },
	{ "PL", "48", "", "00", 9, 9 },     { "PT", "351", "", "00", 9, 9 },
	{ "RO", "40", "0", "00", 9, 9 },    { "RU", "7", "8", "810", 10, 10 },
	{ "SE", "46", "0", "00", 7, 9 },    { "SG", "65", "", "000", 8, 8 },
	{ "SI", "386", "0", "00", 8, 8 },   { "SK", "421", "0", "00", 9, 9 },
	{ "TR", "90", "0", "00", 10, 10 },  { "UA", "380", "0", "00", 9, 9 },
	{ "ZA", "27", "0", "00", 9, 9 },
};

/* Where zones lie; a name that ends with a slash is for all below it. */
static const struct {
	const char *zone, *country;
} places[] = {
	{ "America/Toronto", "CA" },
	{ "America/Montreal", "CA" },
	{ "America/Vancouver", "CA" },
	{ "America/Edmonton", "CA" },
	{ "America/Winnipeg", "CA" },
	{ "America/Halifax", "CA" },
	{ "America/St_Johns", "CA" },
	{ "America/Regina", "CA" },
	{ "America/Moncton", "CA" },
	{ "America/Whitehorse", "CA" },
	{ "America/Yellowknife", "CA" },
	{ "America/Iqaluit", "CA" },
	{ "America/Thunder_Bay", "CA" },
	{ "Canada/", "CA" },
	{ "America/New_York", "US" },
	{ "America/Chicago", "US" },
	{ "America/Denver", "US" },
	{ "America/Los_Angeles", "US" },
	{ "America/Phoenix", "US" },
	{ "America/Anchorage", "US" },
	{ "America/Detroit", "US" },
	{ "America/Boise", "US" },
	{ "America/Indiana/", "US" },
	{ "America/Kentucky/", "US" },
	{ "America/North_Dakota/", "US" },
	{ "America/Juneau", "US" },
	{ "America/Puerto_Rico", "US" },
	{ "Pacific/Honolulu", "US" },
	{ "US/", "US" },
	{ "America/Argentina/", "AR" },
	{ "America/Bogota", "CO" },
	{ "America/Mexico_City", "MX" },
	{ "America/Monterrey", "MX" },
	{ "America/Tijuana", "MX" },
	{ "America/Cancun", "MX" },
	{ "America/Santiago", "CL" },
	{ "America/Sao_Paulo", "BR" },
	{ "America/Bahia", "BR" },
	{ "America/Fortaleza", "BR" },
	{ "America/Manaus", "BR" },
	{ "America/Recife", "BR" },
	{ "Africa/Cairo", "EG" },
	{ "Africa/Johannesburg", "ZA" },
	{ "Africa/Lagos", "NG" },
	{ "Africa/Nairobi", "KE" },
	{ "Asia/Bahrain", "BH" },
	{ "Asia/Dubai", "AE" },
	{ "Asia/Hong_Kong", "HK" },
	{ "Asia/Jerusalem", "IL" },
	{ "Asia/Calcutta", "IN" },
	{ "Asia/Kolkata", "IN" },
	{ "Asia/Seoul", "KR" },
	{ "Asia/Shanghai", "CN" },
	{ "Asia/Singapore", "SG" },
	{ "Asia/Tokyo", "JP" },
	{ "Australia/", "AU" },
	{ "Atlantic/Canary", "ES" },
	{ "Atlantic/Madeira", "PT" },
	{ "Europe/Amsterdam", "NL" },
	{ "Europe/Athens", "GR" },
	{ "Europe/Belfast", "GB" },
	{ "Europe/Berlin", "DE" },
	{ "Europe/Bratislava", "SK" },
	{ "Europe/Brussels", "BE" },
	{ "Europe/Bucharest", "RO" },
	{ "Europe/Budapest", "HU" },
	{ "Europe/Copenhagen", "DK" },
	{ "Europe/Dublin", "IE" },
	{ "Europe/Helsinki", "FI" },
	{ "Europe/Istanbul", "TR" },
	{ "Europe/Kiev", "UA" },
	{ "Europe/Kyiv", "UA" },
	{ "Europe/Lisbon", "PT" },
	{ "Europe/Ljubljana", "SI" },
	{ "Europe/London", "GB" },
	{ "Europe/Luxembourg", "LU" },
	{ "Europe/Madrid", "ES" },
	{ "Europe/Moscow", "RU" },
	{ "Europe/Oslo", "NO" },
	{ "Europe/Paris", "FR" },
	{ "Europe/Prague", "CZ" },
	{ "Europe/Riga", "LV" },
	{ "Europe/Rome", "IT" },
	{ "Europe/Sofia", "BG" },
	{ "Europe/Stockholm", "SE" },
	{ "Europe/Tallinn", "EE" },
	{ "Europe/Vienna", "AT" },
	{ "Europe/Vilnius", "LT" },
	{ "Europe/Warsaw", "PL" },
	{ "Europe/Zagreb", "HR" },
	{ "Europe/Zurich", "CH" },
	{ "Pacific/Auckland", "NZ" },
};

static const struct country *country_of(const char *zone)
{
	const char *code = NULL;

	for (size_t i = 0; zone && !code && i < ARRAY_SIZE(places); i++) {
		if (str_equal(places[i].zone, zone) ||
		    (str_ends(places[i].zone, "/") &&
		     str_starts(zone, places[i].zone)))
			code = places[i].country;
	}
	for (size_t i = 0; code && i < ARRAY_SIZE(countries); i++) {
		if (str_equal(countries[i].code, code))
			return &countries[i];
	}
	return NULL;
}

#define PLUS_WIDE "\xef\xbc\x8b"
#define SPACE_KEPT "\xc2\xa0"

/* How many bytes stand there that people, web pages and address books set
 * between digits: blanks, dashes and marks of direction (U+2007 to U+2015,
 * U+202A to U+202F, U+2066 to U+2069, U+2212). */
static size_t between(const char *at)
{
	unsigned char last;

	if (strchr(" ()-./\t", *at))
		return 1;
	if (str_starts(at, SPACE_KEPT))
		return strlen(SPACE_KEPT);
	if (str_starts(at, "\xe2\x88\x92"))
		return 3;
	if (!str_starts(at, "\xe2\x80") && !str_starts(at, "\xe2\x81"))
		return 0;
	last = (unsigned char)at[2];
	if (at[1] == '\x81')
		return last >= 0xa6 && last <= 0xa9 ? 3 : 0;
	return (last >= 0x87 && last <= 0x95) || (last >= 0xaa && last <= 0xaf)
		       ? 3
		       : 0;
}

/* The digits, with the plus in front where there is one. What people set
 * between them goes; anything else is no number. */
static bool digits_of(const char *typed, char *digits, size_t room)
{
	size_t len = 0;

	if (str_starts(typed, "tel:"))
		typed += strlen("tel:");
	while (*typed) {
		size_t skip = between(typed);
		bool wide = str_starts(typed, PLUS_WIDE);
		char c = wide ? '+' : *typed;

		if (skip) {
			typed += skip;
			continue;
		}
		if (c == '+' ? len > 0 : c < '0' || c > '9')
			return false;
		if (len + 1 >= room)
			return false;
		digits[len++] = c;
		typed += wide ? strlen(PLUS_WIDE) : 1;
	}
	digits[len] = '\0';
	return true;
}

/* "+44 (0)20 7946 0018" tells callers at home and abroad at once. */
static const char *without_zero(struct arena *arena, const char *typed)
{
	const char *zero = strstr(typed, "(0)");

	if (!zero || !(strchr(typed, '+') || str_starts(typed, "00")))
		return typed;
	return arena_printf(arena, "%.*s%s", (int)(zero - typed), typed,
			    zero + 3);
}

static const char *whole(struct arena *arena, const char *prefix,
			 const char *rest)
{
	size_t len = strlen(prefix) + strlen(rest);
	char first = *prefix ? *prefix : *rest;

	if (len < DIGITS_LEAST || len > DIGITS_MOST || first == '0' ||
	    (first == '1' && len != DIGITS_AMERICA))
		return NULL;
	return arena_printf(arena, "+%s%s", prefix, rest);
}

static const char *national(struct arena *arena, const struct country *country,
			    const char *digits)
{
	size_t len = strlen(digits);
	size_t trunk = strlen(country->trunk);

	if (trunk && len > country->least && len >= country->least + trunk &&
	    str_starts(digits, country->trunk)) {
		digits += trunk;
		len -= trunk;
	}
	if (len < country->least || len > country->most)
		return NULL;
	/* In North America neither the region nor the office begins so. */
	if (str_equal(country->prefix, "1") &&
	    (digits[0] < '2' || digits[3] < '2'))
		return NULL;
	return whole(arena, country->prefix, digits);
}

const char *practice_phone_read(struct arena *arena, const char *zone,
				const char *typed)
{
	const struct country *country = country_of(zone);
	char digits[TYPED_MOST] = "";

	if (str_empty(typed) ||
	    !digits_of(without_zero(arena, typed), digits, sizeof(digits)))
		return NULL;
	if (digits[0] == '+')
		return digits[1] == '0' ? NULL : whole(arena, "", digits + 1);
	if (country && str_starts(digits, country->abroad))
		return whole(arena, "", digits + strlen(country->abroad));
	if (str_starts(digits, "00"))
		return whole(arena, "", digits + 2);
	return country ? national(arena, country, digits) : NULL;
}
