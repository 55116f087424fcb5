#include "practice/notice/sms.h"

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define SINGLE_SEPTETS 160
#define JOINED_SEPTETS 153
#define SINGLE_UNITS 70
#define JOINED_UNITS 67
#define ESCAPED 2 /* septets of a character of the extension table */

/* GSM 03.38 6.2.1, beyond ASCII; of ASCII it lacks ` and has [ \ ] ^ { | } ~
 * only in the extension, and the euro with them. */
static const char beyond[] =
	"\xc2\xa3\xc2\xa5\xc3\xa8\xc3\xa9\xc3\xb9\xc3\xac\xc3\xb2\xc3\x87"
	"\xc3\x98\xc3\xb8\xc3\x85\xc3\xa5\xce\x94\xce\xa6\xce\x93\xce\x9b"
	"\xce\xa9\xce\xa0\xce\xa8\xce\xa3\xce\x98\xce\x9e\xc3\x86\xc3\xa6"
	"\xc3\x9f\xc3\x89\xc2\xa4\xc2\xa1\xc3\x84\xc3\x96\xc3\x91\xc3\x9c"
	"\xc2\xa7\xc2\xbf\xc3\xa4\xc3\xb6\xc3\xb1\xc3\xbc\xc3\xa0";
static const char extension[] = "[\\]^{|}~";
static const char euro[] = "\xe2\x82\xac";

/* How long the code point is that stands there, in bytes. */
static size_t width(const char *at)
{
	unsigned char c = (unsigned char)*at;
	size_t len = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	size_t there = 0;

	while (there < len && at[there])
		there++;
	return there;
}

/* Septets of it; 0: the alphabet lacks it. */
static size_t septets(const char *at, size_t len)
{
	if (len == 1) {
		if (*at == '`' ||
		    ((unsigned char)*at < ' ' && *at != '\n' && *at != '\r'))
			return 0;
		return strchr(extension, *at) ? ESCAPED : 1;
	}
	if (len == 3 && memcmp(at, euro, 3) == 0)
		return ESCAPED;
	for (const char *one = beyond; len == 2 && *one; one += 2)
		if (memcmp(at, one, 2) == 0)
			return 1;
	return 0;
}

struct measure {
	bool plain; /* the alphabet suffices */
	size_t septets, units;
};

static struct measure measure(const char *text, size_t len)
{
	struct measure all = { true, 0, 0 };

	for (size_t at = 0; at < len;) {
		size_t wide = width(text + at);
		size_t count = septets(text + at, wide);

		all.plain &= count > 0;
		all.septets += count;
		all.units += wide == 4 ? 2 : 1;
		at += wide;
	}
	return all;
}

/* Of a text that is too long for one: no character is torn between two. */
static size_t joined_parts(const char *text, size_t len, bool plain)
{
	size_t room = plain ? JOINED_SEPTETS : JOINED_UNITS;
	size_t parts = 1, used = 0;

	for (size_t at = 0; at < len;) {
		size_t wide = width(text + at);
		size_t takes = wide == 4 ? 2 : 1;

		if (plain)
			takes = septets(text + at, wide);
		if (used + takes > room) {
			parts++;
			used = 0;
		}
		used += takes;
		at += wide;
	}
	return parts;
}

static size_t parts_of(const char *text, size_t len)
{
	struct measure all = measure(text, len);
	size_t count = all.plain ? all.septets : all.units;
	size_t single = all.plain ? SINGLE_SEPTETS : SINGLE_UNITS;

	if (count <= single)
		return count > 0;
	return joined_parts(text, len, all.plain);
}

size_t sms_parts(const char *text)
{
	return parts_of(text, strlen(text));
}

/* Blanks and ends of lines in a row are one blank. */
static char *one_line(struct arena *arena, const char *text)
{
	char *line = arena_strdup(arena, text);
	size_t len = 0;

	for (const char *at = text; *at; at++) {
		bool blank =
			*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t';

		if (!blank)
			line[len++] = *at;
		else if (len && line[len - 1] != ' ')
			line[len++] = ' ';
	}
	if (len && line[len - 1] == ' ')
		len--;
	line[len] = '\0';
	return line;
}

const char *sms_fit(struct arena *arena, const char *text)
{
	char *line = one_line(arena, text);
	size_t len = strlen(line);

	if (parts_of(line, len) <= SMS_PARTS)
		return line;
	while (len) {
		const char *cut;

		while (len && line[len - 1] != ' ')
			len--;
		while (len && line[len - 1] == ' ')
			len--;
		cut = arena_printf(arena, "%.*s...", (int)len, line);
		if (len && sms_parts(cut) <= SMS_PARTS)
			return cut;
	}
	/* One word of that length: cut between characters. */
	len = strlen(line);
	do {
		len--;
		while (len && ((unsigned char)line[len] & 0xc0) == 0x80)
			len--;
	} while (len && parts_of(line, len) > SMS_PARTS);
	line[len] = '\0';
	return line;
}
